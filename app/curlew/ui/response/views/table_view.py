"""The table of a body: rows from any list in it, or from CSV; sorted, filtered, copied."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import islice
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from curlew.preview.opened import Opened
from curlew.preview.places import Place
from curlew.preview.table_arrange import Arranged
from curlew.preview.table_cells import Path
from curlew.preview.table_columns import Column
from curlew.preview.table_csv import CsvRows, Dialect, sniff
from curlew.preview.table_filter import FilterError, parsed
from curlew.preview.table_look import Found, first_found
from curlew.preview.table_pace import Gate
from curlew.preview.table_sums import Sums
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.views.table.arranging import Arranging
from curlew.ui.response.views.table.cell_menu import cell_menu, column_menu
from curlew.ui.response.views.table.finding import Place as Searched
from curlew.ui.response.views.table.finding import TableFinder
from curlew.ui.response.views.table.foot import TableFoot
from curlew.ui.response.views.table.grid import TableGrid
from curlew.ui.response.views.table.loading import Loading
from curlew.ui.response.views.table.look import Look
from curlew.ui.response.views.table.model import MOST_ROWS, TableModel
from curlew.ui.response.views.table.nested import ValuePopup
from curlew.ui.response.views.table.picker import ColumnPicker
from curlew.ui.response.views.table.selecting import Selected
from curlew.ui.response.views.table.sharing import Sharing
from curlew.ui.response.views.table.taking import Taking
from curlew.ui.response.views.table.tools import TableTools
from curlew.ui.response.views.view import BodyView
from curlew.ui.widgets.parts import column

MOST_SUMMED = 100_000
MOST_COLUMNS = 60
"""Columns that are shown unless the person asks for more."""


class TableView(BodyView):
    """Made of a model and a grid; `Loading` brings the rows, `Arranging` their order, `Look` is what is remembered."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._gate = Gate()
        self._look = Look()
        self._opened = Opened()
        self._found: list[Found] = []
        self._source: Found | Dialect | None = None
        self._finder: TableFinder | None = None
        self._go_to: Place | None = None
        self._tasks = ui.tasks.for_owner(self)
        self.model = TableModel(self)
        self.grid = TableGrid(ui.theme, self.model, self._gate)
        self.foot = TableFoot(ui.theme)
        self._tools = TableTools(ui.theme)
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
        self.loading.ended.connect(self._note)
        self.arranging.arranged.connect(self._arranged)
        self.arranging.told.connect(self.foot.show_work)
        self.arranging.failed.connect(self._filter_failed)
        self.arranging.summed.connect(self._show_sums)
        self.model.heavy_wanted.connect(lambda row: self._tasks.start(self._read_heavy(row), _("Reading a row")))
        head.sort_wanted.connect(self._sort)
        head.filter_changed.connect(self._filter)
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
        tools.share_wanted.connect(lambda what: self._taking.share(what, self._tools.guard, self._look))
        tools.columns_wanted.connect(self.open_columns)

    # --- what a body view does ---

    def show_body(self, opened: Opened) -> None:
        self.stop()
        self._opened, self._found = opened, []
        self._open(self._look.source)

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
        return {**self._look.as_json(), "top": max(0, self.grid.rowAt(0)), "guard": self._tools.guard}

    def restore_state(self, state: dict[str, Any]) -> None:
        self._look = Look.from_json(state)
        self._tools.guard = bool(state.get("guard"))
        if self._source is not None:
            self.stop()
            self._open(self._look.source)
            top = state.get("top")
            if isinstance(top, int) and 0 < top < self.model.rowCount():
                self.grid.scrollTo(self.model.index(top, 0), TableGrid.ScrollHint.PositionAtTop)

    # --- where the rows come from ---

    def _open(self, wanted: str) -> None:
        """Show the rows of the container that is asked for, or of the best one."""
        if self._opened.kind == "json":
            self._open_json(wanted)
        else:
            self._open_csv(wanted)

    def _open_json(self, wanted: str) -> None:
        found = next((one for one in self._found if one.title == wanted), None)
        first = found or first_found(self._opened.text)
        if first is None:
            self._fail()
            return
        self._source = first
        self._tools.show_found(self._found or [first], first)
        self._begin(first.rows(self._opened.text), looks=not self._found)

    def _open_csv(self, wanted: str) -> None:
        dialect = sniff(self._opened.text, "text/csv" if self._opened.kind == "csv" else self._opened.declared)
        if dialect is None and not wanted:
            self._fail()
            return
        dialect = dialect or Dialect()
        if wanted in (",", ";", "\t", "|"):
            dialect = Dialect(wanted, dialect.header)
        if self._look.header is not None:
            dialect = Dialect(dialect.delimiter, self._look.header)
        self._source = dialect
        self._tools.show_dialect(dialect)
        self._begin(CsvRows(self._opened.text, dialect), looks=False)

    def _begin(self, rows: Any, looks: bool) -> None:
        self.grid.head.forget()
        self.model.show_rows(None, [])
        self.grid.say(_("Reading…"))
        self.foot.show_count(0, 0, whole=False)
        self.foot.show_sums("", None)
        self.foot.show_filter("")
        self.loading.begin(self._opened.text, rows, looks)

    def _fail(self) -> None:
        self._source = None
        self.model.show_rows(None, [])
        self.failed.emit(_("Nothing in this body can be shown as rows: it has no list, and is no CSV."))

    def _offer(self, found: list[Found]) -> None:
        """Offer all containers; go to the one that is remembered, or to one that is much better than what is shown."""
        self._found = sorted(found, key=lambda one: (-one.worth, len(one.place)))
        now = self._source
        self._tools.show_found(self._found, now if isinstance(now, Found) else None)
        wanted = self._look.source
        if wanted and isinstance(now, Found) and now.title != wanted and any(one.title == wanted for one in found):
            self.loading.stop()
            self._open(wanted)

    def _source_chosen(self, title: str) -> None:
        self.stop()
        if title != self._look.source:
            self._look.begin_anew()
        self._look.source = title
        self._open(title)

    def _header_chosen(self, header: bool) -> None:
        self.stop()
        self._look.begin_anew()
        self._look.header = header
        self._open(self._look.source)

    # --- rows come ---

    def _show_first(self) -> None:
        self.grid.say("" if len(self.loading.rows or ()) else _("There are no rows."))
        self.model.show_rows(self.loading.rows, self._visible())
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
            self._show_columns(wanted)
        self._count()

    def _loaded(self) -> None:
        if self._look.sorts or self._look.filters:
            self._arrange()
        self._note()
        self._follow()
        self.shown.emit()

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
        return self._look.visible(columns.all, MOST_COLUMNS) if columns is not None else []

    def _show_columns(self, columns: list[Column]) -> None:
        at = self.grid.horizontalScrollBar().value()
        self.model.show_columns(columns)
        self._fit_columns()
        self.grid.horizontalScrollBar().setValue(at)

    def _fit_columns(self) -> None:
        head = self.grid.head
        head.blockSignals(True)
        for section, one in enumerate(self.model.columns):
            width = self._look.widths.get(one.path)
            head.resizeSection(section, self._ui.theme.px(width) if width else self.grid.fitting(section))
        head.blockSignals(False)
        self.grid.updateGeometries()
        head.place_fields()

    def _resized(self, section: int, _old: int, new: int) -> None:
        if section < len(self.model.columns):
            self._look.widths[self.model.columns[section].path] = round(new / self._ui.theme.zoom)

    # --- their order ---

    def _sort(self, path: Path, adds: bool) -> None:
        self._look.toggle_sort(path, adds)
        self._arrange()

    def sort_by(self, path: Path, down: bool | None) -> None:
        """Sort by one column, or by none (None)."""
        self._look.sorts = () if down is None else ((path, down),)
        self._arrange()

    def _filter(self, path: Path, text: str) -> None:
        if text.strip():
            self._look.filters[path] = text
        else:
            self._look.filters.pop(path, None)
        self._arrange()

    def set_filter(self, path: Path, text: str) -> None:
        """Filter by one column."""
        self._filter(path, text)
        self._say_arrangement()

    def clear_filters(self) -> None:
        self._look.filters.clear()
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
        wanted = self._look.wanted(good, self._summed())
        self.arranging.begin(rows, wanted)

    def _say_arrangement(self, problem: str = "") -> dict[Path, str]:
        """Show what sorts and what filters; return the filters that can be used."""
        good, problems = {}, {}
        for path, text in self._look.filters.items():
            try:
                if parsed(text) is not None:
                    good[path] = text
            except FilterError as error:
                problems[path] = str(error)
            if problem and text.lstrip().startswith("/"):
                problems[path] = problem
        self.grid.head.show_sorts(self._look.sorts)
        self.grid.head.show_filters(self._look.filters, problems)
        names = [f"{self._title(path)} {_in_words(text)}" for path, text in good.items()]
        self.foot.show_filter("  ".join([*names, *problems.values()]))
        return good

    def _filter_failed(self, problem: str) -> None:
        self._say_arrangement(problem)

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
        for path, _down in self._look.sorts:
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
            self.arranging.sum_up(rows, self._source_rows(chosen), self.model.columns[at].path)

    def _source_rows(self, chosen: Selected) -> Sequence[int]:
        """Return which rows of the source a selection has; whatever is beyond the first 100,000 counts only where all are selected."""
        if chosen.cells >= self.model.rowCount():
            return range(self.model.rowCount()) if self.model.order is None else self.model.order
        return [self.model.source_row(row) for row in islice(chosen.rows(), MOST_SUMMED)]

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
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column_menu(menu, self, path)
        menu.popup(place)

    def _focus_filter(self) -> None:
        now = self.grid.currentIndex()
        if now.isValid():
            self.grid.head.focus_field(self.model.columns[now.column()].path)

    def open_columns(self) -> None:
        """Open the popup in which columns are chosen."""
        columns = self.loading.columns
        if columns is None:
            return
        picker = ColumnPicker(self._ui.theme, self, self._look.in_order(columns.all), {one.path for one in self.model.columns})
        picker.changed.connect(self._columns_changed)
        picker.reset_wanted.connect(lambda: self._reset_columns(picker))
        picker.open_below(self._tools.columns)

    def _columns_changed(self, columns: list[Column], shown: set[Path]) -> None:
        self._look.columns, self._look.shown = [one.path for one in columns], shown
        self._show_columns(self._visible())

    def _reset_columns(self, picker: ColumnPicker) -> None:
        self._look.columns, self._look.shown, self._look.widths = None, None, {}
        self._show_columns(self._visible())
        if self.loading.columns is not None:
            picker.show_columns(self.loading.columns.all, {one.path for one in self.model.columns})

    def hide_column(self, path: Path) -> None:
        shown = {one.path for one in self.model.columns} - {path}
        self._look.shown = shown
        self._show_columns(self._visible())

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
        place, source, self._go_to = self._go_to, self._source, None
        if place is None or not isinstance(source, Found) or len(place) <= len(source.place):
            return
        if place[: len(source.place)] != source.place or not isinstance(place[len(source.place)], int):
            return
        row = self.model.row_of(int(place[len(source.place)]))
        if 0 <= row < self.model.rowCount():
            path = place[len(source.place) + 1 :][:1]
            at = next((at for at, one in enumerate(self.model.columns) if one.path == path), 0)
            self.grid.show_row(row, at)


def _in_words(text: str) -> str:
    text = " ".join(text.split())
    return text if text[:1] in "<>=!/" or ".." in text else _("contains {text}").format(text=text)
