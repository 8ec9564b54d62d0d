"""The method: the usual ones to pick, any other one to type."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.line_field import LineField

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


class _Delegate(QStyledItemDelegate):
    """Paints a method of the list in its colour; popups of combo boxes ignore both style sheet and foreground role."""

    def __init__(self, theme: Theme, parent: QComboBox) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self._theme.px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        method = str(index.data())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("selected"))
            painter.drawRoundedRect(option.rect, 4, 4)
        painter.setFont(self._theme.font(12, 700))
        painter.setPen(self._theme.color(method))
        painter.drawText(QRect(option.rect).adjusted(10, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, method)
        painter.restore()


class MethodBox(QComboBox):
    """An editable list of methods. `method_edited` comes with what a person picked or typed, as typed."""

    method_edited = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._quiet = False
        self.setEditable(True)
        self.line = LineField()
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]
        self.addItems(list(METHODS))
        self.setItemDelegate(_Delegate(theme, self))
        self.setProperty("bare", True)
        self.setObjectName("method")
        self.setAccessibleName(_("Method"))
        self.setMaxVisibleItems(len(METHODS))
        line = self.line
        line.setAccessibleName(_("Method"))
        line.setMaxLength(40)
        line.textEdited.connect(self._typed)
        self.currentTextChanged.connect(self._colour)
        self.activated.connect(lambda _index: self._typed(self.currentText()))
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        font = type(self._theme.font())(self._theme.font(13, 700))
        self.setFont(font)
        self.line.setFont(font)
        self.setFixedWidth(self._theme.px(108))
        self._colour(self.currentText())

    def _colour(self, method: str) -> None:
        if not self.isVisible():
            return  # `showEvent` does it: a change of theme restyles what is seen only
        # Only a style sheet on the box itself reaches its field: the application's one outranks palettes and the field's own.
        colour = self._theme.hex(method.upper() or "GET")
        sheet = f"QComboBox, QLineEdit {{ color: {colour}; font-weight: 700; }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    def _typed(self, text: str) -> None:
        if not self._quiet:
            self.method_edited.emit(text)

    def show_method(self, method: str) -> None:
        """Show a method without telling anybody."""
        if method == self.currentText():
            return
        self._quiet = True
        position = self.line.cursorPosition()
        self.setCurrentIndex(self.findText(method, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive))
        self.setEditText(method)
        self.line.setCursorPosition(min(position, len(method)))
        self._quiet = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._colour(self.currentText())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling past may not change the method
