"""Finds the children of what is opened in a tree: small ones at once, large ones in a worker while their rows come in."""

from __future__ import annotations

import asyncio
import threading
import time

from PySide6.QtCore import QObject, QTimer, Signal

from curlew.preview.outline.opening import repeated_keys
from curlew.preview.outline.tree import ChildList, Node
from curlew.preview.outline.words import RowText
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.views.tree.model import CHECKED_AT_ONCE, TreeModel

AT_ONCE = 48 * 1024
"""Bytes of a container whose children are found in the window's thread: some milliseconds."""

LARGEST_COUNTED = 4 * 1024 * 1024
"""Bytes of a closed container whose children are counted; a larger one tells its size until it is opened."""

FIRST_POLL_MS = 20
POLL_MS = 120
"""Rows come in seldom after the first ones: each insertion lays out all rows of the table anew."""


class Loader(QObject):
    """`settled` when everything that was opened has all its rows."""

    settled = Signal()

    def __init__(self, ui: Ui, model: TreeModel) -> None:
        super().__init__(model)
        self._model = model
        self._tasks = ui.tasks.for_owner(self)
        halts = self._halts = [threading.Event()]
        self._running: dict[Node, asyncio.Task[None]] = {}
        self._uncounted: dict[tuple[Node, int], None] = {}
        self._poll = QTimer(self)
        self._poll.timeout.connect(self._grow)
        self._count = QTimer(self)
        self._count.setSingleShot(True)
        self._count.setInterval(15)
        self._count.timeout.connect(self._begin_counting)
        self._counting = False
        model.wants_children.connect(self.find)
        self.destroyed.connect(lambda: halts[0].set())

    @property
    def busy(self) -> bool:
        return bool(self._running)

    @property
    def halt(self) -> threading.Event:
        """Set when the work for the body that is shown now is to end."""
        return self._halts[0]

    def stop(self) -> None:
        """End all work: another body is shown, or none."""
        self.halt.set()
        self._halts[0] = threading.Event()
        self._poll.stop()
        self._count.stop()
        self._tasks.cancel()
        self._running.clear()
        self._uncounted.clear()
        self._counting = False

    def find(self, node: Node) -> None:
        """Find the children of a node that was opened."""
        if node.children.complete or node in self._running:
            self._model.grow(node)
        elif node.value.end - node.value.start <= AT_ONCE:
            for _step in node.children.steps():
                pass
            self._model.grow(node)
            if len(node.children) > CHECKED_AT_ONCE:
                self._tasks.start(self._check(node, self.halt), _("Reading the tree"))
        else:
            self._running[node] = self._tasks.start(self._find(node, self.halt), _("Reading the tree"))
            self._poll.start(FIRST_POLL_MS)

    async def ready(self, node: Node) -> None:
        """Wait until all children of an open node are known."""
        self.find(node)
        task = self._running.get(node)
        if task is not None and not node.children.complete:
            await asyncio.wait({task})
        self._model.grow(node)

    async def _find(self, node: Node, halt: threading.Event) -> None:
        await asyncio.to_thread(run_steps, node.children, halt)
        if halt.is_set():
            return
        self._model.grow(node)
        self._running.pop(node, None)
        if not self._running:
            self._poll.stop()
            self.settled.emit()
        await self._check(node, halt)

    async def _check(self, node: Node, halt: threading.Event) -> None:
        """Look for keys that stand twice."""
        shape = self._model.shape
        if shape is not None and node.repeated is None and node.value.kind in ("object", "element") and not halt.is_set():
            keys = await asyncio.to_thread(repeated_keys, shape, node.children)
            if not halt.is_set():
                self._model.flag_repeated(node, keys)

    def _grow(self) -> None:
        self._poll.setInterval(POLL_MS)
        for node in tuple(self._running):
            if node.news() or (node.children.complete and node.children.problem and not node.problem):
                self._model.grow(node)

    # --- counting what is closed ---

    def want_count(self, node: Node, index: int) -> None:
        """Count the children of a closed container whose row was painted without."""
        value = node.children.value(index)
        if value.end - value.start <= LARGEST_COUNTED:
            self._uncounted[node, index] = None
            if not self._counting and not self._count.isActive():
                self._count.start()

    def _begin_counting(self) -> None:
        wanted, self._uncounted = list(self._uncounted), {}
        if wanted and self._model.shape is not None:
            self._counting = True
            self._tasks.start(self._count_all(wanted[-80:], self.halt), _("Reading the tree"))

    async def _count_all(self, wanted: list[tuple[Node, int]], halt: threading.Event) -> None:
        counted = await asyncio.to_thread(self._counts, wanted, halt)
        if halt.is_set():
            return
        self._counting = False
        for node, index, text in counted:
            self._model.counted(node, index, text)
        self._model.refresh()
        if self._uncounted:
            self._count.start()

    def _counts(self, wanted: list[tuple[Node, int]], halt: threading.Event) -> list[tuple[Node, int, RowText]]:
        """In a worker: what the rows say when their children are counted."""
        shape, found = self._model.shape, []
        for node, index in wanted:
            if halt.is_set() or shape is None:
                break
            value = node.children.value(index)
            children = shape.children(value)
            run_steps(children, halt)
            found.append((node, index, shape.row(value, index, children, shape.key(value) in (node.repeated or ()))))
        return found


def run_steps(children: ChildList, halt: threading.Event) -> None:
    """In a worker: find all children; the window comes to its turn after each step."""
    for _step in children.steps():
        if halt.is_set():
            return
        time.sleep(0)
