"""The keyboard follows the page that comes to the front."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from curlew.model.request import Request
from curlew.ui.documents.request_page import RequestPage
from curlew.ui.shell.workbench import Workbench
from curlew.ui.widgets.variable_field import VariableField
from helpers.looping import run
from helpers.whole_window import key, press, type_text, whole_window


def two_requests(bench: Workbench) -> tuple[int, int]:
    above = run(bench.session.add_collection("Birds"))
    one, two = [run(bench.session.add_request(above, Request(name=name, url=f"http://127.0.0.1/{name}"))) for name in ("one", "two")]
    return one, two


def in_front(bench: Workbench) -> RequestPage:
    page = bench.documents.current
    assert isinstance(page, RequestPage)
    return page


def has_keyboard(page: RequestPage) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and page.isAncestorOf(focus)


def test_a_request_picked_in_quick_open_gets_the_keyboard(theme, tmp_path, qtbot):
    with whole_window(theme, tmp_path / "home") as bench:
        one, two = two_requests(bench)
        bench.documents.open_item(one)
        for before in (in_front(bench).focus_first, bench.panels.collections.setFocus):
            before()
            press("Ctrl+P")
            type_text("two")
            key(Qt.Key.Key_Return)
            assert in_front(bench).item_id == two
            assert has_keyboard(in_front(bench))
            bench.documents.open_item(one)


def test_a_tab_has_the_keyboard_again_where_it_had_it(theme, tmp_path, qtbot):
    with whole_window(theme, tmp_path / "home") as bench:
        one, two = two_requests(bench)
        bench.documents.open_item(one)
        first = in_front(bench)
        first.editor.strip.select("headers")
        table = first.editor.page("headers").own.table
        table.setFocus()
        bench.documents.open_item(two)
        assert isinstance(QApplication.focusWidget(), VariableField)
        assert has_keyboard(in_front(bench))
        press("Ctrl+W")
        assert in_front(bench) is first
        assert QApplication.focusWidget() is table


def test_the_last_tab_leaves_the_keyboard_to_the_ways_in(theme, tmp_path, qtbot):
    with whole_window(theme, tmp_path / "home") as bench:
        one, _two = two_requests(bench)
        bench.documents.open_item(one)
        in_front(bench).focus_first()
        press("Ctrl+W")
        assert bench.welcome.isAncestorOf(QApplication.focusWidget())


def test_going_to_the_url_while_a_new_request_is_named_leads_to_the_new_one(theme, tmp_path, qtbot):
    with whole_window(theme, tmp_path / "home") as bench:
        one, _two = two_requests(bench)
        bench.documents.open_item(one)
        in_front(bench).focus_first()
        press("Ctrl+N")
        qtbot.waitUntil(
            lambda: type(QApplication.focusWidget()).__name__ == "QLineEdit" or "Name" in type(QApplication.focusWidget()).__name__
        )
        press("Ctrl+L")
        qtbot.waitUntil(lambda: in_front(bench).item_id != one)
        assert has_keyboard(in_front(bench))
        assert isinstance(QApplication.focusWidget(), VariableField)
