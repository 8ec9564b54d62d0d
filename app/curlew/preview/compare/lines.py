"""The lines of a text: where each one begins, and its bytes."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from curlew.preview.buffer import Buffer

_SLICE = 256 * 1024
_LARGE = 2 * 1024 * 1024
_LONGEST = 20_000


class Lines:
    """A text. `breaks`: where its line breaks stand."""

    def __init__(self, data: Buffer, breaks: Sequence[int] | None = None) -> None:
        self.data = data
        self.breaks: Sequence[int] = find_breaks(data) if breaks is None else breaks

    def __len__(self) -> int:
        return len(self.breaks) + 1

    def bounds(self, line: int) -> tuple[int, int]:
        start = self.breaks[line - 1] + 1 if line else 0
        return start, self.breaks[line] if line < len(self.breaks) else len(self.data)

    def raw(self, line: int, longest: int = _LONGEST) -> bytes:
        """Return a line's bytes, the first `longest` of them."""
        start, end = self.bounds(line)
        return self.data[start : min(end, start + longest)]

    def text(self, line: int, longest: int = _LONGEST) -> str:
        return self.raw(line, longest).decode("utf-8", "replace")


def find_breaks(data: Buffer) -> array[int]:
    """Return where the line breaks stand, slice by slice."""
    found = array("Q" if len(data) >= 2**32 else "I")
    if len(data) > _LARGE:
        import numpy

        for start in range(0, len(data), _LARGE):
            numbers = numpy.frombuffer(data[start : start + _LARGE], numpy.uint8)
            found.frombytes((numpy.flatnonzero(numbers == 10) + start).astype(found.typecode).tobytes())
        return found
    for start in range(0, len(data), _SLICE):
        piece = data[start : start + _SLICE]
        at = piece.find(b"\n")
        while at >= 0:
            found.append(start + at)
            at = piece.find(b"\n", at + 1)
    return found
