"""The library that reads JSONPath, where it has to be stricter or more exact than it is by itself."""

from __future__ import annotations

from typing import Any

from jsonpath import JSONPathEnvironment
from jsonpath.exceptions import JSONPathSyntaxError
from jsonpath.filter import BaseExpression, IntegerLiteral, RootFilterQuery
from jsonpath.match import NodeList
from jsonpath.parse import Parser
from jsonpath.selectors import FilterContext
from jsonpath.stream import TokenStream

DEEPEST = 200
"""Levels that `..` goes down within a condition."""


class WholeBody(dict[str, Any]):
    """What a condition hands down to those within it; it is never empty, or the library would drop it."""

    def __init__(self, body: Any) -> None:
        super().__init__(body=body)


class _FromTheRoot(RootFilterQuery):
    """`$…` in a condition: of the whole body, also in a condition within another one, where the library takes the outer value for it."""

    __slots__ = ()

    def evaluate(self, context: FilterContext) -> object:
        extra: Any = context.extra_context
        return NodeList(self.path.finditer(extra["body"].root_value, filter_context=extra))


class _Parser(Parser):
    def parse_absolute_query(self, stream: TokenStream) -> BaseExpression:
        made: Any = super().parse_absolute_query(stream)
        return _FromTheRoot(made.path)

    def parse_integer_literal(self, stream: TokenStream) -> BaseExpression:
        """Read an integer exactly: as a float, 9007199254740993 would be its neighbour."""
        token = stream.next()
        digits = token.value.removeprefix("-")
        if digits.startswith("0") and len(digits) > 1 and digits[1].isdigit():
            raise JSONPathSyntaxError("invalid integer literal", token=token)
        exact = digits.isdecimal() and len(digits) < 1000
        return IntegerLiteral(value=int(token.value) if exact else int(float(token.value)))


class _Environment(JSONPathEnvironment):
    parser_class = _Parser
    max_recursion_depth = DEEPEST


def environment() -> JSONPathEnvironment:
    """Return the library, set to the standard."""
    return _Environment(strict=True)
