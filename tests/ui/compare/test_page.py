"""Two responses compared in the window: what is shown, stepped through, left out, copied and opened again."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from curlew.engine.examples import keep_as_example
from curlew.model.content import Content
from curlew.model.exchange import Exchange, Timings
from curlew.model.request import Request
from curlew.preview.opening import open_now
from curlew.ui.compare.changes import _words
from curlew.ui.compare.difference_list import WIDTH
from curlew.ui.compare.sending import Subject
from curlew.ui.compare.side import Side, pair_title
from curlew.ui.documents.compare_page import ComparePage
from helpers.exchanges import a_failure, a_response, an_exchange

A = {
    "page": 1,
    "rid": "b7c1e6f2-0a1b-4c3d-9e8f-001122334455",
    "items": [{"id": 10, "price": 349.9}, {"id": 12, "n": "Otto"}, {"id": 11, "s": 1}],
}
B = {
    "page": 2,
    "rid": "04fee6f2-0a1b-4c3d-9e8f-001122334455",
    "items": [{"id": 10, "price": 329.9}, {"id": 11, "s": 1}, {"id": 12, "n": "Otto"}, {"id": 1}],
}


def side(body: object, label: str, **fields: object) -> Side:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = (("Content-Type", "application/json"), ("Date", label), ("X-Version", label))
    return Side(replace(an_exchange(a_response(data, headers=headers)), **fields), label, "green", name="List pets")


@pytest.fixture
def page(ui, qtbot):
    page = ComparePage(ui, "List pets")
    qtbot.addWidget(page)
    page.resize(1300, 760)
    page.show()
    return page


def shown(page: ComparePage, qtbot, a: Side, b: Side) -> None:
    page.show_sides(a, b)
    settled(page, qtbot)


def settled(page: ComparePage, qtbot) -> None:
    qtbot.waitUntil(lambda: page._task is None or page._task.done(), timeout=10_000)


def texts(page: ComparePage) -> list[tuple[str, str, str]]:
    lines = [page.view.diff.line(row) for row in range(len(page.view.diff.rows))]
    return [(line.mark, line.a.text.strip(), line.b.text.strip()) for line in lines if not line.fold]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_comparison_is_shown_in_both_themes(page, ui, qtbot, mode):
    ui.theme.set_mode(mode)
    shown(page, qtbot, side(A, "Staging"), side(B, "Production"))
    assert page.outcome.comparison.counts == {"chg": 3, "mov": 1, "add": 1}
    assert ("chg", '"price": 349.9', '"price": 329.9') in texts(page)
    assert {kind: chip.isVisible() for kind, chip in page.view.chips.chips.items()}["mov"]
    assert not page.grab().isNull()
    assert page.look().method == "DIFF"
    assert page.look().title == "List pets"
    assert page.view.list.width() == WIDTH


def test_two_sends_under_one_environment_are_told_apart_by_when_they_came():
    early, late = side({}, "Local", started=1.0), side({}, "Local", started=90_000.0)
    assert pair_title(early, side({}, "Live")) == "Local and Live"
    assert pair_title(early, late) == f"{early.when} and {late.when}"
    assert early.when != late.when


def test_differences_are_stepped_through_and_spoken(page, qtbot):
    shown(page, qtbot, side(A, "A"), side(B, "B"))
    QTest.keyClick(page.view.diff, Qt.Key.Key_F7)
    assert page.view._count.text() == "1 of 5"
    assert page.view.diff.accessibleDescription() == 'changed, A: "page": 1,, B: "page": 2,'
    QTest.keyClick(page.view.diff, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert page.view._count.text() == "5 of 5"
    assert page.view.list.view.currentIndex().row() == 4
    page.view.list.view.setCurrentIndex(page.view.list.model.index(2))
    assert page.view._count.text() == "3 of 5"
    assert page.view.diff.line(page.view.diff.current_row).difference == page.view.list.model.shown[2]


def test_a_number_says_by_how_much_and_what_moved_says_where(page, qtbot):
    shown(page, qtbot, side(A, "A"), side(B, "B"))
    lines = [page.view.diff.line(row) for row in range(len(page.view.diff.rows))]
    assert "−20.0 (−5.7 %)" in [line.b.note for line in lines]
    assert [line.a.note for line in lines if line.mark == "mov" and line.a.note] == ["moved to items[2]"]
    assert [line.b.note for line in lines if line.mark == "mov" and line.b.note] == ["moved from items[1]"]


def test_an_ignored_path_counts_no_more_and_is_remembered(page, ui, qtbot):
    shown(page, qtbot, side(A, "A"), side(B, "B"))
    assert page.outcome.comparison.suggested == ("$.rid",)
    page.view.rules.ignore("$.rid")
    qtbot.waitUntil(lambda: page.outcome is not None and page.outcome.comparison.counts.get("ign") == 1)
    assert page.outcome.comparison.counts["chg"] == 2
    again = ComparePage(ui, "List pets")
    qtbot.addWidget(again)
    shown(again, qtbot, side(A, "A"), side(B, "B"))
    assert again.outcome.comparison.counts["ign"] == 1
    page.view.rules.remove("$.rid")
    qtbot.waitUntil(lambda: page.outcome is not None and "ign" not in page.outcome.comparison.counts)


def test_a_wrong_path_is_explained_and_can_be_taken_back(page, qtbot):
    shown(page, qtbot, side(A, "A"), side(B, "B"))
    page.view.rules.ignore("$.[")
    settled(page, qtbot)
    assert page.outcome is None
    assert any("is no path" in label.text() for label in page.view._blank.findChildren(QLabel))
    page.view.rules.remove("$.[")
    settled(page, qtbot)
    assert page.outcome is not None


def test_only_one_kind_and_only_differences(page, qtbot):
    shown(page, qtbot, side(A, "A"), side(B, "B"))
    page.view.chips.chips["add"].click()
    assert page.view.list.model.rowCount() == 1
    page.view.chips.chips["add"].click()
    assert page.view.list.model.rowCount() == 5
    page.view._only.setChecked(True)
    assert {mark for mark, _a, _b in texts(page)} == {"chg", "mov", "add"}


def test_equal_lines_are_folded_and_open(page, qtbot):
    a = {"first": 0, **{f"k{n}": n for n in range(40)}, "last": 0}
    shown(page, qtbot, side(a, "A"), side(a | {"first": 1, "last": 1}, "B"))
    view = page.view.diff
    row = next(row for row in range(len(view.rows)) if view.line(row).fold)
    assert view.line(row).fold == 34
    view.toggle(row)
    assert len(view.rows) == 44
    assert not any(view.line(row).fold for row in range(len(view.rows)))


def test_a_moved_value_opens_to_its_lines(page, qtbot):
    shown(page, qtbot, side(A, "A"), side(B, "B"))
    view = page.view.diff
    row = next(row for row in range(len(view.rows)) if view.line(row).mark == "mov")
    assert view.line(row).a.text.strip() == '{ "id": 12, "n": "Otto" },'
    before = len(view.rows)
    view.toggle(row)
    assert len(view.rows) == before + 3


def test_an_example_is_a_side_like_any_other(page, qtbot):
    request = Request("List pets", url="http://a.test/pets")
    example = keep_as_example(request, side(A, "").exchange, "Kept").example
    request = replace(request, examples=(example,))
    page.know(Subject(request, None, "List pets"))
    shown(page, qtbot, side(A, "Staging"), side(B, "Production"))
    offered = dict(page._examples(0, page.sides[0]))
    offered["Kept"]()
    settled(page, qtbot)
    assert page.sides[0].label == "Kept"
    assert ("page",) in [found.place_a for found in page.outcome.comparison.differences]
    dict(page._examples(1, page.sides[1]))["Kept"]()
    settled(page, qtbot)
    assert page.outcome.comparison.differences == []


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (A, A, "same body as {side}"),
        (A, json.dumps(A, indent=3).encode(), "same content as {side}"),
        ({"a": 1, "b": 2}, {"a": 2, "c": 2}, "3 changes"),
        ([0] * 60_000, [1] * 60_000, "another body"),
        (b"one\ntwo", b"one\n2", "2 changes"),
    ],
)
def test_an_earlier_response_says_what_changed(one, other, words):
    opened = [open_now(side(body, "").exchange.response.body, "application/json") for body in (one, other)]
    assert _words(*opened) == words


def test_headers_and_times_and_text(page, qtbot):
    shown(page, qtbot, side(A, "A"), side(A, "B", timings=Timings(wait=1.0, total=2.0)))
    page.view.parts.chosen.emit("headers")
    settled(page, qtbot)
    assert page.outcome.comparison.counts == {"ign": 1, "chg": 1}
    page.view.parts.chosen.emit("timing")
    settled(page, qtbot)
    assert page.view.times.times.phases[-1].b == 2.0
    page.view.parts.chosen.emit("text")
    settled(page, qtbot)
    assert page.outcome.mode == "text"
    assert page.view.notes.notes == ("No differences.",)


def test_a_failure_has_no_body_and_that_is_no_error(page, qtbot):
    shown(page, qtbot, side(A, "A"), Side(a_failure(), "B", name="x"))
    assert page.outcome is not None
    shown(page, qtbot, Side(Exchange(), "A"), Side(a_failure(), "B"))


def test_what_is_missing_of_a_body_is_said(page, qtbot):
    cut = Content(b'{"a": 1', None, 5_000_000)
    exchange = an_exchange(a_response(cut, headers=(("Content-Type", "application/json"),)))
    shown(page, qtbot, Side(exchange, "A"), Side(a_failure(), "B"))
    assert page.view.notes.notes[:2] == (
        "The history kept the first 7 B of 5.00 MB of A: the rest is not compared.",
        "B has no response: The server's certificate has expired",
    )


def test_sides_are_swapped(page, qtbot):
    shown(page, qtbot, side(A, "A"), side(B, "B"))
    page.swap()
    settled(page, qtbot)
    assert page.outcome.comparison.counts == {"chg": 3, "mov": 1, "del": 1}


def test_the_report_masks_secrets(page, qtbot, notices):
    shown(page, qtbot, side({"token": "s3cret-value-1"}, "A", secrets=("s3cret-value-1",)), side({"token": "2"}, "B"))
    page.copy_report()
    text = QGuiApplication.clipboard().text()
    assert "| changed | `$.token` |" in text
    assert "s3cret-value-1" not in text
    assert notices.shown[-1][1] == "Copied the report"


def test_a_large_comparison_can_be_stopped_and_leaves_nothing(page, qtbot):
    big = [{"id": n, "text": "x" * 20} for n in range(30_000)]
    page.show_sides(side(big, "A"), side([*big, {"id": -1}], "B"))
    qtbot.waitUntil(lambda: page.view._stop.isVisible())
    page.view._stop.click()
    settled(page, qtbot)
    assert page.outcome is None
    page.closing()


def test_100_000_rows_scroll_without_making_them_all(page, qtbot):
    big = [{"id": n, "v": n} for n in range(25_000)]
    shown(page, qtbot, side(big, "A"), side([{"id": n, "v": -n} for n in range(25_000)], "B"))
    view = page.view.diff
    assert len(view.rows) > 99_000
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    page.grab()
    assert len(view._made) < 400


def test_the_page_says_how_it_is_opened_again(page, qtbot):
    shown(page, qtbot, side(A, "A"), side(B, "B"))
    assert page.descriptor() == {}
    shown(page, qtbot, replace(side(A, "A"), history="1"), replace(side(B, "B"), history="2"))
    assert page.descriptor() == {"kind": "compare", "a": "1", "b": "2", "name": "List pets"}


def test_headers_without_a_difference_say_none_and_show_no_empty_list(page, qtbot):
    shown(page, qtbot, side(A, "A"), side(B, "A"))
    assert page.view._count.text() == "5"
    page.view.parts._buttons["headers"].click()
    settled(page, qtbot)
    assert page.view._count.text() == "0"
    assert not page.view.list.isVisible()
    page.view.parts._buttons["structure"].click()
    settled(page, qtbot)
    assert page.view.list.isVisible()


def test_the_keyboard_stays_in_the_page_when_what_had_it_goes(page, qtbot):
    shown(page, qtbot, side(A, "A"), side(B, "B"))
    page.activateWindow()
    page.view._only.setFocus()
    page.view.parts._buttons["timing"].click()
    settled(page, qtbot)
    assert page.view.times.isVisible()
    assert page.view.parts._buttons["timing"].hasFocus()
    page.view.parts._buttons["headers"].click()
    assert page.view.parts._buttons["headers"].hasFocus()


@pytest.mark.parametrize("width", [1300, 655, 480])
def test_a_path_is_typed_beside_nothing_that_covers_it(page, qtbot, width):
    page.resize(width, 700)
    shown(page, qtbot, side(A, "A"), side(B, "B"))
    rules = page.view.rules
    rules._type()
    page.layout().activate()
    QApplication.processEvents()
    parts = [part for part in rules.findChildren(QWidget) if part.isVisible() and part.parent() is rules]
    places = sorted((part.geometry().left(), part.geometry().right()) for part in parts)
    assert all(before[1] < after[0] for before, after in pairwise(places))
    assert places[-1][1] <= rules.width()
    QTest.keyClicks(rules._field, "$.rid")
    QTest.keyClick(rules._field, Qt.Key.Key_Escape)
    assert rules._field.isHidden()
    assert rules._add.hasFocus()
    assert not rules._rules.ignored
