"""The bar for searching in a text: what, how, how many, and from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QToolButton, QWidget

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, label, restyle, row, set_role

TYPING_MS = 120
"""Searching begins when typing has paused for so long."""


class FindBar(QFrame):
    """Says what to look for (`changed`), and asks for the next match or the one before (`step`, +1 or -1)."""

    changed = Signal()
    step = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("find_bar")
        self.setProperty("ground", "band")
        self.setProperty("edge", "bottom")
        self.field = QLineEdit()
        self.field.setObjectName("find_field")
        self.field.setPlaceholderText(_("Find in body"))
        self.field.setAccessibleName(_("Find in body"))
        self.field.setProperty("small", True)
        self.field.setMaximumWidth(360)
        self.field.installEventFilter(self)
        self._case = self._toggle("Aa", _("Match upper and lower case"))
        self._regex = self._toggle(".*", _("Regular expression"))
        self._count = label("", "meta")
        self._count.setObjectName("find_count")
        self._back = IconButton(theme, "arrow_up", _("Previous match (Shift+Enter)"), 14, 28)
        self._next = IconButton(theme, "arrow_down", _("Next match (Enter)"), 14, 28)
        self._close = IconButton(theme, "close", _("Close (Esc)"), 14, 28)
        self._back.clicked.connect(lambda: self.step.emit(-1))
        self._next.clicked.connect(lambda: self.step.emit(1))
        self._close.clicked.connect(self.close_bar)
        parts = (self.field, self._case, self._regex, self._count, None, self._back, self._next, self._close)
        self.setLayout(row(*parts, margins=(16, 5, 12, 5), spacing=6))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.field.textEdited.connect(lambda _text: self._typing.start())
        self.hide()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What Tab goes through, in order."""
        return self.field, self._case, self._regex, self._back, self._next, self._close

    @property
    def wanted(self) -> str:
        return self.field.text()

    @property
    def case(self) -> bool:
        return self._case.isChecked()

    @property
    def regex(self) -> bool:
        return self._regex.isChecked()

    def open(self, wanted: str = "") -> None:
        """Show the bar with the keyboard in it; `wanted` replaces what stands there, unless it is empty."""
        self.show()
        if wanted:
            self.field.setText(wanted)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.changed.emit()

    def close_bar(self) -> None:
        self._typing.stop()
        self.hide()
        self.closed.emit()

    def tell(self, text: str, wrong: bool = False) -> None:
        """Say how many matches there are, or what is wrong with the expression."""
        self._count.setText(text)
        set_role(self._count, "err" if wrong else "meta")
        if bool(self.field.property("wrong")) != wrong:
            self.field.setProperty("wrong", wrong)
            restyle(self.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._enter(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return super().eventFilter(watched, event)

    def _enter(self, step: int) -> None:
        if self._typing.isActive():
            self._typing.stop()
            self.changed.emit()
        else:
            self.step.emit(step)

    def _toggle(self, text: str, title: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.toggled.connect(lambda _on: self.changed.emit())
        return button
