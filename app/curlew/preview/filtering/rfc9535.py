"""The library that reads JSONPath, where it has to be stricter or more exact than it is by itself."""

from __future__ import annotations

import re
from typing import Any

from jsonpath import CompoundJSONPath, JSONPath, JSONPathEnvironment
from jsonpath.exceptions import JSONPathSyntaxError
from jsonpath.filter import BaseExpression, FloatLiteral, IntegerLiteral, RootFilterQuery
from jsonpath.lex import Lexer
from jsonpath.match import NodeList
from jsonpath.parse import Parser
from jsonpath.selectors import FilterContext
from jsonpath.stream import TokenStream
from jsonpath.token import TOKEN_SINGLE_QUOTE_STRING, Token

from curlew.text import _

DEEPEST = 200
"""Levels that `..` goes down within a condition."""

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.?))|[\x00-\x1f]", re.DOTALL)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "/": "/", "\\": "\\"}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


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
        if digits.isdecimal() and len(digits) < 1000:
            return IntegerLiteral(value=int(token.value))
        value = float(token.value)
        return IntegerLiteral(value=int(value)) if abs(value) < float("inf") else FloatLiteral(value=value)

    def _decode_string_literal(self, token: Token) -> str:
        r"""Read a text in quotes. Half a surrogate pair (`\ud800`) is let pass: there are such keys, and this is how they are written."""
        quote = "'" if token.kind == TOKEN_SINGLE_QUOTE_STRING else '"'

        def meant(found: re.Match[str]) -> str:
            if found[1]:
                return chr(int(found[1], 16))
            short = quote if found[2] == quote else _SHORT.get(found[2] or "")
            if short is None:
                raise JSONPathSyntaxError(_("there is no such escape in a text"), token=token)
            return short

        text = _ESCAPE.sub(meant, token.value)
        return _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


class _Lexer(Lexer):
    key_pattern = r"[\u0080-\U0010ffffa-zA-Z_][\u0080-\U0010ffffa-zA-Z0-9_-]*"


class _Environment(JSONPathEnvironment):
    lexer_class = _Lexer
    parser_class = _Parser
    max_recursion_depth = DEEPEST

    def compile(self, path: str) -> JSONPath | CompoundJSONPath:
        """Read an expression. Raises JSONPathError."""
        try:
            return super().compile(path)
        except (ValueError, OverflowError):
            raise JSONPathSyntaxError(_("a number in it is too large"), token=None) from None  # type: ignore[arg-type]


def environment() -> JSONPathEnvironment:
    """Return the library, set to the standard."""
    return _Environment(strict=True)
