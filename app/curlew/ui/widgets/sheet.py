"""A dialog over a dimmed window: no frame of the system's, but a title that a screen reader and the task bar know."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPainterPath, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QDialog, QWidget

from curlew.ui.theme import Theme

RADIUS = 10


class _Scrim(QWidget):
    """Dims the window below a sheet."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self.setObjectName("scrim")
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("scrim"))


class Sheet(QDialog):
    """A modal dialog in the middle of its window. `title` is completed by " – Curlew" for the system."""

    def __init__(self, theme: Theme, parent: QWidget, title: str, size: QSize | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.theme = theme
        self._wanted = size
        self._scrim: _Scrim | None = None
        self.setModal(True)
        self.setWindowTitle(f"{title} – Curlew")
        self.setAccessibleName(title)

    def setVisible(self, visible: bool) -> None:
        if visible and not self.isVisible():
            self._place()
        super().setVisible(visible)

    def _place(self) -> None:
        """Dim the window and stand in its middle; before the window exists, since X11 loses the first paint of one that moves."""
        parent = self.parentWidget()
        window = parent.window() if parent is not None else self
        if self._scrim is None:
            self._scrim = _Scrim(self.theme, window)
        if self._wanted is not None:
            self.resize(self._wanted.boundedTo(window.size() - QSize(40, 40)))
        else:
            self.adjustSize()
        self._round()
        middle = QPoint((window.width() - self.width()) // 2, max(20, (window.height() - self.height()) // 2))
        self.move(window.mapToGlobal(middle))

    def _round(self) -> None:
        """Cut the corners off: a translucent window would have black ones where nothing composes windows."""
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def hideEvent(self, event: QHideEvent) -> None:
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.color("border_strong"), 1))
        painter.setBrush(self.theme.color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
