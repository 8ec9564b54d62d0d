"""The bracket at the caret and its partner, however far away that is."""

from __future__ import annotations

import re
import time
from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from curlew.preview.text.folds import FoldSearch, indent_of, line_above, line_start, tail_of

if TYPE_CHECKING:
    from curlew.ui.widgets.text_view.viewport import TextViewport

SLICE_S = 0.003
MOST_ROWS = 40_000
"""Rows that are looked through for a partner that stands in the middle of a line."""

LANGUAGES = frozenset({"json", "javascript", "css", "graphql", "yaml"})
_PAIRS = {"{": "}", "[": "]", "(": ")"}
_BACK = {close: open_ for open_, close in _PAIRS.items()}
_BRACKET = re.compile(r"[{}\[\]()]")
_QUIET = frozenset({"string", "key", "comment"})
"""What stands in these is text."""

Search = Generator[None, None, int | None]


class Brackets(QObject):
    """`pair` has the offsets of the two, or nothing; `changed` when it does."""

    changed = Signal()

    def __init__(self, view: TextViewport) -> None:
        super().__init__(view)
        self._view = view
        self.pair: tuple[int, ...] = ()
        self._at = -1
        self._steps: Search | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._advance)

    def caret_moved(self) -> None:
        """Look for the partner of the bracket at the caret, if there is one."""
        self.stop()
        view = self._view
        had = self.pair
        self.pair = ()
        if view.source.language in LANGUAGES and view.anchor == view.caret and view.hasFocus():
            self._begin()
        if self.pair != had:
            self.changed.emit()

    def stop(self) -> None:
        """End a search that is under way."""
        self._timer.stop()
        self._steps = None

    def forget(self) -> None:
        """Mark nothing: the text is another one."""
        self.stop()
        self.pair = ()

    def partner(self) -> Search:
        """Look for the partner of the bracket at the caret in steps; the result is its offset."""
        found = self._at_caret()
        if found is not None:
            self._at, bracket = found
            return (yield from self._forward(self._at, bracket) if bracket in _PAIRS else self._backward(self._at, bracket))
        return None

    # --- inner workings ---

    def _begin(self) -> None:
        if self._at_caret() is not None:
            self._steps = self.partner()
            self._advance()

    def _advance(self) -> None:
        until = time.perf_counter() + SLICE_S
        while self._steps is not None:
            try:
                next(self._steps)
            except StopIteration as end:
                self.stop()
                if end.value is not None:
                    self.pair = self._at, end.value
                    self.changed.emit()
                return
            if time.perf_counter() > until:
                self._timer.start()
                return

    def _at_caret(self) -> tuple[int, str] | None:
        """Return the bracket behind the caret, or else the one before it."""
        source, caret = self._view.source, self._view.caret
        for offset in (caret, caret - 1):
            if 0 <= offset < len(source.data) and (bracket := chr(source.data[offset])) in "{}[]()":
                row = source.rows.row_of(offset)
                if any(at == offset for at, _bracket in self._in_row(row)):
                    return offset, bracket
        return None

    def _in_row(self, row: int) -> list[tuple[int, str]]:
        """Return the brackets of a row with their offsets, without those in strings and comments."""
        source = self._view.source
        text = source.text(row)
        if not (found := list(_BRACKET.finditer(text))):
            return []
        quiet = [(low, high) for low, high, token in source.spans(row, text) if token in _QUIET]
        heard = [one for one in found if not any(low <= one.start() < high for low, high in quiet)]
        if text.isascii():
            start = source.rows.bounds(row)[0]
            return [(start + one.start(), one[0]) for one in heard]
        return [(source.offset(row, one.start()), one[0]) for one in heard]

    def _forward(self, offset: int, bracket: str) -> Search:
        source = self._view.source
        data, rows = source.data, source.rows
        row = rows.row_of(offset)
        if offset + 1 == rows.bounds(row)[1] and not rows.is_piece(row):
            search = FoldSearch(data, line_start(data, offset))
            yield from search.steps()
            tail = tail_of(data, *search.found) if search.found else None
            if tail is not None and chr(data[tail[0]]) == _PAIRS[bracket]:
                return tail[0]
        depth = 0
        for number in range(row, min(len(rows), row + MOST_ROWS)):
            for at, one in self._in_row(number):
                if at >= offset:
                    depth += 1 if one in _PAIRS else -1
                    if not depth:
                        return at if one == _PAIRS[bracket] else None
            yield
        return None

    def _backward(self, offset: int, bracket: str) -> Search:
        source = self._view.source
        data, rows = source.data, source.rows
        row = rows.row_of(offset)
        start = rows.bounds(row)[0]
        if not rows.is_piece(row) and start + indent_of(data, start) == offset:
            above = yield from line_above(data, start, offset - start)
            if above is not None and indent_of(data, above) == offset - start:
                last = rows.bounds(rows.row_of(above))[1] - 1
                if chr(data[last]) == _BACK[bracket]:
                    return last
        depth = 0
        for number in range(row, max(-1, row - MOST_ROWS), -1):
            for at, one in reversed(self._in_row(number)):
                if at <= offset:
                    depth += 1 if one in _BACK else -1
                    if not depth:
                        return at if one == _BACK[bracket] else None
            yield
        return None
