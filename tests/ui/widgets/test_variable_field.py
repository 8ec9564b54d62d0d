from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel

from curlew.model.template import Layer, Scope
from curlew.model.variables import Variable
from curlew.ui.request.header_names import names_provider
from curlew.ui.widgets.standins import Standins
from curlew.ui.widgets.text_positions import difference, from_qt, to_qt
from curlew.ui.widgets.variable_card import DOTS, VariableCard
from curlew.ui.widgets.variable_field import VariableField, joined_lines
from curlew.ui.widgets.variables import VariableSource

SCOPE = Scope(
    (
        Layer("environment", "Local", (Variable("base", "http://127.0.0.1"), Variable("token", secret=True))),
        Layer("collection", "API", (Variable("base", "http://old"), Variable("size", "20"))),
    ),
    secret_value=lambda _layer, _name: "hush",
)


@pytest.fixture
def field(theme, qtbot) -> Iterator[VariableField]:
    made = VariableField(theme, VariableSource(SCOPE))
    qtbot.addWidget(made)
    made.resize(500, 34)
    made.show()
    made.setFocus()
    QApplication.processEvents()
    yield made
    made.hide_completion()
    made.hide()


TRICKY = ["plain", "nbsp\u00a0here", "two\nlines", "cr\rlf\r\n", "ls\u2028ps\u2029", "😀{{x}}é", "nul\x00", "↵\n␍\r", "tab\t"]


@pytest.mark.parametrize("text", TRICKY)
def test_every_text_comes_back_as_it_was(field, text) -> None:
    field.set_text(text)
    assert field.text() == text
    assert field.document().blockCount() == 1


def test_showing_a_text_is_no_edit_and_keeps_the_caret(field, qtbot) -> None:
    edits = []
    field.text_edited.connect(lambda: edits.append(field.text()))
    field.set_text("{{base}}/a?x=1")
    field.source.set_scope(Scope())
    QApplication.processEvents()
    assert edits == []
    field.move_caret_to_end()
    qtbot.keyClicks(field, "2")
    assert edits == ["{{base}}/a?x=12"]


def test_colours_follow_every_change_of_the_text(field) -> None:
    field.set_text("a{{base}}")
    QApplication.processEvents()
    field.set_text("abc{{base}}")
    field.grab()
    assert [(one.start, one.length) for one in field.document().firstBlock().layout().formats()] == [(3, 8)]


def test_braces_open_the_completion_and_enter_takes_it(field, qtbot) -> None:
    qtbot.keyClicks(field, "{{ba")
    assert [row.text for row in field.completion.rows] == ["{{base}}"]
    sent = []
    field.submitted.connect(lambda: sent.append(1))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "{{base}}"
    assert sent == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert sent == [1]


def test_ctrl_space_offers_all_and_escape_closes(field, qtbot) -> None:
    field.set_text("a")
    field.move_caret_to_end()
    qtbot.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert [row.text for row in field.completion.rows][:4] == ["{{base}}", "{{size}}", "{{token}}", "{{$guid}}"]
    assert DOTS in field.completion.rows[2].detail
    assert "hush" not in field.completion.rows[2].detail
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.completion is None


def test_completion_replaces_the_name_that_is_there(field, qtbot) -> None:
    field.set_text("x{{si}}/y")
    for _ in range(5):
        qtbot.keyClick(field, Qt.Key.Key_Right)
    qtbot.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "x{{size}}/y"


def test_header_names_are_completed(field, qtbot) -> None:
    field.providers.append(names_provider(None))
    qtbot.keyClicks(field, "cont")
    assert [row.text for row in field.completion.rows][:2] == ["Content-Type", "Content-Disposition"]
    assert "Cache-Control" in [row.text for row in field.completion.rows]


def card_texts(field: VariableField, x: int) -> list[str]:
    place = QPoint(x, field.viewport().height() // 2)
    QApplication.sendEvent(field.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, field.viewport().mapToGlobal(place)))
    card = VariableCard._shown
    if card is None:
        return []
    texts = [label.text() for label in card.findChildren(QLabel)]
    card.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return texts


def test_the_card_shows_the_value_the_origin_and_what_is_hidden(field) -> None:
    field.set_text("{{base}}")
    texts = card_texts(field, 20)
    assert texts[0] == "base"
    assert texts.index("http://127.0.0.1") < texts.index("http://old")
    assert "Environment Local" in texts


def test_the_card_never_shows_a_secret(field) -> None:
    field.set_text("{{token}}")
    texts = card_texts(field, 20)
    assert DOTS in texts
    assert not any("hush" in text for text in texts)


def test_the_card_says_that_a_variable_is_not_set(field) -> None:
    field.set_text("{{nope}}")
    assert any("Not set" in text for text in card_texts(field, 20))
    assert card_texts(field, 480) == []


def test_masked_text_shows_dots_only_without_focus(field) -> None:
    field.set_text("secret")
    field.set_masked(True)
    field.clearFocus()
    assert field.is_masked
    field.set_text("{{token}}")
    assert not field.is_masked


@pytest.mark.parametrize(("text", "line"), [("a", "a"), (" a \n b \r\n", "a b"), ("\n\nx\n", "x"), (" spaced ", " spaced ")])
def test_lines_are_joined(text, line) -> None:
    assert joined_lines(text) == line


ANY = st.text(alphabet=st.sampled_from("ab\n\r\u2028\u2029\x00😀↵␍é"), max_size=12)


@given(ANY, ANY)
def test_a_difference_rebuilds_the_new_text(old, new) -> None:
    start, old_end, new_end = difference(old, new)
    assert old[:start] + new[start:new_end] + old[old_end:] == new


@given(ANY)
def test_standins_are_taken_back(text) -> None:
    for one_line in (True, False):
        standins = Standins.for_text(text, one_line=one_line)
        assert standins.from_document(standins.to_document(text).replace("\n", "\u2029")) == text


@given(ANY)
def test_positions_go_there_and_back(text) -> None:
    for index in range(len(text) + 1):
        assert from_qt(text, to_qt(text, index)) == index
