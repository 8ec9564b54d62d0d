"""What a person types below a column's title to see some rows only: `>= 400`, `1..5`, `= sold | new`, `/^ab/i`, or a part of the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from curlew.preview.table.cells import NUMBER, Cell, text_of
from curlew.preview.table.order import is_plain, natural, number
from curlew.text import _

Test = Callable[[Cell], bool]

_COMPARISON = re.compile(r"\s*(>=|<=|!=|<>|==|=|>|<)\s*(.*?)\s*", re.DOTALL)
_RANGE = re.compile(r"\s*(\S*?)\s*\.\.\s*(\S*)\s*")
_REGEX = re.compile(r"\s*/(.+)/(i?)\s*", re.DOTALL)
_DATE = re.compile(r"\d{4}-\d{2}(-\d{2}.*)?")
_TEXTS = ("string", "text")


class FilterError(ValueError):
    """What is wrong with a filter, in words."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression: it is run where it can be stopped."""

    expression: str
    case: bool


def parsed(text: str) -> Test | Pattern | None:
    """Return the test of a filter; None where it is empty. Raises FilterError."""
    if not text.strip():
        return None
    regex = _REGEX.fullmatch(text)
    if regex is not None:
        return _pattern(regex[1], case=not regex[2])
    comparison = _COMPARISON.fullmatch(text)
    if comparison is not None:
        return _comparison({"<>": "!=", "==": "="}.get(comparison[1], comparison[1]), comparison[2])
    bounds = _RANGE.fullmatch(text)
    if bounds is not None and (bounds[1] or bounds[2]) and all(not one or _is_bound(one) for one in bounds.groups()):
        tests = [_compared(sign, bound) for sign, bound in ((">=", bounds[1]), ("<=", bounds[2])) if bound]
        return lambda cell: all(test(cell) for test in tests)
    return _contains(text.strip())


def _pattern(expression: str, case: bool) -> Pattern:
    try:
        re.compile(expression)
    except (re.error, OverflowError, RecursionError) as error:
        raise FilterError(_("Not a regular expression: {reason}").format(reason=error)) from error
    return Pattern(expression, case)


def _is_bound(text: str) -> bool:
    return bool(_is_number(text) or _DATE.fullmatch(text))


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text.removeprefix("+").encode("utf-8", "replace")) is not None


def _comparison(sign: str, wanted: str) -> Test:
    if not wanted:
        raise FilterError(_("Nothing stands behind “{sign}”. Type a value, such as {sign} 400.").format(sign=sign))
    if sign in ("=", "!="):
        tests = [_equals(one.strip()) for one in wanted.split("|") if one.strip()] or [_equals(wanted)]
        if sign == "=":
            return lambda cell: any(test(cell) for test in tests)
        return lambda cell: not any(test(cell) for test in tests)
    return _compared(sign, wanted)


def _equals(wanted: str) -> Test:
    word = wanted.lower()
    if word in ("null", "true", "false", "missing"):
        return lambda cell: cell.kind == word or (cell.kind in _TEXTS and text_of(*cell[:2]).casefold() == word)
    quoted = len(wanted) > 1 and wanted[0] == wanted[-1] == '"'
    text = wanted[1:-1] if quoted else wanted
    exact = None if quoted or not _is_number(wanted) else number(wanted.removeprefix("+").encode())
    folded = text.casefold()

    def test(cell: Cell) -> bool:
        if cell.kind == "number" and exact is not None:
            return number(cell.raw) == exact
        return cell.kind != "missing" and text_of(*cell[:2]).casefold() == folded

    return test


def _compared(sign: str, wanted: str) -> Test:
    compare: Callable[[object, object], bool] = {
        ">": lambda a, b: a > b, "<": lambda a, b: a < b, ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b,
    }[sign]  # fmt: skip
    if not _is_number(wanted):
        bound = natural(wanted.strip('"'))
        return lambda cell: cell.kind in _TEXTS and compare(natural(text_of(*cell[:2])), bound)
    raw = wanted.removeprefix("+").encode()
    exact, plain = number(raw), float(raw) if is_plain(raw) else None

    def test(cell: Cell) -> bool:
        if cell.kind != "number":
            return False
        if plain is not None and is_plain(cell.raw):
            return compare(float(cell.raw), plain)
        return compare(number(cell.raw), exact)

    return test


def _contains(wanted: str) -> Test:
    folded = wanted.casefold()
    simple = folded.encode() if folded.isascii() else None

    def test(cell: Cell) -> bool:
        if cell.kind == "missing":
            return False
        if simple is not None and b"\\" not in cell.raw and cell.raw.isascii():
            return simple in (cell.raw[1:-1] if cell.kind == "string" else cell.raw).lower()
        return folded in text_of(cell.kind, cell.raw).casefold()

    return test
