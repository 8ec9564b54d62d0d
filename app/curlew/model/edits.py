"""The only code that changes the tree: each edit returns the edit that takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from curlew.model.tree import Item, Tree


@dataclass(frozen=True, slots=True)
class AddItem:
    """Add `item` (with the id it will have) below `parent`; `below` are its descendants as (parent, item), parents first."""

    parent: int
    index: int
    item: Item
    below: tuple[tuple[int, Item], ...] = ()


@dataclass(frozen=True, slots=True)
class MoveItem:
    item_id: int
    parent: int
    index: int


@dataclass(frozen=True, slots=True)
class RemoveItem:
    item_id: int


@dataclass(frozen=True, slots=True)
class SetField:
    """Change fields of one item, given as (name, value) pairs."""

    item_id: int
    values: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class SetOrder:
    """Put the children of an item into an order; those not named follow as they were, those not there are passed over."""

    item_id: int
    order: tuple[int, ...]


Edit: TypeAlias = AddItem | MoveItem | RemoveItem | SetField | SetOrder


def apply(tree: Tree, edit: Edit) -> Edit:
    """Change the tree and return the inverse edit. A MoveItem's index counts without the moved item itself."""
    match edit:
        case AddItem(parent, index, item, below):
            tree.insert(parent, index, item)
            for above, child in below:
                tree.insert(above, len(tree.children[above]), child)
            return RemoveItem(item.id)
        case MoveItem(item_id, parent, index):
            back = MoveItem(item_id, tree.parents[item_id], tree.index(item_id))
            tree.detach(item_id)
            tree.attach(item_id, parent, index)
            return back
        case RemoveItem(item_id):
            parent, index = tree.parents[item_id], tree.index(item_id)
            held = [item for item in tree.walk(item_id) if item.id != item_id]
            again = AddItem(parent, index, tree[item_id], tuple((tree.parents[item.id], item) for item in held))
            tree.detach(item_id)
            tree.forget(item_id)
            return again
        case SetField(item_id, values):
            old = tree[item_id]
            tree.change(item_id, **dict(values))
            return SetField(item_id, tuple((name, getattr(old, name)) for name, _ in values))
        case SetOrder(item_id, order):
            former = tree.child_ids(item_id)
            there = dict.fromkeys(child for child in order if child in former)
            tree.children[item_id][:] = [*there, *(child for child in former if child not in there)]
            return SetOrder(item_id, former)
