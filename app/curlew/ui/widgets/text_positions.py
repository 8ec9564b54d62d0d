"""Positions in a text: Python counts characters, Qt counts UTF-16 units."""

from __future__ import annotations

from collections.abc import Callable


def to_qt(text: str, index: int) -> int:
    """Return the position in UTF-16 units of the character at `index`."""
    if text.isascii():
        return index
    return len(text[:index].encode("utf-16-le", "surrogatepass")) // 2


def from_qt(text: str, position: int) -> int:
    """Return the index of the character at a position in UTF-16 units; inside a pair, that of the pair."""
    if text.isascii():
        return min(position, len(text))
    units = 0
    for index, character in enumerate(text):
        width = 2 if character > "\uffff" else 1
        if units + width > position:
            return index
        units += width
    return len(text)


def qt_length(text: str) -> int:
    """Return the length in UTF-16 units."""
    return to_qt(text, len(text))


def difference(old: str, new: str) -> tuple[int, int, int]:
    """Return (start, end in old, end in new) of the part in which two texts differ, as small as a single edit can say it."""
    limit = min(len(old), len(new))
    start = _agreeing(lambda count: old[:count] == new[:count], limit)
    tail = _agreeing(lambda count: count == 0 or old[-count:] == new[-count:], limit - start)
    return start, len(old) - tail, len(new) - tail


def _agreeing(holds: Callable[[int], bool], limit: int) -> int:
    """Return the largest count up to `limit` for which `holds`, by halving: comparing slices is a memcmp."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
