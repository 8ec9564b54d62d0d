"""What bars for searching have in common: a field, from one match to the next by buttons and keys, a pause in typing, closing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton


class SearchBar(QFrame):
    """Says that something else is looked for (`changed`), and asks for the next match or the one before (`step`, +1 or -1)."""

    changed = Signal()
    step = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme, name: str, pause_ms: int) -> None:
        """pause_ms: how long a pause in typing begins a search. Who makes it puts `field` and the three buttons in place."""
        super().__init__()
        self._theme = theme
        self.setObjectName(f"{name}_bar")
        self.setProperty("ground", "bg")
        self.setProperty("edge", "bottom")
        self.field = QLineEdit()
        self.field.setObjectName(f"{name}_field")
        self.field.installEventFilter(self)
        self._back = IconButton(theme, "arrow_up", _("Previous match (Shift+Enter)"), 16, 28)
        self._next = IconButton(theme, "arrow_down", _("Next match (Enter)"), 16, 28)
        self._close = IconButton(theme, "close", _("Close (Esc)"), 14, 28)
        self._back.clicked.connect(lambda: self.step.emit(-1))
        self._next.clicked.connect(lambda: self.step.emit(1))
        self._close.clicked.connect(self.close_bar)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(pause_ms)
        self._typing.timeout.connect(self.changed)
        self.field.textEdited.connect(lambda _text: self._typing.start())
        self.hide()

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
