"""Opening bodies: what is known at once, and what the whole adds."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from curlew.model.content import Content
from curlew.preview.opened import Opened
from curlew.preview.opening import open_body, open_now

LINE = '{"name": "Zoë", "n": 9007199254740993}\n'


def opened(data: bytes, content_type: str = "application/json", charset: str = "", path: Path | None = None) -> tuple[list[Opened], Opened]:
    """Open a body, from a file where a path is given; return the early answers and the last."""
    content = Content.of(data)
    if path is not None:
        path.write_bytes(data)
        content = Content(None, path, len(data))
    early: list[Opened] = []
    return early, asyncio.run(open_body(content, content_type, charset, early.append))


def test_a_small_body_is_opened_at_once_and_on_no_other_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio, "to_thread", None)
    early, whole = opened(LINE.encode())
    assert early == []
    assert (whole.kind, whole.text, whole.raw, whole.whole) == ("json", LINE.encode(), LINE.encode(), True)
    assert whole.text is whole.raw


def test_G09_a_large_body_in_utf8_is_given_early_and_never_copied(tmp_path: Path) -> None:
    data = LINE.encode() * 20_000
    early, whole = opened(data, path=tmp_path / "body")
    assert [answer.whole for answer in early] == [False]
    assert early[0].text is early[0].raw is whole.text is whole.raw
    assert (early[0].kind, whole.whole, whole.invalid, whole.notes) == ("json", True, 0, ())
    assert whole.text[:] == data


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("lines", [2, 20_000])
def test_G08_a_mark_at_the_front_is_never_part_of_the_text(tmp_path: Path, codec: str, lines: int) -> None:
    data = (LINE * lines).encode(codec)
    early, whole = opened(data, "application/json; charset=latin-1", path=tmp_path / "body")
    assert whole.text[:] == (LINE * lines).encode()
    assert whole.raw[:] == data
    for answer in early:
        assert answer.kind == "json"
        assert len(answer.text) > 10_000
        assert whole.text[:].startswith(answer.text[:])


def test_C31_invalid_bytes_far_behind_are_counted_and_placed(tmp_path: Path) -> None:
    data = b"x" * 3_000_000 + b"\xff\xfe" + b"y" * 10
    early, whole = opened(data, "text/plain; charset=utf-8", path=tmp_path / "body")
    assert early[0].invalid == 0
    assert (whole.invalid, whole.first_invalid) == (2, 3_000_000)
    assert whole.notes == ()


def test_C31_in_another_charset_the_place_is_that_in_the_text() -> None:
    text = "é" * 200_000
    whole = open_now(Content.of(text.encode("cp1252") + b"\x81"), "text/plain; charset=windows-1252")
    assert (whole.charset, whole.invalid, whole.first_invalid) == ("cp1252", 1, 400_000)
    assert whole.text[400_000:] == "\ufffd".encode()


def test_latin1_far_behind_makes_another_text() -> None:
    early, whole = opened(b"abc " * 100_000 + b"\xe9\xe8\xe0" * 100_000, "text/plain")
    assert early[0].text is early[0].raw
    assert whole.charset == "latin-1"
    assert whole.text[-2:] == "à".encode()


@pytest.mark.parametrize("codec", ["utf-16-le", "gb18030", "shift_jis"])
def test_characters_at_the_borders_of_slices_stay_whole(codec: str) -> None:
    text = ("ab日ｱ" if codec == "shift_jis" else "ab日😀") * 60_000
    for shift in ("", "x", "xx", "xxx"):
        whole = open_now(Content.of((shift + text).encode(codec)), "text/plain", codec)
        assert (whole.kind, whole.text[:].decode()) == ("text", shift + text)


def test_bytes_that_are_no_text_have_none(tmp_path: Path) -> None:
    early, whole = opened(b"\x00\x01\x02\x03" * 500_000, "application/octet-stream", path=tmp_path / "body")
    assert (early, whole.kind, whole.text, len(whole.raw)) == ([], "binary", b"", 2_000_000)


def test_a_large_image_is_given_as_its_bytes(tmp_path: Path) -> None:
    _early, whole = opened(b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 500_000, "image/png", path=tmp_path / "body")
    assert (whole.kind, whole.text, len(whole.raw)) == ("image", b"", 1_000_008)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        asyncio.run(open_body(Content(None, tmp_path / "none", 5_000_000), "text/plain"))


def test_opening_can_be_ended_and_leaves_nothing_running() -> None:
    content = Content.of("日本".encode("utf-16-le") * 20_000_000)

    async def begin_and_cancel() -> None:
        opening = asyncio.current_task()
        assert opening is not None
        await open_body(content, "text/plain; charset=utf-16le", first=lambda _opened: opening.cancel() and None)

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(asyncio.wait_for(begin_and_cancel(), 5))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("asyncio")]
