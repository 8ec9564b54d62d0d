"""The rows of a tree that is opened bit by bit: what is open, how many rows that makes, and which row is what."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from curlew.preview.places import Place


class Value(Protocol):
    """A value in the text: its kind, its bytes, the bytes of its key or name."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def key(self) -> tuple[int, int] | None: ...
    @property
    def holds_values(self) -> bool: ...


class ChildList(Protocol):
    """Children of a container, found in steps; `problem` is what is wrong with the container itself, once it is complete."""

    complete: bool
    problem: str

    def __len__(self) -> int: ...
    def value(self, index: int) -> Value: ...
    def steps(self) -> Iterator[None]: ...


class Trie(dict[str | int, "Trie"]):
    """Places by their parts; `ends` where one ends here."""

    __slots__ = ("ends",)

    def __init__(self) -> None:
        super().__init__()
        self.ends = False

    @classmethod
    def of(cls, places: Iterable[Place]) -> Trie:
        whole = cls()
        for number, place in enumerate(places):
            if number % 256 == 255:
                time.sleep(0)  # a thread that waits for the interpreter gets it now
            at = whole
            for part in place[:-1]:
                below = at.get(part)
                if below is None or below is _LEAF:
                    at[part] = cls()
                    at[part].ends = below is _LEAF
                at = at[part]
            if not place:
                whole.ends = True
            elif place[-1] in at:
                at[place[-1]].ends = True
            else:
                at[place[-1]] = _LEAF
        return whole


_LEAF = Trie()
"""The end of most places; one for all of them, since there may be 100,000."""

_LEAF.ends = True


class Alone:
    """The one child of a text that is a single value: it has no key, and its place is the root's."""

    complete = True
    problem = ""

    def __init__(self, value: Value) -> None:
        self._value = value

    def __len__(self) -> int:
        return 1

    def value(self, _index: int) -> Value:
        return self._value

    def steps(self) -> Iterator[None]:
        return iter(())


class Node:
    """An open container. `at`: its index among its parent's children. `only`: the children that are shown, None for all.

    `known`: how many children count as rows, which lags behind the list while that grows. `rows`: all rows below it.
    """

    __slots__ = (
        "_dirty",
        "_starts",
        "_sums",
        "at",
        "children",
        "depth",
        "kept",
        "known",
        "nodes",
        "only",
        "opened",
        "parent",
        "place",
        "problem",
        "repeated",
        "rows",
        "trie",
        "value",
    )

    def __init__(
        self, value: Value, children: ChildList, parent: Node | None = None, at: int = 0, only: Sequence[int] | None = None
    ) -> None:
        self.value, self.children, self.parent, self.at, self.only = value, children, parent, at, only
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.known = self.rows = 0
        self.problem = ""
        self.repeated: frozenset[str] | None = None
        """Keys that stand in it more than once; None where nobody looked yet."""
        self.opened: list[int] = []
        self.nodes: list[Node] = []
        self.kept: dict[int, Node] = {}
        self._starts: list[int] = []
        self._sums: list[int] = []
        self._dirty = 0
        self.place: Place | None = () if parent is None else None
        self.trie: Trie | None = None
        """The matches below it."""

    # --- the children that are shown ---

    def index_at(self, position: int) -> int:
        """Return the index of the child that is shown at a position."""
        return position if self.only is None else self.only[position]

    def position_of(self, index: int) -> int:
        """Return where a child stands among those that are shown, -1 if it does not."""
        if self.only is None:
            return index if index < self.known else -1
        at = bisect_left(self.only, index)
        return at if at < self.known and self.only[at] == index else -1

    def news(self) -> int:
        """Return how many children were found that do not count as rows yet."""
        return (len(self.children) if self.only is None else bisect_left(self.only, len(self.children))) - self.known

    def child(self, index: int) -> Node | None:
        """Return a child that is open."""
        at = bisect_left(self.opened, index)
        return self.nodes[at] if at < len(self.opened) and self.opened[at] == index else None

    # --- rows ---

    def _settle(self) -> None:
        """Work out anew where the open children begin, from the first one that changed."""
        count, done = len(self.nodes), self._dirty
        if done == count == len(self._starts):
            return
        del self._starts[done:], self._sums[done:]
        total = self._sums[-1] if done else 0
        for at in range(done, count):
            self._starts.append(self.position_of(self.opened[at]) + total)
            total += self.nodes[at].rows
            self._sums.append(total)
        self._dirty = count

    def row_of_position(self, position: int) -> int:
        """Return the row, below this node, of the child at a position."""
        self._settle()
        before = bisect_left(self.opened, self.index_at(position) if position < self.known else len(self.children))
        return position + (self._sums[before - 1] if before else 0)

    def step_to(self, row: int) -> tuple[Node | None, int]:
        """Return the open child that holds a row below this node, and the row below that one; or None and a position."""
        self._settle()
        before = bisect_left(self._starts, row)
        if before:
            inside = row - self._starts[before - 1] - 1
            child = self.nodes[before - 1]
            if inside < child.rows:
                return child, inside
            return None, row - self._sums[before - 1]
        return None, row

    def changed(self, delta: int) -> None:
        """Count rows that came or went below this node."""
        node: Node | None = self
        while node is not None:
            node.rows += delta
            above = node.parent
            if above is not None:
                slot = bisect_left(above.opened, node.at)
                above._dirty = min(above._dirty, slot)
            node = above

    def attach(self, child: Node) -> None:
        """Put an open child in its place."""
        slot = bisect_left(self.opened, child.at)
        self.opened.insert(slot, child.at)
        self.nodes.insert(slot, child)
        self._dirty = min(self._dirty, slot)
        self.changed(child.rows)

    def detach(self, child: Node) -> None:
        slot = bisect_left(self.opened, child.at)
        del self.opened[slot], self.nodes[slot]
        self._dirty = min(self._dirty, slot)
        self.changed(-child.rows)

    def absorb(self) -> int:
        """Let all that was found count as rows, and the problem; for a node that is not attached yet. Return its rows."""
        self.known += self.news()
        if self.children.complete:
            self.problem = self.children.problem
        self.rows = self.known + bool(self.problem) + sum(node.rows for node in self.nodes)
        return self.rows


