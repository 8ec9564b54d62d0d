"""Choosing the columns of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from curlew.preview.table.cells import Path
from curlew.preview.table.columns import Column
from curlew.ui.response.views.table.picker import ColumnPicker
from curlew.ui.theme import Theme

if TYPE_CHECKING:
    from curlew.ui.response.views.table_view import TableView


def open_picker(theme: Theme, view: TableView, anchor: QWidget) -> None:
    """Open the popup in which columns are chosen, below a button."""
    columns = view.loading.columns
    if columns is None:
        return
    picker = ColumnPicker(theme, view, view.look.in_order(columns.all), _shown(view))

    def changed(ordered: list[Column], shown: set[Path]) -> None:
        view.look.columns, view.look.shown = [one.path for one in ordered], shown
        view.show_columns()

    def reset() -> None:
        view.look.columns, view.look.shown, view.look.widths = None, None, {}
        view.show_columns()
        picker.show_columns(columns.all, _shown(view))

    picker.changed.connect(changed)
    picker.reset_wanted.connect(reset)
    picker.open_below(anchor)


def hide_column(view: TableView, path: Path) -> None:
    """Leave a column out."""
    view.look.shown = _shown(view) - {path}
    view.show_columns()


def _shown(view: TableView) -> set[Path]:
    return {one.path for one in view.model.columns}
