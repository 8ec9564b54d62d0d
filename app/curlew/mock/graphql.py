"""A very small GraphQL: one query, fields with arguments, aliases, variables and nested fields; no fragments, no schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(
    r"""[\s,\ufeff]+ | \#[^\n\r]*                     # what does not count
    | (?P<name>[_A-Za-z][_0-9A-Za-z]*) | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
    | (?P<string>"(?:[^"\\\n]|\\.)*") | (?P<sign>\.\.\.|[!$():=@\[\]{}|&])""",
    re.VERBOSE,
)
MAX_DEPTH = 20


class GraphQLError(Exception):
    """A query that cannot be answered, in words."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field asked for; `alias` is the key of its answer."""

    name: str
    alias: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()


class _Variable(str):
    """A `$name` in the place of a value."""


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0

    def peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "the end")

    def next(self) -> tuple[str, str]:
        token = self.peek()
        self._at += 1
        return token

    def skip(self, sign: str) -> bool:
        if self.peek() == ("sign", sign):
            self._at += 1
            return True
        return False

    def want(self, sign: str) -> None:
        if not self.skip(sign):
            raise GraphQLError(f"Expected {sign!r}, found {self.peek()[1]!r}.")

    def name(self) -> str:
        kind, text = self.next()
        if kind != "name":
            raise GraphQLError(f"Expected a name, found {text!r}.")
        return text


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise GraphQLError(f"Unexpected character {text[at]!r}.")
        if match.lastgroup:
            found.append((match.lastgroup, match.group()))
        at = match.end()
    return found


def parse(text: str) -> tuple[Field, ...]:
    """Return the fields of the one query in a document. Raises GraphQLError."""
    reader = _Reader(text)
    if reader.peek()[0] == "name":
        kind = reader.name()
        if kind != "query":
            raise GraphQLError(f"This small server answers queries only, no {kind}.")
        if reader.peek()[0] == "name":
            reader.name()
        _skip_definitions(reader)
    fields = _fields(reader, 0)
    if reader.peek()[0] != "end":
        raise GraphQLError("This small server takes one query at a time, without fragments.")
    return fields


def _skip_definitions(reader: _Reader) -> None:
    """Pass over `($name: Type = default, …)`: types are not checked here, and a default is not used."""
    if reader.skip("("):
        while not reader.skip(")"):
            if reader.next()[0] == "end":
                raise GraphQLError("The list of variables is not closed.")


def _fields(reader: _Reader, depth: int) -> tuple[Field, ...]:
    if depth > MAX_DEPTH:
        raise GraphQLError(f"Fields are nested deeper than {MAX_DEPTH}.")
    reader.want("{")
    found: list[Field] = []
    while not reader.skip("}"):
        if reader.peek()[1] in ("...", "@"):
            raise GraphQLError("This small server knows no fragments and no directives.")
        alias = name = reader.name()
        if reader.skip(":"):
            name = reader.name()
        arguments = _arguments(reader) if reader.skip("(") else {}
        below = _fields(reader, depth + 1) if reader.peek() == ("sign", "{") else ()
        found.append(Field(name, alias, arguments, below))
    if not found:
        raise GraphQLError("A pair of braces holds no field.")
    return tuple(found)


def _arguments(reader: _Reader) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while not reader.skip(")"):
        name = reader.name()
        reader.want(":")
        found[name] = _value(reader)
    return found


def _value(reader: _Reader) -> Any:
    kind, text = reader.next()
    if (kind, text) == ("sign", "$"):
        return _Variable(reader.name())
    if kind in ("string", "number"):
        try:
            return json.loads(text)
        except ValueError:
            raise GraphQLError(f"{text} is no value.") from None
    if kind == "name":
        return {"true": True, "false": False, "null": None}.get(text, text)
    raise GraphQLError(f"Expected a value, found {text!r}.")


Resolver = Callable[[Mapping[str, Any]], Any]


def execute(query: str, variables: Mapping[str, Any], roots: Mapping[str, Resolver]) -> dict[str, Any]:
    """Answer a query in GraphQL's shape: `data`, or `errors` and no data."""
    try:
        return {"data": {asked.alias: _root(asked, variables, roots) for asked in parse(query)}}
    except GraphQLError as error:
        return {"data": None, "errors": [{"message": str(error)}]}


def _root(asked: Field, variables: Mapping[str, Any], roots: Mapping[str, Resolver]) -> Any:
    if asked.name == "__typename":
        return "Query"
    if asked.name not in roots:
        raise GraphQLError(f"There is no field {asked.name!r}; there are: {', '.join(roots)}.")
    return _shaped(roots[asked.name]({name: _filled(value, variables) for name, value in asked.arguments.items()}), asked)


def _filled(value: Any, variables: Mapping[str, Any]) -> Any:
    if not isinstance(value, _Variable):
        return value
    if value not in variables:
        raise GraphQLError(f"The variable ${value} has no value.")
    return variables[value]


def _shaped(value: Any, asked: Field) -> Any:
    if isinstance(value, (list, tuple)):
        return [_shaped(item, asked) for item in value]
    if isinstance(value, Mapping):
        if not asked.fields:
            raise GraphQLError(f"{asked.name!r} holds fields: say which ones, in braces.")
        return {below.alias: _shaped(_member(value, below.name), below) for below in asked.fields}
    if asked.fields and value is not None:
        raise GraphQLError(f"{asked.name!r} holds no fields.")
    return value


def _member(value: Mapping[str, Any], name: str) -> Any:
    if name not in value:
        raise GraphQLError(f"There is no field {name!r}; there are: {', '.join(value)}.")
    return value[name]
