"""Request and response below or beside each other, and how the room is divided."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from helpers.whole_window import press, whole_window
from helpers.workbench import collection_with, loaded, page


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def drag(panes, first: int, second: int) -> None:
    panes.setSizes([first, second])
    panes.splitterMoved.emit(first, 1)


def test_each_way_keeps_its_own_sizes_also_over_a_start(theme, home, qtbot):
    with whole_window(theme, home, (1400, 880)) as bench:
        (one,) = collection_with(bench, "one")
        bench.documents.open_item(one)
        panes = loaded(bench, qtbot).panes
        drag(panes, 200, 380)
        below = panes.sizes()
        press("Ctrl+J", bench.window)
        drag(panes, 600, 450)
        beside = panes.sizes()
        press("Ctrl+J", bench.window)
        assert panes.sizes() == below
        press("Ctrl+J", bench.window)
        assert panes.sizes() == beside
    with whole_window(theme, home, (1400, 880)) as bench:
        panes = loaded(bench, qtbot).panes
        qtbot.waitUntil(lambda: panes.is_beside and panes.sizes() == beside)
        press("Ctrl+J", bench.window)
        assert panes.sizes() == below


def test_a_new_tab_divides_its_room_like_the_last_one(theme, home, qtbot):
    with whole_window(theme, home, (1400, 880)) as bench:
        one, two = collection_with(bench, "one", "two")
        bench.documents.open_item(one)
        drag(loaded(bench, qtbot).panes, 150, 430)
        wanted = page(bench).panes.sizes()
        bench.documents.open_item(two)
        assert loaded(bench, qtbot).panes.sizes() == wanted


def test_beside_fits_a_small_screen_and_gives_way_where_there_is_no_room(theme, home, qtbot):
    with whole_window(theme, home, (1024, 700)) as bench:
        (one,) = collection_with(bench, "one")
        bench.documents.open_item(one)
        panes = loaded(bench, qtbot).panes
        press("Ctrl+J", bench.window)
        assert panes.is_beside
        right = panes.mapTo(bench.window, panes.rect().topRight()).x()
        assert right < 1024
        bench.window.frame.splitter.setSizes([480, 420])
        qtbot.waitUntil(lambda: not panes.is_beside)
        bench.window.frame.splitter.setSizes([210, 700])
        qtbot.waitUntil(lambda: panes.is_beside)


def test_the_line_stands_over_the_request_only_where_there_is_room(theme, home, qtbot):
    with whole_window(theme, home, (1400, 880)) as bench:
        (one,) = collection_with(bench, "one")
        bench.documents.open_item(one)
        shown = loaded(bench, qtbot)
        press("Ctrl+J", bench.window)
        qtbot.waitUntil(lambda: shown.viewer.mapTo(shown, shown.viewer.rect().topLeft()).y() == 0)
        shown.focus_first()
        url = QApplication.focusWidget()
        bench.window.resize(1050, 880)
        qtbot.waitUntil(lambda: shown.viewer.mapTo(shown, shown.viewer.rect().topLeft()).y() > 40)
        assert QApplication.focusWidget() is url


def test_what_no_version_wrote_is_left_alone(theme, home, qtbot):
    from curlew.ui.documents.panes import sound_shares

    assert sound_shares({"beside": [1, 2], "below": [0, 5], "else": [1, 1]}) == {"beside": [1, 2]}
    assert sound_shares([450, 550]) == {}
    assert sound_shares(None) == {}
