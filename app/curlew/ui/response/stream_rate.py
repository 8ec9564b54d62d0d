"""How many events came in each of the last seconds, as small bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from curlew.text import _
from curlew.ui.theme import Theme

BAR, SPACE, HIGH = 2, 2, 20


class RateBars(QWidget):
    """The newest second is at the right."""

    def __init__(self, theme: Theme, seconds: int) -> None:
        super().__init__()
        self._theme, self._seconds = theme, seconds
        self._counts: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Events in each of the last seconds"))

    def show_counts(self, counts: Sequence[int]) -> None:
        if tuple(counts) != self._counts:
            self._counts = tuple(counts)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._seconds * (BAR + SPACE), HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        most = max(self._counts, default=0)
        for number, count in enumerate(self._counts):
            if count:
                high = max(2.0, HIGH * count / most)
                token = "accent" if number == len(self._counts) - 1 else "ok"
                painter.setOpacity(1.0 if token == "accent" else 0.55)
                painter.fillRect(QRectF(number * (BAR + SPACE), HIGH - high, BAR, high), self._theme.color(token))
        painter.end()
