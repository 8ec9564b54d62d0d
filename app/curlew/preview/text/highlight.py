"""Colours of one row of text: a state machine over a row, which can start at any row once it is told the state there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from curlew.preview.buffer import Buffer

Span: TypeAlias = tuple[int, int, str]
"""(start, end, token) in characters; token names a colour: key, string, number, keyword, comment, func."""

_JSON = re.compile(
    r'("(?:[^"\\]|\\.)*"?)(?:(?=\s*:)|())'  # a string: group 2 takes part unless a colon follows
    r"|(-?(?:\d[\d.eE+-]*|Infinity|NaN)\b)"
    r"|\b(true|false|null|NaN|Infinity|undefined)\b"
)
_JSON_REST = re.compile(r'(?:[^"\\]|\\.)*"?')
_TAG = re.compile(
    r"(<!--.*?(?:-->|$))"
    r"|(<!\[CDATA\[|\]\]>|<![A-Za-z][^>]*>?|<\?[\w.:-]*|\?>)"
    r"|(</?[\w.:-]+|/?>)"
    r"|([\w.:-]+)(?=\s*=\s*[\"'])"
    r"|((?<==)\s*(?:\"[^\"]*\"?|'[^']*'?))"
    r"|(&[#\w]+;)"
)
_TAG_TOKENS = ("", "comment", "keyword", "func", "key", "string", "number")
_COMMENT_END = re.compile(r".*?-->")


def json_spans(text: str, inside: bool = False) -> Iterator[Span]:
    """Yield the colours of a row of JSON. inside: the row begins within a string."""
    at = 0
    if inside:
        at = _first_end(_JSON_REST, text)
        yield 0, at, "string"
    for found in _JSON.finditer(text, at):
        if found[1] is not None:
            yield found.start(), found.end(), "string" if found[2] is not None else "key"
        else:
            yield found.start(), found.end(), "number" if found[3] is not None else "keyword"


def markup_spans(text: str, inside: bool = False) -> Iterator[Span]:
    """Yield the colours of a row of XML or HTML. inside: the row begins within a comment."""
    at = 0
    if inside:
        at = _first_end(_COMMENT_END, text) or len(text)
        yield 0, at, "comment"
    for found in _TAG.finditer(text, at):
        assert found.lastindex is not None
        yield found.start(), found.end(), _TAG_TOKENS[found.lastindex]


def no_spans(_text: str, _inside: bool = False) -> Iterator[Span]:
    return iter(())


def _first_end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


HIGHLIGHTERS: dict[str, Callable[[str, bool], Iterator[Span]]] = {
    "json": json_spans,
    "xml": markup_spans,
    "html": markup_spans,
}
"""By language; any other has no colours."""

COMMENT_REACH = 16 * 1024
"""How far back the beginning of a comment is looked for."""


def in_comment(data: Buffer, at: int) -> bool:
    """Tell whether an offset of a markup text lies within a comment (looked for at most `COMMENT_REACH` back)."""
    low = max(0, at - COMMENT_REACH)
    return data.rfind(b"<!--", low, at) > data.rfind(b"-->", low, at)
