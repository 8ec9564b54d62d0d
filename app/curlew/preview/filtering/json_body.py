"""A JSON body as pieces of its source text: each container is taken apart when it is asked for, and no value is ever written anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeAlias

from curlew.preview.buffer import Buffer
from curlew.text import _

Raw: TypeAlias = Any
"""A value's source text: bytes, mmap or `msgspec.Raw`, all of which `memoryview` and `msgspec` read without a copy."""

_OBJECT, _ARRAY, _QUOTE = b'{["'
_LONGEST_INTEGER = 1000
KEPT_FROM = 64 * 1024
"""Bytes of a container whose children are remembered for the next expression."""
MOST_KEPT = 200
SLOWLY_ALWAYS = 128 * 1024 * 1024
SLOWLY_OVER = 8
"""Bytes that one expression takes apart slowly, and how many times the whole body: each level of a broken body is read through again."""


class Partial(bytes):
    """A value that the body breaks off in."""


class Members:
    """The members of an object that a dict cannot hold: keys that stand more than once."""

    def __init__(self, pairs: list[tuple[str, Raw]]) -> None:
        self.pairs = pairs


Kids: TypeAlias = dict[str, Raw] | list[Raw] | Members | None


class JsonBody:
    """`root` is the one value at the top, or what stands there one after another, as a list."""

    def __init__(self, text: Buffer) -> None:
        import msgspec

        self._members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
        self._items = msgspec.json.Decoder(list[msgspec.Raw]).decode
        self._error = msgspec.DecodeError
        self._decode = msgspec.json.decode
        self._kept: dict[int, tuple[Raw, Kids]] = {}
        self.notes: dict[str, None] = {}
        self.taken_apart = 0  # bytes, slowly, by the present expression
        self._most_taken_apart = SLOWLY_ALWAYS + SLOWLY_OVER * len(text)
        self.root: Raw = b""
        try:
            self._decode(text, type=msgspec.Raw)
            self.root = text
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self.root = self._odd_root(text)

    def _odd_root(self, text: Buffer) -> Raw:
        from curlew.preview.json.structure import root

        value = root(text)
        if value.kind == "top":
            return _Several(self._split(text, value.start, value.end, "top"))
        if value.kind == "broken":
            return Partial(text[value.start : value.end])
        return text[value.start : value.end]

    # --- taking apart ---

    def begin(self) -> None:
        """Count anew how much is taken apart slowly: another expression comes."""
        self.taken_apart = 0

    @property
    def is_worn_out(self) -> bool:
        """Whether so much was taken apart slowly that going further down would take minutes."""
        return self.taken_apart > self._most_taken_apart

    def kids(self, raw: Raw) -> Kids:
        """Return the children of a container, None for anything else."""
        if isinstance(raw, _Several):
            return raw.values
        view = memoryview(raw)
        if not len(view):
            return None
        first = view[0]
        if first != _OBJECT and first != _ARRAY:
            return None
        if len(view) < KEPT_FROM:
            return self._take_apart(raw, first)
        kept = self._kept.get(id(raw))
        if kept is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            kept = self._kept[id(raw)] = raw, self._take_apart(raw, first)
        return kept[1]

    def _take_apart(self, raw: Raw, first: int) -> Kids:
        try:
            if first == _ARRAY:
                return self._items(raw)
            found = self._members(raw)
        except (self._error, UnicodeDecodeError, RecursionError):
            return self._taken_apart_slowly(raw, first)
        return found if _fills(found, raw) else self._taken_apart_slowly(raw, first)

    def _taken_apart_slowly(self, raw: Raw, first: int) -> Kids:
        """Take apart what is not quite JSON, and objects in which a key may stand twice."""
        data = bytes(raw)
        self.taken_apart += len(data)
        if first == _ARRAY:
            return self._split(data, 0, len(data), "array")
        pairs = self._pairs(data)
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        self.notes[_("A key stands more than once in its object: each of its values counts.")] = None
        return Members(pairs)

    def _pairs(self, data: bytes) -> list[tuple[str, Raw]]:
        from curlew.preview.json.structure import Children, decoded

        _prefer_numpy(len(data))
        children = Children(data, 0, len(data), "object")
        for _step in children.steps():
            pass
        found = (children.value(index) for index in range(len(children)))
        return [(decoded(data, *one.key), self._piece(data, one.start, one.end, one.kind)) for one in found if one.key is not None]

    def _split(self, data: Buffer, start: int, end: int, kind: str) -> list[Raw]:
        from curlew.preview.json.structure import Children

        _prefer_numpy(end - start)
        children = Children(data, start, end, kind)
        for _step in children.steps():
            pass
        found = (children.value(index) for index in range(len(children)))
        return [self._piece(data, one.start, one.end, one.kind) for one in found]

    def _piece(self, data: Buffer, start: int, end: int, kind: str) -> Raw:
        piece = data[start:end]
        if kind == "broken" or (kind in ("object", "array") and piece[-1:] not in (b"}", b"]")):
            self.notes[_("The body is not whole JSON: what is broken or cut off is left out.")] = None
            return Partial(piece)
        return piece

    # --- as Python values, for comparing ---

    def value(self, raw: Raw) -> Any:
        """Return a value for comparing. What is nested too deeply for that is an empty object."""
        if isinstance(raw, _Several):
            return [self.value(one) for one in raw.values]
        try:
            return self._decode(raw)
        except (self._error, UnicodeDecodeError, RecursionError):
            pass
        try:
            return json.loads(bytes(raw).decode("utf-8", "replace"), strict=False, parse_int=integer)
        except ValueError:
            return bytes(raw).decode("utf-8", "replace")
        except RecursionError:
            self.notes[_("Values nested more than some hundred levels deep are not compared.")] = None
            return {}

    @cached_property
    def root_value(self) -> Any:
        """The whole body as values."""
        return self.value(self.root)

    def holds_several(self, raw: Raw) -> bool:
        """Tell whether this is not one value, but some that stand one after another."""
        return isinstance(raw, _Several)


