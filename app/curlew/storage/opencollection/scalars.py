"""YAML scalars as the format means them: text stays text, and what Bruno would read as a number, a truth or nothing is marked."""

from __future__ import annotations

import re

_SPECIAL = re.compile(
    r"~|[Nn]ull|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE"
    r"|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|"
)
"""YAML 1.2, section 10.3.2: unquoted texts that are not text in the core schema (the empty one too)."""

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE = frozenset(("true", "True", "TRUE"))
_FALSE = frozenset(("false", "False", "FALSE"))
_FIRST = frozenset("~nNtTfF0123456789+-.")


class Plain(str):
    """The source text of an unquoted scalar that YAML 1.2 reads as something else than text: `1.10`, `true`, `null`, `` (nothing).

    It is a str, so that a place which wants text has it as written; written back it stays unquoted.
    """

    __slots__ = ()


def reads_as_text(text: str) -> bool:
    """Whether `text`, unquoted, is text to a YAML 1.2 reader (and not a number, a truth or null)."""
    return bool(text) and (text[0] not in _FIRST or _SPECIAL.fullmatch(text) is None)


def is_null(value: object) -> bool:
    return value is None or (isinstance(value, Plain) and value in _NULLS)


def as_bool(value: object) -> bool | None:
    """Return the truth that a file's scalar stands for, quoted or not; None if it is none."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return True if value in _TRUE else False if value in _FALSE else None
    return None


def as_number(value: object) -> float | None:
    """Return the finite number that a file's scalar stands for, quoted or not (an int where it is whole); None if it is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    if not isinstance(value, str):
        return value if value == value and abs(value) != float("inf") else None
    text = value.strip()
    if not text or len(text) > 40 or _SPECIAL.fullmatch(text) is None:
        return None
    try:
        if text.startswith(("0o", "0x")):
            return int(text, 0)
        number = float(text)
    except (ValueError, OverflowError):
        return None
    if number != number or abs(number) == float("inf"):
        return None
    return int(text) if text.lstrip("+-").isdigit() else number


def as_text(value: object) -> str | None:
    """Return a scalar's text as written; empty for null; None for a list or mapping."""
    if isinstance(value, Plain):
        return "" if value in _NULLS else str(value)
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    return None


def number_text(number: float) -> str:
    """Write a number as a file does: whole ones without a point."""
    return str(int(number)) if float(number).is_integer() else repr(float(number))
