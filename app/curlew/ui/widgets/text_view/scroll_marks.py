"""A scroll bar that shows where something was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar

from curlew.ui.theme import Theme


class MarkedScrollBar(QScrollBar):
    """Vertical; `set_marks` takes places from 0 (top) to 1 (bottom). Marks that fall on the same pixel are one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._theme = theme
        self._marks: Sequence[float] = ()

    def set_marks(self, marks: Sequence[float]) -> None:
        self._marks = marks
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._marks:
            return
        painter = QPainter(self)
        height = self.height() - 4
        for y in {round(mark * height) for mark in self._marks}:
            painter.fillRect(QRectF(2, y + 1, self.width() - 4, 2), self._theme.color("find_on"))
