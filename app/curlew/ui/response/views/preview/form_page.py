"""The fields of a form, decoded."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from curlew.preview.form_rows import form_rows
from curlew.preview.opened import Opened
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.response.grid import Cell, GridModel, GridView
from curlew.ui.response.views.preview.page import PreviewPage
from curlew.ui.widgets.parts import column, label

LARGEST = 2 * 1024 * 1024


class FormPage(PreviewPage):
    """Names and values in order, duplicates too."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.model = GridModel(("#", _("Name"), _("Value")), self)
        self.table = GridView(ui.theme, _("Fields of the form"), self.model, lambda cells: f"{cells[1].text}={cells[2].text}")
        self.table.set_widths(56, 240, 0)
        self._facts = label("", "meta")
        self.setLayout(column(self.table, spacing=0))
        self.setFocusProxy(self.table)

    def show_body(self, opened: Opened) -> None:
        rows, total = form_rows(opened.text[:LARGEST])
        self.model.set_rows(
            [
                (Cell(str(number), "text3", mono=True, right=True), Cell(name, mono=True, strong=True), _value(value))
                for number, (name, value) in enumerate(rows, 1)
            ]
        )
        self._facts.setText(ngettext("{n} field", "{n} fields", total).format(n=f"{total:,}"))
        left_out = len(rows) < total or len(opened.text) > LARGEST
        self.notes_found.emit((_("Only the first {n} fields are shown.").format(n=f"{len(rows):,}"),) if left_out else ())
        self.done.emit()

    def clear(self) -> None:
        self.model.set_rows([])

    def tools(self) -> tuple[QWidget, ...]:
        return (self._facts,)

    def copy(self) -> None:
        rows = [self.model.row(number) for number in self.table.selected_rows() or range(self.model.rowCount())]
        QGuiApplication.clipboard().setText("\n".join(f"{cells[1].text}={cells[2].text if cells[2].mono else ''}" for cells in rows))


def _value(text: str) -> Cell:
    return Cell(text, mono=True) if text else Cell(_("empty"), "text3")
