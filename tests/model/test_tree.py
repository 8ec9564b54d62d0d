from pathlib import Path

from curlew.model.tree import ROOT, Item, ItemKind, Tree


def a_tree():
    tree = Tree.for_workspace("W", Path("/w"))
    tree.insert(ROOT, 0, Item(tree.new_id(), ItemKind.COLLECTION, "C", Path("/w/c")))
    tree.insert(1, 0, Item(tree.new_id(), ItemKind.REQUEST, "A", Path("/w/c/a.yml")))
    return tree


def test_items_are_found_by_their_paths_as_these_change():
    tree = a_tree()
    assert tree.by_path(Path("/w/c/a.yml")) == tree[2]
    assert tree.by_path(Path("/w/c/b.yml")) is None
    tree.change(2, path=Path("/w/c/b.yml"))
    assert tree.by_path(Path("/w/c/b.yml")) == tree[2]
    assert tree.by_path(Path("/w/c/a.yml")) is None
    tree.change(2, name="Other")
    assert tree.by_path(Path("/w/c/b.yml")).name == "Other"
    tree.graft(1, {9: Item(9, ItemKind.REQUEST, "N", Path("/w/c/n.yml"))}, {1: [9]})
    assert tree.by_path(Path("/w/c/n.yml")) == tree[9]
    assert tree.by_path(Path("/w/c/b.yml")) is None
    tree.detach(9)
    tree.forget(9)
    assert tree.by_path(Path("/w/c/n.yml")) is None


def test_grafting_replaces_all_below_an_item():
    tree = a_tree()
    tree.insert(1, 1, Item(tree.new_id(), ItemKind.FOLDER, "F", Path("/w/c/f")))
    tree.insert(3, 0, Item(tree.new_id(), ItemKind.REQUEST, "B", Path("/w/c/f/b.yml")))
    kept = {2: tree[2], 5: Item(5, ItemKind.FOLDER, "G", Path("/w/c/g")), 6: Item(6, ItemKind.REQUEST, "X", Path("/w/c/g/x.yml"))}
    tree.graft(1, kept, {1: [5, 2], 5: [6]})
    assert [item.id for item in tree.walk()] == [ROOT, 1, 5, 6, 2]
    assert 3 not in tree
    assert 4 not in tree
    assert tree.parents == {1: ROOT, 5: 1, 6: 5, 2: 1}


def test_ids_are_never_used_again_not_even_by_the_tree_that_follows():
    tree = a_tree()
    following = Tree.for_workspace("V", Path("/v"), tree)
    assert following.new_id() == 3
    assert tree.new_id() == 4
