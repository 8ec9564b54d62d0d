"""A switch: a check box that looks like what it is, something that is on or off at once."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox

from curlew.ui.theme import Theme


class Switch(QCheckBox):
    """Has no text; `title` is its accessible name."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(32) + 4, self._theme.px(28))

    def hitButton(self, place: object) -> bool:  # noqa: N802 - Qt's name
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = theme.px(32), theme.px(18)
        track = QRectF(2, (self.height() - height) / 2, width, height)
        if self.hasFocus():
            painter.setPen(theme.color("accent"))
            painter.drawRoundedRect(track.adjusted(-1.5, -1.5, 1.5, 1.5), height / 2 + 1.5, height / 2 + 1.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("fill" if self.isChecked() else "border_strong"))
        painter.drawRoundedRect(track, height / 2, height / 2)
        side = height - 4
        left = track.right() - side - 2 if self.isChecked() else track.x() + 2
        painter.setBrush(theme.color("on_accent"))
        painter.drawEllipse(QRectF(left, track.y() + 2, side, side))
