"""Fuzzy matching: the letters in order, better where they begin words or stand together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text fits (higher is better) and which of its characters do."""

    score: float
    places: tuple[int, ...]


def match(query: str, text: str) -> Match | None:
    """Return how `query` fits `text`, None if its letters do not occur in order. Blanks only part the words of the query.

    Case counts for nothing. An empty query fits everything with score 0.
    """
    places: list[int] = []
    score = 0.0
    lowered = text.casefold() if len(text.casefold()) == len(text) else text.lower()
    if len(lowered) != len(text):  # letters that become two in lower case would shift the places
        lowered = text
    start = 0
    for word in query.casefold().split():
        found = _word(word, lowered, start) or (_word(word, lowered, 0) if start else None)
        if found is None:
            return None
        gained, spots = found
        score += gained
        places += spots
        start = spots[-1] + 1
    return Match(score - len(text) * 0.01, tuple(sorted(set(places))))


def _word(word: str, text: str, start: int) -> tuple[float, list[int]] | None:
    """Return (score, places) of one word: whole at the start of a word, else whole anywhere, else letter by letter."""
    at = _whole(word, text, start)
    if at >= 0:
        bonus = 30 if at == 0 else 20 if _begins_word(text, at) else 8
        return bonus + 4.0 * len(word), list(range(at, at + len(word)))
    places: list[int] = []
    score = 0.0
    at = start
    for letter in word:
        spot = _next(letter, text, at)
        if spot < 0:
            return None
        score += 5 if _begins_word(text, spot) else 2 if places and spot == places[-1] + 1 else -0.3 * min(spot - at, 10)
        places.append(spot)
        at = spot + 1
    return (score, places) if score >= 1.5 * len(word) else None


def _whole(word: str, text: str, start: int) -> int:
    """Return where the word stands whole, at the start of a word if it does so anywhere."""
    first = at = text.find(word, start)
    while at >= 0:
        if _begins_word(text, at):
            return at
        at = text.find(word, at + 1)
    return first


def _next(letter: str, text: str, start: int) -> int:
    """Return the next place of a letter; one that begins a word is worth a small detour."""
    near = text.find(letter, start)
    at = near
    while 0 <= at < near + 12:
        if _begins_word(text, at):
            return at
        at = text.find(letter, at + 1)
    return near


def _begins_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()
