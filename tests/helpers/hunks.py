"""How a change looks in git."""

from __future__ import annotations

import difflib
from itertools import takewhile


def hunks(before: str, after: str) -> int:
    """Count the hunks of a diff with three lines of context; lines only added, or only taken away, in one place are one."""
    old, new = before.split("\n"), after.split("\n")
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    if head + tail >= min(len(old), len(new)):
        return int(old != new)
    return sum(line.startswith("@@") for line in difflib.unified_diff(old, new, lineterm=""))


def _shared(one: list[str], other: list[str]) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