Spot = tuple[Node, int]
"""A row: the node that it is in, and the index of a child of it; -1 for the row that tells the node's problem."""


class Outline:
    """The rows below a root, which itself is none."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self._last: tuple[int, Node, int] | None = None  # a row that was asked for, its node and position

    def __len__(self) -> int:
        return self.root.rows

    def touched(self) -> None:
        """Forget where rows were: some came or went."""
        self._last = None

    def spot(self, row: int) -> Spot:
        """Return what stands in a row."""
        if self._last is not None and row == self._last[0] + 1:
            node, position = self._after(self._last[1], self._last[2])
        elif self._last is not None and row == self._last[0]:
            node, position = self._last[1], self._last[2]
        else:
            node, position = self._find(row)
        self._last = (row, node, position)
        return (node, node.index_at(position)) if position < node.known else (node, -1)

    def _find(self, row: int) -> tuple[Node, int]:
        node = self.root
        while True:
            child, row = node.step_to(row)
            if child is None:
                return node, row
            node = child

    def _after(self, node: Node, position: int) -> tuple[Node, int]:
        """Return the place of the row after this one, without going through the whole depth."""
        child = node.child(node.index_at(position)) if position < node.known else None
        if child is not None and child.rows:
            return child, 0
        while position + 1 >= node.known + bool(node.problem) and node.parent is not None:
            position = node.parent.position_of(node.at)
            node = node.parent
        return node, position + 1

    def row_of(self, node: Node, index: int) -> int:
        """Return the row of a child of an open node, -1 where it is not shown."""
        position = node.known if index < 0 else node.position_of(index)
        if position < 0:
            return -1
        row = node.row_of_position(position)
        while node.parent is not None:
            row += node.parent.row_of_position(node.parent.position_of(node.at)) + 1
            node = node.parent
        return row

    def first_new_row(self, node: Node) -> int:
        """Return the row at which more children of a node would stand."""
        row = node.rows - bool(node.problem)
        while node.parent is not None:
            row += node.parent.row_of_position(node.parent.position_of(node.at)) + 1
            node = node.parent
        return row
