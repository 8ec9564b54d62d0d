"""Searching in the cells that a table shows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from curlew.preview.table.cells import Path
from curlew.preview.table.columns import Source
from curlew.preview.table.filter import FilterError, Pattern
from curlew.preview.table.pace import Gate, Pace, Stopped
from curlew.preview.table.text import said
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.widgets.text_view.find_bar import FindBar

MOST = 10_000
AT_ONCE = 2000
BATCH = 256


@dataclass(frozen=True, slots=True)
class Place:
    """What is searched: a source, its rows in the order in which they are shown, the columns that are shown."""

    rows: Source
    order: Sequence[int]
    paths: tuple[Path, ...]


class TableFinder(QObject):
    """Owns the bar. `found`: places (row, column) in order; `went_to` comes with one of them."""

    went_to = Signal(int, int)
    changed = Signal()

    def __init__(self, ui: Ui, gate: Gate, place: Callable[[], Place | None], parent: QObject) -> None:
        super().__init__(parent)
        self.bar = FindBar(ui.theme)
        self._tasks = ui.tasks.for_owner(self)
        self._gate, self._place = gate, place
        self._pace = Pace()
        self._at = -1
        self.found: list[tuple[int, int]] = []
        self.marked: set[tuple[int, int]] = set()
        self.bar.changed.connect(self.search)
        self.bar.step.connect(self.step)
        self.bar.closed.connect(self._forget)

    def stop(self) -> None:
        self._pace.stop()
        self._tasks.cancel()

    def search(self) -> None:
        """Search anew, for what stands in the bar."""
        self._forget()
        place, wanted = self._place(), self.bar.wanted
        if place is None or not wanted or self.bar.isHidden():
            self.bar.tell("")
            return
        if self.bar.regex:
            try:
                re.compile(wanted)
            except (re.error, OverflowError, RecursionError) as error:
                self.bar.tell(_("Not a regular expression: {reason}").format(reason=error), wrong=True)
                return
        if len(place.order) <= AT_ONCE and not self.bar.regex:
            self._take(plain_matches(place, wanted, self.bar.case, Pace()))
            return
        self.bar.tell(_("Searching…"))
        self._tasks.start(self._search(place, wanted), _("Searching the table"))

    async def _search(self, place: Place, wanted: str) -> None:
        pace = self._pace = Pace(self._gate)
        case = self.bar.case
        try:
            if self.bar.regex:
                found = await asyncio.to_thread(regex_matches, place, Pattern(wanted, case), pace)
            else:
                found = await asyncio.to_thread(plain_matches, place, wanted, case, pace)
        except FilterError as error:
            self.bar.tell(str(error), wrong=True)
            return
        except Stopped:
            return
        finally:
            pace.stop()
        self._take(found)

    def _take(self, found: list[tuple[int, int]]) -> None:
        self.found, self.marked, self._at = found, set(found), -1
        if not found:
            self.bar.tell(_("No match"), wrong=True)
        self.changed.emit()
        if found:
            self.step(1)

    def step(self, step: int) -> None:
        """Go to the next match, or the one before; round at the ends."""
        if not self.found:
            return
        self._at = (self._at + step) % len(self.found)
        more = "+" if len(self.found) >= MOST else ""
        cells = ngettext("{at} of {n} cell", "{at} of {n} cells", len(self.found))
        self.bar.tell(cells.format(at=f"{self._at + 1:,}", n=f"{len(self.found):,}{more}"))
        self.went_to.emit(*self.found[self._at])

    def _forget(self) -> None:
        self.stop()
        self.found, self.marked, self._at = [], set(), -1
        self.changed.emit()


def plain_matches(place: Place, wanted: str, case: bool, pace: Pace) -> list[tuple[int, int]]:
    """Return the cells that hold a text."""
    needle = wanted if case else wanted.casefold()
    quick = needle.encode() if needle.isascii() and not set('"\\') & set(needle) else None
    found: list[tuple[int, int]] = []
    for at, row in enumerate(place.order):
        if at % 64 == 0:
            pace.rest()
        if quick is not None:
            source = place.rows.source(row)
            if b"\\" not in source and quick not in (source if case else source.lower()):
                continue
        for column, path in enumerate(place.paths):
            text = said(place.rows.cell(row, path))
            if needle in (text if case else text.casefold()):
                found.append((at, column))
                if len(found) >= MOST:
                    return found
    return found


def regex_matches(place: Place, pattern: Pattern, pace: Pace) -> list[tuple[int, int]]:
    """Return the cells in which an expression is found. Raises FilterError where it takes too long."""
    from curlew.preview.table.regex import RegexChild

    child, found, wide = RegexChild(pattern), [], len(place.paths)
    try:
        for begin in range(0, len(place.order), BATCH):
            texts: list[str] = []
            for row in place.order[begin : begin + BATCH]:
                texts.extend(said(place.rows.cell(row, path)) for path in place.paths)
                pace.rest()
            for at, hit in enumerate(child.matches(texts, pace.rest)):
                if hit:
                    found.append((begin + at // wide, at % wide))
                    if len(found) >= MOST:
                        return found
    finally:
        child.close()
    return found
