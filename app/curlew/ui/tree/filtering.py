"""Finds the items that a filter shows, in slices, so that typing never waits for a large workspace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from curlew.model.tree import ROOT, Item, Tree

SLICE = 0.005
CHECK_EVERY = 256


@dataclass(slots=True)
class Found:
    """What matches (`hits`), what is shown for it, and what lies above hits. A folder that is the only hit in itself shows all it has."""

    words: tuple[str, ...]
    hits: set[int] = field(default_factory=set)
    shown: set[int] = field(default_factory=set)
    opened: set[int] = field(default_factory=set)
    complete: bool = False


def split_words(text: str) -> tuple[str, ...]:
    """Return the words that all have to be found, in small letters."""
    return tuple(text.lower().split())


def is_hit(item: Item, words: tuple[str, ...]) -> bool:
    """Return whether method, name and address together hold every word."""
    told = f"{item.label} {item.name} {item.url}".lower()
    return all(word in told for word in words)


def search(tree: Tree, words: tuple[str, ...]) -> Iterator[Found]:
    """Yield what was found so far every few hundred items, and at last all of it."""
    found = Found(words)
    for count, item in enumerate(list(tree.items.values()), 1):
        if item.id != ROOT and item.id in tree and is_hit(item, words):
            _add(tree, item, found)
        if count % CHECK_EVERY == 0:
            yield found
    for item_id in found.hits - found.opened:
        found.shown.update(below.id for below in tree.walk(item_id))
    found.complete = True
    yield found


def _add(tree: Tree, item: Item, found: Found) -> None:
    found.hits.add(item.id)
    found.shown.add(item.id)
    above = tree.parents.get(item.id)
    while above is not None and above not in found.opened:
        found.opened.add(above)
        found.shown.add(above)
        above = tree.parents.get(above)


class FilterRun(QObject):
    """One filter at a time; a new one ends the one before."""

    done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[Found] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._work)

    def start(self, tree: Tree, text: str) -> None:
        """Search; a small workspace is done at once."""
        self._steps = search(tree, split_words(text))
        self._timer.start()
        self._work()

    def cancel(self) -> None:
        self._steps = None
        self._timer.stop()

    def _work(self) -> None:
        if self._steps is None:
            self._timer.stop()
            return
        end = perf_counter() + SLICE
        while perf_counter() < end:
            found = next(self._steps)
            if found.complete:
                self.cancel()
                self.done.emit(found)
                return
