"""Windows with round corners that need no compositing desktop: cut out by a mask, since a translucent one loses its ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainterPath, QRegion, QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from curlew.ui.widgets.parts import frame

RADIUS = 8


class RoundFrame(QFrame):
    """A frame whose corners are cut off, for windows that float."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        self.setMask(QRegion(path.toFillPolygon().toPolygon()))


class Popup(RoundFrame):
    """Escape or a click elsewhere closes and deletes it. `fill` puts its content in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let a command's keys close this and reach the window, which gets no keys while a popup is open."""
        action = self._command(QKeySequence(event.keyCombination()))
        if action is None:
            super().keyPressEvent(event)
            return
        self.close()
        action.trigger()

    def _command(self, keys: QKeySequence) -> QAction | None:
        parent = self.parentWidget()
        actions = parent.window().actions() if parent is not None else []
        return next((action for action in actions if action.isEnabled() and keys in action.shortcuts()), None)

    def fill(self, content: QLayout) -> None:
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(frame("popup", layout=content))
