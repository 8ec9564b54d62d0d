"""The table of headers that nobody typed here, with what can be done about each: by its icons, its menu, and Enter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu

from curlew.text import _
from curlew.ui.request.automatic_rows import HIDE, REVEAL, AutomaticRow, actions_of, automatic_shape
from curlew.ui.theme import Theme
from curlew.ui.widgets.cell_table import CellTable
from curlew.ui.widgets.variables import VariableSource


class AutomaticTable(CellTable):
    """`wanted` comes with a row and the action (an icon's name) that a person chose for it."""

    wanted = Signal(object, str)

    def __init__(self, theme: Theme, source: VariableSource) -> None:
        super().__init__(theme, source, automatic_shape(), _("Headers that are added"), fit=True, ghost=False)
        self.horizontalHeader().hide()
        self.trail_clicked.connect(self._clicked)

    def _clicked(self, number: int, _column: str, icon: str) -> None:
        if icon:
            self.wanted.emit(self.rows()[number], icon)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            if self.currentIndex().isValid():
                self.open_menu(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def open_menu(self, number: int, place: QPoint | None = None) -> None:
        """Open the menu of a row."""
        row = self.rows()[number]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(row.name)
        for icon, words in (*self._of_value(row), *actions_of(row)):
            action = menu.addAction(self.theme.icon(icon, "text2", 14), words.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, icon=icon: self.wanted.emit(row, icon))
        if menu.isEmpty():
            menu.deleteLater()
            return
        rect = self.visualRect(self.cells.index(number, 1))
        menu.popup(place or self.viewport().mapToGlobal(rect.bottomLeft()))

    def _of_value(self, row: AutomaticRow) -> tuple[tuple[str, str], ...]:
        look = self.cells.shape.columns[2].look
        shown = look(row) if look is not None else None
        return tuple(one for one in shown.trail if one[0] in (REVEAL, HIDE)) if shown is not None else ()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index: QModelIndex = self.indexAt(event.pos())
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        number = self.currentIndex().row() if by_key or not index.isValid() else index.row()
        if 0 <= number < len(self.rows()):
            self.open_menu(number, None if by_key else event.globalPos())
