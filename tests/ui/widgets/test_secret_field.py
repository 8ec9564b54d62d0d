"""What is typed into a secret field goes to the keeper; the file gets templates, and literals only where a person wants that."""

from __future__ import annotations

import pytest

from curlew.ui.widgets.secret_field import SecretField
from curlew.ui.widgets.variables import VariableSource


class Keeper:
    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.in_file: set[str] = set()
        self.kept, self.why_not = "keyring", ""
        self.listeners = []

    def get(self, field):
        return self.values.get(field)

    def holds(self, field):
        return field in self.values

    def set(self, field, value):
        if value:
            self.values[field] = value
        else:
            self.values.pop(field, None)

    def is_in_file(self, field):
        return field in self.in_file

    def keep_in_file(self, field, keep):
        if keep:
            self.values.pop(field, None)
            self.in_file.add(field)
        else:
            self.in_file.discard(field)

    def listen(self, listener):
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)


@pytest.fixture
def field(theme, qtbot):
    keeper = Keeper()
    made = SecretField(theme, VariableSource(), keeper, "auth.password", "Password")
    made.keeper = keeper
    made.file = []
    made.edited.connect(made.file.append)
    qtbot.addWidget(made)
    made.show()
    made.field.setFocus()
    return made


def test_a_literal_goes_to_the_keeper_and_the_file_holds_nothing(field, qtbot):
    field.show_value("")
    qtbot.keyClicks(field.field, "hunter2")
    assert (field.keeper.values, field.file) == ({"auth.password": "hunter2"}, [])
    assert "keyring" in field._place.text()
    field.field.select_all() if hasattr(field.field, "select_all") else field.field.selectAll()
    qtbot.keyClicks(field.field, "{{pw}}")
    assert field.keeper.values == {}
    assert field.file[-1] == "{{pw}}"
    assert field.where == "template"


def test_a_literal_of_the_file_stays_and_is_marked_with_ways_out(field, qtbot):
    field.show_value("from-file")
    assert (field.file, field.where) == ([], "file")
    assert "Readable by all who get this collection" in field._place.text()
    wanted = []
    field.variable_wanted.connect(wanted.append)
    field._first.click()
    assert wanted == ["from-file"]
    field.became_variable("pw")
    assert field.file == ["{{pw}}"]
    field.show_value("from-file")
    field._second.click()
    assert (field.file[-1], field.keeper.values) == ("", {"auth.password": "from-file"})


def test_a_person_can_want_it_in_the_file(field, qtbot):
    field.show_value("")
    qtbot.keyClicks(field.field, "ab")
    field._second.click()
    assert (field.file[-1], field.keeper.values) == ("ab", {})
    qtbot.keyClicks(field.field, "c")
    assert field.file[-1] == "abc"
    assert "Readable by all" in field._place.text()


def test_without_a_keyring_the_field_says_so(field, qtbot):
    field.keeper.kept, field.keeper.why_not = "memory", "This system offers no keyring."
    field.show_value("")
    qtbot.keyClicks(field.field, "x")
    assert "In memory until Curlew ends" in field._place.text()
    assert "no keyring" in field._place.text()


def test_what_the_keyring_gives_later_is_shown(field):
    field.field.clearFocus()
    field.show_value("")
    field.keeper.values["auth.password"] = "late"
    for listener in field.keeper.listeners:
        listener()
    assert field.field.text() == "late"


def test_half_a_template_is_a_literal_that_no_file_gets(field, qtbot):
    field.show_value("")
    qtbot.keyClicks(field.field, "hunter2{{")
    assert (field.keeper.values, field.file) == ({"auth.password": "hunter2{{"}, [])
    qtbot.keyClicks(field.field, "pw")
    assert field.file == []
    field.field.selectAll()
    qtbot.keyClicks(field.field, "{{pw}}")
    assert (field.keeper.values, field.file) == ({}, ["{{pw}}"])


def test_the_choices_find_room_in_a_narrow_form(field, qtbot):
    field.show_value("from the file")
    field.resize(620, 120)
    assert not field._choices.is_wrapped
    field.resize(260, 160)
    assert field._choices.is_wrapped
    assert field.minimumSizeHint().width() <= 260
    inside = field.rect()
    assert all(inside.contains(button.geometry().translated(field._choices.pos())) for button in (field._first, field._second))
