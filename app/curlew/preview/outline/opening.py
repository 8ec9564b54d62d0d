"""Opening many containers of a tree at once, level by level, within bounds; and showing only what leads to matches."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from curlew.preview.buffer import Buffer
from curlew.preview.outline.tree import Alone, ChildList, Node, Trie, Value
from curlew.preview.outline.words import RowText
from curlew.preview.picked import PickedValue
from curlew.preview.places import Place

MOST_OPENED = 20_000
MOST_ROWS = 2_000_000
LONGEST_S = 5.0
DEEPEST_KEPT = 200
"""Levels whose places are kept; those of a chain of 100,000 would take gigabytes."""

FEW_KEYS = 200
"""Keys of an object that are looked through at once for ones that stand there twice."""

LARGEST_CHECKED = 200_000
"""Keys of an object that are looked through for ones that stand there twice."""


class Shape(Protocol):
    """What a tree asks of a kind of text."""

    xml: bool
    data: Buffer

    def root(self) -> Value: ...
    def children(self, value: Value) -> ChildList: ...
    def key(self, value: Value, limit: int | None = None) -> str | None: ...
    def part(self, value: Value, index: int) -> str | int: ...
    def row(self, value: Value, index: int, known: ChildList | None, repeated: bool) -> RowText: ...
    def facts(self, value: Value, known: ChildList | None) -> str: ...
    def picked(self, node: Node | None, value: Value, place: Place) -> PickedValue: ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is opened at once. level: how many levels are open, None for all. only: show only what leads to matches."""

    level: int | None = None
    opened: int = MOST_OPENED
    rows: int = MOST_ROWS
    seconds: float = LONGEST_S
    only: bool = False


def give_way(count: int) -> None:
    """Let the window's thread come to its turn now and then in long work of a worker."""
    if count % 256 == 255:
        time.sleep(0)


def place_of(shape: Shape, node: Node, index: int) -> Place:
    """Return the place of a child of an open node; of the node itself for -1."""
    parts: list[str | int] = []
    if index >= 0 and not isinstance(node.children, Alone):
        parts.append(shape.part(node.children.value(index), index))
    at = node
    while at.place is None:
        assert at.parent is not None
        parts.append(shape.part(at.value, at.at))
        at = at.parent
    place = (*at.place, *reversed(parts))
    if node.place is None and node.depth <= DEEPEST_KEPT:
        node.place = place if index < 0 else place[:-1]
    return place


def repeated_keys(shape: Shape, children: ChildList) -> frozenset[str]:
    """Return the keys that stand in an object more than once; for XML the attributes."""
    seen: set[str] = set()
    twice: set[str] = set()
    for index in range(min(len(children), LARGEST_CHECKED)):
        give_way(index)
        value = children.value(index)
        if shape.xml and value.kind != "attribute":
            break
        key = shape.key(value)
        if key is not None:
            (twice if key in seen else seen).add(key)
    return frozenset(twice)


def narrowed(shape: Shape, node: Node, halted: Callable[[], bool] = lambda: False) -> list[int] | None:
    """Return the children of a node that lead to matches; None for all, where it is a match itself."""
    trie, children = node.trie, node.children
    if trie is None or trie.ends:
        return None
    count = len(children)
    if not shape.xml and node.value.kind in ("array", "top"):
        return sorted(part for part in trie if isinstance(part, int) and 0 <= part < count)
    found: list[int] = []
    for index in range(count):
        if index % 1000 == 0 and halted():
            break
        give_way(index)
        if shape.part(children.value(index), index) in trie:
            found.append(index)
    return found


def opened_below(shape: Shape, node: Node, bounds: Bounds, halted: Callable[[], bool]) -> tuple[Node, bool]:
    """Return a copy of a node with what is below it opened, and whether everything that was asked for is.

    May run in a worker: nothing that is shown is touched. halted: asked often; the copy then is what was reached.
    """
    until = time.monotonic() + bounds.seconds
    children = node.children if node.children.complete else shape.children(node.value)
    whole = Node(node.value, children, node.parent, node.at)
    whole.trie, whole.place, whole.repeated = node.trie, node.place, node.repeated
    made, queue, rows, full = [whole], deque([whole]), 0, False
    while queue and not halted() and time.monotonic() < until:
        above = queue.popleft()
        give_way(len(made))
        _find_children(shape, above, bounds.only, halted)
        shown = len(above.children) if above.only is None else len(above.only)
        rows += shown
        if bounds.level is not None and above.depth - whole.depth >= bounds.level:
            continue
        for position in range(shown):
            full = full or len(made) > bounds.opened or rows > bounds.rows
            if full or (position % 1000 == 999 and (halted() or time.monotonic() > until)):
                break
            give_way(position)
            index = position if above.only is None else above.only[position]
            value = above.children.value(index)
            if value.holds_values and (not bounds.only or _below(shape, above, value, index) is not None):
                queue.append(_opened(shape, above, value, index))
                made.append(queue[-1])
    complete = not full and not queue and not halted() and time.monotonic() < until
    for below in reversed(queue):  # not looked into any more: closed again, the last one first
        if below.parent is not None and below is not whole:
            below.parent.opened.pop()
            below.parent.nodes.pop()
    for below in reversed(made):
        below.absorb()
    return whole, complete


def _find_children(shape: Shape, node: Node, only: bool, halted: Callable[[], bool]) -> None:
    for _step in () if node.children.complete else node.children.steps():
        if halted():
            break
    if only:
        node.only = narrowed(shape, node, halted)
    if node.repeated is None and node.value.kind in ("object", "element"):
        node.repeated = repeated_keys(shape, node.children) if len(node.children) <= FEW_KEYS else None


def _opened(shape: Shape, above: Node, value: Value, index: int) -> Node:
    below = Node(value, shape.children(value), above, index)
    below.trie = _below(shape, above, value, index)
    above.opened.append(index)
    above.nodes.append(below)
    return below


def _below(shape: Shape, above: Node, value: Value, index: int) -> Trie | None:
    return None if above.trie is None else above.trie.get(shape.part(value, index))
