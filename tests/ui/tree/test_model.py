import random

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt

from curlew.engine.session import Change
from curlew.model.tree import ROOT
from curlew.ui.tree.clipboard import MIME_ITEMS
from curlew.ui.tree.model import TreeModel, may_drop, outermost
from helpers.fake_session import FakeSession, pet_shop
from helpers.looping import run


def shown(model: TreeModel, parent: QModelIndex | None = None) -> list:
    """The whole model as nested lists of ids, read through its own indices."""
    above = parent or QModelIndex()
    out = []
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        assert model.parent(index) == above
        out.append([model.id_of(index), shown(model, index)])
    return out


def meant(session: FakeSession, item_id: int = ROOT) -> list:
    return [[child, meant(session, child)] for child in session.tree.child_ids(item_id)]


@pytest.fixture
def shop():
    return pet_shop()


def test_shows_the_tree(shop, qtmodeltester):
    session, _ids = shop
    model = TreeModel(session)
    qtmodeltester.check(model)
    assert shown(model) == meant(session)


def test_rows_are_told_in_words(shop):
    session, ids = shop
    model = TreeModel(session)

    def told(name: str) -> str:
        return model.data(model.index_of(ids[name]), Qt.ItemDataRole.AccessibleTextRole)

    assert told("List pets") == "GET List pets, request"
    assert told("pet-photo.yml") == "pet-photo.yml, broken file, line 12: a tab is used to indent"


def test_a_move_keeps_persistent_indices_and_resets_nothing(shop, qtmodeltester, qtbot):
    session, ids = shop
    model = TreeModel(session)
    shown(model)
    kept = QPersistentModelIndex(model.index_of(ids["List pets"]))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsMoved):
        run(session.move([ids["List pets"]], ids["Store"], 1))
    assert model.id_of(kept) == ids["List pets"]
    assert (kept.row(), model.id_of(kept.parent())) == (1, ids["Store"])
    assert shown(model) == meant(session)
    qtmodeltester.check(model)


def test_many_random_changes_leave_model_and_tree_equal(shop, qtmodeltester):
    session, _ids = shop
    model = TreeModel(session)
    chance = random.Random(3)
    holders = [n for n in session.tree.children if n != ROOT]
    shown(model)
    for _step in range(150):
        loose = [n for n in session.tree.items if n not in (ROOT, *session.tree.child_ids(ROOT))]
        held = [n for n in holders if n in session.tree]
        match chance.choice(["add", "move", "move", "remove", "undo", "copy"]):
            case "add":
                from curlew.model.request import Request

                run(session.add_request(chance.choice(held), Request("New"), 0))
            case "move" if loose:
                ids = outermost(session.tree, chance.sample(loose, min(len(loose), chance.randrange(1, 4))))
                parent = chance.choice(held)
                if may_drop(session.tree, ids, parent):
                    run(session.move(ids, parent, chance.randrange(len(session.tree.child_ids(parent)) + 1)))
            case "remove" if len(loose) > 4:
                run(session.remove([chance.choice(loose)]))
            case "undo":
                run(session.undo())
            case "copy" if loose:
                plain = [n for n in loose if n not in session.tree.children]
                run(session.duplicate([chance.choice(plain)] if plain else []))
        assert shown(model) == meant(session)
    qtmodeltester.check(model)


def test_undo_of_a_delete_brings_the_same_id_back(shop):
    session, ids = shop
    model = TreeModel(session)
    shown(model)
    run(session.remove([ids["Pets"]]))
    assert not model.index_of(ids["Pets"]).isValid()
    run(session.undo())
    assert model.index_of(ids["List pets"]).isValid()
    assert shown(model) == meant(session)


def test_several_changes_in_one_announcement(shop):
    session, ids = shop
    model = TreeModel(session)
    shown(model)
    tree = session.tree
    (made,) = session.grow(ids["Petstore API"], "folder Group")
    tree.detach(ids["List pets"])
    tree.attach(ids["List pets"], made, 0)
    tree.detach(ids["Store"])
    tree.forget(ids["Store"])
    session.changed.announce(Change("tree"))
    assert shown(model) == meant(session)


def test_a_whole_new_order_is_one_reset(qtbot):
    session = FakeSession()
    (one,) = session.grow(ROOT, "collection One")
    session.grow(one, *(f"request GET r{n}" for n in range(1000)))
    model = TreeModel(session)
    shown(model)
    session.tree.children[one].reverse()
    with qtbot.waitSignal(model.modelReset):
        session.changed.announce(Change("tree", (one,)))
    assert shown(model) == meant(session)


