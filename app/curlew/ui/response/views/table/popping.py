"""Where a popup goes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize


def within(screen: QRect, place: QPoint, size: QSize) -> QPoint:
    """Return the place nearest to the one that is wanted at which all of a popup is on the screen."""
    x = max(screen.x(), min(place.x(), screen.right() - size.width()))
    return QPoint(x, max(screen.y(), min(place.y(), screen.bottom() - size.height())))
