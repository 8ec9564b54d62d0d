"""The filter of a body, with a real child process behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QToolButton

from curlew.model.content import Content
from curlew.ui.response.body_tab import BodyTab
from curlew.ui.response.filter_bar import FilterBar
from curlew.ui.response.filtering.help import LanguageHelp
from curlew.ui.response.filtering.recent import MOST, added, checked, keep_recent, read_recent

ITEMS = [
    {"name": "Rex", "status": "available", "price": 349.9, "createdAt": "2026-11-10", "featured": False},
    {"name": "Tom", "status": "sold", "price": 50, "createdAt": "2026-11-11", "featured": True},
    {"name": "Ada", "status": "sold", "price": 120.5, "createdAt": "2026-11-12", "featured": True},
]
PETS = json.dumps({"page": 1, "big": 0, "items": ITEMS}).replace('"big": 0', '"big": 9007199254740993').encode()
SECONDS = 15_000


@contextmanager
def a_tab(ui, qtbot, body: bytes = PETS, kind: str = "application/json") -> Iterator[BodyTab]:
    tab = BodyTab(ui)
    tab.resize(1000, 500)
    tab.show()
    show(tab, qtbot, body, kind)
    try:
        yield tab
    finally:
        tab.filter.release()
        qtbot.waitUntil(lambda: tab.filter.bar is None or not tab.filter.bar.runner.is_running, timeout=SECONDS)
        tab.views.release_all()
        tab.close()
        tab.deleteLater()
        QApplication.processEvents()


def show(tab: BodyTab, qtbot, body: bytes, kind: str = "application/json") -> None:
    with qtbot.waitSignal(tab.shown, timeout=SECONDS):
        tab.show_body(Content.of(body), kind)


def opened(tab: BodyTab, qtbot) -> FilterBar:
    qtbot.mouseClick(tab.findChild(QToolButton, "filter_button"), Qt.MouseButton.LeftButton)
    bar = tab.filter.bar
    assert bar is not None
    qtbot.waitUntil(lambda: not bar.runner.is_running, timeout=SECONDS)
    return bar


def apply(bar: FilterBar, qtbot, expression: str) -> None:
    bar.edit.set_text(expression)
    qtbot.keyClick(bar.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not bar.runner.is_running and bar.field.status.text() not in ("", "searching …"), timeout=SECONDS)


def text_in_front(tab: BodyTab, qtbot) -> str:
    with qtbot.waitSignal(tab.shown, timeout=100, raising=False):
        pass
    return bytes(tab.front.pane.view.source.data[:]).decode()


def test_the_result_takes_the_place_of_the_body_and_goes_again(ui, qtbot) -> None:
    with a_tab(ui, qtbot) as tab:
        whole = text_in_front(tab, qtbot)
        bar = opened(tab, qtbot)
        apply(bar, qtbot, "$.items[?@.price > 100].name")
        assert bar.field.status.text() == bar.edit.accessibleDescription() == "2 matches"
        qtbot.waitUntil(lambda: json.loads(text_in_front(tab, qtbot)) == ["Rex", "Ada"], timeout=SECONDS)
        apply(bar, qtbot, "$.big")
        qtbot.waitUntil(lambda: text_in_front(tab, qtbot).strip() == "9007199254740993", timeout=SECONDS)
        qtbot.keyClick(bar.edit, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: text_in_front(tab, qtbot) == whole, timeout=SECONDS)
        assert not bar.isHidden()
        qtbot.keyClick(bar.edit, Qt.Key.Key_Escape)
        assert bar.isHidden()
        assert not tab.findChild(QToolButton, "filter_button").isChecked()


def test_what_is_wrong_is_told_with_what_to_write_instead(ui, qtbot) -> None:
    with a_tab(ui, qtbot) as tab:
        bar = opened(tab, qtbot)
        apply(bar, qtbot, "$..items[(@.length-1)]")
        assert "RFC 9535" in bar._message.text()
        assert bar.edit.fault == 8
        assert json.loads(text_in_front(tab, qtbot))["page"] == 1
        bar._instead.click()
        qtbot.waitUntil(lambda: bar.field.status.text() == "1 match", timeout=SECONDS)
        assert bar.expression == "$..items[-1]"


def test_the_keys_that_are_there_are_offered_and_tab_takes_one(ui, qtbot) -> None:
    with a_tab(ui, qtbot) as tab:
        bar = opened(tab, qtbot)
        qtbot.keyClicks(bar.edit, "$.items[?@.price > 100].at")
        qtbot.waitUntil(lambda: bar._popup is not None and bar._popup.isVisible(), timeout=SECONDS)
        assert [(one.name, one.type, one.seen) for one in bar._popup.rows] == [
            ("status", "string", 2),
            ("createdAt", "string", 2),
            ("featured", "boolean", 2),
        ]
        qtbot.waitUntil(lambda: bar.field.status.text() == "2 objects so far", timeout=SECONDS)
        qtbot.keyClick(bar.edit, Qt.Key.Key_Down)
        qtbot.keyClick(bar.edit, Qt.Key.Key_Tab)
        assert bar.expression == "$.items[?@.price > 100].createdAt"
        assert not bar._popup.isVisible()
        qtbot.waitUntil(lambda: bar.field.status.text() == "2 matches", timeout=SECONDS)


def test_the_help_keeps_to_the_screen(ui, qtbot) -> None:
    with a_tab(ui, qtbot) as tab:
        bar = opened(tab, qtbot)
        room = tab.screen().availableGeometry()
        for top in (room.top(), room.bottom() - tab.height()):
            tab.move(room.left(), top)
            bar.open_help()
            card = tab.findChild(LanguageHelp, "filter_help")
            assert room.contains(card.geometry()), (room, card.geometry())
            card.close()
            card.setParent(None)
            card.deleteLater()


def test_a_filter_stays_on_for_the_next_body(ui, qtbot) -> None:
    with a_tab(ui, qtbot) as tab:
        bar = opened(tab, qtbot)
        apply(bar, qtbot, "$.items[*].name")
        show(tab, qtbot, b'{"items":[{"name":"Zoe"}]}')
        qtbot.waitUntil(lambda: bar.field.status.text() == "1 match", timeout=SECONDS)
        qtbot.waitUntil(lambda: json.loads(text_in_front(tab, qtbot)) == ["Zoe"], timeout=SECONDS)


def test_it_is_remembered_with_the_tab(ui, qtbot) -> None:
    with a_tab(ui, qtbot) as tab:
        bar = opened(tab, qtbot)
        apply(bar, qtbot, "$.page")
        state = json.loads(json.dumps(tab.state()))
    with a_tab(ui, qtbot, b"[]") as other:
        other.restore_state(state)
        show(other, qtbot, PETS)
        qtbot.waitUntil(lambda: other.filter.bar is not None and other.filter.bar.field.status.text() == "1 match", timeout=SECONDS)
        assert other.filter.bar.expression == "$.page"
        other.filter.close()
        assert "open" not in other.state()["filter"]


def test_xml_is_filtered_by_xpath_and_json_by_two_languages(ui, qtbot) -> None:
    with a_tab(ui, qtbot, b'<a><b i="1">x</b><b i="2">y</b></a>', "application/xml") as tab:
        bar = opened(tab, qtbot)
        assert bar.language == "xpath"
        apply(bar, qtbot, "//b/@i")
        assert bar.field.status.text() == "2 matches"
        assert text_in_front(tab, qtbot) == "1\n2"
        show(tab, qtbot, PETS)
        assert bar.language == "jsonpath"
        bar._pick_language("jmespath")
        for card in QApplication.topLevelWidgets():
            if card.objectName() == "filter_help":
                card.close()
        apply(bar, qtbot, "length(items)")
        assert bar.field.status.text() == "1 value"


def test_a_text_has_no_filter(ui, qtbot) -> None:
    with a_tab(ui, qtbot, b"just words", "text/plain") as tab:
        assert tab.findChild(QToolButton, "filter_button").isHidden()
        tab.filter.open()
        assert not tab.filter.is_open


def test_a_view_can_ask_for_a_filter(ui, qtbot) -> None:
    with a_tab(ui, qtbot) as tab:
        tab.front.filter_wanted.emit("$.items[?@.status == 'sold']")
        bar = tab.filter.bar
        qtbot.waitUntil(lambda: bar.field.status.text() == "2 matches" and not bar.runner.is_running, timeout=SECONDS)
        QGuiApplication.clipboard().clear()
        bar.field.copy.click()
        qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()), timeout=SECONDS)
        assert [one["name"] for one in json.loads(QGuiApplication.clipboard().text())] == ["Tom", "Ada"]


def test_earlier_expressions_are_reached_by_up_and_down(ui, qtbot) -> None:
    with a_tab(ui, qtbot) as tab:
        bar = opened(tab, qtbot)
        for expression in ("$.page", "$.big"):
            apply(bar, qtbot, expression)
        bar.edit.set_text("$.dra")
        for key, expression in (
            (Qt.Key.Key_Up, "$.big"),
            (Qt.Key.Key_Up, "$.page"),
            (Qt.Key.Key_Down, "$.big"),
            (Qt.Key.Key_Down, "$.dra"),
        ):
            qtbot.keyClick(bar.edit, key)
            assert bar.edit.text() == expression
        place = tab.filter._place
        qtbot.waitUntil(lambda: read_recent(place).get("jsonpath") == ["$.big", "$.page"], timeout=SECONDS)


def test_an_expression_with_a_secret_of_the_send_is_not_remembered(ui, qtbot) -> None:
    with a_tab(ui, qtbot) as tab:
        tab.filter.keep_out(("hunter2-and-more",))
        bar = opened(tab, qtbot)
        for expression in ('$.pets[?@.name == "hunter2-and-more"]', "$.page"):
            apply(bar, qtbot, expression)
        qtbot.waitUntil(lambda: read_recent(tab.filter._place).get("jsonpath") == ["$.page"], timeout=SECONDS)
        bar.edit.set_text('$.pets[?@.name == "hunter2-and-more"]')
        assert "hunter2" not in json.dumps(tab.state())
        assert tab.state()["filter"]["recent"] == {"jsonpath": ["$.page"]}


def test_the_end_of_the_tab_leaves_no_child(ui, qtbot) -> None:
    with a_tab(ui, qtbot) as tab:
        bar = opened(tab, qtbot)
        apply(bar, qtbot, "$.page")
        child = bar.runner._child
        assert child.process_id is not None
    qtbot.waitUntil(lambda: child.process_id is None, timeout=SECONDS)


def test_a_child_that_is_idle_ends(ui, qtbot) -> None:
    with a_tab(ui, qtbot) as tab:
        bar = opened(tab, qtbot)
        apply(bar, qtbot, "$.page")
        child = bar.runner._child
        bar.runner._idle.timeout.emit()
        qtbot.waitUntil(lambda: child.process_id is None, timeout=SECONDS)
        apply(bar, qtbot, "$.big")
        assert bar.field.status.text() == "1 match"


def test_the_recent_lists_are_bounded_and_a_broken_file_is_none(tmp_path) -> None:
    recent: dict[str, list[str]] = {}
    for number in range(MOST + 5):
        recent = added(recent, "jsonpath", f"$.a{number}")
    assert len(recent["jsonpath"]) == MOST
    assert added(recent, "jsonpath", "$.a20")["jsonpath"][0] == "$.a20"
    assert added(recent, "jsonpath", "$" * 5000) == recent
    assert checked({"jsonpath": ["$", 5, None], "x": 3}) == {"jsonpath": ["$"]}
    assert checked([1]) == {}
    keep_recent(tmp_path / "filters.json", recent)
    assert read_recent(tmp_path / "filters.json") == recent
    (tmp_path / "filters.json").write_bytes(b"{")
    assert read_recent(tmp_path / "filters.json") == {}
    assert read_recent(tmp_path / "none.json") == {}


@pytest.mark.parametrize("width", [320, 520, 1000])
def test_the_bar_fits(ui, qtbot, width: int) -> None:
    with a_tab(ui, qtbot) as tab:
        tab.resize(width, 500)
        bar = opened(tab, qtbot)
        apply(bar, qtbot, "$.items[*].name")
        assert bar.width() <= max(tab.width(), width)
        assert bar.field.edit.width() > 60
