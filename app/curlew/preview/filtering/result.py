"""What a filter answers, and the bounds that keep an answer useful."""

from __future__ import annotations

from dataclasses import dataclass

from curlew.preview.buffer import Buffer
from curlew.preview.places import Place

MOST_MATCHES = 1_000_000
MOST_BYTES = 256 * 1024 * 1024
"""Of a result: `$..*` holds each value once for every level above it."""

MOST_PLACES = 100_000
"""Places that are kept, for marking the matches in the tree."""

MOST_LEVELS = 500
"""How deep `..` looks."""


@dataclass(frozen=True, slots=True)
class FilterResult:
    """The answer to one expression.

    text: UTF-8, of `kind` (json, xml, html or text). In JSON one array of the matches, a single one of a definite path by itself.
    count: matches; of a computed value that is no list, 1 (0 for null). places: where the matches stand, None where they stand nowhere
    (values that were computed). problem: why there is no result, in words; `fault` is the index in the expression, if it has one, and
    `instead` an expression that may be meant. notes: what to know about a result. whole: false while more matches may come.
    """

    text: Buffer = b""
    kind: str = "json"
    count: int = 0
    places: tuple[Place, ...] | None = None
    problem: str = ""
    fault: int | None = None
    instead: str = ""
    notes: tuple[str, ...] = ()
    elapsed: float = 0.0
    whole: bool = True
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class KeyOffer:
    """A key, or the name of an element, that is there. type: of its values, empty where they differ. places: how often it was seen."""

    name: str
    type: str
    seen: int


@dataclass(frozen=True, slots=True)
class KeysFound:
    """The keys of what an expression finds: `matches` of them were looked at, `more` if there are others."""

    keys: tuple[KeyOffer, ...] = ()
    matches: int = 0
    more: bool = False
    problem: str = ""


class FilterError(Exception):
    """Why an expression has no result, in words for the person who wrote it."""

    def __init__(self, words: str, fault: int | None = None, instead: str = "") -> None:
        super().__init__(words)
        self.words, self.fault, self.instead = words, fault, instead
