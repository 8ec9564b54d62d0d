"""Searching in large texts while the window goes on; rows and colours that are found in the background."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest

from curlew.model.content import Content
from curlew.preview.buffer import Buffer, open_buffer
from curlew.ui.widgets.text_view import TextPane
from helpers.heartbeat import Heartbeat

LINE = b'{"id": 12345, "name": "Zo\xc3\xab", "wanted": false}\n'


@pytest.fixture
def pane(theme: Any, qtbot: Any) -> TextPane:
    pane = TextPane(theme, "Body")
    qtbot.addWidget(pane)
    pane.resize(600, 400)
    pane.show()
    return pane


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Buffer:
    path: Path = tmp_path_factory.mktemp("large") / "body"
    path.write_bytes(LINE * 200_000 + b"the needle")
    return open_buffer(Content(None, path, path.stat().st_size))


def said(pane: TextPane) -> str:
    return pane.bar._count.text()


def look_for(pane: TextPane, wanted: str) -> None:
    pane.open_find()
    pane.bar.field.setText(wanted)
    pane.finder.search()


def threads(*names: str) -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name in names]


def longest_gap(work: Callable[[], object]) -> float:
    beat = Heartbeat()
    beat.start()
    work()
    return beat.stop()


def test_every_match_counts_and_has_its_mark(pane: TextPane, large: Buffer, qtbot: Any) -> None:
    pane.set_text(large, "json")
    qtbot.waitUntil(lambda: pane.view.source.rows.complete)
    look_for(pane, "ZOË")
    qtbot.waitUntil(lambda: said(pane) == "1 of 200,000")
    assert pane.bar._took.text().startswith("found in 0.")
    assert len(pane.view._bar.pixel_rows) > 250
    pane.finder.find_next(-1)
    assert said(pane) == "200,000 of 200,000"
    assert pane.view.selected_text() == "Zoë"
    assert pane.view.selection[0] == len(large) - 10 - len(LINE) + LINE.index(b"Zo")


def test_one_match_far_down_has_its_mark_at_the_bottom(pane: TextPane, large: Buffer, qtbot: Any) -> None:
    pane.set_text(large, "json")
    qtbot.waitUntil(lambda: pane.view.source.rows.complete)
    look_for(pane, "needle")
    qtbot.waitUntil(lambda: said(pane) == "1 of 1")
    assert pane.view._bar.pixel_rows[0] > pane.view._bar.height() - 10


def test_the_next_key_ends_the_search_before(pane: TextPane, large: Buffer, qtbot: Any) -> None:
    pane.set_text(large, "json")
    for wanted in ("w", "wa", "wan", "want", "wanted", "wanted:"):
        look_for(pane, wanted)
    assert len(threads("search")) <= 6
    qtbot.waitUntil(lambda: said(pane) == "No match")
    qtbot.waitUntil(lambda: threads("search") == [])
    assert pane.bar._took.text().startswith("searched in 0.")


def test_G10_wild_expressions_never_hold_the_window(pane: TextPane, qtbot: Any) -> None:
    pane.set_text(b"a" * 5000 + b"!\n" + LINE * 1000)
    pane.bar._regex.setChecked(True)
    look_for(pane, "(a+)+$")
    assert longest_gap(lambda: QTest.qWait(400)) < 150
    assert pane.finder.is_searching
    began = time.monotonic()
    look_for(pane, "nam.")
    qtbot.waitUntil(lambda: said(pane) == "1 of 1,000", timeout=15_000)
    assert time.monotonic() - began < 10
    qtbot.waitUntil(lambda: threads("regex search") == [])


def test_a_search_ends_with_its_view(theme: Any, large: Buffer, qtbot: Any) -> None:
    pane = TextPane(theme, "Body")
    pane.show()
    pane.set_text(large, "json")
    pane.bar._regex.setChecked(True)
    look_for(pane, "(.*i){12}x")
    assert threads("regex search")
    pane.close()
    pane.deleteLater()
    QCoreApplication.sendPostedEvents(pane, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: threads("regex search", "rows") == [], timeout=10_000)


def test_G09_rows_of_a_large_text_come_while_the_window_goes_on(pane: TextPane, large: Buffer, qtbot: Any) -> None:
    def show() -> None:
        pane.set_text(large, "json")
        assert not pane.view.source.rows.complete
        assert pane.view.source.text(0).startswith('{"id"')
        qtbot.waitUntil(lambda: pane.view.source.rows.complete)

    assert longest_gap(show) < 150
    assert pane.view.source.rows.lines == 200_001
    pane.view.go_to_line(200_001)
    assert pane.view.source.text(pane.view.source.rows.row_of(pane.view.caret)) == "the needle"


def test_another_text_ends_the_work_on_the_one_before(pane: TextPane, large: Buffer, qtbot: Any) -> None:
    for _time in range(5):
        pane.set_text(large, "json")
    pane.set_text(b"short")
    qtbot.waitUntil(lambda: threads("rows") == [])
    assert (pane.view.source.rows.complete, pane.view.source.rows.lines) == (True, 1)


def test_colours_of_a_script_come_soon(pane: TextPane, qtbot: Any) -> None:
    pane.set_text(b"function a() { return 'x' } // note\n" * 3000, "javascript")
    qtbot.waitUntil(lambda: [token for _start, _end, token in pane.view.source.spans(0, "x" * 36)][-1:] == ["comment"])
    pane.view.go_to_line(2500)
    qtbot.waitUntil(lambda: pane.view.source.spans(2499, "x" * 36) != [])


def test_a_match_that_is_found_before_its_row_is_shown_when_the_row_is_known(pane: TextPane, large: Buffer, qtbot: Any) -> None:
    pane.set_text(large, "json")
    look_for(pane, "needle")
    qtbot.waitUntil(lambda: said(pane) == "1 of 1" and pane.view.source.rows.complete)
    qtbot.waitUntil(lambda: pane.view.y_of(pane.view.place_of(pane.view.caret)[:2]) is not None)
