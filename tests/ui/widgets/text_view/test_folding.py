"""Folding as a person does it: by a click, by keys, all and to a level; what hides is opened when it is wanted."""

import json
import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from curlew.preview.text import folds
from curlew.ui.widgets.text_view import TextPane

VALUE = {"a": {"b": [1, 2, 3], "c": "x"}, "d": [{"e": 1}, {"e": 2}], "last": True}
TEXT = json.dumps(VALUE, indent=2)
LINES = TEXT.split("\n")
Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def pane(theme, qtbot):
    pane = TextPane(theme, "Body")
    qtbot.addWidget(pane)
    pane.resize(600, 500)
    pane.show()
    pane.set_text(TEXT.encode(), "json")
    pane.view.setFocus()
    return pane


def seen(pane: TextPane) -> list[str]:
    """Return the rows on the screen, chips as « words »."""
    view = pane.view
    found, row = [], 0
    while row < len(view.source.rows):
        text, gap = view.shown.text(row), view.shown.gap(row)
        if gap is not None:
            text = f"{text[: gap.start]}«{gap.words}»{text[gap.end :]}"
        found.append(text)
        row = view.folded.next(row)
    assert len(found) == view.screen_rows()
    return found


def row_of(text: str) -> int:
    return next(number for number, line in enumerate(LINES) if text in line)


def middle_of(pane: TextPane, row: int, x: float) -> QPoint:
    y = pane.view.y_of((row, 0))
    assert y is not None
    return QPoint(round(x), y + pane.view.type.height // 2)


def click_chevron(pane: TextPane, row: int) -> None:
    QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(pane, row, pane.view.gutter_width() - 6))


def test_a_click_on_the_chevron_folds_and_one_on_the_chip_unfolds(pane):
    row = row_of('"b"')
    click_chevron(pane, row)
    assert seen(pane)[row] == '    "b": [ «… 4 lines»],'
    assert seen(pane)[row + 1] == LINES[row + 5]
    gap = pane.view.shown.gap(row)
    _line, x = pane.view.shape_of(row).place(gap.start + 1)
    QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(pane, row, pane.view.text_x() + x))
    assert seen(pane) == LINES


def test_what_is_within_a_fold_stays_folded(pane):
    click_chevron(pane, row_of('"b"'))
    click_chevron(pane, row_of('"a"'))
    assert seen(pane)[1] == '  "a": { «… 7 lines»},'
    click_chevron(pane, row_of('"a"'))
    assert "«… 4 lines»" in seen(pane)[2]


def test_keys_fold_the_line_of_the_caret_or_what_is_around_it_and_unfold(pane):
    pane.view.go_to_line(row_of('"c"') + 1)
    QTest.keyClick(pane.view, Key.Key_BracketLeft, Mod.ControlModifier | Mod.ShiftModifier)
    assert seen(pane)[1] == '  "a": { «… 7 lines»},'
    QTest.keyClick(pane.view, Key.Key_BraceLeft, Mod.ControlModifier | Mod.ShiftModifier)
    assert seen(pane) == ["{ «… 18 lines»}"]
    QTest.keyClick(pane.view, Key.Key_BracketRight, Mod.ControlModifier | Mod.ShiftModifier)
    assert len(seen(pane)) > 1


def test_all_none_and_to_a_level(pane):
    QTest.keyClick(pane.view, Key.Key_BracketLeft, Mod.ControlModifier | Mod.AltModifier)
    assert seen(pane) == ["{ «… 18 lines»}"]
    QTest.keyClick(pane.view, Key.Key_1, Mod.AltModifier)
    assert seen(pane) == ["{", '  "a": { «… 7 lines»},', '  "d": [ «… 7 lines»],', '  "last": true', "}"]
    QTest.keyClick(pane.view, Key.Key_2, Mod.AltModifier)
    assert seen(pane)[2] == '    "b": [ «… 4 lines»],'
    QTest.keyClick(pane.view, Key.Key_BracketRight, Mod.ControlModifier | Mod.AltModifier)
    assert seen(pane) == LINES


def test_the_caret_walks_over_a_chip_and_into_the_closing_line(pane):
    row = row_of('"b"')
    pane.view.folding.toggle(row)
    start, end = pane.view.shown.gap(row).hidden
    pane.view.go_to_line(row + 1)
    QTest.keyClick(pane.view, Key.Key_End)
    assert pane.view.caret == TEXT.index("],") + 2
    QTest.keyClick(pane.view, Key.Key_Left)
    QTest.keyClick(pane.view, Key.Key_Left)
    assert pane.view.caret == TEXT.index("],")
    QTest.keyClick(pane.view, Key.Key_Left)
    assert pane.view.caret == start - 1
    QTest.keyClick(pane.view, Key.Key_Right)
    assert pane.view.caret == TEXT.index("],")
    QTest.keyClick(pane.view, Key.Key_Down)
    assert pane.view.caret >= end
    assert seen(pane)[row].startswith('    "b": [ «')


