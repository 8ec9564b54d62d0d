"""Two documents beside each other in the whole window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from curlew.ui.shell.workbench import Workbench
from helpers.whole_window import press, type_text, whole_window
from helpers.workbench import collection_with, loaded, page, titles

WIDE = (1400, 880)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def names(bench: Workbench) -> tuple[str, str]:
    """Return what is seen at the left and at the right."""
    stack = bench.documents.stack
    left = stack.other if stack.is_side_active else stack.front
    return (left.name if left is not None else "", stack.side.name if stack.side is not None else "")


def opened(bench: Workbench, qtbot, *wanted: str) -> list[int]:
    """Open requests, each in a tab, and wait until all are filled."""
    ids = collection_with(bench, *wanted)
    for item in ids:
        bench.documents.open_item(item)
        loaded(bench, qtbot)
    return ids


def has_keyboard(widget: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and widget.isAncestorOf(focus)


def test_the_tab_in_front_goes_to_the_right_and_the_one_before_stands_at_the_left(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        opened(bench, qtbot, "one", "two")
        press("Ctrl+Alt+J", bench.window)
        assert names(bench) == ("one", "two")
        assert page(bench).name == "two"
        assert has_keyboard(page(bench))
        assert all(shown.isVisible() for shown in bench.documents.pages)
        assert [bench.documents.bar.look(at).beside for at in range(2)] == [True, False]
        assert "beside" in bench.documents.bar.accessibleTabName(0)


def test_commands_concern_the_column_with_the_keyboard(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        opened(bench, qtbot, "one", "two")
        press("Ctrl+Alt+J", bench.window)
        left = bench.documents.stack.other
        left.focus_first()
        assert page(bench) is left
        assert bench.documents.bar.currentIndex() == 0
        type_text("x")
        press("Ctrl+S")
        qtbot.waitUntil(lambda: "x" in bench.session.tree[left.item_id].path.read_text())
        press("F6")
        assert page(bench).name == "two"
        assert has_keyboard(page(bench))


def test_a_press_on_a_button_makes_its_column_the_active_one_first(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        opened(bench, qtbot, "one", "two")
        press("Ctrl+Alt+J", bench.window)
        left = bench.documents.stack.other
        left.editor.apply({"url": "http://127.0.0.1/edited"}, "url")
        qtbot.waitUntil(lambda: left.is_dirty)
        window = bench.window.windowHandle()
        place = left.save_button.mapTo(bench.window, left.save_button.rect().center())
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        assert page(bench) is left
        qtbot.waitUntil(lambda: "edited" in bench.session.tree[left.item_id].path.read_text())


def test_tabs_come_into_the_active_column_and_one_that_is_seen_is_gone_to(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        opened(bench, qtbot, "one", "two", "three")
        press("Ctrl+Alt+J", bench.window)
        assert names(bench) == ("two", "three")
        bench.documents.go_to(0)
        assert names(bench) == ("two", "one")
        bench.documents.go_to(1)
        assert names(bench) == ("two", "one")
        assert page(bench).name == "two"
        bench.documents.go_to(2)
        assert names(bench) == ("three", "one")
        bench.documents.sides.open(2)
        assert names(bench) == ("two", "three")  # what was used last comes to the left


def test_two_tabs_change_places(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        opened(bench, qtbot, "one", "two")
        bench.documents.sides.open(1)
        bench.documents.sides.open(0)
        assert names(bench) == ("two", "one")
        assert page(bench).name == "one"


def test_closing_tabs_goes_back_to_one_column_where_nothing_else_can_stand(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        opened(bench, qtbot, "one", "two", "three")
        bench.documents.sides.open()
        press("Ctrl+W")
        assert names(bench) == ("two", "")
        assert page(bench).name == "two"
        assert titles(bench) == ["one", "two"]
        bench.documents.sides.open()
        bench.documents.sides.enter(left=True)
        press("Ctrl+W", bench.window)
        assert names(bench) == ("two", "")
        assert page(bench).name == "two"
        assert not any(bench.documents.bar.look(at).beside for at in range(bench.documents.bar.count()))


def test_closing_the_left_one_brings_the_tab_used_before(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        opened(bench, qtbot, "one", "two", "three")
        bench.documents.sides.open()
        bench.documents.sides.enter(left=True)
        press("Ctrl+W", bench.window)
        assert names(bench) == ("one", "three")
        bench.documents.sides.enter(left=False)
        bench.documents.close_at(0)  # the other one's
        assert names(bench) == ("three", "")


def test_the_side_is_closed_and_its_tab_stays(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        opened(bench, qtbot, "one", "two")
        bench.documents.sides.open()
        assert bench.documents._side_button.isVisible()
        assert bench.actions.trigger("tabs.close_side")
        assert names(bench) == ("two", "")
        assert titles(bench) == ["one", "two"]
        assert has_keyboard(page(bench))
        assert not bench.actions.is_enabled("tabs.close_side")
        assert not bench.documents._side_button.isVisible()


def test_one_tab_alone_cannot_be_put_beside_another(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        opened(bench, qtbot, "one")
        assert not bench.actions.is_enabled("tabs.side")
        bench.documents.sides.open()
        assert names(bench) == ("one", "")


def test_both_columns_come_back_at_the_next_start(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        opened(bench, qtbot, "one", "two", "three")
        bench.documents.sides.open(1)
        bench.documents.stack.setSizes([400, 600])
        bench.documents.stack.splitterMoved.emit(400, 1)
        sizes = bench.documents.stack.sizes()
        assert names(bench) == ("three", "two")
        bench.documents.sides.enter(left=True)
    with whole_window(theme, home, WIDE) as bench:
        qtbot.waitUntil(lambda: names(bench) == ("three", "two"))
        assert page(bench).name == "three"
        assert len(bench.documents.pages) == 2
        assert [abs(a - b) < 3 for a, b in zip(bench.documents.stack.sizes(), sizes, strict=True)] == [True, True]


def test_where_two_do_not_fit_the_active_one_is_seen(theme, home, qtbot):
    with whole_window(theme, home, (1024, 700)) as bench:
        opened(bench, qtbot, "one", "two")
        press("Ctrl+Alt+J", bench.window)
        assert [shown.isVisible() for shown in bench.documents.pages] == [False, True]
        assert any("no room" in notice.title for notice in bench.notices.shown)
        press("F6", bench.window)
        assert [shown.isVisible() for shown in bench.documents.pages] == [True, False]
        bench.commands.toggle_sidebar()
        qtbot.waitUntil(lambda: all(shown.isVisible() for shown in bench.documents.pages))
        assert bench.window.width() == 1024


def test_a_preview_that_replaces_the_one_in_the_side_stays_there(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        one, _two = opened(bench, qtbot, "one", "two")
        bench.documents.sides.open()
        three, four = collection_with(bench, "three", "four")
        bench.documents.open_item(three, permanent=False)
        bench.documents.open_item(four, permanent=False)
        assert names(bench) == ("one", "four")
        assert titles(bench) == ["one", "two", "four"]
        assert one in bench.session.tree


def test_deleting_the_item_at_the_side_leaves_one_column(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        _one, two = opened(bench, qtbot, "one", "two")
        bench.documents.sides.open()
        bench.panels.reveal(two)
        bench.panels.collections.commands.delete()
        qtbot.waitUntil(lambda: titles(bench) == ["one"])
        assert names(bench) == ("one", "")
        bench.panels.collections.undo()
        qtbot.waitUntil(lambda: titles(bench) == ["one", "two"])
        assert names(bench) == ("two", "")


def test_switching_the_theme_dresses_both(theme, home, qtbot):
    with whole_window(theme, home, WIDE) as bench:
        opened(bench, qtbot, "one", "two")
        bench.documents.sides.open()
        theme.set_mode("dark")
        qtbot.waitUntil(lambda: bench.window.updatesEnabled())
        assert bench.window.grab().toImage().pixelColor(QPoint(700, 500)).lightness() < 100
