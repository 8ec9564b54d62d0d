"""Two bodies that are no text: equal, or where they first differ."""

from __future__ import annotations

from curlew.preview.buffer import Buffer
from curlew.preview.compare.lines import Lines
from curlew.preview.compare.plain import compare_lines
from curlew.preview.compare.result import Comparison
from curlew.preview.hexdump import WIDTH, hexdump
from curlew.preview.words import exact_size
from curlew.text import _

_SLICE = 64 * 1024
_AROUND = 256 * WIDTH
"""Bytes that are shown from shortly before the first difference."""
_BEFORE = 4 * WIDTH


def first_difference(a: Buffer, b: Buffer) -> int:
    """Return where two bodies first differ, -1 where they are equal."""
    for start in range(0, max(len(a), len(b)), _SLICE):
        one, other = a[start : start + _SLICE], b[start : start + _SLICE]
        if one != other:
            return start + next((n for n, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    return -1


def compare_bytes(a: Buffer, b: Buffer) -> tuple[Comparison, Lines, Lines]:
    """Return the bytes around the first difference as lines of a hex dump, with a note on the whole."""
    at = first_difference(a, b)
    start = max(0, at - _BEFORE) // WIDTH * WIDTH if at >= 0 else 0
    one, other = (Lines(hexdump(data[start : start + _AROUND], start)) for data in (a, b))
    result = compare_lines(one, other)
    if at < 0:
        result.notes = (_("The bodies are equal: {size}.").format(size=exact_size(len(a))),)
    else:
        text = _("The first different byte is number {n}. A has {a}, B {b}; shown is what stands around it.")
        result.notes = (text.format(n=f"{at:,}", a=exact_size(len(a)), b=exact_size(len(b))),)
    return result, one, other
