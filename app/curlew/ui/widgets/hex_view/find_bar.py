"""The bar for searching for bytes: in hex or as text, how many, and from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QWidget

from curlew.preview.byte_search import BytePattern, hex_pattern, text_pattern
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, label, restyle, row, set_role
from curlew.ui.widgets.segments import Segments

TYPING_MS = 120


class HexFindBar(QFrame):
    """Says what to look for (`changed`), and asks for the next match or the one before (`step`, +1 or -1)."""

    changed = Signal()
    step = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("hex_find_bar")
        self.setProperty("ground", "bg")
        self.setProperty("edge", "bottom")
        self.kind = Segments(_("What is looked for"), (("hex", _("Hex")), ("text", _("Text"))))
        self.kind.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.kind.show_choice("hex")
        self.kind.chosen.connect(self._kind_picked)
        self.field = QLineEdit()
        self.field.setObjectName("hex_find_field")
        self.field.setProperty("small", True)
        self.field.setMaximumWidth(360)
        self.field.installEventFilter(self)
        self._count = label("", "strong")
        self._count.setObjectName("hex_find_count")
        self._back = IconButton(theme, "arrow_up", _("Previous match (Shift+Enter)"), 16, 28)
        self._next = IconButton(theme, "arrow_down", _("Next match (Enter)"), 16, 28)
        self._close = IconButton(theme, "close", _("Close (Esc)"), 14, 28)
        self._back.clicked.connect(lambda: self.step.emit(-1))
        self._next.clicked.connect(lambda: self.step.emit(1))
        self._close.clicked.connect(self.close_bar)
        parts = (self.kind, self.field, self._count, None, self._back, self._next, self._close)
        line = row(*parts, margins=(16, 0, 12, 0), spacing=8)
        line.setStretch(1, 1)
        self.setLayout(line)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.field.textEdited.connect(lambda _text: self._typing.start())
        theme.changed.connect(self._fit)
        self._fit()
        self._name()
        self.hide()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What Tab goes through, in order."""
        return self.kind, self.field, self._back, self._next, self._close

    @property
    def pattern(self) -> BytePattern:
        """What is looked for."""
        text = self.field.text()
        return hex_pattern(text) if self.kind.current == "hex" else text_pattern(text, case=False)

    def open(self) -> None:
        """Show the bar with the keyboard in it."""
        self.show()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.changed.emit()

    def close_bar(self) -> None:
        self._typing.stop()
        self.hide()
        self.closed.emit()

    def tell(self, text: str, wrong: bool = False) -> None:
        """Say how many matches there are, or what is wrong with the pattern."""
        self._count.setText(text)
        set_role(self._count, "err" if wrong else "strong")
        if bool(self.field.property("wrong")) != wrong:
            self.field.setProperty("wrong", wrong)
            restyle(self.field)
        self.field.setAccessibleDescription(text)

    def _kind_picked(self, kind: str) -> None:
        self.kind.show_choice(kind)
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        title = _("Bytes in hex, ?? for any") if self.kind.current == "hex" else _("Text to find")
        self.field.setPlaceholderText(title)
        self.field.setAccessibleName(title)

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.px(44))

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
