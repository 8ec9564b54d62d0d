"""The window of a file."""

import json
import sys

import pytest
from PySide6.QtCore import QEvent, QProcess, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from shiboken6 import isValid

from curlew.model.viewing import Viewing
from curlew.ui.shell.openers import view_files
from curlew.ui.viewing.window import FileWindow


@pytest.fixture
def opened(theme, qtbot, tmp_path):
    """Open a file in a window and wait until it is there."""
    errors, windows = [], []

    def open_it(data, name="a.json", **how):
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        (tmp_path / "own").mkdir(exist_ok=True)
        window = FileWindow(theme, lambda error, _doing: errors.append(error), str(path), Viewing((str(path),), **how), tmp_path / "own")
        windows.append(window)
        window.resize(1000, 700)
        with qtbot.waitSignal(window.body.shown, timeout=10_000, check_params_cb=lambda: not window._is_beginning):
            window.show()
        return window

    yield open_it
    for window in windows:
        if isValid(window):
            window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert errors == []


def test_a_file_is_shown_with_its_name_and_size(opened):
    window = opened(b'{"a":1}', "data.json")
    assert window.body.views.front_id == "pretty"
    assert window.windowTitle() == "data.json – 7 B – Curlew"
    assert window.findChild(QLabel, "file_facts").text() == "7 bytes"


@pytest.mark.parametrize(
    ("data", "name", "how", "front"),
    [
        (b"a,b\n1,2\n" * 10, "a.csv", {"content_type": "text/csv", "mode": "raw"}, "raw"),
        (bytes(range(256)) * 9, "a.bin", {}, "hex"),
        (b"<a><b/></a>", "a.xml", {}, "pretty"),
        (b"{}", "a.json", {"mode": "hex"}, "hex"),
        (b"x" * 2_000_000, "line.txt", {"mode": "raw"}, "raw"),
    ],
)
def test_each_kind_of_file_finds_its_view(opened, data, name, how, front):
    assert opened(data, name, **how).body.views.front_id == front


def test_an_empty_file_says_so(opened):
    assert opened(b"").body.front is None


def test_a_file_that_went_away_says_so(opened, qtbot):
    window = opened(None)
    assert "No such file" in window.body.blank.text


def test_the_beginning_of_a_large_file_is_not_blamed_for_its_end(opened):
    told = []
    data = json.dumps([{"id": n} for n in range(60_000)]).encode()
    window = opened(data, mode="pretty")
    told.append(window.notes.notes)
    assert window._content.size == len(data)
    assert told == [()]


def test_it_begins_at_the_line_that_was_asked_for(opened, qtbot):
    window = opened(b"".join(b"%d\n" % n for n in range(1, 200_000)), "lines.txt", mode="raw", line=150_000)
    view = window.body.front.pane.view
    qtbot.waitUntil(lambda: view.caret_place()[0] == 150_000)


def test_the_keys_close_find_and_zoom(opened, qtbot, theme):
    window = opened(b'{"a":1}')
    window.activateWindow()
    before = theme.zoom
    assert window._actions.trigger("view.zoom_in")
    assert theme.zoom > before
    window._actions.trigger("view.zoom_reset")
    window._actions.trigger("find")
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not isValid(window) or not window.isVisible())


def test_a_window_that_is_closed_while_it_reads_leaves_nothing_behind(theme, qtbot, tmp_path):
    errors = []
    (tmp_path / "a").write_bytes(b"x" * 20_000_000)
    window = FileWindow(theme, lambda error, _doing: errors.append(error), str(tmp_path / "a"), Viewing(("a",)), tmp_path)
    window.show()
    qtbot.waitUntil(lambda: window._is_beginning)
    window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: [path.name for path in tmp_path.iterdir()] == ["a"])
    assert errors == []


def test_the_window_opens_files_in_a_viewer_of_its_own(monkeypatch):
    started = []
    monkeypatch.setattr(QProcess, "startDetached", lambda program, arguments: started.append((program, arguments)) or (True, 1))
    assert view_files(["-odd", "a b"])
    assert started == [(sys.executable, ["-m", "curlew", "view", "--", "-odd", "a b"])]


def test_commands_of_the_window_reach_the_text_in_front(opened):
    window = opened(b'{"a":{"b":[1,2]},"c":{"d":3}}', "data.json")
    view, actions = window.body.front.pane.view, window._actions
    actions.trigger("body.fold_all")
    assert view.shown.gap(0) is not None
    actions.trigger("body.unfold_all")
    assert view.shown.gap(0) is None
    actions.trigger("body.go_to_line")
    assert window.body.front.pane.go_to_bar.isVisible()


def test_a_view_without_lines_says_so(opened):
    window = opened(b'[{"a":1}]', "data.json", mode="tree")
    told = []
    window._ui.notify = lambda *words, **more: told.append((*words, more))
    window._actions.trigger("body.fold_all")
    assert told
    assert "lines" in told[0][1]
