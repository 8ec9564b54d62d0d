import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from curlew.model.template import Layer, Scope
from curlew.model.variables import Variable
from curlew.ui.environments.quick_look import VariablesQuickLook, seen_in
from helpers.fake_session import FakeSession
from helpers.ui_over import ui_over

SECRET = "s3cret"


@pytest.fixture
def scope():
    inner = Layer("environment", "Staging", (Variable("host", "staging.dev"), Variable("url", "https://{{host}}/{{nowhere}}")))
    hidden = Variable("token", secret=True)
    outer = Layer("collection", "Shop", (Variable("host", "localhost"), hidden, Variable("off", "x", enabled=False)))
    greeting = Layer("workspace", "Globals", (Variable("hello", "to {{host}}"), Variable("header", "Bearer {{token}}")))
    return Scope((inner, outer, greeting), lambda _layer, _name: SECRET)


def test_winners_come_before_what_they_hide(scope):
    told = [(found.name, found.value, found.wins) for found in seen_in(scope)]
    assert ("host", "staging.dev", True) in told
    assert told.index(("host", "staging.dev", True)) + 1 == told.index(("host", "localhost", False))
    assert all(name != "off" for name, _value, _wins in told)


def test_values_are_resolved_and_secrets_never_shown(scope):
    found = {each.name: each for each in seen_in(scope) if each.wins}
    assert found["hello"].becomes == "to staging.dev"
    assert found["url"].becomes is None
    assert SECRET not in repr(tuple(found.values())), "also not through another variable"


def test_shows_filters_and_closes(theme, notices, qtbot, scope):
    with ui_over(theme, FakeSession(), notices) as ui:
        anchor = QPushButton()
        qtbot.addWidget(anchor)
        anchor.show()
        look = VariablesQuickLook(ui, anchor, scope, "List pets")
        look.show_below(anchor)
        assert look.isVisible()
        look.filter_box.setText("shop")
        assert {found.name for found in look.table.rows()} == {"host", "token"}
        assert not look.grab().isNull()
        qtbot.keyClick(look.filter_box, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not anchor.findChildren(VariablesQuickLook))


def test_without_variables_it_says_so(theme, notices, qtbot):
    with ui_over(theme, FakeSession(), notices) as ui:
        anchor = QPushButton()
        qtbot.addWidget(anchor)
        look = VariablesQuickLook(ui, anchor, Scope(), "")
        look.show_below(anchor)
        assert look._nothing.isVisible()
        assert not look.table.isVisible()
        look.close()
