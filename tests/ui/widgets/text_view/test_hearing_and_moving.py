"""What a screen reader is told, and the ways to move that are not keys of the caret."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from curlew.ui.widgets.text_view import TextPane

LINES = [b"{"] + [b'  "k%d": [' % n + b"\n    1\n  ]," for n in range(300)] + [b'  "last": 1', b"}"]
TEXT = b"\n".join(LINES)


@pytest.fixture
def pane(theme, qtbot):
    pane = TextPane(theme, "Response body")
    qtbot.addWidget(pane)
    pane.resize(500, 300)
    pane.show()
    pane.set_text(TEXT, "json")
    pane.view.setFocus()
    return pane


def turn_wheel(pane: TextPane, steps: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = QPointF(100, 100)
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, pane.view.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120 * steps), none, keys, phase, False)
    QApplication.sendEvent(pane.view.viewport(), event)


def test_the_line_its_number_and_its_fold_are_told(pane):
    assert pane.view.accessibleName() == "Response body"
    pane.view.go_to_line(2)
    assert pane.view.accessibleDescription() == '2:   "k0": ['
    pane.view.folding.toggle(1)
    told = pane.view.accessibleDescription()
    assert told.startswith('2:   "k0": [')
    assert told.endswith("folded")


def test_the_first_line_of_each_new_text_is_told(pane):
    assert pane.view.accessibleDescription() == "1: {"
    pane.view.go_to_line(300)
    pane.set_text(b"[]\n", "json")
    assert pane.view.accessibleDescription() == "1: []"


def test_the_end_of_a_long_line_is_told_however_it_is_wrapped(pane, qtbot):
    pane.set_text(b'["' + b"x" * 3_000_000 + b'", "the end"]', "json")
    qtbot.waitUntil(lambda: pane.view.source.rows.complete)
    pane.view.select(3_000_010, 3_000_010)
    for _times in range(2):
        pane.view.toggle_wrap()
        qtbot.waitUntil(lambda: pane.view.source.rows.complete and "the end" in pane.view.accessibleDescription())


def test_a_selection_is_told_with_its_size_where_it_is_long(pane):
    pane.view.select(4, 8)
    assert pane.view.accessibleDescription() == TEXT[4:8].decode()
    pane.view.select_all()
    assert pane.view.accessibleDescription().startswith(f"{len(TEXT):,} bytes selected: {{")


def test_a_match_that_is_gone_to_is_told_with_its_line(pane, qtbot):
    pane.open_find()
    pane.bar.field.setText("k1")
    pane.bar.changed.emit()
    qtbot.waitUntil(lambda: len(pane.view.found) == 111)
    qtbot.waitUntil(lambda: pane.view.announced == "Match 1 of 111, line 5")
    QTest.keyClick(pane.bar.field, Qt.Key.Key_Return)
    assert pane.view.announced == "Match 2 of 111, line 32"
    assert pane.bar.field.accessibleDescription() == "2 of 111"


def test_the_wheel_scrolls_zooms_and_turns_pages(pane):
    turn_wheel(pane, -1)
    assert pane.view.top[0] == 3
    turn_wheel(pane, -1, Qt.KeyboardModifier.AltModifier)
    assert pane.view.top[0] == 3 + pane.view.rows_visible()
    height = pane.view.type.height
    turn_wheel(pane, 1, Qt.KeyboardModifier.ControlModifier)
    assert pane.view.type.height > height
    pane.view.zoom_by(0)
    assert pane.view.type.height == height


def test_the_wheel_goes_sideways_over_long_lines(pane):
    pane.set_text(b"x" * 900)
    pane.view.set_wrap(False)
    pane.grab()
    QApplication.processEvents()
    turn_wheel(pane, -1, Qt.KeyboardModifier.ShiftModifier)
    assert pane.view.horizontalScrollBar().value() > 0


def test_selecting_goes_on_while_the_mouse_is_held_below_the_text(pane, monkeypatch):
    viewport = pane.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(200, 20))
    below = QPoint(200, viewport.height() + 60)
    monkeypatch.setattr(pane.view, "cursor", lambda: type("Cursor", (), {"pos": lambda _self: viewport.mapToGlobal(below)})())
    before = pane.view.top
    for _turn in range(3):
        pane.view._scroll_drag()
    assert pane.view.top > before
    assert pane.view.selection[1] > pane.view.source.rows.bounds(pane.view.top[0])[0]
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=below)


def test_line_numbers_take_the_room_they_need(pane, qtbot):
    narrow = pane.view.gutter_width()
    pane.set_text(b"\n" * 1_234_567)
    qtbot.waitUntil(lambda: pane.view.source.rows.lines == 1_234_567)
    assert pane.view.gutter_width() - narrow == round(9 * pane.view.type.advance) - round(3 * pane.view.type.advance)
