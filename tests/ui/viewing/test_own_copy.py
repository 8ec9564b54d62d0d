"""A file is copied before it is mapped; the copy goes with the content."""

import asyncio
import errno
import gc
import os
import threading
from pathlib import Path

import pytest

from curlew.ui.viewing import own_copy
from curlew.ui.viewing.own_copy import FIRST, read_file
from helpers.looping import run


def read(file: Path, folder: Path):
    begun = []

    async def all_of_it():
        return await read_file(str(file), folder, lambda content, size: begun.append((content, size)))

    return run(all_of_it()), begun


def test_a_small_file_stays_in_memory(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 1000)
    content, begun = read(tmp_path / "a", tmp_path)
    assert content.data == b"x" * 1000
    assert begun == []


@pytest.mark.parametrize("size", [FIRST, FIRST + 1, 3_000_000])
def test_a_large_file_shows_its_beginning_and_is_copied(tmp_path, size):
    data = os.urandom(size)
    (tmp_path / "a").write_bytes(data)
    (tmp_path / "own").mkdir()
    content, begun = read(tmp_path / "a", tmp_path / "own")
    assert begun[0][0].data == data[:FIRST]
    assert begun[0][1] == size
    assert content.path is not None
    assert content.path.parent == tmp_path / "own"
    (tmp_path / "a").write_bytes(b"")  # nobody minds any more
    assert content.read() == data
    path = content.path
    del content, begun
    gc.collect()
    assert not path.exists()


@pytest.mark.parametrize("slices", [0, 1, 2])
def test_what_the_system_does_not_copy_is_copied_here(tmp_path, monkeypatch, slices):
    left, data = [slices], os.urandom(3_000_000)

    def copied(source: int, target: int, _count: int, offset: int) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.EXDEV, "another disk")
        return os.write(target, os.pread(source, 700_001, offset))

    monkeypatch.setattr(os, "copy_file_range", copied, raising=False)
    (tmp_path / "a").write_bytes(data)
    assert read(tmp_path / "a", tmp_path)[0].read() == data
    assert left == [-1]


def test_a_file_that_grows_or_shrinks_meanwhile_is_shown_as_it_was_read(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 2_000_000)

    async def all_of_it():
        return await read_file(str(tmp_path / "a"), tmp_path, lambda _content, _size: os.truncate(tmp_path / "a", FIRST + 5))

    assert run(all_of_it()).size == FIRST + 5


def test_a_pipe_is_read_to_its_end(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    async def all_of_it():
        writing = asyncio.get_running_loop().run_in_executor(None, (tmp_path / "pipe").write_bytes, b"y" * 1_000_000)
        content = await read_file(str(tmp_path / "pipe"), tmp_path, lambda _content, size: sizes.append(size))
        await writing
        return content

    sizes = []
    assert run(all_of_it()).read() == b"y" * 1_000_000
    assert sizes == [0]


def test_a_file_that_went_away_is_an_error(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        read(tmp_path / "a", tmp_path)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="a system with such devices")
def test_a_device_without_an_end_is_not_read(tmp_path):
    with pytest.raises(OSError, match="no file that ends"):
        read(Path("/dev/zero"), tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("is_pipe", [True, False])
def test_what_does_not_fit_on_the_disk_is_given_up(tmp_path, monkeypatch, is_pipe):
    (tmp_path / "own").mkdir()
    monkeypatch.setattr(own_copy, "LEFT_FREE", 1 << 62)
    ours, theirs = os.pipe()
    (tmp_path / "a").write_bytes(b"x" * 2_000_000)
    writing = threading.Thread(target=_write_until_told, args=(theirs,))
    writing.start()
    with pytest.raises(OSError, match="room that is left"):
        read(Path(f"/dev/fd/{ours}") if is_pipe else tmp_path / "a", tmp_path / "own")
    os.close(ours)
    writing.join(10)
    assert not list((tmp_path / "own").iterdir())


def _write_until_told(pipe):
    try:
        while True:
            os.write(pipe, b"y" * 65536)
    except BrokenPipeError:
        os.close(pipe)
