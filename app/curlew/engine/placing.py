"""Which numbers in which files give the order that a person asked for, and the edits that show it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from curlew.model.edits import Edit, SetField, SetOrder
from curlew.model.ordering import numbers_for, ordered
from curlew.model.tree import ROOT, Item, ItemKind, Tree
from curlew.storage.changes import DiskChange, SetHead
from curlew.storage.itemfile import file_of


class Places:
    """Plans the children of one folder or collection anew; reads the tree, and changes nothing."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._parent = -1
        self._children: list[Item] = []
        self._numbers: dict[int, float] = {}

    def insert(self, parent: int, items: Sequence[Item], index: int | None, anew: bool = False) -> None:
        """Put items (from anywhere, or new) before the child that is at `index` now; None: after all."""
        ids = {item.id for item in items}
        siblings = [self._tree[child] for child in self._tree.child_ids(parent)]
        at = len(siblings) if index is None else max(0, min(index, len(siblings)))
        wanted = [
            *(item for item in siblings[:at] if item.id not in ids),
            *items,
            *(item for item in siblings[at:] if item.id not in ids),
        ]
        self.arrange(parent, wanted, ids, anew)

    def arrange(self, parent: int, wanted: Sequence[Item], moved: Collection[int], anew: bool = False) -> None:
        """Let the children be `wanted`, of which those in `moved` are the first to get another number (anew: in any case)."""
        folders = [item for item in wanted if item.kind is ItemKind.FOLDER]
        others = [item for item in wanted if item.kind is not ItemKind.FOLDER]
        for group in (folders, others):
            if any(item.id in moved for item in group):
                self._numbers |= numbers_for(group, moved, anew)
        self._parent, self._children = parent, list(wanted)

    def change(self, item: Item) -> None:
        """Let a sibling be as given: its new name may give it another place."""
        self._parent = self._tree.parents[item.id]
        self._children = [item if child == item.id else self._tree[child] for child in self._tree.child_ids(self._parent)]

    def seq_of(self, item_id: int) -> float | None:
        return self._numbers.get(item_id)

    def changes(self, but: int | None = None) -> list[DiskChange]:
        """Return the steps that write the new numbers, at the paths that the items will have."""
        files = {item.id: file_of(item.kind, item.path) for item in self._children}
        return [SetHead(files[item_id], (("seq", seq),)) for item_id, seq in self._numbers.items() if item_id != but]

    def edits(self, but: int | None = None) -> list[Edit]:
        """Return the edits for the new numbers and the order that follows from them."""
        fields: list[Edit] = [SetField(item_id, (("seq", seq),)) for item_id, seq in self._numbers.items() if item_id != but]
        final = ordered(replace(item, seq=self._numbers.get(item.id, item.seq)) for item in self._children)
        return [*fields, SetOrder(self._parent, tuple(item.id for item in final))]


def closed_up(tree: Tree, gone: Collection[int]) -> list[Edit]:
    """Return the edits that show the siblings of items that go away as their files say then.

    A folder's number is its place among those without one, so that a folder before it changes where it stands.
    """
    edits: list[Edit] = []
    for parent in dict.fromkeys(tree.parents[item_id] for item_id in gone):
        rest = [child for child in tree.child_ids(parent) if child not in gone]
        order = [item.id for item in ordered(tree[child] for child in rest)]
        if parent != ROOT and order != rest:
            edits.append(SetOrder(parent, tuple(order)))
    return edits
