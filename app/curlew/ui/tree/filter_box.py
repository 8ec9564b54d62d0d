"""The box above a list or tree in which people type what they look for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from curlew.text import _
from curlew.ui.theme import Theme


class FilterBox(QLineEdit):
    """`chosen`: Enter; `stepped_down`: Down; `left`: Escape, after which it is empty."""

    chosen = Signal()
    stepped_down = Signal()
    left = Signal()

    def __init__(self, theme: Theme, accessible_name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setPlaceholderText(_("Filter"))
        self.setAccessibleName(accessible_name)
        self._glass = self.addAction(theme.icon("search", "text3", 14), QLineEdit.ActionPosition.LeadingPosition)
        self._cross = self.addAction(theme.icon("close", "text3", 14), QLineEdit.ActionPosition.TrailingPosition)
        self._cross.setToolTip(_("Clear the filter"))
        self._cross.setVisible(False)
        self._cross.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._cross.setVisible(bool(text)))
        theme.changed.connect(self._recolour)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.stepped_down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def _recolour(self) -> None:
        self._glass.setIcon(self._theme.icon("search", "text3", 14))
        self._cross.setIcon(self._theme.icon("close", "text3", 14))
