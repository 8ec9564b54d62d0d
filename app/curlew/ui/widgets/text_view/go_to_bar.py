"""The bar for going to a line of a text, to a column in it, or to so many percent of the way."""

from __future__ import annotations

import re
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, TextButton, label, restyle, row, set_role

_TARGET = re.compile(r"\s*(\d[\d\s.,'’_]*)(?::\s*(\d+))?\s*$")
_PERCENT = re.compile(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*%\s*$")


class Target(NamedTuple):
    """A line and a column, from 1; or a share of the text, 0 to 1."""

    line: int = 1
    column: int = 1
    share: float | None = None


def target_of(text: str) -> Target | None:
    """Return where `3,214,153`, `153:16` or `50 %` leads, None if that is no place."""
    found = _PERCENT.match(text)
    if found is not None:
        return Target(share=min(1.0, float(found[1].replace(",", ".")) / 100))
    found = _TARGET.match(text)
    if found is None:
        return None
    return Target(max(1, int(re.sub(r"\D", "", found[1]))), max(1, int(found[2] or 1)))


class GoToBar(QFrame):
    """`wanted` comes with the Target; `closed` when the person is done."""

    wanted = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("go_to_bar")
        self.setProperty("ground", "bg")
        self.setProperty("edge", "bottom")
        self.field = QLineEdit()
        self.field.setObjectName("go_to_field")
        self.field.setAccessibleName(_("Line"))
        self.field.setPlaceholderText(_("Line, line:column or 50 %"))
        self.field.setProperty("small", True)
        self.field.setFixedWidth(theme.px(190))
        self.field.installEventFilter(self)
        self.field.textEdited.connect(lambda _text: self._mark(wrong=False))
        self._hint = label("", "meta")
        self._hint.setObjectName("go_to_hint")
        self.go = TextButton(theme, _("Go"), act=self._go)
        self.go.setProperty("small", True)
        self.close_button = IconButton(theme, "close", _("Close (Esc)"), 14, 28)
        self.close_button.clicked.connect(self.close_bar)
        title = label(_("Go to line"), "medium")
        title.setBuddy(self.field)
        self.setLayout(row(title, self.field, self.go, self._hint, None, self.close_button, margins=(16, 0, 12, 0), spacing=8))
        theme.changed.connect(self._fit)
        self._fit()
        self.hide()

    def open(self, line: int, lines: int, known: bool) -> None:
        """Show the bar with the present line in it. known: all lines have been counted."""
        words = _("of {n}") if known else _("of {n} so far")
        self._hint.setText(words.format(n=f"{lines:,}"))
        self._mark(wrong=False)
        self.field.setText(f"{line}")
        self.field.selectAll()
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_bar(self) -> None:
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._go()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return super().eventFilter(watched, event)

    def _go(self) -> None:
        target = target_of(self.field.text())
        self._mark(wrong=target is None)
        if target is not None:
            self.wanted.emit(target)
            self.close_bar()

    def _mark(self, wrong: bool) -> None:
        if wrong:
            self._hint.setText(_("A line such as 120, a place such as 120:8, or 50 %"))
        set_role(self._hint, "err" if wrong else "meta")
        if bool(self.field.property("wrong")) != wrong:
            self.field.setProperty("wrong", wrong)
            restyle(self.field)

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.px(44))
        self.field.setFixedWidth(self._theme.px(190))
