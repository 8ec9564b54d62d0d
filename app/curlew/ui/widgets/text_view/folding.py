"""Folding in a text view: one fold, all, down to a level; in slices or on a thread, and remembered for the next text of its kind."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from curlew.preview.text.folded import Folded, ranges_of
from curlew.preview.text.folds import BY_HAND, AllFolds, FoldSearch, begins_fold, indent_of, line_above, next_line
from curlew.preview.text.rows import Rows
from curlew.preview.working import worked_off

if TYPE_CHECKING:
    from curlew.ui.widgets.text_view.viewport import TextViewport

SLICE_S = 0.004
MOST_REMEMBERED = 200
TOLD = 80
"""Bytes of a line by which it is known again in another text."""

LEVELS = 5
"""Levels that can be folded to by name."""

Work = Generator[None, None, None]


class Folding(QObject):
    """`folded` says which rows are hidden; `changed` when that is other. Lines fold where the text has a language."""

    changed = Signal()
    caret_wanted = Signal(object)
    """Where the caret is to stand: in the line that is folded."""
    _found = Signal(object, object)

    def __init__(self, view: TextViewport) -> None:
        super().__init__(view)
        self._view = view
        self.folded = Folded()
        self._begins: dict[int, bool] = {}
        self._above: int | None = None  # folds deeper than that were closed last, None for none
        self._changes: dict[int, tuple[bool, bytes]] = {}  # by line: closed or opened since, and how the line begins
        self._again = False
        self._job: object = None
        self._work: Work | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._advance)
        self._found.connect(self._take_all)

    # --- asking ---

    @property
    def possible(self) -> bool:
        return bool(self._view.source.language)

    def begins(self, row: int) -> bool:
        """Tell whether a row begins a line that folds."""
        if not self.possible:
            return False
        found = self._begins.get(row)
        if found is None:
            rows = self._view.source.rows
            if row + 1 >= len(rows) and not rows.complete:
                return False
            if len(self._begins) > 5000:
                self._begins.clear()
            found = self._begins[row] = self._looks_foldable(rows, row)
        return found

    def is_busy(self) -> bool:
        """Tell whether folds are still being looked for."""
        return self._work is not None or self._job is not None

    # --- what a person does ---

    def toggle(self, row: int) -> None:
        """Close the fold that a row begins, or open it."""
        start = self._start(row)
        if start is None:
            return
        if self.folded.is_closed(start):
            self.open(row)
        elif self.begins(row):
            self._begin(self._close(start))

    def open(self, row: int) -> None:
        """Open the fold that a row begins."""
        start = self._start(row)
        if start is not None and self.folded.is_closed(start):
            self.folded.open(start)
            self._remember(row, False)
            self.changed.emit()

    def close_at(self, offset: int) -> None:
        """Close the fold that begins in the line of an offset, or else the one around it."""
        self._begin(self._close_around(offset))

    def reveal(self, offset: int) -> bool:
        """Open whatever hides an offset; tell whether anything did."""
        if not self.folded.reveal(offset):
            return False
        self.changed.emit()
        return True

    def open_all(self) -> None:
        self._stop()
        self._above, self._changes = None, {}
        self.folded = Folded()
        self.changed.emit()

    def close_below(self, level: int) -> None:
        """Close all folds deeper than a level and open the others; 0 closes all."""
        self._stop()
        self._above, self._changes = level, {}
        if self.folded.levels:
            self.folded.close_below(level)
            self.changed.emit()
        else:
            self._find_all()

    # --- the text ---

    def text_changed(self) -> None:
        """Begin anew; what was folded is folded again when all rows are known."""
        self._stop()
        self._begins.clear()
        self._again = self._above is not None or bool(self._changes)
        self.folded = Folded()

    def rows_known(self) -> None:
        """Go on: all rows of the text are known."""
        if self._again:
            self._again = False
            self._apply()
        elif self._work is not None:
            self._advance()

    def stop(self) -> None:
        """End what is under way."""
        self._stop()

    def state(self) -> dict[str, Any]:
        """Return JSON that folds the same lines of this text or one like it."""
        changes = [[line, closed, text.decode("utf-8", "replace")] for line, (closed, text) in self._changes.items()]
        return {"above": self._above, "lines": changes} if self._above is not None or changes else {}

    def restore_state(self, state: Any) -> None:
        """Fold as in a state; what does not fit is ignored."""
        if not isinstance(state, dict) or not self.possible:
            return
        above, lines = state.get("above"), state.get("lines")
        self._above = above if isinstance(above, int) and above >= 0 else None
        self._changes = {}
        for change in lines if isinstance(lines, list) else ():
            match change:
                case [int(line), bool(closed), str(text)] if line > 0:
                    self._changes[line] = closed, text.encode()
        if self._view.source.rows.complete:
            self._apply()
        else:
            self._again = True

    # --- one fold ---

    def _start(self, row: int) -> int | None:
        """Return where the line after a row begins: by that its fold is known."""
        rows = self._view.source.rows
        return rows.bounds(row + 1)[0] if row + 1 < len(rows) else None

    def _looks_foldable(self, rows: Rows, row: int) -> bool:
        if row + 1 >= len(rows) or rows.is_piece(row) or rows.is_piece(row + 1):
            return False
        return begins_fold(self._view.source.data, rows.bounds(row)[0], rows.bounds(row + 1)[0])

    def _close(self, start: int) -> Work:
        """Close the fold of the line that ends before `start`."""
        source = self._view.source
        if not source.rows.complete:
            self._remember(source.rows.row_of(start - 1), True)
            self._again = True  # once it is known where all rows stand
            return
        end = self.folded.end_of(start)
        if end is None:
            search = FoldSearch(source.data, source.rows.bounds(source.rows.row_of(start - 1))[0])
            yield from search.steps()
            if search.found is None:
                return
            start, end = search.found
        self.folded.close(start, end, source.rows)
        self._remember(source.rows.row_of(start - 1), True)
        self.changed.emit()

    def _close_around(self, offset: int) -> Work:
        source = self._view.source
        row = self._view.shown.row_of(offset)
        start = source.rows.bounds(row)[0]
        closed = self.folded.after(row) is not None
        while closed or not self.begins(row):
            indent = indent_of(source.data, start)
            above = (yield from line_above(source.data, start, indent - 1)) if indent else None
            if above is None:
                return
            row, start, closed = source.rows.row_of(above), above, False
        self.caret_wanted.emit(start + indent_of(source.data, start))
        yield from self._close(next_line(source.data, start))

    def _remember(self, row: int, closed: bool) -> None:
        rows, data = self._view.source.rows, self._view.source.data
        start, end = rows.bounds(row)
        line = rows.line_of(row)
        self._changes.pop(line, None)
        if closed or self._above is not None:
            self._changes[line] = closed, data[start : min(end, start + TOLD)].strip()
        while len(self._changes) > MOST_REMEMBERED:
            del self._changes[next(iter(self._changes))]

    # --- all folds ---

    def _apply(self) -> None:
        """Fold what is remembered."""
        if self._above is not None:
            self._find_all()
        elif self._changes:
            self._begin(self._apply_changes())
        elif self.folded.hidden:
            self.folded = Folded()
            self.changed.emit()

    def _apply_changes(self) -> Work:
        source, rows, changes = self._view.source, self._view.source.rows, dict(self._changes)
        for line, (closed, text) in changes.items():
            row = rows.row_of_line(line)
            start, end = rows.bounds(row)
            if line <= rows.lines and source.data[start : min(end, start + TOLD)].strip() == text and self.begins(row):
                second = rows.bounds(row + 1)[0]
                if closed:
                    yield from self._close(second)
                else:
                    self.folded.open(second)
            else:
                self._changes.pop(line, None)
            yield
        self.changed.emit()

    def _find_all(self) -> None:
        """Find all folds of the text and close those that are wanted."""
        rows = self._view.source.rows
        if not self.possible:
            return
        if not rows.complete:
            self._again = True
            return
        if len(rows.data) <= BY_HAND:
            self._begin(self._found_here(self._all(rows)))
            return
        job = self._job = object()
        threading.Thread(target=self._find_apart, args=(job, rows.apart()), daemon=True, name="folds").start()

    def _all(self, rows: Rows) -> Generator[None, None, Folded]:
        found, folded = AllFolds(rows.data), Folded()
        yield from found.steps()
        ranges = yield from ranges_of(found, rows)
        folded.take_all(found, ranges, self._above or 0)
        return folded

    def _found_here(self, steps: Generator[None, None, Folded]) -> Work:
        self._settle_all((yield from steps))

    def _find_apart(self, job: object, rows: Rows) -> None:
        folded = worked_off(self._all(rows), lambda: self._job is job)
        try:
            self._found.emit(job, folded)
        except RuntimeError:
            pass  # the view was closed meanwhile

    def _take_all(self, job: object, folded: Folded | None) -> None:
        if job is self._job and folded is not None:
            self._job = None
            self._settle_all(folded)

    def _settle_all(self, folded: Folded) -> None:
        self.folded = folded
        self.changed.emit()
        if self._changes:
            self._work = None
            self._begin(self._apply_changes())

    # --- slices ---

    def _begin(self, work: Work) -> None:
        self._work = work
        self._advance()

    def _advance(self) -> None:
        until, work = time.perf_counter() + SLICE_S, self._work
        while work is not None and work is self._work:
            try:
                next(work)
            except StopIteration:
                if work is self._work:
                    self._work = None
                break
            if time.perf_counter() > until:
                self._timer.start()
                return
        if self._work is None:
            self._timer.stop()

    def _stop(self) -> None:
        self._timer.stop()
        self._work, self._job = None, None
