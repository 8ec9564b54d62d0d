"""Reading, selecting and searching in a text of any size."""

import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from curlew.ui.widgets.text_view import TextPane
from curlew.ui.widgets.text_view.source import Source

TEXT = '{\n  "name": "Rex é 好 😀",\n  "long": "' + "lorem ipsum " * 40 + '",\n  "last": true\n}'
Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def pane(theme, qtbot):
    pane = TextPane(theme, "Body")
    qtbot.addWidget(pane)
    pane.resize(600, 400)
    pane.show()
    pane.set_text(TEXT.encode(), "json")
    pane.view.setFocus()
    return pane


def row_point(pane: TextPane, row: int, cells: float) -> QPoint:
    view = pane.view
    y = view.y_of((row, 0))
    assert y is not None
    return QPoint(round(view.text_x() + cells * view.type.advance), y + view.type.height // 2)


def copied(pane: TextPane) -> str:
    QTest.keyClick(pane.view, Key.Key_C, Mod.ControlModifier)
    return QGuiApplication.clipboard().text()


def test_offsets_and_characters_agree_in_any_row():
    rng = random.Random(6)
    for _ in range(300):
        data = b"".join(rng.choice([b"a", "é".encode(), "好".encode(), "😀".encode(), b"\xff", b"\x01", b"\n"]) for _ in range(40))
        source = Source(data)
        for _step in source.rows.steps():
            pass
        for row in range(len(source.rows)):
            text = source.text(row)
            for index in range(len(text) + 1):
                assert source.index(row, source.offset(row, index)) == index


def test_what_cannot_be_seen_is_shown_as_a_sign_and_copied_as_it_is():
    source = Source("a\x00b\x1bc\u202ed\xff".encode("latin-1", "ignore") + "\u202e".encode() + b"\xfe")
    assert "\x00" not in source.text(0)
    assert "\u202e" not in source.text(0)
    assert source.text(0).endswith("\ufffd")
    assert "\x00" in source.copy(0, 3)


def test_keys_move_and_select(pane):
    QTest.keyClick(pane.view, Key.Key_Down)
    QTest.keyClick(pane.view, Key.Key_End, Mod.ShiftModifier)
    assert copied(pane) == '  "name": "Rex é 好 😀",'
    QTest.keyClick(pane.view, Key.Key_End, Mod.ControlModifier)
    assert pane.view.caret == len(TEXT.encode())
    QTest.keyClick(pane.view, Key.Key_Home, Mod.ControlModifier | Mod.ShiftModifier)
    assert copied(pane) == TEXT
    QTest.keyClick(pane.view, Key.Key_Right)
    QTest.keyClick(pane.view, Key.Key_A, Mod.ControlModifier)
    assert copied(pane) == TEXT


def test_every_character_is_one_step_to_the_right_and_back(pane):
    pane.view.select(0, 0)
    steps = [0]
    while steps[-1] < len(TEXT.encode()):
        QTest.keyClick(pane.view, Key.Key_Right)
        assert pane.view.caret > steps[-1]
        steps.append(pane.view.caret)
    assert len(steps) == len(TEXT) + 1
    for step in reversed(steps[:-1]):
        QTest.keyClick(pane.view, Key.Key_Left)
        assert pane.view.caret == step


def test_words_are_jumped_over(pane):
    pane.view.select(0, 0)
    for _ in range(4):
        QTest.keyClick(pane.view, Key.Key_Right, Mod.ControlModifier)
    QTest.keyClick(pane.view, Key.Key_Right, Mod.ControlModifier | Mod.ShiftModifier)
    assert copied(pane) == "name"


def test_the_column_is_kept_over_shorter_lines(pane):
    pane.set_text(b"long line\nab\nanother one", "")
    pane.view.select(7, 7)
    QTest.keyClick(pane.view, Key.Key_Down)
    assert pane.view.caret == 12
    QTest.keyClick(pane.view, Key.Key_Down)
    assert pane.view.caret == 13 + 7


def test_a_double_click_takes_a_word_and_a_third_the_line(pane):
    viewport = pane.view.viewport()
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=row_point(pane, 1, 5))
    assert copied(pane) == "name"
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=row_point(pane, 1, 5))
    assert copied(pane) == '  "name": "Rex é 好 😀",\n'


def test_shift_click_extends_and_a_click_beside_the_number_takes_the_line(pane):
    viewport = pane.view.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=row_point(pane, 1, 2))
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Mod.ShiftModifier, row_point(pane, 1, 8))
    assert copied(pane) == '"name"'
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(5, row_point(pane, 0, 0).y()))
    assert copied(pane) == "{\n"


