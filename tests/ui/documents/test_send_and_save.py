"""Send and save, from the button to the bytes on the disk."""

import asyncio

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from curlew.model.request import Request
from curlew.ui.documents.request_page import RequestPage
from curlew.ui.documents.send_and_save import send_and_save
from helpers.looping import run
from helpers.rawserver import raw_server


@pytest.fixture
def serve():
    """Serve answers on the window's loop; return the address."""
    managers = []

    def start(answer):
        manager = raw_server(answer)
        managers.append(manager)
        return run(manager.__aenter__()).url

    yield start
    for manager in managers:
        run(manager.__aexit__(None, None, None))


@pytest.fixture
def page(ui, qtbot):
    page = RequestPage(ui, "scratch", None, beside=False)
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.fixture
def asked(ui, tmp_path, monkeypatch):
    """Answer the dialog with `out`; returns the names that were suggested."""
    names = []

    async def answer(_ui, dialog):
        names.append(QFileDialog.selectedFiles(dialog))
        monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _dialog: [str(tmp_path / "out")])
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(type(ui), "ask", answer)
    return names


def answer_of(body: bytes, *headers: bytes) -> bytes:
    return b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *headers, b"", body])


@pytest.mark.parametrize("size", [5, 6_000_000])
def test_what_came_is_on_the_disk(page, qtbot, serve, asked, tmp_path, size):
    body = b"0123456789abcdef" * (size // 16 + 1)
    url = serve(answer_of(body, b'Content-Disposition: attachment; filename="../day.bin"'))
    page.editor.load(Request(url=url))
    send_and_save(page)
    qtbot.waitUntil(lambda: (tmp_path / "out").exists(), timeout=20_000)
    assert (tmp_path / "out").read_bytes() == body
    assert [name.rpartition("/")[2] for name in asked[0]] == ["day.bin"]


def test_what_failed_is_shown_and_asks_for_nothing(page, qtbot, asked, unused_tcp_port_factory):
    page.editor.load(Request(url=f"http://127.0.0.1:{unused_tcp_port_factory()}/"))
    send_and_save(page)
    qtbot.waitUntil(lambda: page.viewer.exchange is not None and page.viewer.exchange.error is not None)
    assert asked == []


def test_an_answer_without_a_body_is_nothing_to_be_saved(page, qtbot, serve, asked, monkeypatch):
    told = []
    monkeypatch.setattr(page.ui, "notify", lambda _level, title, *_rest, **_more: told.append(title))
    page.editor.load(Request(url=serve(b"HTTP/1.1 204 No Content\r\n\r\n")))
    send_and_save(page)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["There is no body to save"]
    assert asked == []


def test_a_tab_that_is_closed_while_it_sends_saves_nothing(ui, qtbot, serve, asked):
    async def never(connection):
        await connection.request()
        await connection.reader.read()

    page = RequestPage(ui, "closing", None, beside=False)
    page.editor.load(Request(url=serve(never)))
    send_and_save(page)
    qtbot.waitUntil(lambda: page._began > 0)
    page.closing()
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not any("Sending" in task.get_name() for task in asyncio.all_tasks(asyncio.get_running_loop())))
    assert asked == []
