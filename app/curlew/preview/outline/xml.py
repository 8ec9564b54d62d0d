"""XML as a tree: elements, attributes, texts, comments as rows, as they stand in the text."""

from __future__ import annotations

from curlew.preview.buffer import Buffer
from curlew.preview.outline.tree import ChildList, Node, Value
from curlew.preview.outline.words import RowText, cut, length_words, moment_of
from curlew.preview.picked import PickedValue
from curlew.preview.places import Place
from curlew.preview.words import size
from curlew.preview.xml.structure import XmlChildren, XmlValue, frame_of, leaf_text
from curlew.text import _, ngettext

_TYPES = {
    "element": _("element"),
    "attribute": _("attribute"),
    "text": _("text"),
    "cdata": _("CDATA"),
    "comment": _("comment"),
    "instruction": _("instruction"),
    "doctype": _("document type"),
}
_TOKENS = {"attribute": "string", "text": "string", "cdata": "string", "element": "string", "broken": "err"}
_STEPS = {"text": "text()", "cdata": "text()", "comment": "comment()", "instruction": "processing-instruction()", "doctype": "node()"}


class XmlShape:
    """What a tree asks of an XML text."""

    xml = True

    def __init__(self, data: Buffer) -> None:
        self.data = data

    def root(self) -> XmlValue:
        return frame_of(self.data)

    def children(self, value: Value) -> XmlChildren:
        return XmlChildren(self.data, value.start, value.end, value.kind)

    def key(self, value: Value, limit: int | None = None) -> str | None:
        """Return the name of an element, of an attribute with its sign; None for anything else."""
        if value.key is None:
            return None
        start, end = value.key
        name = self.data[start : end if limit is None else min(end, start + limit)].decode("utf-8", "replace")
        return f"@{name}" if value.kind == "attribute" else name

    def part(self, value: Value, index: int) -> str | int:
        """Return what a child adds to the place of its parent."""
        name = self.key(value)
        number = value.number if isinstance(value, XmlValue) else 0
        if name is None:
            return _STEPS.get(value.kind, "node()")
        return f"{name}[{number}]" if number else name

    def row(self, value: Value, index: int, known: ChildList | None, repeated: bool) -> RowText:
        """Return what a row says. known: the element's children, where they have been looked for."""
        name = self.key(value, 1024) or ""
        flags = (_("duplicate"),) if repeated else ()
        if value.holds_values:
            summary = size(value.end - value.start) if known is None else self.summary(known)
            return RowText(name, False, "< >", summary, flags=flags, counted=known is not None)
        start, end = self._text_of(value)
        text = cut(self.data, start, end).strip()
        note = length_words(self.data, start, end) if text.endswith("…") and end - start > len(text) else moment_of(text.strip("\"'"))
        flags = (*flags, _("not XML")) if value.kind == "broken" else flags
        kind = _("text") if value.kind == "element" and text else _("empty") if value.kind == "element" else _TYPES.get(value.kind, "")
        return RowText(name, False, "", "", text, _TOKENS.get(value.kind, "comment"), kind, note, flags)

    def _text_of(self, value: Value) -> tuple[int, int]:
        if value.kind == "element" and isinstance(value, XmlValue):
            return leaf_text(self.data, value)
        return value.start, value.end

    def summary(self, known: ChildList) -> str:
        """Return how many children there are, and what the first attributes say."""
        n, plus = len(known), "" if known.complete else "+"
        words = ngettext("{n} child", "{n} children", n).format(n=f"{n:,}{plus}")
        told = []
        for index in range(min(n, 3)):
            value = known.value(index)
            if value.kind == "attribute" and value.end - value.start <= 42:
                told.append(self.data[value.start : value.end].decode("utf-8", "replace").strip("\"'"))
        return f"{words} · {', '.join(told)}" if told else words

    def facts(self, value: Value, known: ChildList | None) -> str:
        """Return what a value is, in words: `attribute, 15 characters`."""
        if value.kind == "top":
            return _("document")
        if value.holds_values:
            return f"{_TYPES['element']}, {size(value.end - value.start) if known is None else self.summary(known).partition(' · ')[0]}"
        start, end = self._text_of(value)
        quotes = 1 if value.kind == "attribute" and self.data[start : start + 1] in (b'"', b"'") else 0
        return f"{_TYPES.get(value.kind, _('not XML'))}, {length_words(self.data, start + quotes, max(start + quotes, end - quotes))}"

    def picked(self, node: Node | None, value: Value, place: Place) -> PickedValue:
        start, end = value.start, value.end
        return PickedValue(place, self.key(value), self.data, value.kind if value.kind != "broken" else "text", start, end)
