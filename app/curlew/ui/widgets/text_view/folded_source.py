"""Rows as they stand on the screen where folds are closed: a folded line goes on with a chip and the closing line behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from curlew.preview.text.folded import Folded
from curlew.preview.text.folds import tail_of
from curlew.preview.text.highlight import Span
from curlew.text import ngettext
from curlew.ui.widgets.text_view.source import Source

ROOM = "\u00a0"
"""Holds the chip's place in a row's text; no line is broken there."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What a folded row hides. start, end: the characters of the row that hold the chip's place.

    hidden: the bytes. tail_row, tail: the row of the closing line and its bytes, which stand behind the chip; none for an empty range.
    """

    start: int
    end: int
    words: str
    hidden: tuple[int, int]
    tail_row: int
    tail: tuple[int, int]


class FoldedSource:
    """A `Source` through its `Folded`. cells: how many characters wide the chip with some words is."""

    def __init__(self, source: Source, folded: Folded, cells: Callable[[str], int]) -> None:
        self.source, self.folded = source, folded
        self._cells = cells
        self._gaps: dict[int, Gap | None] = {}

    def forget(self) -> None:
        """Look again: folds have changed."""
        self._gaps.clear()

    def gap(self, row: int) -> Gap | None:
        """Return what a row that is shown hides, if it is folded."""
        if not self.folded.hidden:
            return None
        if row not in self._gaps:
            if len(self._gaps) > 1000:
                self._gaps.clear()
            hidden = self.folded.after(row)
            self._gaps[row] = self._gap(row, hidden) if hidden is not None else None
        return self._gaps[row]

    def text(self, row: int) -> str:
        """Return a row as it is shown, chip and closing line included."""
        text, gap = self.source.text(row), self.gap(row)
        if gap is None:
            return text
        return text.ljust(gap.start) + ROOM * (gap.end - gap.start) + self._tail_text(gap)

    def colours(self, row: int, text: str) -> Iterator[Span]:
        """Yield the colours of a row's text, only as far as they are asked for."""
        gap = self.gap(row)
        if gap is None:
            return self.source.colours(row, text)
        spans = self.source.spans(row, text[: gap.start])
        if gap.tail[1] > gap.tail[0]:
            tail = self.source.spans(gap.tail_row, self._tail_text(gap))
            spans += [(start + gap.end, end + gap.end, token) for start, end, token in tail]
        return iter(spans)

    def row_of(self, offset: int) -> int:
        """Return the row that shows an offset; for a hidden one the folded row."""
        return self.folded.shown(self.source.rows.row_of(offset))

    def end(self, row: int) -> int:
        """Return the offset at the end of what a row shows."""
        gap = self.gap(row)
        if gap is None:
            return self.source.rows.bounds(row)[1]
        return gap.tail[1] if gap.tail[1] > gap.tail[0] else gap.hidden[1]

    def index(self, row: int, offset: int) -> int:
        """Return the index of a row's character at an offset; of a hidden one that of the chip."""
        gap = self.gap(row)
        if gap is None or offset < gap.hidden[0]:
            return self.source.index(row, offset)
        if gap.tail[0] <= offset and gap.tail[1] > gap.tail[0]:
            return gap.end + self.source.index(gap.tail_row, offset) - self._tail_indent(gap)
        return gap.end if offset >= gap.hidden[1] else gap.start

    def offset(self, row: int, index: int) -> int:
        """Return the offset of a row's character; within the chip's place that of the end of the line before it."""
        gap = self.gap(row)
        if gap is None or index <= gap.start:
            return self.source.offset(row, index)
        if index >= gap.end and gap.tail[1] > gap.tail[0]:
            return self.source.offset(gap.tail_row, index - gap.end + self._tail_indent(gap))
        return self.source.rows.bounds(row)[1]

    # --- inner workings ---

    def _gap(self, row: int, hidden: tuple[int, int]) -> Gap:
        rows, data = self.source.rows, self.source.data
        tail = tail_of(data, *hidden)
        last = len(rows) - 1 if hidden[1] >= len(data) else rows.row_of(hidden[1]) - 1
        lines = rows.line_of(last) - rows.line_of(row)
        words = ngettext("… {n} line", "… {n} lines", lines).format(n=f"{lines:,}")
        start = len(self.source.text(row)) + 1
        return Gap(start, start + self._cells(words), words, hidden, last, tail or (0, 0))

    def _tail_indent(self, gap: Gap) -> int:
        return self.source.index(gap.tail_row, gap.tail[0])

    def _tail_text(self, gap: Gap) -> str:
        if gap.tail[0] == gap.tail[1]:
            return ""
        return self.source.text(gap.tail_row)[self._tail_indent(gap) :].rstrip()