class _Several:
    """Values one after another, as a list."""

    def __init__(self, values: list[Raw]) -> None:
        self.values = values


def _prefer_numpy(size: int) -> None:
    """Import what looks through a large text quickly."""
    if size > 32 * 1024:
        import numpy  # noqa: F401  # the structure of JSON makes use of it where it is there


def integer(digits: str) -> int | float:
    """Return an integer; one too long to reckon with quickly as a float."""
    return int(digits) if len(digits) < _LONGEST_INTEGER else float(digits)


def _fills(found: dict[str, Raw], raw: Raw) -> bool:
    """Tell whether these members are all there is: each one has its colon, so with one left over a key stood twice."""
    colons = bytes(raw).count(b":") - b"".join(found.values()).count(b":")
    return colons == len(found) + "".join(found).count(":")


def pairs_of(kids: Kids) -> Iterator[tuple[str | int, Raw]]:
    """Return children with their keys or indices."""
    if isinstance(kids, dict):
        return iter(kids.items())
    if isinstance(kids, list):
        return enumerate(kids)
    return iter(kids.pairs) if kids is not None else iter(())


def type_of(raw: Raw) -> str:
    """Return a value's type in JSON's words."""
    if isinstance(raw, _Several):
        return "array"
    view = memoryview(raw)
    first = view[0] if len(view) else 0
    names = {_OBJECT: "object", _ARRAY: "array", _QUOTE: "string", ord("t"): "boolean", ord("f"): "boolean", ord("n"): "null"}
    return names.get(first, "number")


def text_of(body: JsonBody, raw: Raw) -> bytes:
    """Return a value's source text; values that stand one after another as an array."""
    if isinstance(raw, _Several):
        return b"[" + b",\n".join(text_of(body, one) for one in raw.values if not isinstance(one, Partial)) + b"]"
    return bytes(raw)
