from curlew.model.tree import ROOT
from curlew.ui.tree.filtering import FilterRun, search, split_words
from helpers.fake_session import FakeSession, pet_shop


def found(session, text):
    last = list(search(session.tree, split_words(text)))[-1]
    assert last.complete
    return last


def names(session, ids):
    return {session.tree[n].name for n in ids}


def test_finds_by_name_and_keeps_what_lies_above():
    session, _ids = pet_shop()
    got = found(session, "INVENTORY")
    assert names(session, got.hits) == {"Inventory by status"}
    assert names(session, got.shown) == {"Inventory by status", "Store", "Petstore API", "Workspace"}


def test_finds_by_method_and_address_together():
    session, ids = pet_shop()
    session.tree.change(ids["Create charge"], url="{{base}}/v1/charges")
    assert names(session, found(session, "post v1/ch").hits) == {"Create charge"}
    assert not found(session, "get v1/ch").hits


def test_a_folder_that_is_found_alone_shows_all_it_has():
    session, ids = pet_shop()
    got = found(session, "store api")
    assert ids["List pets"] in got.shown
    assert ids["Petstore API"] not in got.opened


def test_a_folder_with_hits_inside_shows_only_those():
    session, ids = pet_shop()
    got = found(session, "pet")
    assert ids["List pets"] in got.shown
    assert ids["Inventory by status"] not in got.shown


def test_items_that_go_while_it_looks_do_no_harm():
    session = FakeSession()
    (one,) = session.grow(ROOT, "collection One")
    made = session.grow(one, *(f"request GET r{n}" for n in range(600)))
    steps = search(session.tree, ("r",))
    next(steps)
    for item_id in made[300:]:
        session.tree.detach(item_id)
        session.tree.forget(item_id)
    assert len(list(steps)[-1].hits) == 300


def test_a_new_filter_ends_the_one_before(qtbot):
    session = FakeSession()
    (one,) = session.grow(ROOT, "collection One")
    session.grow(one, *(f"request GET row {n}" for n in range(30000)))
    run = FilterRun()
    heard = []
    run.done.connect(heard.append)
    run.start(session.tree, "row")
    assert not heard, "30,000 items take more than one slice"
    run.start(session.tree, "row 29999")
    qtbot.waitUntil(lambda: bool(heard))
    assert [len(each.hits) for each in heard] == [1]
