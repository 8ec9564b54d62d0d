"""The line of places above a structured body."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from curlew.ui.response.path_bar import PathBar


@pytest.fixture
def bar(theme, qtbot) -> PathBar:
    bar = PathBar(theme)
    qtbot.addWidget(bar)
    bar.resize(700, 31)
    bar.show()
    bar.show_place(("items", 0, "owner", "email"), "string, 15 characters")
    QGuiApplication.processEvents()
    return bar


def test_every_part_stands_there_and_can_be_clicked(bar, qtbot):
    assert [crumb.text for crumb in bar.crumbs.shown] == ["$", "items", "0", "owner", "email"]
    crumb = bar.crumbs.shown[2]
    with qtbot.waitSignal(bar.picked) as caught:
        QTest.mouseClick(bar.crumbs, Qt.MouseButton.LeftButton, pos=QPoint(int(crumb.left) + 2, 15))
    assert caught.args == [("items", 0)]


def test_the_keyboard_goes_from_part_to_part(bar, qtbot):
    picked: list[object] = []
    bar.picked.connect(picked.append)
    bar.crumbs.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_Home, Qt.Key.Key_Return):
        QTest.keyClick(bar.crumbs, key)
    assert picked == [("items", 0), ()]


def test_a_long_path_has_a_gap_in_its_middle(bar):
    bar.show_place(tuple(f"level{n}" for n in range(40)))
    texts = [crumb.text for crumb in bar.crumbs.shown]
    assert texts[:2] == ["$", "…"]
    assert texts[-1] == "level39"
    assert bar.crumbs.shown[-1].right <= bar.crumbs.width()
    assert bar.crumbs.shown[-1].depth == 40


def test_G04_a_place_100000_deep_is_shown_at_once(bar):
    bar.show_place((0,) * 100_000)
    assert [crumb.text for crumb in bar.crumbs.shown][:2] == ["$", "…"]
    assert len(bar.crumbs.accessibleName()) < 1000


def test_the_path_is_copied(bar):
    bar.copy_button.click()
    assert QGuiApplication.clipboard().text() == "$.items[0].owner.email"
    bar.show_place(("feed", "entry[2]", "@id"), xml=True)
    bar.copy_button.click()
    assert QGuiApplication.clipboard().text() == "/feed/entry[2]/@id"
    assert bar.crumbs.shown[0].text == "/"


def test_G07_keys_that_no_text_can_hold_are_shown_as_they_are_written(bar):
    bar.show_place(("a\ud800\n",))
    assert bar.crumbs.shown[-1].text == r"a\ud800 "
    bar.grab()
