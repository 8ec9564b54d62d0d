"""Where a drag over the tree would drop: between two rows, or into a folder."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import QTreeView

from curlew.model.tree import ROOT
from curlew.ui.tree.delegate import RowDelegate, depth_of
from curlew.ui.tree.model import HOLDERS, ITEM_ROLE


@dataclass(frozen=True, slots=True)
class DropSpot:
    """`row` among the children of the item `parent`, -1 for "into it"; `y` and `depth` are where the line is drawn."""

    parent: int
    row: int
    y: int = 0
    depth: int = 0

    @property
    def is_into(self) -> bool:
        return self.row < 0


def spot_at(view: QTreeView, delegate: RowDelegate, point: QPoint) -> DropSpot:
    """Return the spot under the pointer. The edges of a row mean before and after it, the middle of a folder means into it.

    Below the last row of a folder, the pointer's x decides whether the folder or one further out is meant.
    """
    index = view.indexAt(point)
    model = view.model()
    if not index.isValid():
        return DropSpot(ROOT, model.rowCount(), _bottom(view), 0)
    rect = view.visualRect(index)
    part = (point.y() - rect.y()) / max(1, rect.height())
    is_holder = index.data(ITEM_ROLE).kind in HOLDERS
    if is_holder and 0.25 <= part <= 0.75:
        return DropSpot(_id(index), -1)
    depth = depth_of(index)
    if part < 0.5:
        return DropSpot(_id(index.parent()), index.row(), rect.top(), depth)
    if is_holder and view.isExpanded(index) and model.hasChildren(index):
        return DropSpot(_id(index), 0, rect.bottom() + 1, depth + 1)
    while depth > 0 and index.row() == model.rowCount(index.parent()) - 1 and point.x() < delegate.left(depth, rect.width()):
        index = index.parent()
        depth -= 1
    return DropSpot(_id(index.parent()), index.row() + 1, rect.bottom() + 1, depth)


def _id(index: QModelIndex) -> int:
    return index.internalId() if index.isValid() else ROOT


def _bottom(view: QTreeView) -> int:
    """Return the y below the last visible row."""
    model = view.model()
    last = model.index(model.rowCount() - 1, 0)
    while last.isValid() and view.isExpanded(last) and model.rowCount(last):
        last = model.index(model.rowCount(last) - 1, 0, last)
    return view.visualRect(last).bottom() + 1
