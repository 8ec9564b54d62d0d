"""What can be done with a value of a body: its menu, and making a variable of an environment from it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from curlew.model.tree import ROOT
from curlew.model.variables import Environment, Variable, VariableVariant
from curlew.preview.picked import PickedValue
from curlew.ui.response.making_variable import VariableDialog, suggested_name, targets, with_variable
from curlew.ui.response.value_actions import LARGEST_COPY, LARGEST_VARIABLE, ValueActions
from helpers.looping import run

STATUS = PickedValue(("items", 0, "status"), "status", b'"avail\\u0061ble"', "string")


@pytest.fixture
def parent(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(800, 500)
    widget.show()
    return widget


def entries(ui, parent, value, filter_by=None):
    menu = ValueActions(ui, filter_by).menu(parent, value)
    found = {action.text().partition("\t")[0]: action for action in menu.actions() if action.text()}
    menu.setParent(parent)
    return found


def copied(action) -> str:
    action.trigger()
    return QGuiApplication.clipboard().text()


def test_everything_of_a_value_is_copied(ui, parent):
    found = entries(ui, parent, STATUS)
    assert copied(found["Copy value"]) == "available"
    assert copied(found["Copy as JSON"]) == '"avail\\u0061ble"'
    assert copied(found["Copy key"]) == "status"
    assert copied(found["Copy path"]) == "$.items[0].status"


def test_a_filter_is_offered_where_something_filters(ui, parent):
    assert "Filter by this value" not in entries(ui, parent, STATUS)
    wanted: list[str] = []
    entries(ui, parent, STATUS, wanted.append)["Filter by this value"].trigger()
    assert wanted == ["$.items[?@.status == 'available']"]


def test_a_container_is_copied_on_lines_and_makes_no_variable(ui, parent):
    found = entries(ui, parent, PickedValue((), None, b'{"a":1.10}', "object"))
    assert copied(found["Copy value"]) == '{\n  "a": 1.10\n}'
    assert not any("variable" in title for title in found)
    assert "Copy key" not in found


def test_a_large_value_is_copied_off_the_loop(ui, parent, qtbot):
    QGuiApplication.clipboard().clear()
    found = entries(ui, parent, PickedValue(("k",), "k", b'"' + b"x" * 200_000 + b'"', "string"))
    found["Copy value"].trigger()
    assert QGuiApplication.clipboard().text() == ""
    qtbot.waitUntil(lambda: len(QGuiApplication.clipboard().text()) == 200_000)


def test_what_is_too_large_says_so(ui, parent, notices):
    ValueActions(ui).copy_value(PickedValue((), None, b"", "string", 0, LARGEST_COPY + 1))
    ValueActions(ui).make_variable(parent, PickedValue((), None, b"", "string", 0, LARGEST_VARIABLE + 1))
    assert [shown[1] for shown in notices.shown] == ["The value is too large for the clipboard", "The value is too large for a variable"]


@pytest.mark.parametrize(
    ("place", "key", "wanted"),
    [
        (("data", "access token"), "access token", "access_token"),
        (("tags", 0), None, "tags_0"),
        (("@id",), "@id", "id"),
        ((), None, "value"),
        (("ключ",), "ключ", "ключ"),
    ],
)
def test_a_name_is_suggested_from_the_key(place, key, wanted):
    assert suggested_name(PickedValue(place, key, b"1", "number")) == wanted


def test_a_variable_that_is_there_keeps_its_place_and_its_variants():
    variants = (VariableVariant("a", True, "1"), VariableVariant("b", False, "2"))
    former = Environment("E", variables=(Variable("x", "1", variants=variants), Variable("y", "2")))
    changed = with_variable(former, "x", "new", secret=False)
    assert [(one.name, one.value) for one in changed.variables] == [("x", "new"), ("y", "2")]
    assert [one.value for one in changed.variables[0].variants] == ["new", "2"]
    assert with_variable(former, "z", "s", secret=True).variables[-1] == Variable("z", "", secret=True)


def make(ui, parent, qtbot, **fill) -> VariableDialog:
    ValueActions(ui).make_variable(parent, fill.pop("value", STATUS))
    found: list[VariableDialog] = []

    def opened() -> bool:
        found[:] = [dialog for dialog in parent.findChildren(VariableDialog) if dialog.isVisible()]
        return bool(found)

    qtbot.waitUntil(opened)
    return found[0]


def settle(ui, qtbot) -> None:
    qtbot.waitUntil(lambda: not ui.tasks.running)


def test_a_value_becomes_a_variable_and_can_be_taken_back(ui, parent, qtbot, notices):
    session = ui.session
    run(session.add_environment(ROOT, Environment("Staging", variables=(Variable("other", "1"),))))
    dialog = make(ui, parent, qtbot)
    assert dialog.name == "status"
    dialog.accept()
    settle(ui, qtbot)
    assert [(one.name, one.value) for one in session.environments(ROOT)[0].value.variables] == [("other", "1"), ("status", "available")]
    assert notices.shown[-1][1] == "{{status}} is set in Staging"
    assert "not in use" in notices.shown[-1][3]
    notices.acts[-1]()
    settle(ui, qtbot)
    assert [one.name for one in session.environments(ROOT)[0].value.variables] == ["other"]


def test_a_secret_stays_out_of_the_file(ui, parent, qtbot):
    session = ui.session
    run(session.add_environment(ROOT, Environment("Staging")))
    dialog = make(ui, parent, qtbot, value=PickedValue(("access_token",), "access_token", b'"t0p"', "string"))
    assert dialog.secret
    dialog.accept()
    settle(ui, qtbot)
    file = session.environments(ROOT)[0]
    assert file.value.variables[0].secret
    assert b"t0p" not in file.path.read_bytes()
    assert session.secret_value(ROOT, "Staging", "access_token") == "t0p"


def test_an_environment_is_made_where_there_is_none(ui, parent, qtbot):
    dialog = make(ui, parent, qtbot, value=PickedValue(("id",), "id", b"9007199254740993", "number"))
    assert dialog.target is not None
    assert dialog.target.file is None
    dialog.accept()
    settle(ui, qtbot)
    file = ui.session.environments(ROOT)[0]
    assert file.value.variables[0].value == "9007199254740993"
    assert ui.session.active_environment(ROOT) == file.name


def test_a_cancelled_dialog_changes_nothing(ui, parent, qtbot):
    make(ui, parent, qtbot).reject()
    settle(ui, qtbot)
    assert not ui.session.environments(ROOT)


def test_environments_in_use_come_first(ui):
    for name in ("A", "B"):
        run(ui.session.add_environment(ROOT, Environment(name)))
    ui.session.set_active_environment(ROOT, "B")
    assert [target.title.partition(" ")[0] for target in targets(ui.session, None)] == ["B", "A"]


def test_an_environment_that_the_request_does_not_see_comes_last(ui):
    one, other = run(ui.session.add_collection("One")), run(ui.session.add_collection("Other"))
    run(ui.session.add_environment(other, Environment("Apart")))
    ui.session.set_active_environment(other, "Apart")
    run(ui.session.add_environment(ROOT, Environment("Everywhere")))
    titles = [target.title.partition(" ")[0] for target in targets(ui.session, one)]
    assert titles == ["Everywhere", "New", "Apart"]
