"""Draws the stroke icons of `resources/icons` in a colour."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from curlew import assets


@cache
def _source(name: str) -> str:
    return assets.text("icons", f"{name}.svg")


def names() -> tuple[str, ...]:
    """Return the names of all icons."""
    return tuple(sorted(path.stem for path in assets.path("icons").glob("*.svg")))


def svg(name: str, colour: str) -> bytes:
    """Return the drawing of an icon in a colour (`#rrggbb`). Raises FileNotFoundError for an unknown name."""
    return _source(name).replace("currentColor", colour).encode()


def draw(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """Return the icon `size` points wide for a screen with `ratio` pixels a point."""
    pixels = round(size * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg(name, colour))).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
