"""Two small pictures drawn by the server: a sunset over water as PNG, a bird with a long bill as SVG."""

from __future__ import annotations

import struct
import zlib
from functools import cache

PNG_SIZE = 160

_SKY, _HORIZON, _WATER, _SUN = (38, 60, 110), (244, 162, 97), (29, 53, 87), (255, 236, 179)


@cache
def png_picture(size: int) -> bytes:
    """Return a square PNG, 8 bits a channel, RGB."""
    rows = b"".join(b"\0" + b"".join(bytes(_pixel(x, y, size)) for x in range(size)) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixel(x: int, y: int, size: int) -> tuple[int, int, int]:
    horizon, centre = size * 5 // 8, size // 2
    if y < horizon and (x - centre) ** 2 + (y - horizon) ** 2 < (size // 5) ** 2:
        return _SUN
    if y < horizon:
        return _mix(_SKY, _HORIZON, y / horizon)
    glint = abs(x - centre) < size // 5 - (y - horizon) // 3 and y % 6 < 2
    return _SUN if glint else _mix(_HORIZON, _WATER, min(1.0, (y - horizon) / (size * 0.2)))


def _mix(one: tuple[int, int, int], other: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def svg_picture() -> str:
    """Return a drawing of a curlew standing in shallow water."""
    return """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 180" role="img" aria-label="A curlew in shallow water">
  <rect width="240" height="180" fill="#f4ecd8"/>
  <rect y="146" width="240" height="34" fill="#8fb8c9"/>
  <g fill="none" stroke="#5b4632" stroke-width="3" stroke-linecap="round">
    <path d="M118 112 l-4 44"/>
    <path d="M132 112 l4 44"/>
    <path d="M172 52 q34 4 46 40"/>
  </g>
  <path d="M60 96 q26 -34 66 -30 q18 2 26 -14 q4 -10 14 -10 q12 2 10 12 q-4 10 -14 14 q-4 38 -42 46 q-34 6 -60 -18 z" fill="#a98457"/>
  <path d="M60 96 q30 -14 58 2 q-24 18 -50 6 z" fill="#7d5f3c"/>
  <circle cx="165" cy="49" r="2.2" fill="#2b2118"/>
  <g stroke="#d8e8ee" stroke-width="2" stroke-linecap="round">
    <path d="M96 158 h44"/>
    <path d="M30 166 h36"/>
    <path d="M168 168 h40"/>
  </g>
</svg>
"""
