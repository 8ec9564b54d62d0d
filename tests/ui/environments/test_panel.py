from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from curlew.model.tree import ROOT
from curlew.model.variables import Environment, Variable
from curlew.ui.environments.list_view import EnvironmentModel
from curlew.ui.environments.listing import Entry, free_name
from curlew.ui.environments.panel import EnvironmentsPanel
from helpers.fake_session import an_environment, pet_shop
from helpers.ui_over import ui_over


@pytest.fixture
def shop():
    session, ids = pet_shop()
    value = Environment("Staging", "#b86a00", variables=(Variable("token", secret=True), Variable("host", "x")))
    session.files[ids["Petstore API"]] = [an_environment(Path("/p"), Environment("Local")), an_environment(Path("/p"), value)]
    session.files[ids["Payments"]] = [replace(an_environment(Path("/q"), Environment("odd")), problem="line 3: a tab")]
    session.files[ROOT] = [an_environment(Path("/w"), Environment("Globals"))]
    session.active = {ids["Petstore API"]: "Staging"}
    return session, ids


@pytest.fixture
def panel(theme, notices, shop, qtbot):
    with ui_over(theme, shop[0], notices) as ui:
        panel = EnvironmentsPanel(ui)
        qtbot.addWidget(panel)
        panel.resize(270, 600)
        panel.show()
        yield panel


def settle(qtbot, panel):
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not panel._tasks.running)


def shown(model):
    return [model.index(row).data() for row in range(model.rowCount())]


def select(panel, owner, name):
    panel.view.setCurrentIndex(panel.model.find(owner, name))


def test_lists_by_owner(shop, qtmodeltester):
    session, _ids = shop
    model = EnvironmentModel(session)
    qtmodeltester.check(model)
    assert shown(model) == ["Everywhere", "Globals", "Petstore API", "Local", "Staging", "Payments", "odd"]


def test_rows_are_told_in_words(shop):
    session, ids = shop
    model = EnvironmentModel(session)
    told = model.find(ids["Petstore API"], "Staging").data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Staging, environment, 2 variables, in use"


def test_a_click_and_enter_open(panel, shop, qtbot):
    _session, ids = shop
    heard = []
    panel.open_requested.connect(lambda owner, file: heard.append((owner, file.name)))
    rect = panel.view.visualRect(panel.model.find(ids["Petstore API"], "Local"))
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    select(panel, ROOT, "Globals")
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert heard == [(ids["Petstore API"], "Local"), (ROOT, "Globals")]


def test_a_new_one_has_a_free_name_in_edit(panel, shop, qtbot):
    session, _ids = shop
    session.files[ROOT].append(an_environment(Path("/w"), Environment("New Environment")))
    panel.add(ROOT)
    settle(qtbot, panel)
    assert panel.view.findChild(QLineEdit, "RenameField").text() == "New environment 2"
    assert panel.view.current_row().file.name == "New environment 2"


def test_f2_renames_and_secrets_of_this_run_come_along(panel, shop, qtbot):
    session, ids = shop
    owner = ids["Petstore API"]
    session.set_secret_value(owner, "Staging", "token", "hidden")
    select(panel, owner, "Staging")
    qtbot.keyClick(panel.view, Qt.Key.Key_F2)
    field = panel.view.findChild(QLineEdit, "RenameField")
    field.setText("Test")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, panel)
    assert session.calls[-1][2].name == "Test"
    assert session.secret_value(owner, "Test", "token") == "hidden"


def test_a_name_that_is_taken_is_refused(panel, shop, qtbot, notices):
    session, ids = shop
    index = panel.model.find(ids["Petstore API"], "Staging")
    panel.model.setData(index, "LOCAL")
    settle(qtbot, panel)
    assert not session.calls
    assert notices.shown[0][0] == "warning"


def test_delete_tells_of_it(panel, shop, qtbot, notices):
    session, ids = shop
    select(panel, ids["Petstore API"], "Local")
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    settle(qtbot, panel)
    assert session.calls == [("remove_environment", ids["Petstore API"], "Local")]
    assert notices.shown[0][1] == "Local was deleted"
    assert "Local" not in shown(panel.model)


def test_duplicate_and_use(panel, shop, qtbot):
    session, ids = shop
    owner = ids["Petstore API"]
    select(panel, owner, "Local")
    qtbot.keyClick(panel.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, panel)
    assert "Local copy" in shown(panel.model)
    entry = panel.model.row(panel.model.find(owner, "Local"))
    panel.use(entry)
    assert session.active_environment(owner) == "Local"
    panel.use(panel.model.row(panel.model.find(owner, "Local")))
    assert session.active_environment(owner) == ""


def test_a_broken_one_says_so_and_is_not_renamed(panel, shop, qtbot):
    _session, ids = shop
    index = panel.model.find(ids["Payments"], "odd")
    assert not panel.model.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert "line 3" in index.data(Qt.ItemDataRole.ToolTipRole)
    panel._show_menu(panel.model.row(index), QPoint(0, 0))
    menu = panel.findChild(QMenu)
    assert [action.text().split("\t")[0] for action in menu.actions() if not action.isSeparator()] == ["Open", "Delete"]
    menu.close()


def test_filters_by_name_and_owner(panel, shop):
    panel.filter_box.setText("stag")
    assert shown(panel.model) == ["Petstore API", "Staging"]
    panel.filter_box.setText("petstore")
    assert shown(panel.model) == ["Petstore API", "Local", "Staging"]
    panel.filter_box.clear()
    assert len(shown(panel.model)) == 7


def test_the_menu_changes_the_colour(panel, shop, qtbot):
    session, ids = shop
    entry = panel.model.row(panel.model.find(ids["Petstore API"], "Local"))
    assert isinstance(entry, Entry)
    panel._colouring(entry, "#12804a")()
    settle(qtbot, panel)
    assert session.calls[-1][2].color == "#12804a"


def test_free_names_ignore_case(shop):
    session, ids = shop
    assert free_name(session, ids["Petstore API"], "STAGING") == "STAGING 2"
