"""The menus of a cell and of a column."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from curlew.preview.picked import PickedValue
from curlew.preview.table.cells import Cell, Path, text_of
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.value_actions import ValueActions
from curlew.ui.response.views.table.choosing import hide_column
from curlew.ui.widgets.keys import with_keys

if TYPE_CHECKING:
    from curlew.ui.response.views.table_view import TableView

LONGEST_FILTER = 200


def cell_menu(ui: Ui, view: TableView, index: QModelIndex) -> QMenu:
    """Return the menu of a cell: what can be done with its value, then with its column."""
    model = view.model
    assert model.rows is not None
    row, path = model.source_row(index.row()), model.columns[index.column()].path
    cell = model.whole(index.row(), index.column())
    place = model.rows.place(row, path)
    if place is not None and cell.kind not in ("missing", "waiting", "text"):
        key = place[-1] if place and isinstance(place[-1], str) else None
        menu = ValueActions(ui, view.filter_wanted.emit).menu(view, PickedValue(place, key, cell.raw, cell.kind))
    else:
        menu = QMenu(view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = "" if cell.kind == "missing" else text_of(cell.kind, cell.raw)
        menu.addAction(_("Copy value"), lambda: QGuiApplication.clipboard().setText(text))
    menu.addAction(with_keys(_("Copy the selected cells"), "Ctrl+C"), view.copy)
    menu.addSeparator()
    if cell.kind not in ("missing", "waiting"):
        menu.addAction(with_keys(_("Open value"), "Return"), lambda: view.open_value(index))
    wanted = equal_filter(cell)
    if wanted:
        menu.addAction(_("Only rows with this value"), lambda: view.set_filter(path, wanted))
    _add_column(menu, view, path)
    return menu


def column_menu(view: TableView, path: Path) -> QMenu:
    """Return the menu of a column."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _add_column(menu, view, path)
    return menu


def _add_column(menu: QMenu, view: TableView, path: Path) -> None:
    menu.addAction(_("Sort ascending"), lambda: view.sort_by(path, down=False))
    menu.addAction(_("Sort descending"), lambda: view.sort_by(path, down=True))
    menu.addAction(_("As the rows came"), lambda: view.sort_by(path, down=None))
    menu.addAction(_("Filter this column"), lambda: view.grid.head.focus_field(path))
    menu.addSeparator()
    menu.addAction(_("Hide this column"), lambda: hide_column(view, path))


def equal_filter(cell: Cell) -> str:
    """Return the filter that a value like this passes; empty where there is none."""
    if cell.kind in ("missing", "null", "true", "false"):
        return f"= {cell.kind}"
    text = text_of(cell.kind, cell.raw)
    if cell.kind == "number":
        return f"= {text}"
    if cell.kind not in ("string", "text") or not text or len(text) > LONGEST_FILTER or "|" in text or "\n" in text:
        return ""
    is_plain = text == text.strip() and '"' not in text and text.lower() not in ("null", "true", "false", "missing") and not json_like(text)
    return f"= {text}" if is_plain else f'= "{text}"'


def json_like(text: str) -> bool:
    """Tell whether a text would be read as a number."""
    try:
        return isinstance(json.loads(text), (int, float))
    except ValueError:
        return False
