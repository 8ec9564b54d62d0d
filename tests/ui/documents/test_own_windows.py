"""A response in a window of its own, beside the whole window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from curlew.ui.documents.own_windows import STAGGER
from curlew.ui.response.making_variable import collection_around
from curlew.ui.response.own_window import ResponseWindow
from curlew.ui.shell.workbench import Workbench
from helpers.exchanges import a_response, an_exchange
from helpers.looping import run
from helpers.whole_window import press, type_text, whole_window
from helpers.workbench import collection_with, loaded, page, titles


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def an_answered(bench: Workbench, qtbot, name: str = "one"):
    (item,) = collection_with(bench, name)
    bench.documents.open_item(item)
    shown = loaded(bench, qtbot)
    shown.show_exchange(an_exchange(a_response(b'{"bird": "curlew"}')))
    return shown


def apart(bench: Workbench, shown, qtbot) -> ResponseWindow:
    """Put a response into a window of its own and return that."""
    bench.documents.windows.toggle(shown)
    window = bench.documents.windows.window_of(shown)
    QTest.qWaitForWindowActive(window)
    return window


def test_it_moves_out_and_closing_the_window_brings_it_back(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        shown = an_answered(bench, qtbot)
        press("Ctrl+Shift+J", bench.window)
        window = bench.documents.windows.window_of(shown)
        assert window.windowTitle() == "GET one – Curlew"
        assert window.isAncestorOf(shown.viewer)
        assert shown.viewer.isVisible()
        assert shown.panes.is_lent
        window.close()
        assert shown.isAncestorOf(shown.viewer)
        assert shown.viewer.isVisible()
        assert not shown.panes.is_lent
        assert bench.documents.windows.window_of(shown) is None


def test_the_page_says_where_it_is_and_offers_it_back(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        shown = an_answered(bench, qtbot)
        apart(bench, shown, qtbot)
        button = shown.panes._away.findChild(object, "bring_back_button")
        assert button.isVisible()
        button.click()
        assert not shown.panes.is_lent
        assert not button.isVisible()


def test_it_follows_its_request_while_another_tab_is_in_front(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        shown = an_answered(bench, qtbot)
        window = apart(bench, shown, qtbot)
        (other,) = collection_with(bench, "other")
        bench.documents.open_item(other)
        shown.show_exchange(an_exchange(a_response(b"{}", status=503)))
        assert shown.viewer.isVisible()
        assert shown.viewer.exchange.response.status == 503
        assert not shown.isVisible()
        window.close()
        assert page(bench).item_id == other
        assert not shown.viewer.isVisible()


def test_commands_in_the_window_concern_its_request(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        shown = an_answered(bench, qtbot)
        (other,) = collection_with(bench, "other")
        bench.documents.open_item(other)
        loaded(bench, qtbot)
        bench.commands.settle_flags()
        assert not bench.actions.is_enabled("response.copy")
        window = apart(bench, shown, qtbot)
        assert bench.documents.at_work is shown
        assert page(bench).item_id == other
        press("Ctrl+.", window)
        assert QApplication.clipboard().text().split() == ["{", '"bird":', '"curlew"', "}"]
        assert bench.notices._elsewhere[-1].shown
        press("Ctrl+F", window)
        qtbot.waitUntil(lambda: window.isAncestorOf(QApplication.focusWidget()))
        press("Ctrl+W", window)
        assert not shown.panes.is_lent
        assert len(titles(bench)) == 2


def test_ctrl_enter_in_the_window_sends_again(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        bench.documents.open_scratch()
        type_text("http://127.0.0.1:9/refused")
        shown = page(bench)
        window = apart(bench, shown, qtbot)
        press("Ctrl+Return", window)
        qtbot.waitUntil(lambda: shown.viewer.exchange is not None and not shown.is_sending, timeout=8000)
        assert shown.viewer.exchange.error is not None
        assert window.isVisible()


def test_closing_the_tab_closes_the_window(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        shown = an_answered(bench, qtbot)
        apart(bench, shown, qtbot)
        bench.window.activateWindow()
        QTest.qWaitForWindowActive(bench.window)
        press("Ctrl+W", bench.window)
        assert titles(bench) == []
        assert not [window for window in QApplication.topLevelWidgets() if isinstance(window, ResponseWindow) and window.isVisible()]


def test_ending_with_windows_open_leaves_none_and_the_next_stands_where_it_stood(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        shown = an_answered(bench, qtbot)
        window = apart(bench, shown, qtbot)
        window.resize(611, 433)
        window.move(40, 50)
    assert not [left for left in QApplication.topLevelWidgets() if isinstance(left, ResponseWindow) and left.isVisible()]
    with whole_window(theme, home) as bench:
        qtbot.waitUntil(lambda: bench.documents.current is not None and page(bench)._base is not None)
        assert not page(bench).panes.is_lent
        window = apart(bench, page(bench), qtbot)
        assert (window.width(), window.height()) == (611, 433)


def test_several_at_once_stand_aside_of_each_other(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        first = an_answered(bench, qtbot, "one")
        one = apart(bench, first, qtbot)
        second = an_answered(bench, qtbot, "two")
        two = apart(bench, second, qtbot)
        assert two.pos() == one.pos() + QPoint(STAGGER, STAGGER)
        assert bench.documents.at_work is second
        one.close()
        assert second.viewer.isVisible()


def test_the_window_follows_the_theme_and_the_name(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        shown = an_answered(bench, qtbot)
        window = apart(bench, shown, qtbot)
        theme.set_mode("dark")
        qtbot.waitUntil(lambda: window.updatesEnabled() and bench.window.updatesEnabled())
        assert window.grab().toImage().pixelColor(window.width() // 2, window.height() - 60).lightness() < 100
        shown.editor.apply({"method": "DELETE"}, "method")
        qtbot.waitUntil(lambda: window.windowTitle().startswith("DELETE"))


def test_tab_goes_round_in_the_window(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        shown = an_answered(bench, qtbot)
        window = apart(bench, shown, qtbot)
        seen = set()
        for _step in range(30):
            window.focusNextPrevChild(True)
            seen.add(QApplication.focusWidget())
        assert {"window_send_button", "window_back_button", "response_tabs", "response_menu_button"} <= {one.objectName() for one in seen}


def test_a_variable_made_from_a_value_in_the_window_belongs_to_the_collection_of_its_request(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        shown = an_answered(bench, qtbot)
        run(bench.session.add_collection("Other birds"))
        apart(bench, shown, qtbot)
        collection = bench.session.tree.collection_of(shown.item_id)
        assert collection_around(bench.session, shown.viewer.body) == collection.id


def test_what_is_opened_from_the_window_brings_the_main_one_up(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        shown = an_answered(bench, qtbot)
        (other,) = collection_with(bench, "other")
        bench.documents.open_item(other)
        apart(bench, shown, qtbot)
        shown.viewer.place_wanted.emit("url")
        QTest.qWaitForWindowActive(bench.window)
        assert page(bench) is shown
        assert shown.isAncestorOf(bench.window.focusWidget())
