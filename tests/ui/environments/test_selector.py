from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from curlew.engine.session import Change
from curlew.model.tree import ROOT
from curlew.model.variables import Environment
from curlew.ui.environments.selector import EnvironmentSelector
from helpers.fake_session import an_environment, pet_shop
from helpers.ui_over import ui_over


@pytest.fixture
def shop():
    session, ids = pet_shop()
    session.files[ids["Petstore API"]] = [an_environment(Path("/p"), Environment(name, "green")) for name in ("Local", "Staging & <b>")]
    session.files[ROOT] = [an_environment(Path("/w"), Environment("Globals"))]
    return session, ids


@pytest.fixture
def selector(theme, notices, shop, qtbot):
    with ui_over(theme, shop[0], notices) as ui:
        selector = EnvironmentSelector(ui)
        selector.set_collection(shop[1]["Petstore API"])
        qtbot.addWidget(selector)
        selector.show()
        yield selector


def menu_of(selector) -> QMenu:
    selector.open_menu()
    return selector.findChildren(QMenu)[-1]


def entry(menu, name):
    return next(action for action in menu.actions() if action.objectName() == name)


def test_says_what_is_in_use(selector, shop):
    session, ids = shop
    assert selector.text() == "No environment"
    session.set_active_environment(ids["Petstore API"], "Local")
    assert selector.text() == "Local"
    session.set_active_environment(ROOT, "Globals")
    assert selector.accessibleName() == "Environment: Local + Globals"
    assert not selector.grab().isNull()


def test_the_menu_switches_both_kinds(selector, shop):
    session, ids = shop
    menu = menu_of(selector)
    entry(menu, "Staging & <b>").trigger()
    entry(menu, "Globals").trigger()
    menu.close()
    assert session.active == {ids["Petstore API"]: "Staging & <b>", ROOT: "Globals"}
    menu = menu_of(selector)
    assert entry(menu, "Globals").text().endswith("\tin use")
    entry(menu, "none").trigger()
    menu.close()
    assert session.active_environment(ids["Petstore API"]) == ""


def test_an_active_one_can_be_edited(selector, shop, qtbot):
    session, ids = shop
    session.set_active_environment(ids["Petstore API"], "Local")
    menu = menu_of(selector)
    with qtbot.waitSignal(selector.open_requested) as caught:
        next(action for action in menu.actions() if action.text() == "Edit Local").trigger()
    menu.close()
    assert caught.args[0] == ids["Petstore API"]


def test_another_collection_shows_its_own(selector, shop):
    session, ids = shop
    session.set_active_environment(ids["Petstore API"], "Local")
    selector.set_collection(ids["Payments"])
    assert selector.text() == "No environment"
    selector.set_collection(None)
    assert selector.collection is None, "there are several collections and no request is open"


def test_the_only_collection_counts_without_a_request(selector, shop):
    session, ids = shop
    for name in ("Payments", "old-api"):
        session.tree.detach(ids[name])
        session.tree.forget(ids[name])
    session.changed.announce(Change("tree"))
    selector.set_collection(None)
    assert selector.collection == ids["Petstore API"]


def test_a_collection_that_is_gone_does_no_harm(selector, shop):
    session, ids = shop
    session.tree.detach(ids["Petstore API"])
    session.tree.forget(ids["Petstore API"])
    session.changed.announce(Change("tree"))
    assert selector.text() == "No environment"


def test_space_opens_the_menu(selector, qtbot):
    qtbot.keyClick(selector, Qt.Key.Key_Space)
    assert selector.findChild(QMenu).isVisible()
    selector.findChild(QMenu).close()
