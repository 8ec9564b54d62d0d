"""A value that a person has picked out of a structured body: what it says, how it is copied, and a filter that finds its like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curlew.preview.buffer import Buffer
from curlew.preview.json.structure import decoded
from curlew.preview.places import Place, as_jsonpath, as_xpath

XML_KINDS = frozenset(("element", "attribute", "text", "cdata", "comment", "instruction", "doctype"))
CONTAINERS = frozenset(("object", "array", "element"))
SCALARS = frozenset(("string", "number", "true", "false", "null"))
LONGEST_COMPARED = 200
"""Bytes of a value that a filter is made of; a longer one is found by its place."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_MARKUP = re.compile(rb"<!\[CDATA\[(.*?)\]\]>|<!--.*?-->|<\?.*?\?>|<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>", re.DOTALL)
_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


@dataclass(frozen=True, slots=True)
class PickedValue:
    """key: decoded, None for an item of an array and for the root. text: the source, the value in it from `start` to `end` (None: all).

    kind: `object array string number true false null broken`, or one of XML_KINDS. Nothing is read before it is asked for.
    """

    place: Place
    key: str | None
    text: Buffer
    kind: str
    start: int = 0
    end: int | None = None

    @property
    def is_xml(self) -> bool:
        return self.kind in XML_KINDS

    @property
    def size(self) -> int:
        """Bytes of the value's source."""
        return (len(self.text) if self.end is None else self.end) - self.start

    def raw(self) -> bytes:
        """Return the value as it stands in the source."""
        return self.text[self.start : self.start + self.size]

    def path(self) -> str:
        return as_xpath(self.place) if self.is_xml else as_jsonpath(self.place)

    def value(self) -> str:
        """Return what it says: a string without quotes and escapes, an element's text, anything else as it stands in the source."""
        if self.is_xml:
            return xml_value(self.raw(), self.kind)
        return as_text(_said(self.raw()) if self.kind == "string" else self.raw().decode("utf-8", "replace"))

    def source(self) -> str:
        """Return the source text; a JSON container laid out on lines."""
        raw = self.raw()
        if self.kind in ("object", "array"):
            from curlew.preview.json.format import pretty

            raw = pretty(raw).rstrip(b"\n")
        return raw.decode("utf-8", "replace")

    def key_text(self) -> str:
        """Return the key, or for an item of an array its index; empty for the root."""
        last = self.place[-1] if self.place else ""
        return as_text(str(last) if self.key is None else self.key)

    def filter_text(self) -> str:
        """Return a JSONPath or XPath that finds what has the same value: among the items of the nearest array, else at this place."""
        made = _xpath_like(self) if self.is_xml else _jsonpath_like(self)
        return made or self.path()


def as_text(text: str) -> str:
    r"""Return a text that can go everywhere: halves of a surrogate pair, which no encoding knows, as they are written (`\ud800`)."""
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def xml_value(raw: bytes, kind: str) -> str:
    """Return what a piece of XML says: the text in an element, an attribute's value, a comment's words."""
    if kind == "element":
        return unescaped(_MARKUP.sub(_text_in, raw).decode("utf-8", "replace"))
    text = raw.decode("utf-8", "replace")
    if kind == "cdata":
        return text.removeprefix("<![CDATA[").removesuffix("]]>")
    if kind == "comment":
        return text.removeprefix("<!--").removesuffix("-->").strip()
    if kind == "instruction":
        return text.removeprefix("<?").removesuffix("?>").strip()
    if kind == "attribute":
        text = text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
    return unescaped(text)


def _text_in(markup: re.Match[bytes]) -> bytes:
    """Return what a piece of markup adds to the text around it: the words of a CDATA section, as text."""
    return markup[1].replace(b"&", b"&amp;") if markup[1] else b""


def unescaped(text: str) -> str:
    """Return a text of XML with its own five entities and numbered characters resolved; no other entity is."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return _NAMED[found[1]]
    code = int(found[2]) if found[2] else int(found[3], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else found[0]


def _jsonpath_like(picked: PickedValue) -> str:
    """Return `$.items[?@.status == 'available']` for a scalar below an array, empty where there is no such filter."""
    place = picked.place
    item = next((at for at in range(len(place) - 1, -1, -1) if isinstance(place[at], int)), None)
    if item is None or picked.kind not in SCALARS or picked.size > LONGEST_COMPARED:
        return ""
    literal = _literal(picked)
    return f"{as_jsonpath(place[:item])}[?@{as_jsonpath(place[item + 1 :])[1:]} == {literal}]" if literal else ""


def _said(raw: bytes) -> str:
    return decoded(raw, 0, len(raw))


def _literal(picked: PickedValue) -> str:
    raw = picked.raw()
    if picked.kind == "number":
        return raw.decode() if _NUMBER.fullmatch(raw) else ""
    if picked.kind != "string":
        return raw.decode("utf-8", "replace")
    text = _said(raw)
    if _SURROGATE.search(text):
        return ""  # RFC 9535 has no such strings
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + "".join(char if char >= " " else f"\\u{ord(char):04x}" for char in quoted) + "'"


def _xpath_like(picked: PickedValue) -> str:
    """Return `/feed/entry[author='Ada']` for a leaf below a repeated element, empty where there is no such filter."""
    parts = [str(part) for part in picked.place]
    if picked.kind not in ("element", "attribute") or picked.size > LONGEST_COMPARED:
        return ""
    if picked.kind == "element" and picked.raw().count(b"<") > 2:
        return ""
    value = picked.value()
    quote = "'" if "'" not in value else '"'
    item = next((at for at in range(len(parts) - 1, -1, -1) if parts[at].endswith("]")), None)
    if item is None or quote in value:
        return ""
    rest = "/".join(parts[item + 1 :]) or "."
    return f"/{'/'.join([*parts[:item], parts[item].partition('[')[0]])}[{rest}={quote}{value}{quote}]"
