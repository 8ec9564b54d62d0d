"""What a filter found, in a tree: marked, walked through, or all that is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from curlew.preview.outline.opening import Bounds, Shape, place_of
from curlew.preview.outline.tree import Node, Trie
from curlew.preview.places import Place
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.views.tree.expanding import Expander
from curlew.ui.response.views.tree.model import TreeModel

MOST_OPENED = 2000
"""Containers that are open when only matches are shown; what leads to the others waits for a click."""

AT_ONCE = 2000
"""Matches that are taken in without a worker."""


class Filtered:
    """The matches of a filter, in the order in which it found them."""

    def __init__(self, ui: Ui, model: TreeModel, expander: Expander) -> None:
        self._model, self._expander = model, expander
        self._tasks = ui.tasks.for_owner(expander)
        self._matches: tuple[Place, ...] = ()
        self._trie: Trie | None = None
        self._at = -1

    @property
    def busy(self) -> bool:
        return bool(self._tasks.running)

    def forget(self) -> None:
        """Take nothing over to another body."""
        self._tasks.cancel()
        self._matches, self._trie, self._at = (), None, -1
        self._expander.only = False

    def mark(self, places: Sequence[Place]) -> None:
        """Mark matches; none takes the marks away, and shows everything."""
        self._take(places, only=self._expander.only and bool(places))

    def show_only(self, places: Sequence[Place] | None) -> None:
        """Show only what leads to these matches; None: show everything again, the marks stay."""
        self._take(self._matches if places is None else places, only=places is not None)

    def next(self, step: int) -> Place | None:
        """Return the next match, or the one before; round at the ends."""
        if not self._matches:
            return None
        self._at = step - 1 if self._at < 0 and step > 0 else self._at + step
        self._at %= len(self._matches)
        return self._matches[self._at]

    def _take(self, places: Sequence[Place], only: bool) -> None:
        if self._matches is places and self._trie is not None and self._expander.only == only:
            return
        self._tasks.cancel()
        if self._matches is not places:
            self._matches, self._trie, self._at = tuple(places), None, -1
        if self._trie is not None or len(places) <= AT_ONCE:
            self._show(self._trie or (Trie.of(places) if places else None), only)
        else:
            self._tasks.start(self._take_many(self._matches, only), _("Marking the matches"))

    async def _take_many(self, places: tuple[Place, ...], only: bool) -> None:
        shape = self._model.shape
        trie = await asyncio.to_thread(Trie.of, places)
        if shape is self._model.shape:
            self._show(trie, only)

    def _show(self, trie: Trie | None, only: bool) -> None:
        outline, before, self._trie = self._model.outline, self._expander.only, trie
        if outline is None:
            return
        self._expander.only = only
        if only:
            root = Node(outline.root.value, outline.root.children)
            root.trie, root.repeated = trie or Trie(), outline.root.repeated
            self._expander.expand(root, Bounds(opened=MOST_OPENED))
            return
        outline.root.trie = trie
        if before:
            self._expander.stop()
            self._expander.fresh(outline.root, narrow=False)
        _spread(self._model.shape, outline.root)
        self._model.refresh()


def _spread(shape: Shape | None, root: Node) -> None:
    """Give every open node the matches below it."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        for child in (*node.nodes, *node.kept.values()):
            child.trie = None if node.trie is None or shape is None else node.trie.get(place_of(shape, node, child.at)[-1])
            waiting.append(child)
