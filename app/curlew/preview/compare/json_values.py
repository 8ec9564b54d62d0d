"""When two JSON values are one: by their value, from their text, so that no digit is lost."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Literal

from curlew.preview.compare.json_tape import ARRAY, OBJECT, Tape
from curlew.preview.compare.result import Told

_NUMBER = re.compile(rb"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?\Z")
_LONGEST = 400
"""Digits of a number that is still reckoned with."""
_TOLD = 300
_BRIEF_VALUE = 40

Likeness = Literal["no", "same", "spell", "near"]


def likeness(a: bytes, b: bytes, tolerance: Decimal) -> Likeness:
    """Compare two scalars: `same` to the byte, `spell` one value written in two ways (1.10, 1.1), `near` within the tolerance."""
    if a == b:
        return "same"
    if a[:1] == b'"' == b[:1]:
        return "spell" if (b"\\" in a or b"\\" in b) and text_of(a) == text_of(b) else "no"
    one, other = number_key(a), number_key(b)
    if one is None or other is None:
        return "no"
    if one == other:
        return "spell"
    return "near" if tolerance and _difference(a, b, tolerance) else "no"


def _difference(a: bytes, b: bytes, tolerance: Decimal) -> bool:
    one, other = decimal_of(a), decimal_of(b)
    return one is not None and other is not None and abs(one - other) <= tolerance


def decimal_of(lexeme: bytes) -> Decimal | None:
    """Return a number that can be reckoned with; None for other values and for enormous ones."""
    found = _NUMBER.match(lexeme)
    if found is None or len(lexeme) > _LONGEST or len(found[4] or b"") > 4:
        return None
    return Decimal(lexeme.decode("ascii"))


def number_key(lexeme: bytes) -> object:
    """Return what equal numbers have in common, however they are written; None for what is no number."""
    found = _NUMBER.match(lexeme)
    if found is None:
        return None
    fraction = found[3] or b""
    digits = (found[2] + fraction).lstrip(b"0")
    if not digits:
        return 0
    power = found[4] or b"0"
    if len(power) > 15:
        return lexeme
    short = digits.rstrip(b"0")
    return found[1], short, int(power) - len(fraction) + len(digits) - len(short)


def text_of(literal: bytes) -> str:
    """Return a string or key as text; lone surrogates stay."""
    if b"\\" not in literal:
        return literal[1:-1].decode("utf-8", "surrogateescape")
    return str(json.loads(literal.decode("utf-8", "surrogateescape"), strict=False))


def key_text(tape: Tape, node: int) -> str:
    return text_of(tape.key(node))


class Signatures:
    """A number for each value: equal ones have the same, whatever the order of their keys."""

    def __init__(self, deepest: int) -> None:
        self._known: dict[object, int] = {}
        self._deepest = deepest

    def of(self, tape: Tape, node: int, depth: int = 0) -> int:
        content: object
        kind = tape.kind(node)
        if depth > self._deepest:
            content = tape.raw(node)
        elif kind == OBJECT:
            members: dict[tuple[str, int], int] = {}
            counts: dict[str, int] = {}
            for child in tape.children(node):
                key = key_text(tape, child)
                counts[key] = counts.get(key, 0) + 1
                members[key, counts[key]] = self.of(tape, child, depth + 1)
            content = frozenset(members.items())
        elif kind == ARRAY:
            content = tuple([self.of(tape, child, depth + 1) for child in tape.children(node)])
        else:
            content = scalar_key(tape.raw(node))
        return self._known.setdefault(content, len(self._known))


def scalar_key(lexeme: bytes) -> object:
    """Return what equal scalars have in common."""
    if lexeme[:1] == b'"':
        return text_of(lexeme) if b"\\" in lexeme else lexeme[1:-1].decode("utf-8", "surrogateescape")
    number = number_key(lexeme)
    return lexeme if number is None else (number,)


def told(tape: Tape, node: int) -> Told:
    """Return a value in short."""
    if tape.is_container(node):
        return Told("object" if tape.kind(node) == OBJECT else "array", "", len(tape.children(node)))
    return Told("value", _cut(tape.head(node, _TOLD * 4), _TOLD))


def brief(tape: Tape, node: int) -> str:
    """Return a container on one line: its key, its first members, how many more there are."""
    own = tape.key(node)
    key = _cut(own, _BRIEF_VALUE) + ": " if own else ""
    is_object = tape.kind(node) == OBJECT
    inner = tape.children(node)
    parts = []
    for child in inner[:2]:
        name = _cut(tape.key(child), _BRIEF_VALUE) + ": " if is_object else ""
        parts.append(name + _value(tape, child))
    if len(inner) > 2:
        parts.append(f"…{len(inner) - 2}")
    body = ", ".join(parts)
    return f"{key}{{ {body} }}" if is_object else f"{key}[{body}]"


def _value(tape: Tape, node: int) -> str:
    if tape.is_container(node):
        return "{…}" if tape.kind(node) == OBJECT else "[…]"
    return _cut(tape.head(node, 4 * _BRIEF_VALUE), _BRIEF_VALUE)


def _cut(data: bytes, longest: int) -> str:
    text = data.decode("utf-8", "replace")
    return text if len(text) <= longest else text[: longest - 1] + "…"
