"""How values of a table compare: numbers exactly, texts as people count, and one order of kinds for what is mixed."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from curlew.preview.table.cells import text_of

Key: TypeAlias = tuple[int, float | Decimal | str, str]

KINDS = {"number": 0, "string": 1, "text": 1, "true": 2, "false": 2, "array": 3, "object": 4, "broken": 5, "null": 6, "missing": 7}
"""Ascending: numbers, texts, booleans, lists, objects, what is broken, null, missing. Null and missing stay last in both directions."""

EMPTY = KINDS["null"]

_DIGITS = re.compile(r"[0-9]+")
_LONGEST = 1000
"""Characters of a text by which it is sorted."""


def number(raw: bytes) -> Decimal:
    """Return a number exactly; one with an exponent beyond all sense becomes infinite, or zero."""
    text = raw.decode("ascii")
    try:
        return Decimal(text)
    except (InvalidOperation, ValueError):
        mantissa, _e, exponent = text.lower().partition("e")
        if exponent.startswith("-") or not mantissa.strip("-0."):
            return Decimal(0)
        return Decimal("-Infinity" if mantissa.startswith("-") else "Infinity")


def is_plain(raw: bytes) -> bool:
    """Tell whether a number can be compared as a float: what two such say differs exactly where the floats do."""
    return len(raw) <= 15 and b"e" not in raw and b"E" not in raw


def natural(text: str) -> str:
    """Return a text as it is compared: digits by what they count, upper and lower case alike."""
    return _DIGITS.sub(_counted, text[:_LONGEST].casefold())


def _counted(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0") or "0"
    return f"0{chr(len(digits))}{digits}"


def key_of(kind: str, raw: bytes, numeric: Callable[[bytes], float | Decimal] = number) -> Key:
    """Return what a value is sorted by."""
    rank = KINDS[kind]
    if kind == "number":
        return rank, numeric(raw), ""
    if rank >= EMPTY:
        return rank, "", ""
    if kind in ("true", "false"):
        return rank, float(kind == "true"), ""
    text = text_of(kind, raw[: 4 * _LONGEST] if kind not in ("string", "text") else raw)
    return rank, natural(text), text
