"""The table of a body: rows from any list in it, or from CSV; sorted, filtered, copied."""

from __future__ import annotations

import asyncio
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from curlew.preview.opened import Opened
from curlew.preview.places import Place
from curlew.preview.table.arrange import Arranged
from curlew.preview.table.cells import Path
from curlew.preview.table.columns import Column
from curlew.preview.table.look import Found
from curlew.preview.table.pace import Gate
from curlew.preview.table.sums import Sums
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.views.table.arranging import Arranging
from curlew.ui.response.views.table.cell_menu import cell_menu, column_menu
from curlew.ui.response.views.table.choosing import open_picker
from curlew.ui.response.views.table.filters import checked, in_words, is_gone
from curlew.ui.response.views.table.finding import Place as Searched
from curlew.ui.response.views.table.finding import TableFinder
from curlew.ui.response.views.table.foot import TableFoot
from curlew.ui.response.views.table.grid import TableGrid
from curlew.ui.response.views.table.loading import Loading
from curlew.ui.response.views.table.look import Look
from curlew.ui.response.views.table.model import MOST_ROWS, TableModel
from curlew.ui.response.views.table.nested import ValuePopup
from curlew.ui.response.views.table.selecting import Selected, source_rows
from curlew.ui.response.views.table.sharing import Sharing
from curlew.ui.response.views.table.sources import Sources
from curlew.ui.response.views.table.taking import Taking
from curlew.ui.response.views.table.tools import TableTools
from curlew.ui.response.views.view import BodyView
from curlew.ui.widgets.parts import column

MOST_COLUMNS = 60
"""Columns that are shown unless the person asks for more."""


