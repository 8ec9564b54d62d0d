"""Going to a line, a column, or so far into the text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from curlew.ui.widgets.text_view import TextPane
from curlew.ui.widgets.text_view.go_to_bar import Target, target_of


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("12", Target(12)),
        (" 3,214,153 ", Target(3214153)),
        ("1 000:16", Target(1000, 16)),
        ("0", Target(1)),
        ("50 %", Target(share=0.5)),
        ("300%", Target(share=1.0)),
        ("", None),
        ("a", None),
        ("-3", None),
        ("1:2:3", None),
    ],
)
def test_what_a_person_types_is_a_place_or_none(text, target):
    assert target_of(text) == target


@pytest.fixture
def pane(theme, qtbot):
    pane = TextPane(theme, "Body")
    qtbot.addWidget(pane)
    pane.resize(600, 400)
    pane.show()
    pane.set_text(b"".join(b"line %d\n" % number for number in range(1, 501)))
    pane.view.setFocus()
    return pane


def test_keys_open_the_bar_and_enter_goes_there(pane):
    QTest.keyClick(pane.view, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    bar = pane.go_to_bar
    assert bar.isVisible()
    assert bar._hint.text() == "of 500"
    bar.field.setText("321:6")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert pane.view.caret_place() == (321, 6)
    assert not bar.isVisible()
    assert pane.view.y_of(pane.view.place_of(pane.view.caret)[:2]) is not None


def test_what_is_no_place_is_said_and_escape_goes_back(pane):
    pane.open_go_to()
    bar = pane.go_to_bar
    bar.field.setText("nowhere")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.isVisible()
    assert "120:8" in bar._hint.text()
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_lines_and_columns_past_the_end_lead_to_the_end(pane):
    pane.view.go_to_line(10_000, 99)
    assert pane.view.caret_place() == (500, 9)


def test_a_line_that_is_not_known_yet_is_gone_to_when_it_is(pane, qtbot):
    pane.set_text(b"some line\n" * 400_000)
    pane.go_to_bar.wanted.emit(Target(399_000))
    qtbot.waitUntil(lambda: pane.view.caret_place() == (399_000, 1))


def test_a_column_in_a_long_line_is_found_across_its_rows(pane):
    pane.set_text(b"x" * 5000 + b"\nend")
    pane.view.go_to_line(1, 4321)
    assert pane.view.caret == 4320
    assert pane.view.caret_place() == (1, 4321)
