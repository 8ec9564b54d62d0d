"""A scroll bar that shows where something was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar

from curlew.ui.theme import Theme

WIDTH = 14
MARK = 2


class MarkedScrollBar(QScrollBar):
    """Vertical; `set_marks` takes places from 0 (top) to 1 (bottom), in order. Marks on the same pixel row are one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._theme = theme
        self._marks: Sequence[float] = ()
        self._current: float | None = None
        self._binned: tuple[int, list[int]] | None = None
        self.setProperty("marks", True)

    def set_marks(self, marks: Sequence[float]) -> None:
        self._marks, self._binned, self._current = marks, None, None
        self.update()

    def set_current(self, mark: float | None) -> None:
        """Let one mark stand out."""
        if mark != self._current:
            self._current = mark
            self.update()

    @property
    def pixel_rows(self) -> list[int]:
        """Where marks are painted, from the top, each pixel row once."""
        height = self.height() - MARK
        if self._binned is None or self._binned[0] != height:
            self._binned = height, sorted({round(mark * height) for mark in self._marks})
        return self._binned[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(0, 0, 1, self.height(), self._theme.color("border"))
        color, below = QColor(self._theme.color("number")), 0
        color.setAlphaF(0.6)
        for y in self.pixel_rows:
            top = max(y, below)  # where marks touch, their colour does not add up
            below = y + MARK
            painter.fillRect(QRectF(3, top, self.width() - 5, below - top), color)
        painter.end()
        super().paintEvent(event)  # the handle stands above the marks
        if self._current is not None:
            painter = QPainter(self)
            y = round(self._current * (self.height() - MARK))
            painter.fillRect(QRectF(1, y - 1, self.width() - 1, MARK + 1), self._theme.color("find_on"))