def test_a_drag_selects(pane):
    viewport = pane.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=row_point(pane, 0, 0))
    QTest.mouseMove(viewport, row_point(pane, 1, 8))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=row_point(pane, 1, 8))
    assert copied(pane) == '{\n  "name"'


def test_long_lines_wrap_or_run_on(pane, qtbot):
    view = pane.view
    assert view.shape_of(2).lines > 1
    assert view.horizontalScrollBar().maximum() == 0
    view.toggle_wrap()
    assert view.shape_of(2).lines == 1
    pane.grab()
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() > 0)
    view.select(TEXT.encode().index(b'",\n  "last"'), TEXT.encode().index(b'",\n  "last"'))
    assert view.horizontalScrollBar().value() > 0


@pytest.mark.parametrize("wrap", [True, False])
def test_every_place_on_screen_leads_back_to_its_offset(pane, wrap):
    pane.view.set_wrap(wrap)
    for offset in range(0, len(TEXT.encode()), 7):
        row = pane.view.source.rows.row_of(offset)
        start = pane.view.source.offset(row, pane.view.source.index(row, offset))
        if start != offset:
            continue  # in the middle of a character
        pane.view.show_offset(offset)
        row, line, x = pane.view.place_of(offset)
        y = pane.view.y_of((row, line))
        assert y is not None
        assert pane.view.offset_at(QPoint(round(pane.view.text_x() + x), y + 2)) == offset


def test_a_line_of_megabytes_is_shown_and_selected_whole(pane):
    data = b'{"k":"' + b"x" * 3_000_000 + b'"}'
    pane.set_text(data, "json")
    pane.view.select_all()
    pane.grab()
    assert pane.view.selected_text() == data.decode()
    pane.view.show_offset(len(data))
    assert pane.view.y_of(pane.view.place_of(len(data) - 1)[:2]) is not None


def test_finding_counts_marks_and_goes_round(pane, qtbot):
    pane.open_find()
    QTest.keyClicks(pane.bar.field, "LOREM")
    qtbot.waitUntil(lambda: pane.bar._count.text() == "1 of 40")
    first = pane.view.selection
    QTest.keyClick(pane.bar.field, Key.Key_Return, Mod.ShiftModifier)
    assert pane.bar._count.text() == "40 of 40"
    QTest.keyClick(pane.bar.field, Key.Key_Return)
    assert pane.view.selection == first
    assert pane.view.selected_text() == "lorem"
    pane.bar._case.setChecked(True)
    qtbot.waitUntil(lambda: pane.bar._count.text() == "No match")
    QTest.keyClick(pane.bar.field, Key.Key_Escape)
    assert len(pane.view.found) == 0
    assert pane.bar.isHidden()


def test_finding_by_expression(pane, qtbot):
    pane.bar._regex.setChecked(True)
    pane.open_find()
    pane.bar.field.setText("l[ao][a-z]+")
    pane.bar.changed.emit()
    qtbot.waitUntil(lambda: pane.bar._count.text() == "1 of 42", timeout=15000)
    pane.bar.field.setText("(")
    pane.bar.changed.emit()
    assert "Not an expression" in pane.bar._count.text()
    pane.stop()


def test_the_theme_changes_live_and_zoom_changes_the_size(pane, theme):
    theme.set_mode("light")
    light = pane.grab().toImage().pixelColor(590, 390)
    theme.set_mode("dark")
    assert pane.grab().toImage().pixelColor(590, 390) != light
    before = pane.view.type.height
    pane.view.zoom_by(4)
    assert pane.view.type.height > before


def test_the_place_comes_back(pane):
    data = b"\n".join(b"line %d" % n for n in range(1000))
    pane.set_text(data)
    pane.view.go_to_line(500)
    state = pane.state()
    pane.set_text(data)
    assert pane.state() != state
    pane.restore_state(state)
    assert pane.state() == state
    pane.restore_state({"top": [10**9, -1], "caret": 10**12, "x": 0})


def test_the_current_line_is_told_to_a_screen_reader(pane):
    pane.view.go_to_line(4)
    assert pane.view.accessibleDescription() == '4:   "last": true'
    assert pane.view.accessibleName() == "Body"


def test_tab_goes_through_the_bar_into_the_text(pane):
    pane.open_find()
    assert pane.bar.field.hasFocus()
    for control in (*pane.bar.controls[1:], pane.view):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        assert QApplication.focusWidget() is control
