"""What a text view shows: bytes, their rows, and each row's characters and colours."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from curlew.preview.buffer import Buffer
from curlew.preview.text.highlight import HIGHLIGHTERS, Span, in_comment, no_spans
from curlew.preview.text.lexing import LEXERS, Lexing
from curlew.preview.text.rows import LONGEST_ROW, Rows

_SIGNS = {code: 0x2400 + code for code in range(0x20) if code != 0x09}
_SIGNS |= {0x7F: 0x2421, 0x2028: 0x2424, 0x2029: 0x2424, 0x85: 0x2424}
_SIGNS |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0x25AF)  # they would turn the text around
_SIGNS |= dict.fromkeys(range(0xDC80, 0xDD00), 0xFFFD)  # bytes that are no UTF-8, one sign each
_UNSHOWABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f\x85\u2028-\u202e\u2066-\u2069\udc80-\udcff]")


COPIED = 1024 * 1024
"""Bytes of a selection that are decoded at a time."""


class Source:
    """A text in UTF-8. Positions are byte offsets in the whole text, or character indices in one row."""

    def __init__(self, data: Buffer = b"", language: str = "", longest: int = LONGEST_ROW) -> None:
        self.data = data
        self.language = language
        self.rows = Rows(data, longest)
        self.lexing = Lexing(data, language) if language in LEXERS else None
        """Finds colours in the background, where the language needs it."""
        self._spans = HIGHLIGHTERS.get(language, no_spans)

    def text(self, row: int) -> str:
        """Return a row as it is shown: one character for each of the text, signs for those that cannot be seen."""
        text = self._decoded(row)
        return text.translate(_SIGNS) if _UNSHOWABLE.search(text) else text

    def spans(self, row: int, text: str) -> list[Span]:
        """Return the colours of a row's text; none while they are still being found."""
        return list(self.colours(row, text))

    def colours(self, row: int, text: str) -> Iterator[Span]:
        """Yield the colours of a row's text, from left to right and only as far as they are asked for."""
        if self.lexing is not None:
            return iter(self._lexed(self.lexing, row, text))
        return self._spans(text, self._begins_inside(row))

    def offset(self, row: int, index: int) -> int:
        """Return the offset of a row's character."""
        start, end = self.rows.bounds(row)
        text = self._decoded(row)
        if len(text) == end - start:
            return start + min(index, end - start)
        return start + len(text[:index].encode("utf-8", "surrogateescape"))

    def index(self, row: int, offset: int) -> int:
        """Return the index of a row's character at an offset."""
        start, end = self.rows.bounds(row)
        return len(self.data[start : min(max(offset, start), end)].decode("utf-8", "surrogateescape"))

    def copy(self, start: int, end: int) -> str:
        """Return the text between two offsets; bytes that are no UTF-8 become U+FFFD."""
        return "".join(self.copied(start, end))

    def copied(self, start: int, end: int) -> Iterator[str]:
        """Yield the text between two offsets slice by slice, for texts that take long: each is decoded in a millisecond or so."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for at in range(start, end, COPIED):
            stop = min(at + COPIED, end)
            yield decoder.decode(self.data[at:stop], stop == end)

    def _decoded(self, row: int) -> str:
        start, end = self.rows.bounds(row)
        return self.data[start:end].decode("utf-8", "surrogateescape")

    def _lexed(self, lexing: Lexing, row: int, text: str) -> list[Span]:
        start, end = self.rows.bounds(row)
        found = lexing.spans(start, end) or []
        if len(text) >= end - start:
            return [(low - start, high - start, token) for low, high, token in found]
        return [(self.index(row, low), self.index(row, high), token) for low, high, token in found]

    def _begins_inside(self, row: int) -> bool:
        if self.language == "json":
            return self.rows.begins_in_string(row)
        return self.language in ("xml", "html") and in_comment(self.data, self.rows.bounds(row)[0])
