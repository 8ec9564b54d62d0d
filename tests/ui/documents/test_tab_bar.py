"""The bar of tabs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from curlew.ui.documents.tab_bar import TabBar, TabLook


@pytest.fixture
def bar(theme, qtbot) -> TabBar:
    bar = TabBar(theme)
    for title in ("one", "two", "three"):
        bar.add(TabLook(title, "GET"))
    qtbot.addWidget(bar)
    bar.resize(600, 38)
    bar.show()
    return bar


def test_a_tab_speaks_its_method_its_name_and_that_it_is_not_saved(bar):
    bar.set_look(1, TabLook("two", "POST", dirty=True))
    assert bar.accessibleTabName(1) == "POST two, not saved"


def test_names_from_files_are_plain_text_in_the_tooltip(bar):
    bar.set_look(0, TabLook("<b>x</b> & y"))
    assert "<b>" not in bar.tabToolTip(0)
    assert "&amp;" in bar.tabToolTip(0)
    bar.set_look(1, TabLook("two & three", "GET", place="API"))
    assert bar.tabToolTip(1) == "GET two & three\nAPI", "no markup for who hears it"


def test_the_cross_asks_to_close(bar, qtbot):
    with qtbot.waitSignal(bar.close_requested) as asked:
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar._close_rect(2).center())
    assert asked.args == [2]
    assert bar.currentIndex() == 0


def test_a_middle_click_asks_to_close(bar, qtbot):
    with qtbot.waitSignal(bar.close_requested) as asked:
        QTest.mouseClick(bar, Qt.MouseButton.MiddleButton, pos=bar.tabRect(1).center())
    assert asked.args == [1]


def test_a_double_click_keeps_a_preview(bar, qtbot):
    with qtbot.waitSignal(bar.kept) as kept:
        QTest.mouseDClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    assert kept.args == [1]


def test_dragging_moves_a_tab(bar, qtbot):
    with qtbot.waitSignal(bar.tabMoved):
        QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(0).center())
        QTest.mouseMove(bar, bar.tabRect(2).center())
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(2).center())
    assert bar.look(2).title == "one"


@pytest.mark.parametrize("dark", [False, True])
def test_it_paints_every_kind_of_tab(bar, theme, dark):
    theme.set_mode("dark" if dark else "light")
    bar.add(TabLook("x" * 300, "PROPFIND", dirty=True, preview=True))
    bar.add(TabLook("Local", icon="globe"))
    assert not bar.grab().isNull()
    assert bar.tabRect(3).width() <= 240