def test_another_workspace_resets(shop, qtbot):
    session, _ids = shop
    model = TreeModel(session)
    shown(model)
    session.tree = FakeSession().tree
    with qtbot.waitSignal(model.modelReset):
        session.changed.announce(Change("workspace"))
    assert model.rowCount() == 0


def test_a_changed_item_repaints_only_its_row(shop, qtbot):
    session, ids = shop
    model = TreeModel(session)
    shown(model)
    session.tree.change(ids["List pets"], label="DELETE")
    with qtbot.waitSignal(model.dataChanged) as caught:
        session.changed.announce(Change("item", (ids["List pets"],)))
    assert model.id_of(caught.args[0]) == ids["List pets"]


def test_filtered_rows_follow_the_tree(shop, qtmodeltester):
    session, ids = shop
    model = TreeModel(session)
    model.set_shown({ids["Petstore API"], ids["Pets"], ids["Update pet"]})
    assert shown(model) == [[ids["Petstore API"], [[ids["Pets"], [[ids["Update pet"], []]]]]]]
    qtmodeltester.check(model)
    model.widen([ids["Ticker"]])
    assert model.index_of(ids["Ticker"]).isValid()
    model.set_shown(None)
    assert shown(model) == meant(session)


class TestDrop:
    def drop(self, model, ids, action, row, parent):
        data = model.mimeData([model.index_of(n) for n in ids])
        index = model.index_of(parent)
        return model.canDropMimeData(data, action, row, 0, index), model.dropMimeData(data, action, row, 0, index)

    def test_asks_for_the_move_and_leaves_the_rows_alone(self, shop, qtbot):
        session, ids = shop
        model = TreeModel(session)
        with qtbot.waitSignal(model.moved) as caught:
            may, removed = self.drop(model, [ids["List pets"], ids["Update pet"]], Qt.DropAction.MoveAction, 1, ids["Store"])
        assert (may, removed) == (True, False)
        assert caught.args == [(ids["List pets"], ids["Update pet"]), ids["Store"], 1]

    def test_on_a_folder_appends(self, shop, qtbot):
        session, ids = shop
        model = TreeModel(session)
        with qtbot.waitSignal(model.copied) as caught:
            self.drop(model, [ids["Create charge"]], Qt.DropAction.CopyAction, -1, ids["Pets"])
        assert caught.args[1:] == [ids["Pets"], 4]

    def test_a_row_of_a_filtered_model_counts_in_the_tree(self, shop, qtbot):
        session, ids = shop
        model = TreeModel(session)
        model.set_shown({ids["Petstore API"], ids["Pets"], ids["Update pet"]})
        with qtbot.waitSignal(model.moved) as caught:
            self.drop(model, [ids["Update pet"]], Qt.DropAction.MoveAction, 0, ids["Pets"])
        assert caught.args[2] == 2

    @pytest.mark.parametrize(
        ("what", "where"),
        [("Pets", "Pets"), ("Petstore API", "Payments"), ("List pets", "Update pet"), ("List pets", "old-api"), ("List pets", "Workspace")],
    )
    def test_refuses_what_makes_no_sense(self, shop, what, where):
        session, ids = shop
        model = TreeModel(session)
        assert self.drop(model, [ids[what]], Qt.DropAction.MoveAction, -1, ids[where]) == (False, False)

    @pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b'{"process": 1, "ids": [1]}', b'{"ids": "x"}'])
    def test_refuses_foreign_data(self, shop, data):
        session, ids = shop
        mime = QMimeData()
        mime.setData(MIME_ITEMS, data)
        model = TreeModel(session)
        assert not model.canDropMimeData(mime, Qt.DropAction.MoveAction, 0, 0, model.index_of(ids["Pets"]))


def test_outermost_is_in_tree_order(shop):
    session, ids = shop
    got = outermost(session.tree, [ids["Place an order"], ids["List pets"], ids["Pets"], ROOT, 999])
    assert got == (ids["Pets"], ids["Place an order"])


def test_A15_ten_thousand_items_are_ten_thousand_rows():
    session = FakeSession()
    (one,) = session.grow(ROOT, "collection One")
    for folder in session.grow(one, *(f"folder f{n}" for n in range(100))):
        session.grow(folder, *(f"request GET r{n}" for n in range(100)))
    model = TreeModel(session)
    assert shown(model) == meant(session)
    assert sum(len(below) for _folder, below in shown(model)[0][1]) == 10_000
