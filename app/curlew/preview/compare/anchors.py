"""What two very long sequences have in common, in order, found with numpy: all but the few stretches that need a closer look."""

from __future__ import annotations

from array import array
from typing import TypeAlias

Block: TypeAlias = tuple[int, int, int]
Stretch: TypeAlias = tuple[int, int, int, int]

WORTH_USING = 20_000
"""Items from which on it is quicker."""


def anchored(a: array[int], b: array[int]) -> tuple[list[Block], list[Stretch]]:
    """Return equal blocks in order, and the stretches between them where both sides have something: (a, end of a, b, end of b).

    Anchors are items that stand once on either side; what lies between two of them at equal distances is compared as it stands.
    """
    import numpy

    one, other = numpy.frombuffer(a, numpy.int64), numpy.frombuffer(b, numpy.int64)
    at_a, at_b = _anchors(one, other)  # type: ignore[no-untyped-call]
    at_a = numpy.concatenate(([-1], at_a, [len(one)]))
    at_b = numpy.concatenate(([-1], at_b, [len(other)]))
    sizes_a, sizes_b = numpy.diff(at_a) - 1, numpy.diff(at_b) - 1
    counterpart = numpy.full(len(one), -1, numpy.int64)
    level = sizes_a == sizes_b
    shift = numpy.repeat(at_b[:-1] - at_a[:-1], sizes_a + 1)[1:]  # of each item of a: where it would stand in b
    place = numpy.arange(len(one)) + shift
    wanted = numpy.repeat(level, sizes_a + 1)[1:]
    wanted[at_a[1:-1]] = True
    place[at_a[1:-1]] = at_b[1:-1]
    candidates = numpy.flatnonzero(wanted)
    fit = candidates[one[candidates] == other[place[candidates]]]
    counterpart[fit] = place[fit]
    return _blocks(counterpart), _stretches(counterpart, len(other))


def _anchors(one, other):  # type: ignore[no-untyped-def]
    """Return the places of items that stand once on either side, those that rise on both."""
    import numpy

    from curlew.preview.compare.sequence import rising

    once = []
    for numbers in (one, other):
        values, first, counts = numpy.unique(numbers, return_index=True, return_counts=True)
        once.append((values[counts == 1], first[counts == 1]))
    _values, in_one, in_other = numpy.intersect1d(once[0][0], once[1][0], assume_unique=True, return_indices=True)
    at_a, at_b = once[0][1][in_one], once[1][1][in_other]
    order = numpy.argsort(at_a)
    at_a, at_b = at_a[order], at_b[order]
    if len(at_b) and (numpy.diff(at_b) <= 0).any():
        kept = rising(at_b.tolist())
        at_a, at_b = at_a[kept], at_b[kept]
    return at_a, at_b


def _blocks(counterpart) -> list[Block]:  # type: ignore[no-untyped-def]
    import numpy

    matched = numpy.flatnonzero(counterpart >= 0)
    if not len(matched):
        return []
    partners = counterpart[matched]
    ends = numpy.flatnonzero((numpy.diff(matched) != 1) | (numpy.diff(partners) != 1)) + 1
    starts = numpy.concatenate(([0], ends))
    counts = numpy.diff(numpy.concatenate((starts, [len(matched)])))
    return list(zip(matched[starts].tolist(), partners[starts].tolist(), counts.tolist(), strict=True))


def _stretches(counterpart, size_b: int) -> list[Stretch]:  # type: ignore[no-untyped-def]
    found, a, b = [], 0, 0
    for start_a, start_b, count in [*_blocks(counterpart), (len(counterpart), size_b, 0)]:
        if a < start_a and b < start_b:
            found.append((a, start_a, b, start_b))
        a, b = start_a + count, start_b + count
    return found