class TableView(BodyView):
    """Made of a model and a grid; `Loading` brings the rows, `Arranging` their order, `Look` is what is remembered."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._gate = Gate()
        self.look = Look()
        self._finder: TableFinder | None = None
        self._go_to: Place | None = None
        self._top = 0
        self._tasks = ui.tasks.for_owner(self)
        self.model = TableModel(self)
        self.grid = TableGrid(ui.theme, self.model, self._gate)
        self.foot = TableFoot(ui.theme)
        self._tools = TableTools(ui.theme)
        self._sources = Sources(self._tools)
        self.loading = Loading(ui, self._gate, self)
        self.arranging = Arranging(ui, self._gate, self)
        self._sharing = Sharing(ui, self, self._gate)
        self._taking = Taking(self.model, self._sharing)
        self._column = column(self.grid, self.foot, spacing=0)
        self._column.setStretch(0, 1)
        self.setLayout(self._column)
        self.setFocusProxy(self.grid)
        self._connect()

    def _connect(self) -> None:
        head, tools = self.grid.head, self._tools
        self.loading.started.connect(self._show_first)
        self.loading.grown.connect(self._grow)
        self.loading.found_more.connect(self._offer)
        self.loading.rows_known.connect(self._loaded)
        self.loading.ended.connect(self._completed)
        self.arranging.arranged.connect(self._arranged)
        self.arranging.told.connect(self.foot.show_work)
        self.arranging.failed.connect(self._say_arrangement)
        self.arranging.summed.connect(self._show_sums)
        self.model.heavy_wanted.connect(lambda row: self._tasks.start(self._read_heavy(row), _("Reading a row")))
        head.sort_wanted.connect(self._sort)
        head.filter_changed.connect(self.set_filter)
        head.menu_wanted.connect(self._open_column_menu)
        head.sectionResized.connect(self._resized)
        self.grid.copy_wanted.connect(self.copy)
        self.grid.menu_wanted.connect(self._open_menu)
        self.grid.open_wanted.connect(self.open_value)
        self.grid.filter_wanted.connect(self._focus_filter)
        self.grid.selectionModel().currentChanged.connect(self._moved)
        self.grid.selectionModel().selectionChanged.connect(self._selected)
        self.foot.clear_wanted.connect(self.clear_filters)
        self.foot.stop_wanted.connect(self._stop_arranging)
        tools.source_chosen.connect(self._source_chosen)
        tools.header_chosen.connect(self._header_chosen)
        tools.share_wanted.connect(lambda what: self._taking.share(what, self._tools.guard, self.look))
        tools.columns_wanted.connect(self.open_columns)

    # --- what a body view does ---

    def show_body(self, opened: Opened) -> None:
        self.stop()
        self._sources.take(opened)
        self._open()

    def stop(self) -> None:
        self.loading.stop()
        self.arranging.stop()
        self._sharing.stop()
        self._tasks.cancel()
        if self._finder is not None:
            self._finder.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tools.fit(self.width())

    def tools(self) -> tuple[QWidget, ...]:
        return (self._tools,)

    def copy(self) -> None:
        """Copy the selected cells; all that are shown where none is selected."""
        self._taking.copy(Selected(self.grid.selectionModel().selection()))

    def open_find(self) -> None:
        if self._finder is None:
            self._finder = TableFinder(self._ui, self._gate, self._searched, self)
            self._finder.went_to.connect(self.grid.show_row)
            self._finder.changed.connect(self._show_marks)
            self._finder.bar.closed.connect(self.grid.setFocus)
            self._column.insertWidget(0, self._finder.bar)
        self._finder.bar.open()

    def go_to(self, place: Place) -> None:
        self._go_to = place
        if self.loading.is_whole:
            self._follow()

    def state(self) -> dict[str, Any]:
        return {**self.look.as_json(), "top": max(0, self.grid.rowAt(0)), "guard": self._tools.guard}

    def restore_state(self, state: dict[str, Any]) -> None:
        before, self.look = self.look, Look.from_json(state)
        self._tools.guard = bool(state.get("guard"))
        self._top = state["top"] if isinstance(state.get("top"), int) else 0
        if self._sources.current is not None and (before.source, before.header) != (self.look.source, self.look.header):
            self.stop()
            self._open()
        elif self.model.rows is not None:
            self.show_columns()
            self._arrange()
            self._follow()

    # --- where the rows come from ---

    def _open(self) -> None:
        """Show the rows that are asked for, or the best ones."""
        rows = self._sources.rows(self.look)
        self.model.show_rows(None, [])
        if rows is None:
            self.failed.emit(_("Nothing in this body can be shown as rows: it has no list, and is no CSV."))
            return
        self.grid.say(_("Reading…"))
        self.foot.show_count(0, 0, whole=False)
        self.foot.show_sums("", None)
        self.foot.show_filter("")
        self.loading.begin(self._sources.opened.text, rows, looks=not self._sources.is_searched)

    def _offer(self, found: list[Found]) -> None:
        if self._sources.offer(found, self.look.source):
            self.loading.stop()
            self._open()

    def _source_chosen(self, title: str) -> None:
        self.stop()
        if title != self.look.source:
            self.look.begin_anew()
        self.look.source = title
        self._open()

    def _header_chosen(self, header: bool) -> None:
        self.stop()
        self.look.begin_anew()
        self.look.header = header
        self._open()

    # --- rows come ---

    def _show_first(self) -> None:
        self.grid.say("" if len(self.loading.rows or ()) else _("There are no rows."))
        self.model.show_rows(self.loading.rows, self._visible())
        self.grid.head.adopt(self.model.columns)
        self._fit_columns()
        self.grid.widen()
        self._say_arrangement()
        self._count()

    def _grow(self) -> None:
        shown, known = self.model.rowCount(), len(self.loading.rows or ())
        if self.model.order is None and (self.loading.is_whole or known > 2 * shown):
            self.model.grow()
            self.grid.widen()
        wanted = self._visible()
        if [one.path for one in wanted] != [one.path for one in self.model.columns]:
            self.show_columns()
        self._count()

    def _loaded(self) -> None:
        if self.look.sorts or self.look.filters:
            self._arrange()
        self._note()
        self._follow()
        self.shown.emit()

    def _completed(self) -> None:
        """Leave out filters by columns that there are not."""
        self._note()
        if any(is_gone(path, self.loading) for path in self.look.filters):
            self._arrange()

    def _note(self) -> None:
        """Tell what was doubtful, as far as it is known."""
        rows, columns = self.loading.rows, self.loading.columns
        notes = [note for note in (rows.problem if rows else "", columns.problem if columns else "") if note]
        if rows is not None and len(rows) > MOST_ROWS:
            notes.append(_("Only the first {n} rows can be scrolled through; a filter reaches all.").format(n=f"{MOST_ROWS:,}"))
        self.notes_found.emit(tuple(notes))

    async def _read_heavy(self, row: int) -> None:
        rows = self.loading.rows
        if rows is not None:
            cells = await asyncio.to_thread(rows.cells, row)
            if rows is self.model.rows:
                self.model.put_cells(row, cells)

    def _visible(self) -> list[Column]:
        columns = self.loading.columns
        return self.look.visible(columns.all, MOST_COLUMNS) if columns is not None else []

    def show_columns(self) -> None:
        """Show the columns that are chosen by now."""
        at = self.grid.horizontalScrollBar().value()
        self.model.show_columns(self._visible())
        self._fit_columns()
        self.grid.horizontalScrollBar().setValue(at)

    def open_columns(self) -> None:
        """Open the popup in which columns are chosen."""
        open_picker(self._ui.theme, self, self._tools.columns)

    def _fit_columns(self) -> None:
        head = self.grid.head
        head.blockSignals(True)
        for section, one in enumerate(self.model.columns):
            width = self.look.widths.get(one.path)
            head.resizeSection(section, self._ui.theme.px(width) if width else self.grid.fitting(section))
        head.blockSignals(False)
        self.grid.updateGeometries()
        head.place_fields()

    def _resized(self, section: int, _old: int, new: int) -> None:
        if section < len(self.model.columns):
            self.look.widths[self.model.columns[section].path] = round(new / self._ui.theme.zoom)

    # --- their order ---

    def _sort(self, path: Path, adds: bool) -> None:
        self.look.toggle_sort(path, adds)
        self._arrange()

    def sort_by(self, path: Path, down: bool | None) -> None:
        """Sort by one column, or by none (None)."""
        self.look.sorts = () if down is None else ((path, down),)
        self._arrange()

    def set_filter(self, path: Path, text: str) -> None:
        """Filter by one column; by an empty text no more."""
        if text.strip():
            self.look.filters[path] = text
        else:
            self.look.filters.pop(path, None)
        self._arrange()

    def clear_filters(self) -> None:
        self.look.filters.clear()
        self._arrange()

    def _stop_arranging(self) -> None:
        self.arranging.stop()
        self._count()

    def _arrange(self) -> None:
        """Bring the rows into the order that is wanted; filters that say nothing are marked, and left out."""
        good = self._say_arrangement()
        rows = self.loading.rows
        if rows is None or not self.loading.is_whole:
            return  # done when all rows are known
        wanted = self.look.wanted(good, self._summed())
        self.arranging.begin(rows, wanted)

    def _say_arrangement(self, failed: str = "") -> dict[Path, str]:
        """Show what sorts and what filters; return the filters that can be used."""
        good, problems = checked(self.look.filters, self.loading, failed)
        self.grid.head.show_sorts(self.look.sorts)
        self.grid.head.show_filters(self.look.filters, problems)
        self.foot.show_filter("  ".join([*(in_words(self._title(path), text) for path, text in good.items()), *problems.values()]))
        return good

    def _arranged(self, done: Arranged) -> None:
        self.model.arrange(done.order)
        self.grid.say("" if self.model.rowCount() else _("No row passes the filters."))
        self.grid.widen()
        self.grid.head.place_fields()
        self.foot.show_sums(self._title(self._summed()), done.sums)
        self._count()
        if self._finder is not None:
            self._finder.search()

    def _summed(self) -> Path | None:
        """Return the first numeric column that sorts."""
        columns = self.loading.columns
        for path, _down in self.look.sorts:
            found = columns.column(path) if columns else None
            if found is not None and found.type == "number":
                return path
        return None

    def _title(self, path: Path | None) -> str:
        return "" if path is None or self.loading.columns is None else self.loading.columns.title(path)

    def _count(self, selected: int = 0) -> None:
        known = len(self.loading.rows or ())
        self.foot.show_count(self.model.rowCount() if self.model.order is not None else known, known, self.loading.is_whole, selected)

    # --- what a person does with cells ---

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and self.model.rows is not None:
            self.place_changed.emit(self.model.rows.place(self.model.source_row(now.row()), self.model.columns[now.column()].path))

    def _selected(self, *_changed: object) -> None:
        chosen = Selected(self.grid.selectionModel().selection())
        self._count(chosen.cells)
        rows = self.model.rows
        at = chosen.only_column
        if rows is not None and at is not None and chosen.cells > 1 and self.model.columns[at].type == "number":
            self.arranging.sum_up(rows, source_rows(chosen, self.model), self.model.columns[at].path)

    def _show_sums(self, path: Path, sums: Sums) -> None:
        self.foot.show_sums(self._title(path), sums)

    def open_value(self, index: QModelIndex) -> None:
        """Show the whole value of a cell."""
        cell = self.model.whole(index.row(), index.column())
        if cell.kind in ("missing", "waiting"):
            return
        popup = ValuePopup(self._ui, self, self.model.columns[index.column()].name, cell)
        popup.open_at(self.grid.viewport().mapToGlobal(self.grid.visualRect(index).bottomLeft()))

    def _open_menu(self, index: QModelIndex, place: QPoint) -> None:
        cell_menu(self._ui, self, index).popup(place)

    def _open_column_menu(self, path: Path, place: QPoint) -> None:
        column_menu(self, path).popup(place)

    def _focus_filter(self) -> None:
        now = self.grid.currentIndex()
        if now.isValid():
            self.grid.head.focus_field(self.model.columns[now.column()].path)

    # --- going somewhere ---

    def _searched(self) -> Searched | None:
        rows = self.model.rows
        if rows is None:
            return None
        order = self.model.order
        return Searched(rows, range(len(rows)) if order is None else order, tuple(one.path for one in self.model.columns))

    def _show_marks(self) -> None:
        self.grid.painter.marked = self._finder.marked if self._finder is not None else set()
        self.grid.viewport().update()

    def _follow(self) -> None:
        """Go to the place that was asked for, if a row of what is shown stands there."""
        if 0 < self._top < self.model.rowCount():
            self.grid.scrollTo(self.model.index(self._top, 0), TableGrid.ScrollHint.PositionAtTop)
            self._top = 0
        place, self._go_to = self._go_to, None
        other = self._sources.other_with(place or ())
        if other:
            self._go_to = place
            self._source_chosen(other)
            return
        cell = self._sources.cell_at(place or ())
        row = self.model.row_of(cell[0]) if cell is not None else -1
        if cell is not None and 0 <= row < self.model.rowCount():
            self.grid.show_row(row, next((at for at, one in enumerate(self.model.columns) if one.path == cell[1]), 0))
