"""Which entries of two lists belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Pair the places of two lists: equal entries, changed ones (one beside the other), removed ones and new ones, in order."""
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
            continue
        moved_away = [place for place in range(i1, i2) if old[place] in new]
        moved_here = [place for place in range(j1, j2) if new[place] in old]
        changed_old = [place for place in range(i1, i2) if place not in moved_away]
        changed_new = [place for place in range(j1, j2) if place not in moved_here]
        shared = min(len(changed_old), len(changed_new))
        partner = dict(zip(changed_new[:shared], changed_old[:shared], strict=True))
        yield from ((place, None) for place in range(i1, i2) if place not in partner.values())
        yield from ((partner.get(place), place) for place in range(j1, j2))
