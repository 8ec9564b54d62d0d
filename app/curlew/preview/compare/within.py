"""What changed within a line."""

from __future__ import annotations

import re
from typing import TypeAlias

from curlew.preview.compare.sequence import Matching

Range: TypeAlias = tuple[int, int]
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_LONGEST = 4000
"""Characters of a line whose words are compared; in longer ones only what begins and ends alike."""


def changed_parts(a: str, b: str) -> tuple[list[Range], list[Range]]:
    """Return the changed parts of two lines, in characters: what is outside of them is the same text on both sides."""
    if max(len(a), len(b)) > _LONGEST:
        return _between(a, b)
    words_a, words_b = _WORD.findall(a), _WORD.findall(b)
    blocks = Matching(words_a, words_b).blocks
    ends_a, ends_b = _ends(words_a), _ends(words_b)
    parts_a: list[Range] = []
    parts_b: list[Range] = []
    at_a = at_b = 0
    for start_a, start_b, count in [*blocks, (len(words_a), len(words_b), 0)]:
        if at_a < start_a:
            parts_a.append((ends_a[at_a], ends_a[start_a]))
        if at_b < start_b:
            parts_b.append((ends_b[at_b], ends_b[start_b]))
        at_a, at_b = start_a + count, start_b + count
    return parts_a, parts_b


def _between(a: str, b: str) -> tuple[list[Range], list[Range]]:
    begun, most = 0, min(len(a), len(b))
    while begun < most and a[begun] == b[begun]:
        begun += 1
    ended, most = 0, most - begun
    while ended < most and a[-1 - ended] == b[-1 - ended]:
        ended += 1
    one, other = (begun, len(a) - ended), (begun, len(b) - ended)
    return [one] if one[0] < one[1] else [], [other] if other[0] < other[1] else []


def _ends(words: list[str]) -> list[int]:
    found = [0]
    for word in words:
        found.append(found[-1] + len(word))
    return found
