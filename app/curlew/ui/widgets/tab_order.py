"""The Tab order as people see the window: from the top left to the bottom right, one region after the other.

Qt's own order is that of creation; here panels and pages are made when they are first shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QWidget

SAME_ROW = 12
"""Widgets of one region whose middles are so near count as one row."""


def stops(root: QWidget) -> Iterator[QWidget]:
    """Yield the visible widgets below `root` at which Tab stops, in the order seen."""
    children = [child for child in root.children() if isinstance(child, QWidget) and child.isVisible() and not child.isWindow()]
    for child in _in_reading_order(children):
        if _is_stop(child):
            yield child
        if not _is_view(child):
            yield from stops(child)


def _is_view(widget: QWidget) -> bool:
    """Whether a widget takes care of Tab inside itself: views and text fields, not areas that only scroll."""
    return isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QScrollArea)


def _is_stop(widget: QWidget) -> bool:
    return widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _in_reading_order(widgets: list[QWidget]) -> list[QWidget]:
    """Sort by rows from the top, each from the left; a widget that begins above a row's middle belongs to it."""
    rows: list[list[QWidget]] = []
    for widget in sorted(widgets, key=lambda one: (one.y(), one.x())):
        row = rows[-1] if rows else None
        if row is not None and widget.y() < row[0].y() + max(SAME_ROW, row[0].height() // 2):
            row.append(widget)
        else:
            rows.append([widget])
    return [widget for row in rows for widget in sorted(row, key=lambda one: one.x())]


def neighbour(root: QWidget, current: QWidget | None, forward: bool) -> QWidget | None:
    """Return the stop after (or before) the one that has the keyboard; None where there is no other."""
    order = list(stops(root))
    if not order:
        return None
    holder = current
    while holder is not None and holder not in order:
        holder = holder.parentWidget()
    if holder is None:
        return order[0 if forward else -1]
    found = order[(order.index(holder) + (1 if forward else -1)) % len(order)]
    return found if found is not current else None
