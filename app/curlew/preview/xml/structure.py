"""What an XML text consists of, found on the text itself, broken ones as far as they go: no entity expanded, no depth too deep."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from curlew.preview.buffer import Buffer
from curlew.text import _

STEP = 8 * 1024
"""Bytes of one step: a millisecond or two."""

SLICE = 1024 * 1024

_ATTRIBUTE = rb"(?:[^<>\"'/]++|\"[^\"]*+\"|'[^']*+'|/(?!>))*"
_TAG = re.compile(
    rb"<(?:(?P<close>/)(?P<closed>[^<>\s]*+)[^<>]*+>"
    rb"|(?P<data>!\[CDATA\[)|(?P<comment>!--)|(?P<instruction>\?)|(?P<doctype>!(?i:DOCTYPE)\b)"
    rb"|(?P<name>[^\s<>/!?\"'=][^\s<>/]*+)" + _ATTRIBUTE + rb"(?P<empty>/)?>)"
)
_NAME = rb"<([^\s<>/!?\"'=][^\s<>/]*+)" + _ATTRIBUTE
_LEAF = _NAME + rb"(?:/>|>[^<]*+</\2\s*+>)"
_WHOLE = _NAME + rb"(?:/>|>(?:[^<]++|" + _LEAF + rb"){0,2000}</\1\s*+>)"
_FLAT = re.compile(rb"[ \t\r\n]*+" + _WHOLE)
"""A whole element in which no element has children: most of what stands in long lists, taken at once."""

_FLAT_ONES = re.compile(rb"(?:[^<]++|" + _WHOLE + rb"){0,500}")
_ENDS = {"data": b"]]>", "comment": b"-->", "instruction": b"?>"}
_START = re.compile(rb"<([^\s<>/!?\"'=][^\s<>/]*+)")
_ONE_ATTRIBUTE = re.compile(rb"\s*+/?\s*+([^\s=<>/\"']++)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s<>\"'/]++))?")
_QUOTED = rb"\"[^\"]*+\"|'[^']*+'"
_DOCTYPE = re.compile(rb"(?:[^<>\"']++|" + _QUOTED + rb"|<!--.*?-->|<(?:[^<>\"']++|" + _QUOTED + rb")*>)*>", re.DOTALL)
_SIGNS = ((b"<!--", "comment"), (b"<![CDATA[", "cdata"), (b"<?", "instruction"))
_WORDS = {"data": _("CDATA section"), "comment": _("comment"), "instruction": _("processing instruction"), "doctype": _("document type")}


@dataclass(frozen=True, slots=True)
class XmlValue:
    """A piece of XML. kind: `element attribute text cdata comment instruction doctype broken`, or "top" for the whole.

    start, end: its bytes; of an attribute those of the value with its quotes. key: the bytes of an element's or attribute's name.
    number: which of the siblings with this name it is, from 1; 0 for the only one. holds: whether an element has children.
    """

    kind: str
    start: int
    end: int
    key: tuple[int, int] | None = None
    number: int = 0
    holds: bool = False

    @property
    def holds_values(self) -> bool:
        """Whether it has children to be opened: elements with attributes, or with more in them than text."""
        return self.holds or self.kind == "top"


def frame_of(data: Buffer) -> XmlValue:
    """Return the whole text as a value whose children are what stands at its top."""
    return XmlValue("top", 0, len(data))


class XmlChildren:
    """The children of an element (attributes first) or of the whole text (kind "top"), known as far as `steps()` have come."""

    def __init__(self, data: Buffer, start: int, end: int, kind: str) -> None:
        self.data = data
        self.start, self.end, self.kind = start, end, kind
        self.complete = False
        self.problem = ""
        self._places = array("q")  # start and end by turns; an attribute's are those of its name and value together
        self._numbers = array("l")
        self._attributes = 0
        self._counts: dict[bytes, int] = {}
        self._open: list[bytes] = []
        self._began = 0

    def __len__(self) -> int:
        return len(self._numbers)

    def value(self, index: int) -> XmlValue:
        """Return the child with this number."""
        start, end = self._places[2 * index], self._places[2 * index + 1]
        if index < self._attributes:
            found = _ONE_ATTRIBUTE.match(self.data, start, end)
            assert found is not None
            value = found.span(2) if found[2] is not None else (end, end)
            return XmlValue("attribute", *value, key=found.span(1))
        name = _START.match(self.data, start, min(end, start + 4096))
        if name is None:
            return XmlValue(_kind_at(self.data, start, end), start, end)
        number = self._numbers[index]
        single = self.complete and number == 1 and self._counts[name[1]] == 1
        return XmlValue("element", start, end, name.span(1), 0 if single else number, _holds(self.data, start, end))

    def steps(self) -> Iterator[None]:
        """Find all children; each step takes a few milliseconds at most, but for a single tag or text that is larger."""
        at = self.start
        name = b""
        if self.kind != "top":
            head = _TAG.match(self.data, self.start, self.end)
            if head is None or head["name"] is None:
                self._end(_("the tag is never closed"))
                return
            name, at = head["name"], head.end()
            self._take_attributes(head.end("name"), head.end() - (2 if head["empty"] else 1))
            if head["empty"]:
                self._end("")
                return
        yield from self._content(at, name)

    def _end(self, problem: str) -> None:
        self.problem, self.complete = problem, True

    def _take_attributes(self, at: int, end: int) -> None:
        while (found := _ONE_ATTRIBUTE.match(self.data, at, end)) is not None and found.end() > at:
            self._add(found.start(1), found.end())
            at = found.end()
        self._attributes = len(self._numbers)

    def _add(self, start: int, end: int, number: int = 0) -> None:
        self._places.extend((start, end))
        self._numbers.append(number)

    def _content(self, at: int, name: bytes) -> Iterator[None]:
        """Go from mark to mark; what is nested deeper is only counted."""
        pause = at + STEP
        while not self.complete:
            if self._open and (skipped := _FLAT_ONES.match(self.data, at, self.end)) is not None:
                at = skipped.end()
            elif not self._open:
                at = self._take_flat(at)
            mark = _find(self.data, b"<", at, self.end)
            if not self._open and _has_words(self.data, at, self.end if mark < 0 else mark):
                self._add(at, self.end if mark < 0 else mark)
            if mark < 0:
                self._end_open(name)
                return
            found = _TAG.match(self.data, mark, self.end)
            if found is None:
                self._break(mark, _("what follows “<” is no tag"), name)
                return
            at = self._take(found, name)
            if at >= pause:
                pause = at + STEP
                yield

    def _take_flat(self, at: int) -> int:
        """Take whole elements that stand one after another, as many as fit into a step; return where to go on."""
        match, places, numbers, counts, pause = _FLAT.match, self._places, self._numbers, self._counts, at + STEP
        while at < pause and (found := match(self.data, at, self.end)) is not None:
            name, at = found[1], found.end()
            counts[name] = number = counts.get(name, 0) + 1
            places.extend((found.start(1) - 1, at))
            numbers.append(number)
        return at

    def _take(self, found: re.Match[bytes], name: bytes) -> int:
        """Take one mark; return where to go on."""
        kind = found.lastgroup if found.lastgroup != "closed" else "close"
        if found["name"] is not None:
            self._take_tag(found)
            return found.end()
        if found["closed"] is not None:
            self._take_close(found, name)
            return found.end()
        assert kind is not None
        end = self._end_of(kind, found.end())
        if end < 0:
            self._break(found.start(), _("a {kind} is never closed").format(kind=_WORDS[kind]), name)
            return self.end
        if not self._open:
            self._add(found.start(), end)
        return end

    def _end_of(self, kind: str, at: int) -> int:
        if kind == "doctype":
            closing = _DOCTYPE.match(self.data, at, self.end)
            return -1 if closing is None else closing.end()
        end = _find(self.data, _ENDS[kind], at, self.end)
        return -1 if end < 0 else end + len(_ENDS[kind])

    def _take_tag(self, found: re.Match[bytes]) -> None:
        if not self._open:
            self._began = found.start()
        if found["empty"] is None:
            self._open.append(found["name"])
        elif not self._open:
            self._add_element(found["name"], found.end())

    def _take_close(self, found: re.Match[bytes], name: bytes) -> None:
        closed = found["closed"]
        if not self._open:
            wrong = self.kind == "top" or closed != name
            self._finish(_("</{name}> closes nothing that is open").format(name=_shown(closed)) if wrong else "")
            self.end = found.end() if not wrong else self.end
            return
        opened = self._open.pop()
        if opened != closed:
            words = _("</{name}> stands where </{wanted}> belongs").format(name=_shown(closed), wanted=_shown(opened))
            self._break(self._began, words, name)
        elif not self._open:
            self._add_element(opened, found.end())

    def _add_element(self, name: bytes, end: int) -> None:
        self._counts[name] = number = self._counts.get(name, 0) + 1
        self._add(self._began, end, number)

    def _break(self, mark: int, problem: str, name: bytes) -> None:
        """End at a fault: what is open there, and the rest, is one last child."""
        began = self._began if self._open or mark == self._began else mark
        found = _START.match(self.data, began, self.end)
        if found is not None:
            self._began = began
            self._add_element(found[1], self.end)
        elif began < self.end:
            self._add(began, self.end)
        self._finish(problem)

    def _end_open(self, name: bytes) -> None:
        """End where the text does."""
        if self._open:
            self._break(self._began, _("<{name}> is never closed").format(name=_shown(self._open[0])), name)
        else:
            self._finish("" if self.kind == "top" else _("<{name}> is never closed").format(name=_shown(name)))

    def _finish(self, problem: str) -> None:
        self._open.clear()
        self.problem, self.complete = problem, True


def leaf_text(data: Buffer, value: XmlValue) -> tuple[int, int]:
    """Return where the text of an element without children begins and ends."""
    head = _TAG.match(data, value.start, value.end)
    if head is None or head["empty"]:
        return value.end, value.end
    mark = _find(data, b"<", head.end(), value.end)
    return head.end(), value.end if mark < 0 else mark


def _holds(data: Buffer, start: int, end: int) -> bool:
    head = _TAG.match(data, start, end)
    if head is None or head["name"] is None:
        return False
    if _ONE_ATTRIBUTE.match(data, head.end("name"), head.end() - (2 if head["empty"] else 1)) is not None:
        return True
    if head["empty"]:
        return False
    mark = _find(data, b"<", head.end(), end)
    return mark >= 0 and data[mark + 1 : mark + 2] != b"/"


def _find(data: Buffer, wanted: bytes, at: int, end: int) -> int:
    """Look for bytes in slices, so that other threads come to their turn between them; -1 where they are not."""
    while at < end:
        stop = min(at + SLICE, end)
        found = data.find(wanted, at, min(stop + len(wanted) - 1, end))
        if found >= 0:
            return found
        at = stop
    return -1


def _has_words(data: Buffer, start: int, end: int) -> bool:
    """Whether a text is more than blanks."""
    while start < end:
        piece = data[start : min(start + 4096, end)]
        if piece.strip():
            return True
        start += len(piece)
    return False


def _kind_at(data: Buffer, start: int, end: int) -> str:
    head = data[start : min(start + 9, end)]
    for sign, kind in _SIGNS:
        if head.startswith(sign):
            return kind
    return "doctype" if head.upper().startswith(b"<!DOCTYPE") else "broken" if head.startswith(b"<") else "text"


def _shown(name: bytes) -> str:
    text = name.decode("utf-8", "replace")
    return text if len(text) <= 40 else text[:39] + "…"