def test_every_place_that_is_shown_leads_back_to_its_offset(pane):
    pane.view.folding.toggle(row_of('"b"'))
    pane.view.folding.toggle(row_of('"d"'))
    shown = pane.view.shown
    for row in (row_of('"b"'), row_of('"d"')):
        gap = shown.gap(row)
        for index in (*range(gap.start), *range(gap.end, len(shown.text(row)) + 1)):
            assert shown.index(row, shown.offset(row, index)) == index
            assert shown.row_of(shown.offset(row, index)) == row


def test_a_copy_takes_what_is_hidden_too(pane):
    pane.view.folding.toggle(row_of('"a"'))
    pane.view.select_all()
    pane.view.copy()
    assert QGuiApplication.clipboard().text() == TEXT


def test_a_match_and_a_line_within_a_fold_open_it(pane, qtbot):
    pane.view.folding.close_below(0)
    pane.open_find()
    pane.bar.field.setText("e")
    pane.bar.changed.emit()
    qtbot.waitUntil(lambda: len(pane.view.found) == 3)
    assert seen(pane) != ["{ «… 18 lines»}"]
    pane.view.folding.close_below(0)
    pane.view.go_to_line(row_of("3") + 1)
    assert "      3" in seen(pane)
    assert any("«" in line for line in seen(pane)), "what does not hide the line stays folded"


def test_a_jump_to_the_closing_line_opens_nothing(pane):
    pane.view.folding.toggle(0)
    pane.view.select(len(TEXT), len(TEXT), middle=True)
    assert len(seen(pane)) == 1


def test_folds_come_back_with_the_state_and_with_the_next_text(pane, theme, qtbot):
    pane.view.folding.toggle(row_of('"b"'))
    wanted = seen(pane)
    state = json.loads(json.dumps(pane.state()))
    other = TextPane(theme, "Body")
    qtbot.addWidget(other)
    other.set_text(TEXT.encode(), "json")
    other.restore_state(state)
    assert seen(other) == wanted
    pane.set_text(TEXT.replace("true", "null").encode(), "json")
    assert seen(pane)[:-2] == wanted[:-2]
    pane.view.folding.close_below(1)
    pane.set_text(b'{\n  "z": [\n    1\n  ]\n}', "json")
    assert seen(pane) == ["{", '  "z": [ «… 2 lines»]', "}"]


@pytest.mark.parametrize("folds_of_before", [{"above": "x"}, {"lines": [[1, True]]}, {"lines": [[99, True, "{"]]}, [], None, {"above": -1}])
def test_a_state_that_does_not_fit_folds_nothing(pane, folds_of_before):
    pane.restore_state({**pane.state(), "folds": folds_of_before})
    assert seen(pane) == LINES


def test_texts_without_a_language_do_not_fold(pane):
    pane.set_text(TEXT.encode())
    pane.view.folding.close_below(0)
    click_chevron(pane, 0)
    assert seen(pane) == LINES


@pytest.mark.parametrize("wrap", [True, False])
def test_folding_and_unfolding_at_random_brings_the_same_rows_back(pane, wrap):
    pane.view.set_wrap(wrap)
    rng = random.Random(3)

    def value(depth: int) -> object:
        if depth > 4 or rng.random() < 0.3:
            return rng.choice(["x" * 200, "é好" * 30, 1, None])
        return {f"k{n}": value(depth + 1) for n in range(rng.randrange(4))} if rng.random() < 0.5 else [value(depth + 1) for _ in range(3)]

    for _ in range(6):
        text = json.dumps([value(0) for _ in range(4)], indent=2, ensure_ascii=False)
        pane.set_text(text.encode(), "json")
        rows = seen(pane)
        for _change in range(25):
            shown = [row for row in range(len(pane.view.source.rows)) if pane.view.folded.shown(row) == row]
            pane.view.folding.toggle(rng.choice(shown))
            pane.grab()
        pane.view.folding.open_all()
        assert seen(pane) == rows


def test_a_fold_that_is_closed_while_rows_are_still_found_closes_then(pane, qtbot):
    pane.set_text(b'{\n  "a": [\n' + b"    1,\n" * 300_000 + b'    2\n  ],\n  "b": 1\n}', "json")
    pane.view.folding.toggle(1)
    qtbot.waitUntil(lambda: pane.view.folded.hidden == 300_002)
    assert seen(pane) == ["{", '  "a": [ «… 300,002 lines»],', '  "b": 1', "}"]


def test_all_folds_of_a_large_text_are_found_on_a_thread(pane, qtbot, monkeypatch):
    monkeypatch.setattr("curlew.ui.widgets.text_view.folding.BY_HAND", 10)
    monkeypatch.setattr(folds, "BY_HAND", 10)
    pane.view.folding.close_below(1)
    qtbot.waitUntil(lambda: len(seen(pane)) == 5)
    pane.view.folding.open_all()
    pane.view.folding.close_below(0)
    pane.view.folding.stop()
    QApplication.processEvents()
    assert seen(pane) == LINES, "stopped"
