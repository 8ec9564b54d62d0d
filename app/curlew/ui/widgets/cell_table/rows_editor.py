"""A table that can also be edited as text, one row a line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QStackedLayout, QToolButton, QWidget

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.cell_table.columns import Row, Shape
from curlew.ui.widgets.cell_table.table import CellTable
from curlew.ui.widgets.lines_edit import LinesEdit
from curlew.ui.widgets.variables import VariableSource


class RowsEditor(QWidget):
    """The table with a button at the right of its head that turns it into text and back. `edited` comes with a merge key."""

    edited = Signal(str)

    def __init__(self, theme: Theme, source: VariableSource, shape: Shape, name: str, *, fit: bool = False) -> None:
        super().__init__()
        self._theme, self._fit = theme, fit
        self.table = CellTable(theme, source, shape, name, fit=fit)
        self.table.edited.connect(self.edited)
        self.lines = LinesEdit(theme, source)
        self.lines.setAccessibleName(_("{name} as text").format(name=name))
        self.lines.text_edited.connect(self._lines_edited)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.lines)
        self.switch = QToolButton(self)
        self.switch.setProperty("kind", "over_head")  # hides what of a title has no room before it
        self.switch.setCheckable(True)
        self.switch.setAccessibleName(_("Edit as text"))
        self.switch.setToolTip(_("Edit as text, one row a line"))
        self.switch.setVisible(shape.to_line is not None)
        self.switch.toggled.connect(self.show_text)
        self.table.installEventFilter(self)
        self.table.height_changed.connect(self._fit_height)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.switch.setIcon(self._theme.icon("lines", "text3", 14))
        self.switch.setFixedSize(self._theme.px(28), self._theme.px(26))
        self._place()
        self._fit_height()

    def rows(self) -> tuple[Row, ...]:
        return self.table.rows()

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        self.table.set_rows(rows)
        if self.is_text and self.table.cells.from_text(self.lines.text()) != rows:
            self.lines.set_text(self.table.cells.to_text())

    @property
    def is_text(self) -> bool:
        return self.switch.isChecked()

    def show_text(self, on: bool) -> None:
        """Show the rows as lines, or as a table again."""
        self.switch.setChecked(on)
        if on:
            self.lines.set_text(self.table.cells.to_text())
        self._stack.setCurrentWidget(self.lines if on else self.table)
        self._fit_height()
        (self.lines if on else self.table).setFocus()
        self.switch.raise_()

    def _fit_height(self) -> None:
        """Be as high as the rows; as text, high enough to write in."""
        if self._fit:
            self.setFixedHeight(max(self._theme.px(170), self.table.height()) if self.is_text else self.table.height())

    def _lines_edited(self) -> None:
        self.table.set_rows(self.table.cells.from_text(self.lines.text()))
        self.edited.emit("lines")

    def _place(self) -> None:
        self.switch.move(self.width() - self.switch.width() - 8, self._theme.px(3))
        self.switch.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def resizeEvent(self, event: object) -> None:
        self._place()
