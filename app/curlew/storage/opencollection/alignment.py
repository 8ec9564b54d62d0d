"""Which entries of two lists belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

_MOST = 1_000_000
"""Pairs of entries up to which they are compared each with each; beyond, they are paired as they come."""


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Pair the places of two lists: equal entries, changed ones (one beside the other), removed ones and new ones, in order."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    yield from ((place, place) for place in range(head))
    middle_old, middle_new = range(head, len(old) - tail), range(head, len(new) - tail)
    if len(middle_old) * len(middle_new) > _MOST:
        yield from _paired(middle_old, middle_new, old, new)
    else:
        matcher = SequenceMatcher(None, [old[i] for i in middle_old], [new[j] for j in middle_new], autojunk=False)
        for operation, i1, i2, j1, j2 in matcher.get_opcodes():
            if operation == "equal":
                yield from zip(middle_old[i1:i2], middle_new[j1:j2], strict=True)
            else:
                yield from _paired(middle_old[i1:i2], middle_new[j1:j2], old, new)
    yield from ((len(old) - back, len(new) - back) for back in range(tail, 0, -1))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many entries both begin with."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _paired(gone: range, come: range, old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Pair what was taken away with what came in its place; what only moved is no pair."""
    moved_away = {old[place] for place in gone} & set(new)
    moved_here = {new[place] for place in come} & set(old)
    changed_old = [place for place in gone if old[place] not in moved_away]
    changed_new = [place for place in come if new[place] not in moved_here]
    partner = dict(zip(changed_new, changed_old, strict=False))
    kept = set(partner.values())
    yield from ((place, None) for place in gone if place not in kept)
    yield from ((partner.get(place), place) for place in come)
