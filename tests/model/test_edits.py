"""Edits of the tree: each returns the edit that takes it back."""

import copy
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from curlew.model.edits import AddItem, Edit, MoveItem, RemoveItem, SetField, apply
from curlew.model.tree import ROOT, Item, ItemKind, Tree
from curlew.model.undo import UndoStack


def a_tree() -> Tree:
    tree = Tree.for_workspace("W", Path("w"))
    collection = Item(tree.new_id(), ItemKind.COLLECTION, "C", Path("w/c"))
    tree.insert(ROOT, 0, collection)
    for name in ("A", "B"):
        folder = Item(tree.new_id(), ItemKind.FOLDER, name, Path("w/c") / name)
        tree.insert(collection.id, 99, folder)
        for number in (1, 2):
            path = folder.path / f"{number}.yml"
            tree.insert(folder.id, 99, Item(tree.new_id(), ItemKind.REQUEST, f"{name}{number}", path, "GET"))
    return tree


def snapshot(tree: Tree) -> object:
    return copy.deepcopy((dict(tree.items), dict(tree.children), dict(tree.parents)))


def names(tree: Tree) -> list[str]:
    return [item.name for item in tree.walk()]


def test_removing_a_folder_and_taking_it_back_gives_the_same_tree() -> None:
    tree = a_tree()
    before = snapshot(tree)
    folder = next(item for item in tree.walk() if item.name == "A")
    back = apply(tree, RemoveItem(folder.id))
    assert names(tree) == ["W", "C", "B", "B1", "B2"]
    apply(tree, back)
    assert snapshot(tree) == before


def test_moving_counts_without_the_moved_item() -> None:
    tree = a_tree()
    first, second = (item for item in tree.walk() if item.kind is ItemKind.FOLDER)
    parent = tree.parent_id(first.id)
    assert parent is not None
    apply(tree, MoveItem(first.id, parent, 1))
    assert tree.child_ids(parent) == (second.id, first.id)
    assert tree.collection_of(first.id) == tree[parent]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 99), st.integers(0, 99), st.integers(0, 5)), max_size=15))
def test_any_row_of_edits_can_be_taken_back(steps: list[tuple[int, int, int, int]]) -> None:
    tree = a_tree()
    before = snapshot(tree)
    stack: UndoStack[Edit] = UndoStack()
    for kind, which, other, index in steps:
        edit = an_edit(tree, kind, which, other, index)
        if edit is not None:
            stack.push(apply(tree, edit))
    while (back := stack.undo()) is not None:
        apply(tree, back)
    assert snapshot(tree) == before


def an_edit(tree: Tree, kind: int, which: int, other: int, index: int) -> Edit | None:
    """Pick an edit that makes sense on the tree as it is, from drawn numbers."""
    movable = [item for item in tree.walk() if item.kind in (ItemKind.FOLDER, ItemKind.REQUEST)]
    parents = [item for item in tree.walk() if item.kind in (ItemKind.COLLECTION, ItemKind.FOLDER)]
    parent = parents[other % len(parents)]
    if kind == 0:
        return AddItem(parent.id, min(index, len(tree.child_ids(parent.id))), Item(tree.new_id(), ItemKind.REQUEST, "N", parent.path / "n"))
    if not movable:
        return None
    item = movable[which % len(movable)]
    if kind == 1:
        return RemoveItem(item.id)
    if kind == 2:
        return SetField(item.id, (("name", f"R{index}"),))
    inside = {below.id for below in tree.walk(item.id)}
    if parent.id in inside:
        return None
    room = len([child for child in tree.child_ids(parent.id) if child != item.id])
    return MoveItem(item.id, parent.id, min(index, room))


def test_the_undo_stack_forgets_what_was_undone_on_a_new_step() -> None:
    stack: UndoStack[int] = UndoStack(limit=2)
    for step in (1, 2, 3):
        stack.push(step)
    assert (stack.undo(), stack.undo(), stack.undo()) == (3, 2, None)
    assert stack.redo() == 2
    stack.push(9)
    assert not stack.can_redo
    assert stack.top == 9
