"""The response's menu, and the body given to other programs."""

import asyncio
import os
import stat
import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices, QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from curlew.engine.body_file import could_run, handed_out
from curlew.model.content import Content
from curlew.ui.response import handing_out as module
from curlew.ui.response.handing_out import DragOutButton, open_outside
from curlew.ui.response.response_menu import MenuButton
from helpers.looping import run
from helpers.ui_over import ui_over


@pytest.fixture
def ui(theme, notices, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with ui_over(theme, None, notices) as ui:
        yield ui


def test_the_menu_shows_the_bound_commands_of_the_response_and_clearing_last(ui, qtbot):
    done = []
    ui.actions.bind("response.clear", lambda: done.append("clear"))
    ui.actions.bind("response.copy", lambda: done.append("copy"))
    ui.actions.bind("view.theme", lambda: done.append("theme"))
    ui.actions.set_flags(["exchange"])
    button = MenuButton(ui)
    qtbot.addWidget(button)
    menu = button.make_menu()
    assert [entry.objectName() for entry in menu.actions()] == ["response.copy", "", "response.clear"]
    assert [entry.isEnabled() for entry in menu.actions()] == [False, True, True]
    menu.actions()[-1].trigger()
    assert done == ["clear"]


def test_H15_a_body_is_opened_as_a_copy_that_cannot_run(ui, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    run(open_outside(ui, Content.of(b"%PDF"), "a.pdf"))
    assert opened[0].isLocalFile()
    path = opened[0].toLocalFile()
    assert path.endswith("/a.pdf")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o400
    assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700


@pytest.mark.parametrize("name", ["a.desktop", "x.SH", "setup.exe", "b.jar", "c.py", "d.txt.lnk", "e.url", "f.exe."])
def test_H14_what_could_run_is_not_opened(ui, notices, monkeypatch, name):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: pytest.fail("opened"))
    run(open_outside(ui, Content.of(b"x"), name))
    assert notices.shown[-1][0] == "warning"
    assert name in notices.shown[-1][2]


@pytest.mark.parametrize("name", ["a.json", "exe", "sh.txt", "photo.png", "table.csv"])
def test_H14_what_is_only_looked_at_is_opened(name):
    assert not could_run(name)


def test_a_system_without_a_program_for_it_is_told(ui, notices, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    run(open_outside(ui, Content.of(b"x"), "a.odd"))
    assert notices.shown[-1][0] == "error"


def test_copies_of_former_days_go(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old, young = handed_out(Content.of(b"1"), "a"), handed_out(Content.of(b"2"), "a")
    past = time.time() - 7 * 24 * 3600
    os.utime(old.parent, (past, past))
    handed_out(Content.of(b"3"), "a")
    assert not old.exists()
    assert young.read_bytes() == b"2"


@pytest.fixture
def dragged(ui, qtbot, monkeypatch):
    """A button that was pressed and pulled; returns what was dragged, a list of file names."""
    files = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _action: files.append([url.toLocalFile() for url in drag.mimeData().urls()]))
    clicks = []

    def drag(offered, held=True):
        monkeypatch.setattr(module.DragOutButton, "is_held", lambda _button: held)
        button = DragOutButton(ui, ui.tasks, "download", "Save", lambda: offered)
        qtbot.addWidget(button)
        button.show()
        button.clicked.connect(lambda: clicks.append(1))

        async def pull():
            QTest.mousePress(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
            QTest.mouseMove(button, QPoint(60, 5))
            for task in ui.tasks.running:
                await task
            await asyncio.sleep(0)

        run(pull())
        QApplication.processEvents()
        QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(60, 5))
        assert not clicks
        return files

    return drag


def test_the_button_dragged_hands_out_a_file(dragged):
    [[path]] = dragged((Content.of(b"body"), "a.json"))
    assert path.endswith("/a.json")
    with open(path, "rb") as file:
        assert file.read() == b"body"


def test_a_drag_that_ended_before_the_copy_was_there_drops_nothing(dragged):
    assert dragged((Content.of(b"body"), "a.json"), held=False) == []


def test_nothing_is_dragged_where_there_is_no_body(dragged):
    assert dragged(None) == []
