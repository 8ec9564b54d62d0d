"""Bytes as lines of a hex dump: what is shown of a body that is no text."""

from __future__ import annotations

WIDTH = 16
_SHOWN = bytes(byte if 0x20 <= byte < 0x7F else 0x2E for byte in range(256))


def hexdump(data: bytes, start: int = 0) -> bytes:
    """Return `data` as lines of offset, 16 bytes in hex, and those that are ASCII. start: the offset of the first byte."""
    lines = []
    for at in range(0, len(data), WIDTH):
        row = data[at : at + WIDTH]
        left, right = row[:8].hex(" "), row[8:].hex(" ")
        lines.append(f"{start + at:08x}  {left:<23}  {right:<23}  {row.translate(_SHOWN).decode('ascii')}")
    return "\n".join(lines).encode("ascii")
