"""Colours of an expression, in whichever language."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int, str]

_JSONPATH = re.compile(
    r"(?P<string>'(?:[^'\\]|\\.)*'?|\"(?:[^\"\\]|\\.)*\"?)"
    r"|(?P<keyword>[$@]|\b(?:true|false|null)\b)"
    r"|(?P<func>\b(?:length|count|match|search|value)(?=\())"
    r"|(?P<key>\.{0,2}[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*)"
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<text2>[\[\](){}?,:*.]+)"
)
_JMESPATH = re.compile(
    r"(?P<string>'(?:[^'\\]|\\.)*'?|`(?:[^`\\]|\\.)*`?)"
    r"|(?P<quoted>\"(?:[^\"\\]|\\.)*\"?)"
    r"|(?P<func>[A-Za-z_]\w*(?=\())"
    r"|(?P<key>\.?[A-Za-z_]\w*)"
    r"|(?P<keyword>[@&]|\|\|?)"
    r"|(?P<number>-?\d+)"
    r"|(?P<text2>[\[\](){}?,:*.]+)"
)
_XPATH = re.compile(
    r"(?P<string>'[^']*'?|\"[^\"]*\"?)"
    r"|(?P<keyword>\b(?:and|or|div|mod)\b|::)"
    r"|(?P<func>[A-Za-z_][\w-]*(?=\())"
    r"|(?P<number>\b\d+(?:\.\d+)?\b)"
    r"|(?P<key>@?[A-Za-z_\x80-\U0010ffff][\w.:\x80-\U0010ffff-]*)"
    r"|(?P<text2>[\[\](),/*.@|]+)"
)
_BY_LANGUAGE = {"jsonpath": _JSONPATH, "jmespath": _JMESPATH, "xpath": _XPATH}


def expression_spans(language: str, text: str) -> Iterator[Span]:
    """Yield (start, end, colour token) of an expression."""
    for found in _BY_LANGUAGE[language].finditer(text):
        token = found.lastgroup or "text"
        yield found.start(), found.end(), "key" if token == "quoted" else token
