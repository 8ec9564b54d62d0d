"""The colours of environments: what a file says, and the dot that is painted for it in either theme."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from curlew.model.variables import Environment
from curlew.text import _
from curlew.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Choice:
    """A colour that can be picked: what the file gets, its name, and the token that shows it."""

    written: str
    title: str
    token: str


CHOICES = (
    Choice("", _("No colour"), "env_grey"),
    Choice("#12804a", _("Green"), "env_green"),
    Choice("#b86a00", _("Amber"), "env_amber"),
    Choice("#c92a2a", _("Red"), "env_red"),
    Choice("#1769aa", _("Blue"), "env_blue"),
    Choice("#7a3fc4", _("Violet"), "env_violet"),
)
_TOKENS = {choice.written: choice.token for choice in CHOICES}
_NAMES = {choice.token.removeprefix("env_"): choice.token for choice in CHOICES}
_NAMES |= {"orange": "env_amber", "yellow": "env_amber", "purple": "env_violet", "gray": "env_grey"}


def dot_colour(theme: Theme, written: str) -> QColor:
    """Return the colour of an environment's dot; grey for none and for what is no colour."""
    low = written.strip().lower()
    token = _TOKENS.get(low) or _NAMES.get(low)
    if token is not None:
        return theme.color(token)
    found = QColor.fromString(low) if low else QColor()
    return found if found.isValid() else theme.color("env_grey")


def dot_icon(theme: Theme, written: str, size: int = 16) -> QIcon:
    """Return the dot as an icon, for menus."""
    side = theme.px(size)
    picture = QPixmap(side * 2, side * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_dot(painter, theme, side / 2, side / 2, written)
    painter.end()
    return QIcon(picture)


def paint_dot(painter: QPainter, theme: Theme, x: float, y: float, written: str) -> None:
    """Paint the dot around a point."""
    half = theme.px(8) / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(dot_colour(theme, written))
    painter.drawEllipse(QRectF(x - half, y - half, 2 * half, 2 * half))
    painter.restore()


def has_secrets(value: Environment) -> bool:
    return any(variable.secret for variable in value.variables)
