"""Opening much of a tree at once, in a worker and within bounds; and closing all of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from curlew.preview.outline.opening import Bounds, opened_below
from curlew.preview.outline.tree import Node
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.views.tree.loading import Loader
from curlew.ui.response.views.tree.model import TreeModel
from curlew.ui.response.views.tree.table import TreeTable
from curlew.ui.response.views.tree.ways import Ways


class Expander(QObject):
    """`done` when what was asked for is open, or as much of it as is opened at once."""

    done = Signal()

    def __init__(self, ui: Ui, model: TreeModel, loader: Loader, table: TreeTable, ways: Ways) -> None:
        super().__init__(model)
        self._ui, self._model, self._loader, self._table, self._ways = ui, model, loader, table, ways
        self._tasks = ui.tasks.for_owner(self)
        self._ended: list[bool] = []
        self.only = False
        """Only what leads to matches is shown."""

    @property
    def busy(self) -> bool:
        return bool(self._tasks.running)

    def stop(self) -> None:
        """End what is under way; nothing of it is shown."""
        self.end()
        self._tasks.cancel()
        self._ended = []

    def end(self) -> None:
        """End what is under way with what was reached."""
        if self._ended:
            self._ended[0] = True

    def expand(self, node: Node | None = None, bounds: Bounds = Bounds()) -> None:  # noqa: B008  # frozen
        """Open what is below a node, None for the whole tree."""
        outline = self._model.outline
        if outline is None:
            return
        self.stop()
        ended = self._ended = [False]
        work = self._expand(node or outline.root, replace(bounds, only=self.only), ended)
        self._tasks.start(work, _("Expanding the tree"))

    def expand_row(self, row: int) -> None:
        """Open everything below a row."""
        node, index = self._model.spot(row)
        child = self._model.open(node, index) if index >= 0 else None
        if child is not None:
            self.expand(child)

    async def _expand(self, node: Node, bounds: Bounds, ended: list[bool]) -> None:
        shape, halt = self._model.shape, self._loader.halt
        if shape is None:
            return
        whole, complete = await asyncio.to_thread(opened_below, shape, node, bounds, lambda: halt.is_set() or ended[0])
        if halt.is_set() or self._model.outline is None or self._model.shape is not shape:
            return
        ended[0] = True
        row = self._table.row
        place = self._model.place(row) if row >= 0 else None
        if whole.parent is None:
            self._model.swap(whole)
        elif whole.parent.child(whole.at) is node:
            self._model.put(whole)
        if place is not None:
            self._table.go_to(await self._ways.to_place(place))
        self.done.emit()
        if not complete:
            title = _("Expanded as far as {n} rows").format(n=f"{whole.rows:,}")
            self._ui.notify("info", title, _("Not everything is opened at once; open the rest where you need it."))

    def collapse_all(self) -> None:
        """Close everything; the keyboard goes to what held the row where it was."""
        self.stop()
        outline, row = self._model.outline, self._table.row
        if outline is None:
            return
        node, index = self._model.spot(row) if row >= 0 else (outline.root, -1)
        while node.parent is not None:
            node, index = node.parent, node.at
        root = self.fresh(outline.root, outline.root.only is not None)
        if index >= 0:
            self._table.go_to(self._model.row_of(root, index))

    def fresh(self, root: Node, narrow: bool) -> Node:
        """Show the top level with nothing open in it. narrow: only those of its values that were shown before."""
        made = Node(root.value, root.children, only=root.only if narrow else None)
        made.trie, made.repeated = root.trie, root.repeated
        made.absorb()
        self._model.swap(made)
        self._model.wants_children.emit(made)
        return made
