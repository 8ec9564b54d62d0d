"""What cameras write into photographs (EXIF), as far as people ask for it."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from curlew.text import _

_TAGS = {
    0x010F: _("Camera maker"),
    0x0110: _("Camera"),
    0x0131: _("Software"),
    0x0132: _("Changed"),
    0x013B: _("Artist"),
    0x8298: _("Copyright"),
}
_SHOT_TAGS = {0x9003: _("Taken"), 0xA434: _("Lens")}
_TURNED = {3: _("by 180°"), 6: _("by 90°"), 8: _("by 270°")}
_MOST = 200


def exif_lines(data: bytes) -> list[tuple[str, str]]:
    """Return (name, value) of what a JPEG, WebP or PNG tells of its making; `data` is its beginning. Nothing for broken EXIF."""
    for mark in (b"Exif\x00\x00", b"EXIF", b"eXIf"):
        at = data.find(mark)
        if at >= 0:
            block = data[at + len(mark) :]
            if mark == b"EXIF":
                block = block[4:].removeprefix(b"Exif\x00\x00")  # a WebP chunk's size comes first
            try:
                return list(_lines(block))
            except (struct.error, IndexError, ValueError):
                return []
    return []


def _lines(block: bytes) -> Iterator[tuple[str, str]]:
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None or struct.unpack(f"{order}H", block[2:4])[0] != 42:
        return
    main = _entries(block, order, struct.unpack(f"{order}I", block[4:8])[0])
    yield from _texts(block, order, main, _TAGS)
    if 0x0112 in main:
        turned = _TURNED.get(struct.unpack(f"{order}H", main[0x0112][2][:2])[0])
        if turned:
            yield _("Turned"), turned
    if 0x8769 in main:
        shot = _entries(block, order, struct.unpack(f"{order}I", main[0x8769][2])[0])
        yield from _texts(block, order, shot, _SHOT_TAGS)
    if 0x8825 in main:
        yield _("Place"), _("told: the image says where it was taken")


def _entries(block: bytes, order: str, at: int) -> dict[int, tuple[int, int, bytes]]:
    """Return tag -> (type, count, the four bytes of its value) of a directory."""
    count = min(_MOST, struct.unpack(f"{order}H", block[at : at + 2])[0])
    found = {}
    for number in range(count):
        tag, kind, length = struct.unpack(f"{order}HHI", block[at + 2 + 12 * number : at + 10 + 12 * number])
        found[tag] = (kind, length, block[at + 10 + 12 * number : at + 14 + 12 * number])
    return found


def _texts(block: bytes, order: str, entries: dict[int, tuple[int, int, bytes]], wanted: dict[int, str]) -> Iterator[tuple[str, str]]:
    for tag, title in wanted.items():
        if tag not in entries or entries[tag][0] != 2:
            continue
        _kind, length, value = entries[tag]
        at = struct.unpack(f"{order}I", value)[0]
        text = (value if length <= 4 else block[at : at + min(length, 500)]).split(b"\0", 1)[0].decode("utf-8", "replace").strip()
        if text:
            yield title, text
