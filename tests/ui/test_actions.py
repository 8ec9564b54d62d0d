"""The table of commands, and shortcuts that people change."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from curlew.ui import icons
from curlew.ui.actions import ACTIONS, Actions
from curlew.ui.widgets.keys import readable_keys, split_keys, with_keys


@pytest.fixture
def window(qtbot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def actions(window, theme) -> Actions:
    return Actions(window, theme)


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id)
def test_every_command_has_a_title_a_group_an_icon_that_exists_and_keys_that_qt_knows(spec):
    assert spec.title.strip()
    assert spec.group.strip()
    assert spec.icon in ("", *icons.names())
    if spec.shortcut:
        assert QKeySequence(spec.shortcut).toString() == spec.shortcut


def test_no_two_commands_of_a_scope_share_default_keys():
    keys = Counter((spec.scope, spec.shortcut) for spec in ACTIONS if spec.shortcut)
    assert [pair for pair, count in keys.items() if count > 1] == []


def test_a_command_runs_only_while_its_flags_hold(actions):
    done = []
    actions.bind("file.save", lambda: done.append(1))
    assert not actions.trigger("file.save")
    actions.set_flags(["page", "saveable"])
    assert actions.trigger("file.save")
    assert done == [1]


def test_an_unbound_command_is_shown_nowhere(actions):
    actions.bind("find", lambda: None)
    assert [spec.id for spec in actions.bound()] == ["find"]


def test_changed_keys_count_at_once_and_can_be_taken_back(actions, qtbot):
    action = actions.bind("find", lambda: None)
    with qtbot.waitSignal(actions.changed):
        actions.set_shortcut("find", "Ctrl+G")
    assert action.shortcut() == QKeySequence("Ctrl+G")
    assert actions.changed_shortcuts == {"find": "Ctrl+G"}
    actions.set_shortcut("find", None)
    assert action.shortcut() == QKeySequence("Ctrl+F")
    assert actions.changed_shortcuts == {}


def test_keys_used_twice_are_named_on_both_and_the_first_command_wins(actions):
    first, second = actions.bind("file.save", lambda: None), actions.bind("find", lambda: None)
    actions.set_shortcut("find", "Ctrl+S")
    assert actions.conflicts() == {"file.save": ("find",), "find": ("file.save",)}
    assert first.shortcut() == QKeySequence("Ctrl+S")
    assert second.shortcuts() == []


def test_kept_shortcuts_of_commands_that_no_longer_exist_are_ignored(window, theme):
    actions = Actions(window, theme, {"gone": "Ctrl+G", "find": ""})
    assert actions.bind("find", lambda: None).shortcuts() == []
    assert actions.changed_shortcuts == {"find": ""}


@pytest.mark.parametrize(
    ("keys", "parts"),
    [("Ctrl+Shift+S", ["Ctrl", "Shift", "S"]), ("F2", ["F2"]), ("Ctrl++", ["Ctrl", "+"]), ("", []), ("Ctrl+\\", ["Ctrl", "\\"])],
)
def test_keys_are_split_into_caps(keys, parts):
    assert split_keys(keys) == parts


def test_keys_read_as_on_the_keyboard():
    assert readable_keys("Ctrl+Return") == "Ctrl Enter"
    assert with_keys("Send", "Ctrl+Return") == "Send\tCtrl Enter"
    assert with_keys("Send", "") == "Send"
