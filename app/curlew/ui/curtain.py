"""What is on the screen first: the window's frame, painted by one widget while everything behind it is made."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from curlew.text import _
from curlew.ui.theme import Theme

TOP, RAIL, SIDEBAR, STATUS = 46, 84, 270, 28


class Curtain(QWidget):
    """Looks like the empty window. `sidebar` is the width that the sidebar will have."""

    def __init__(self, theme: Theme, sidebar: int) -> None:
        super().__init__()
        self._theme = theme
        self._sidebar = sidebar

    def prepare(self) -> None:
        """Load the fonts and pictures that painting takes."""
        self.grab(QRect(0, 0, self._theme.px(RAIL), self.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        top, status = theme.px(TOP), theme.px(STATUS)
        middle = QRect(0, top, self.width(), self.height() - top - status)
        rail = QRect(0, middle.y(), theme.px(RAIL), middle.height())
        side = QRect(rail.right() + 1, middle.y(), self._sidebar, middle.height())
        painter.fillRect(self.rect(), theme.color("rail"))
        painter.fillRect(middle.adjusted(side.right() + 1, 0, 0, 0), theme.color("bg"))
        painter.fillRect(side, theme.color("surface"))
        for line in (
            QRect(0, top - 1, self.width(), 1),
            QRect(0, middle.bottom() + 1, self.width(), 1),
            QRect(rail.right(), rail.y(), 1, rail.height()),
            QRect(side.right(), side.y(), 1 if self._sidebar else 0, side.height()),
        ):
            painter.fillRect(line, theme.color("border"))
        self._paint_brand(painter, top)
        self._paint_captions(painter, rail)

    def _paint_brand(self, painter: QPainter, top: int) -> None:
        theme, side = self._theme, self._theme.px(24)
        painter.drawPixmap(14, (top - side) // 2, theme.pixmap("curlew", "accent", 24, self.devicePixelRatioF()))
        painter.setFont(theme.font(15, 700))
        painter.setPen(theme.color("text"))
        painter.drawText(QRect(14 + side + 10, 0, 200, top - 1), Qt.AlignmentFlag.AlignVCenter, "Curlew")

    def _paint_captions(self, painter: QPainter, rail: QRect) -> None:
        theme = self._theme
        painter.setFont(theme.font(11, 500))
        painter.setPen(theme.color("text2"))
        height, picture = theme.px(54), theme.px(20)
        for number, (icon, title) in enumerate((("layers", _("Collections")), ("globe", _("Environments")), ("history", _("History")))):
            y = rail.y() + 8 + number * (height + 2)
            left = (rail.width() - picture) // 2
            painter.drawPixmap(left, y + theme.px(8), theme.pixmap(icon, "text2", 20, self.devicePixelRatioF()))
            below = theme.px(8) + picture
            painter.drawText(QRectF(0, y + below, rail.width() - 1, height - below - 2), Qt.AlignmentFlag.AlignCenter, title)
