"""What a comparison says: lines that stand beside each other, and the list of differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from curlew.preview.places import Place

SAME, ADDED, REMOVED, CHANGED, MOVED, IGNORED, SPELLED, NEAR = "same", "add", "del", "chg", "mov", "ign", "spell", "near"
KINDS = (ADDED, REMOVED, CHANGED, MOVED)
"""What counts as a difference. `ign`: it would be one; `spell`: one value, spelled differently; `near`: within the tolerance."""

MOST_LISTED = 1_000_000
"""Differences that are listed; what is beyond is counted, and shown in its lines."""


class Piece(NamedTuple):
    """Lines that stand beside each other. a, b: the first line on each side, from 0, -1 where none is; lines_a, lines_b: how many.

    difference: its number in `Comparison.differences`, -1 for none. brief_a, brief_b: what stands for several lines, empty where each
    line is shown.
    """

    mark: str
    a: int
    b: int
    lines_a: int
    lines_b: int
    difference: int = -1
    brief_a: str = ""
    brief_b: str = ""

    @property
    def rows(self) -> int:
        return max(self.lines_a, self.lines_b)


class Told(NamedTuple):
    """A value in short. kind: `object` and `array` (with the number of what is inside), `value`, `text`, or empty for none."""

    kind: str = ""
    text: str = ""
    size: int = 0


class Difference(NamedTuple):
    """One difference. place_a, place_b: where it stands on each side (None: not there), empty in text. piece: where it is shown."""

    kind: str
    place_a: Place | None
    place_b: Place | None
    before: Told
    after: Told
    piece: int


@dataclass(slots=True)
class Comparison:
    """counts: by kind. key: what array items were matched by, empty where several or none. suggested: paths that could be ignored.

    exact: false where the answer is coarser than it could be; `notes` say so in words. found: differences, listed or not.
    """

    pieces: Sequence[Piece] = field(default_factory=list)
    differences: Sequence[Difference] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    key: str = ""
    suggested: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    exact: bool = True

    @property
    def found(self) -> int:
        """How many differences there are, those that are ignored left out."""
        return sum(self.counts.get(kind, 0) for kind in KINDS)


class Writing:
    """Collects pieces; equal lines that go on grow together."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._differences: list[Difference] = []
        self.result = Comparison(self._pieces, self._differences)

    def same(self, a: int, b: int, lines: int) -> None:
        pieces = self._pieces
        if pieces:
            last = pieces[-1]
            if last.mark == SAME and last.a >= 0 <= last.b and last.a + last.lines_a == a and last.b + last.lines_b == b:
                pieces[-1] = Piece(SAME, last.a, last.b, last.lines_a + lines, last.lines_b + lines)
                return
        pieces.append(Piece(SAME, a, b, lines, lines))

    def add(self, piece: Piece) -> None:
        self._pieces.append(piece)

    def differs(self, kind: str, places: tuple[Place | None, Place | None], told: tuple[Told, Told]) -> int:
        """Count a difference that the next piece shows; return its number, -1 where no more are listed."""
        counts = self.result.counts
        counts[kind] = counts.get(kind, 0) + 1
        if len(self._differences) >= MOST_LISTED:
            return -1
        self._differences.append(Difference(kind, *places, *told, len(self._pieces)))
        return len(self._differences) - 1


@dataclass(frozen=True, slots=True)
class Rules:
    """How to compare. ignored: paths such as `$.items[*].at`, or names of headers. tolerance: numbers so near are equal.

    key: what the items of arrays are matched by: `""` guessed, `#` by their place, `=` by their content, else the name of a member.
    """

    ignored: tuple[str, ...] = ()
    key: str = ""
    tolerance: str = "0"


BY_PLACE, BY_CONTENT = "#", "="
