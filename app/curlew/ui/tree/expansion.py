"""Which folders stand open: remembered by id while the window lives, by path between two runs, and put back as rows come."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QTreeView

from curlew.ui.tree.model import HOLDERS, TreeModel


class Expansion(QObject):
    """Follows the view. While `paused` (a filter opens what it found) nothing is remembered."""

    def __init__(self, view: QTreeView, model: TreeModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._open: set[int] = set()
        self._wanted: set[str] = set()
        self.paused = False
        view.expanded.connect(self._on_expanded)
        view.collapsed.connect(self._on_collapsed)
        model.rowsInserted.connect(self._on_inserted)
        model.modelReset.connect(self.put_back)

    def paths(self) -> list[str]:
        """Return what stands open, for the next run."""
        tree = self._model.tree
        return sorted(self._wanted | {str(tree[item_id].path) for item_id in self._open if item_id in tree})

    def want(self, paths: Iterable[str]) -> None:
        """Open these as soon as their rows are there."""
        self._wanted = set(paths)
        self.put_back()

    def put_back(self) -> None:
        """Open again all that was open, after a reset."""
        if not self.paused:
            self._open_below(QModelIndex())

    def _on_expanded(self, index: QModelIndex) -> None:
        if self.paused:
            return
        item = self._model.item(index)
        if item is not None:
            self._open.add(item.id)
            self._wanted.discard(str(item.path))
        self._open_below(index)

    def _on_collapsed(self, index: QModelIndex) -> None:
        if not self.paused:
            self._open.discard(self._model.id_of(index))

    def _on_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        if not self.paused and (not parent.isValid() or self._view.isExpanded(parent)):
            self._open_below(parent, first, last)

    def _open_below(self, parent: QModelIndex, first: int = 0, last: int | None = None) -> None:
        end = self._model.rowCount(parent) if last is None else last + 1
        for row in range(first, end):
            index = self._model.index(row, 0, parent)
            item = self._model.item(index)
            if item is None or item.kind not in HOLDERS:
                continue
            wanted = item.id in self._open or (bool(self._wanted) and str(item.path) in self._wanted)
            if wanted and not self._view.isExpanded(index):
                self._view.expand(index)
