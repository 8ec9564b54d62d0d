"""The field below a column's title that filters by it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLineEdit, QMenu, QWidget

from curlew.preview.table.columns import Column
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import paint_icon
from curlew.ui.widgets.parts import plain_tip, restyle

TYPING_MS = 250


class _Mark(QAbstractButton):
    """A small icon that can be clicked."""

    def __init__(self, theme: Theme, icon: str, title: str) -> None:
        super().__init__()
        self._theme, self._name = theme, icon
        self.setAccessibleName(title)
        self.setToolTip(plain_tip(title))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(theme.px(18), theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        token = "accent" if self.hasFocus() else "text" if self.underMouse() else "text3"
        size = self._theme.px(12)
        paint_icon(painter, self._theme, (self.width() - size) / 2, self.height() / 2, self._name, token, 12)
        painter.end()


class FilterField(QFrame):
    """`changed` comes with the text when typing has paused; `left` when the person goes back to the table by Escape."""

    changed = Signal(object, str)
    left = Signal()

    def __init__(self, theme: Theme, column: Column, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.column = theme, column
        self.setProperty("ground", "field")
        self.edit = QLineEdit()
        self.edit.setProperty("bare", True)
        self.edit.setFont(theme.font(12))
        self.edit.setObjectName("column_filter")
        name = _("Filter {column}").format(column=column.name[:200])
        self.edit.setAccessibleName(name)
        self.edit.setToolTip(_("A part of the text, >= 400, = sold | new, != null, 1..5, or /expression/"))
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._edited)
        self._clear = _Mark(theme, "close", _("Clear the filter of {column}").format(column=column.name[:200]))
        self._clear.clicked.connect(lambda: self._pick(""))
        self._choose = _Mark(theme, "chevron_down", _("Choose a value of {column}").format(column=column.name[:200]))
        self._choose.clicked.connect(self.open_choices)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 3, 0)
        layout.setSpacing(0)
        for part in (self.edit, self._clear, self._choose):
            layout.addWidget(part)
        self.setFocusProxy(self.edit)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._tell)
        theme.changed.connect(self._dress)
        self.refresh()

    def _dress(self) -> None:
        self.edit.setFont(self._theme.font(12, mono=bool(self.edit.text())))

    def show_column(self, column: Column) -> None:
        """Stand for this column from now on: the same one, of another body."""
        self.column = column
        self.refresh()

    def refresh(self) -> None:
        """Look at the column again: its type may only be known by now."""
        type_, choices = self.column.type, self.column.choices
        hints = {"number": "=", "array": _("has")}
        self.edit.setPlaceholderText(_("any") if choices else hints.get(type_, _("contains")))
        self._settle()

    def show_text(self, text: str) -> None:
        if text != self.edit.text():
            self.edit.setText(text)
        self._settle()

    def show_problem(self, problem: str) -> None:
        """Mark what was typed as wrong; an empty text takes the mark away."""
        self.setProperty("wrong", bool(problem))
        self.edit.setAccessibleDescription(problem)
        restyle(self)

    def open_choices(self) -> None:
        """Offer the values that the column has."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("any"), lambda: self._pick(""))
        menu.addSeparator()
        for choice in (*sorted(self.column.choices), *(("null",) if "null" in self.column.kinds else ())):
            plain = choice if choice and not any(mark in choice for mark in '|"') and choice == choice.strip() else f'"{choice}"'
            act = menu.addAction(choice.replace("&", "&&"), partial(self._pick, f"= {plain}"))
            act.setCheckable(True)
            act.setChecked(self.edit.text() == f"= {plain}")
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _pick(self, text: str) -> None:
        self.edit.setText(text)
        self._tell()

    def _edited(self) -> None:
        self._settle()
        self._typing.start()

    def _tell(self) -> None:
        self._typing.stop()
        self._settle()
        self.changed.emit(self.column.path, self.edit.text())

    def _settle(self) -> None:
        on = bool(self.edit.text())
        self._clear.setVisible(on)
        self._choose.setVisible(not on and bool(self.column.choices))
        if bool(self.property("active")) != on:
            self.setProperty("active", on)
            restyle(self)
        self._dress()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._tell()
                return True
            if event.key() == Qt.Key.Key_Escape:
                if self.edit.text():
                    self._pick("")
                else:
                    self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Down:
                if event.modifiers() & Qt.KeyboardModifier.AltModifier and self.column.choices:
                    self.open_choices()
                else:
                    self.left.emit()
                return True
        return super().eventFilter(watched, event)
