"""Bytes of any size: in memory or mapped, and never left behind."""

from __future__ import annotations

import gc
import mmap
from pathlib import Path

import pytest

from curlew.model.content import Content
from curlew.preview import buffer as buffer_module
from curlew.preview.buffer import IN_MEMORY, Gathering, keep_in, open_buffer


def test_a_body_in_a_file_is_mapped_and_outlives_its_name(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(b"some bytes")
    data = open_buffer(Content(None, path, 10))
    path.unlink()
    assert isinstance(data, mmap.mmap)
    assert (len(data), data[5:]) == (10, b"bytes")


def test_a_file_that_became_shorter_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(b"some")
    assert open_buffer(Content(None, path, 10))[:] == b"some"
    path.write_bytes(b"")
    assert open_buffer(Content(None, path, 10)) == b""


def test_a_text_grows_from_memory_into_a_file_and_is_whole_at_every_time() -> None:
    gathering, piece, taken = Gathering(), b"0123456789" * 10_000, b""
    for count in range(30):
        gathering.add(piece)
        taken += piece
        data = gathering.buffer()
        assert (len(data), data[:]) == (len(taken), taken)
        assert isinstance(data, bytes) == ((count + 1) * len(piece) <= IN_MEMORY)


def test_the_file_has_no_name_and_goes_with_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buffer_module, "_place", None)
    keep_in(tmp_path / "spool")
    assert not (tmp_path / "spool").exists()
    gathering = Gathering()
    gathering.add(b"x" * (IN_MEMORY + 1))
    data = gathering.buffer()
    del gathering
    gc.collect()
    assert data[-1:] == b"x"
    assert list((tmp_path / "spool").iterdir()) == []


def test_a_disk_that_takes_no_more_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match=r"File exists|Not a directory"):
        Gathering(tmp_path / "file").add(b"x" * (IN_MEMORY + 1))
