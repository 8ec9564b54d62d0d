"""Fields of an application/x-www-form-urlencoded body."""

from __future__ import annotations

from urllib.parse import unquote_plus

MOST = 5000


def form_rows(text: bytes) -> tuple[list[tuple[str, str]], int]:
    """Return the decoded (name, value) pairs in order, and how many there are in all; at most `MOST` are decoded."""
    pairs = [pair for pair in text.strip().split(b"&") if pair]
    return [_pair(pair) for pair in pairs[:MOST]], len(pairs)


def _pair(pair: bytes) -> tuple[str, str]:
    name, _equals, value = pair.partition(b"=")
    return _decoded(name), _decoded(value)


def _decoded(text: bytes) -> str:
    return unquote_plus(text.decode("utf-8", "replace"), errors="replace")
