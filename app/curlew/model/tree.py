"""The tree of a workspace: what the sidebar shows. Items hold summaries; full values are loaded from their files when needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from pathlib import Path


class ItemKind(StrEnum):
    WORKSPACE = "workspace"
    COLLECTION = "collection"
    FOLDER = "folder"
    REQUEST = "request"
    OPAQUE = "opaque"  # gRPC, WebSocket, app, anything new: shown, kept, not editable yet
    BROKEN = "broken"  # a file that cannot be read


ROOT = 0
"""The id of the workspace's own item."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the tree.

    path: the file of a request, opaque or broken item; the folder of a folder, collection or workspace.
    label: for requests the method (`GET`, or `GQL`), for opaque items a short kind (`WS`, `gRPC`, `APP`).
    problem: for broken items "line 12: reason"; for a collection that is missing on disk, why.
    """

    id: int
    kind: ItemKind
    name: str
    path: Path
    label: str = ""
    url: str = ""
    seq: float | None = None
    problem: str = ""
    line: int = 0
    provisional: bool = False  # known from the head of its file only


@dataclass(slots=True)
class Tree:
    """The one mutable structure of the model. Only `model/edits.py` and the loader change it, through the methods below."""

    items: dict[int, Item] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))
    _by_path: dict[Path, int] | None = field(default=None, repr=False, compare=False)  # made when asked for, dropped when paths change

    @classmethod
    def for_workspace(cls, name: str, path: Path, after: Tree | None = None) -> Tree:
        """Return a tree with the root only, whose ids are others than those of the tree `after` which it follows."""
        tree = cls() if after is None else cls(_ids=after._ids)
        tree.items[ROOT] = Item(ROOT, ItemKind.WORKSPACE, name, path)
        tree.children[ROOT] = []
        return tree

    def new_id(self) -> int:
        """Return an id never used before in this tree; safe in any thread."""
        return next(self._ids)

    def __getitem__(self, item_id: int) -> Item:
        return self.items[item_id]

    def __contains__(self, item_id: object) -> bool:
        return item_id in self.items

    def child_ids(self, item_id: int) -> tuple[int, ...]:
        return tuple(self.children.get(item_id, ()))

    def parent_id(self, item_id: int) -> int | None:
        """Return the parent's id; None for the root."""
        return self.parents.get(item_id)

    def index(self, item_id: int) -> int:
        """Return the place among its siblings."""
        return self.children[self.parents[item_id]].index(item_id)

    def ancestors(self, item_id: int) -> tuple[Item, ...]:
        """Return the items above, from the nearest to the workspace."""
        found = []
        above = self.parents.get(item_id)
        while above is not None:
            found.append(self.items[above])
            above = self.parents.get(above)
        return tuple(found)

    def collection_of(self, item_id: int) -> Item | None:
        """Return the collection that holds the item (itself, if it is one)."""
        for item in (self.items[item_id], *self.ancestors(item_id)):
            if item.kind is ItemKind.COLLECTION:
                return item
        return None

    def walk(self, item_id: int = ROOT) -> Iterator[Item]:
        """Yield the item and all below it, in the order shown."""
        stack = [item_id]
        while stack:
            current = stack.pop()
            yield self.items[current]
            stack.extend(reversed(self.children.get(current, ())))

    def by_path(self, path: Path) -> Item | None:
        """Return the item that lies at a path, None if there is none."""
        if self._by_path is None:
            self._by_path = {item.path: item.id for item in reversed(self.items.values())}
        found = self._by_path.get(path)
        return None if found is None else self.items[found]

    # --- changes, for model/edits.py and the loader ---

    def insert(self, parent: int, index: int, item: Item) -> None:
        """Add one item (with its id) below `parent`; an index past the end appends."""
        self._by_path = None
        self.items[item.id] = item
        self.parents[item.id] = parent
        if item.kind in (ItemKind.COLLECTION, ItemKind.FOLDER):
            self.children.setdefault(item.id, [])
        self.children[parent].insert(index, item.id)

    def detach(self, item_id: int) -> None:
        """Take an item out of its parent's list; it and its children stay known until `forget`."""
        self.children[self.parents[item_id]].remove(item_id)

    def attach(self, item_id: int, parent: int, index: int) -> None:
        """Put a detached item back, below `parent` at `index`."""
        self.parents[item_id] = parent
        self.children[parent].insert(index, item_id)

    def change(self, item_id: int, **values: object) -> Item:
        """Replace fields of an item and return the new one."""
        if "path" in values:
            self._by_path = None
        self.items[item_id] = replace(self.items[item_id], **values)  # type: ignore[arg-type]
        return self.items[item_id]

    def graft(self, item_id: int, items: dict[int, Item], children: dict[int, list[int]]) -> None:
        """Replace all that lies below an item by `children` (a list for each item that can have any) with their `items`."""
        self._by_path = None
        for child in self.child_ids(item_id):
            self.detach(child)
            self.forget(child)
        self.items.update(items)
        self.children[item_id] = []
        self.children.update(children)
        for above, below in children.items():
            for child in below:
                self.parents[child] = above

    def forget(self, item_id: int) -> None:
        """Drop a detached item and all below it."""
        self._by_path = None
        for item in tuple(self.walk(item_id)):
            self.items.pop(item.id, None)
            self.parents.pop(item.id, None)
            self.children.pop(item.id, None)
