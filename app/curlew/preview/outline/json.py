"""JSON as a tree: its values as rows, exactly as they stand in the text."""

from __future__ import annotations

from curlew.preview.buffer import Buffer
from curlew.preview.json.structure import Children, JsonValue, decoded, root
from curlew.preview.outline.tree import ChildList, Node, Value
from curlew.preview.outline.words import RowText, characters, cut, length_words, moment_of, moment_of_number, visible
from curlew.preview.picked import PickedValue
from curlew.preview.places import Place
from curlew.preview.words import size
from curlew.text import _, ngettext

LONGEST_KEY = 4096
"""Bytes of a key that are decoded for a row."""

SUMMED_UP = 12
"""Members of an object that are looked at for its summary."""

_BEST = ("name", "title", "label", "status", "state", "type", "email", "code", "key", "slug", "login", "kind", "message", "url")
_TOKENS = {"string": "string", "number": "number", "true": "keyword", "false": "keyword", "null": "keyword"}
_TYPES = {"string": _("string"), "number": _("number"), "true": _("boolean"), "false": _("boolean"), "null": _("null")}
_SIGNS = {"object": "{ }", "array": "[ ]"}


class JsonShape:
    """What a tree asks of a JSON text."""

    xml = False

    def __init__(self, data: Buffer) -> None:
        self.data = data

    def root(self) -> JsonValue:
        return root(self.data)

    def children(self, value: Value) -> Children:
        return Children(self.data, value.start, value.end, value.kind)

    def key(self, value: Value, limit: int | None = None) -> str | None:
        """Return a member's key as text, None for anything else."""
        if value.key is None:
            return None
        start, end = value.key
        return decoded(self.data, start, end if limit is None else min(end, start + limit))

    def part(self, value: Value, index: int) -> str | int:
        """Return what a child adds to the place of its container."""
        key = self.key(value)
        return index if key is None else key

    def row(self, value: Value, index: int, known: ChildList | None, repeated: bool) -> RowText:
        """Return what a row says. known: the value's children, where they have been looked for."""
        key = self.key(value, LONGEST_KEY)
        flags = (_("duplicate key"),) if repeated else ()
        words = visible(key) if key else '""' if key is not None else f"{index:,}" if index >= 10_000 else str(index)
        if value.kind in _SIGNS:
            summary = size(value.end - value.start) if known is None else self.summary(value, known, key is None)
            return RowText(words, key is None, _SIGNS[value.kind], summary, flags=flags, counted=known is not None)
        if value.kind == "broken":
            return self._broken(value, words, key is None, flags)
        note, raw_size = "", value.end - value.start
        text = cut(self.data, value.start, value.end)
        if text.endswith("…") and raw_size > len(text):
            note = length_words(self.data, value.start + 1, value.end - 1) if value.kind == "string" else size(raw_size)
        elif value.kind == "string":
            note = moment_of(text[1:-1])
        elif value.kind == "number":
            note = moment_of_number(self.data[value.start : value.end], key or "")
        return RowText(words, key is None, "", "", text, _TOKENS[value.kind], _TYPES[value.kind], note, flags)

    def _broken(self, value: Value, key: str, is_index: bool, flags: tuple[str, ...]) -> RowText:
        text = cut(self.data, value.start, value.end)
        flags = (*flags, _("not JSON") if text else _("no value"))
        return RowText(key, is_index, "", "", text, "err", "", "", flags)

    def summary(self, value: Value, known: ChildList, of_item: bool) -> str:
        """Return how many children there are, and for an object in an array what tells it apart."""
        n = len(known)
        plus = "" if known.complete else "+"
        if value.kind == "array":
            return ngettext("{n} item", "{n} items", n).format(n=f"{n:,}{plus}")
        words = ngettext("{n} key", "{n} keys", n).format(n=f"{n:,}{plus}")
        told = self._told(known) if of_item else ""
        return f"{words} · {told}" if told else words

    def _told(self, known: ChildList) -> str:
        """Return the one or two short texts that a person would know an object by."""
        found: dict[str, str] = {}
        for index in range(min(len(known), SUMMED_UP)):
            value = known.value(index)
            if value.kind == "string" and 2 < value.end - value.start <= 42:
                found[(self.key(value, 64) or "").lower()] = visible(decoded(self.data, value.start, value.end))
        return ", ".join([found[name] for name in _BEST if name in found][:2])

    def facts(self, value: Value, known: ChildList | None) -> str:
        """Return what a value is, in words: `string, 15 characters`."""
        if value.kind == "top":
            n = len(known) if known is not None else 0
            return ngettext("{n} value", "{n} values", n).format(n=f"{n:,}")
        if value.kind in _SIGNS:
            name = _("object") if value.kind == "object" else _("array")
            return f"{name}, {size(value.end - value.start) if known is None else self.summary(value, known, of_item=False)}"
        if value.kind == "broken":
            return _("not JSON")
        if value.kind == "string":
            inside = value.end - value.start
            long = inside > 1024 * 1024
            words = size(inside) if long else characters(len(decoded(self.data, value.start, value.end)))
            return f"{_TYPES['string']}, {words}"
        return _TYPES[value.kind]

    def picked(self, node: Node | None, value: Value, place: Place) -> PickedValue:
        return PickedValue(place, self.key(value), self.data, value.kind, value.start, value.end)
