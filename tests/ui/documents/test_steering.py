"""A person steering a send from its page: answering questions, stopping, giving up, leaving."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import contextmanager
from typing import Any

import pytest
import trustme
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from curlew.model.body import RawBody
from curlew.model.request import Request, Settings
from curlew.model.rows import Row
from curlew.ui.documents.remedying import with_scheme
from curlew.ui.documents.request_page import RequestPage
from curlew.ui.documents.send_and_save import send_and_save
from curlew.ui.response.chain_view import ChainSheet
from curlew.ui.response.trusting import TrustSheet
from helpers.looping import run
from helpers.rawserver import OK, Connection, raw_server
from helpers.whole_window import whole_window


@contextmanager
def serving(answer: Any, tls: ssl.SSLContext | None = None):
    """Run a raw server on the window's loop."""
    manager = raw_server(answer, tls)
    server = run(manager.__aenter__())
    try:
        yield server
    finally:
        run(manager.__aexit__(None, None, None))


@pytest.fixture
def page(ui, qtbot):
    page = RequestPage(ui, "scratch", None, beside=False)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    yield page
    page.closing()
    qtbot.waitUntil(lambda: not page.is_sending)


async def drip(connection: Connection) -> None:
    """Send a head and one event, then nothing more."""
    await connection.request()
    await connection.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: one\n\n")
    await asyncio.Event().wait()


def moved(where: str) -> bytes:
    return f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode()


def asked(page: RequestPage) -> bool:
    return not page.viewer.question.isHidden()


@pytest.mark.parametrize(("button", "followed"), [("accept", True), ("refuse", False)])
def test_a_body_to_another_origin_is_asked_about_in_a_strip(page, qtbot, button, followed):
    with serving(OK) as other, serving(moved(f"{other.url}/there")) as server:
        page.open_scratch(Request(method="POST", url=server.url, body=RawBody("text", "hello")))
        page.send()
        qtbot.waitUntil(lambda: asked(page))
        strip = page.viewer.question
        assert strip.accept.text()
        assert strip.refuse.text()
        assert strip.text
        assert not other.requests, "nothing goes out before the answer"
        choice = getattr(strip, button)
        assert choice.focusPolicy() & Qt.FocusPolicy.TabFocus
        choice.setFocus()
        QTest.keyClick(choice, Qt.Key.Key_Space)
        assert not asked(page)
        qtbot.waitUntil(lambda: not page.is_sending)
        assert bool(other.requests) is followed
        assert page.viewer.exchange.response.status == (200 if followed else 307)


def test_a_question_stays_with_its_page_and_a_hidden_page_tells_of_it(page, qtbot, notices):
    with serving(OK) as other, serving(moved(other.url)) as server:
        page.open_scratch(Request(method="POST", url=server.url, body=RawBody("text", "hello")))
        page.hide()
        page.send()
        qtbot.waitUntil(lambda: bool(notices.shown))
        assert "waits for an answer" in notices.shown[0][1]
        page.show()
        assert page.viewer.question.isVisible()
        page.viewer.question.refuse.click()
        qtbot.waitUntil(lambda: not page.is_sending)


def test_closing_a_page_that_asks_says_no_and_ends_the_send(page, qtbot):
    with serving(OK) as other, serving(moved(other.url)) as server:
        page.open_scratch(Request(method="POST", url=server.url, body=RawBody("text", "hello")))
        page.send()
        qtbot.waitUntil(lambda: asked(page))
        page.closing()
        qtbot.waitUntil(lambda: not page.is_sending)
        assert not other.requests
        assert not asked(page)


def test_stop_takes_the_place_of_cancel_once_the_response_comes_and_keeps_what_came(page, qtbot):
    with serving(drip) as server:
        page.open_scratch(Request(url=server.url))
        page.send()
        button = page.editor.bar.send
        qtbot.waitUntil(lambda: button.is_sending)
        assert button.text().startswith("Cancel")
        qtbot.waitUntil(lambda: button.is_receiving)
        assert button.text().startswith("Stop")
        assert "keep" in button.accessibleName()
        button.click()
        qtbot.waitUntil(lambda: not page.is_sending)
        exchange = page.viewer.exchange
        assert exchange.error is None
        assert exchange.response.stopped
        assert exchange.response.body.read() == b"data: one\n\n"
        assert button.text() == "Send"
        assert "Stopped by you" in " ".join(page.viewer.notes.notes)


def test_esc_gives_a_send_up(page, qtbot):
    with serving(drip) as server:
        page.open_scratch(Request(url=server.url))
        page.send()
        qtbot.waitUntil(lambda: page.editor.bar.send.is_receiving)
        page.editor.bar.send.setFocus()
        QTest.keyClick(page.editor.bar.send, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not page.is_sending)
        assert page.viewer.exchange.error.kind == "cancelled"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://h/x", "http://h/x"),
        ("localhost:8080", "http://localhost:8080"),
        ("{{base}}/x", None),
        ("{{scheme}}://h", None),
        ("https://{{host}}/", "http://{{host}}/"),
    ],
)
def test_another_scheme(url, expected):
    assert with_scheme(url, "http") == expected


@pytest.fixture(scope="module")
def stranger() -> ssl.SSLContext:
    """A server's context whose authority nobody here knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    return context


def sheet_of(page: RequestPage, qtbot, kind: type) -> Any:
    found: list[Any] = []

    def shown() -> bool:
        found[:] = [sheet for sheet in page.window().findChildren(kind) if sheet.isVisible()]
        return bool(found)

    qtbot.waitUntil(shown)
    return found[0]


def test_F05_a_certificate_can_be_trusted_for_this_host_after_looking_at_it(page, ui, qtbot, stranger):
    with serving(OK, stranger) as server:
        page.open_scratch(Request(url=server.url))
        page.send()
        qtbot.waitUntil(lambda: not page.is_sending)
        error = page.viewer.error
        assert page.viewer.exchange.error.phase == "tls"
        assert error.trust_button.isVisible()
        assert error.again_button.property("kind") == "primary", "never Trust"
        assert error.card.facts.told
        error.trust_button.click()
        sheet = sheet_of(page, qtbot, TrustSheet)
        chain = page.viewer.exchange.hops[-1].connection.certificates
        assert sheet.fingerprint.text().replace(":", "").replace("\n", "").lower() == chain[0].fingerprint
        QTest.keyClick(sheet, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not sheet.isVisible())
        assert not ui.session.trusted.entries(), "Enter trusts nobody"
        error.trust_button.click()
        sheet_of(page, qtbot, TrustSheet).trust_button.click()
        qtbot.waitUntil(lambda: page.viewer.exchange.response is not None)
        assert page.viewer.exchange.hops[-1].connection.pinned
        lock = page.viewer.summary.lock_button
        assert "trusted" in lock.accessibleName()
        assert page.viewer.summary._lock[1] == "warn"
        page.viewer.show_certificates()
        sheet_of(page, qtbot, ChainSheet).reject()


def test_a_standing_red_mark_while_nothing_is_verified(page, qtbot, stranger):
    with serving(OK, stranger) as server:
        page.open_scratch(Request(url=server.url, settings=Settings(verify_tls=False)))
        page.send()
        qtbot.waitUntil(lambda: page.viewer.exchange is not None)
        assert page.viewer.exchange.error is None
        assert page.viewer.summary._lock == ("shield_off", "err")
        assert page.viewer.summary.lock_button.isVisible()
        assert page.viewer.summary.lock_button.text() == "Not verified"


def test_D01_a_fault_that_keeps_a_request_from_being_sent_opens_its_row(page, qtbot) -> None:
    page.editor.load(Request(url="http://127.0.0.1:9/", headers=(Row("Fine", "1"), Row("Not fine", "1"))))
    page.send()
    qtbot.waitUntil(lambda: not page.is_sending)
    assert page.editor.strip.current_id == "headers"
    table = page.editor.page("headers").own.table
    assert table.currentIndex().row() == 1
    assert table.open_field() is not None


def test_what_is_sent_to_be_saved_is_offered_for_saving_when_it_is_there(page, qtbot, monkeypatch) -> None:
    saved: list[bool] = []
    monkeypatch.setattr(page.viewer, "save_body", lambda: saved.append(True))

    async def answer(connection: Connection) -> None:
        await connection.request()
        await connection.send(OK)

    with serving(answer) as server:
        page.editor.load(Request(url=server.url))
        send_and_save(page)
        qtbot.waitUntil(lambda: bool(saved))
    page.editor.load(Request(url="http://{{unset}}/"))
    send_and_save(page)
    qtbot.waitUntil(lambda: not page.is_sending)
    assert saved == [True]


def test_leaving_a_tab_that_asks_tells_of_it_and_leads_back(theme, tmp_path, qtbot):
    with whole_window(theme, tmp_path / "home") as bench, serving(OK) as other, serving(moved(other.url)) as server:
        told: list[tuple[str, str, Any]] = []
        page = bench.documents.open_scratch(Request(method="POST", url=server.url, body=RawBody("text", "hello")))
        page.ui.notify = lambda _level, title, reason="", hint="", action="", act=None: told.append((title, action, act))
        page.send()
        qtbot.waitUntil(lambda: asked(page))
        assert not told, "the question is in front"
        bench.documents.open_scratch()
        qtbot.waitUntil(lambda: bool(told))
        assert "waits for an answer" in told[0][0]
        assert told[0][1] == "Go there"
        told[0][2]()
        assert bench.documents.current is page
        assert page.viewer.question.isVisible()
        bench.documents.close_current()
        qtbot.waitUntil(lambda: not page.is_sending)
        assert len(told) == 1, "closing the tab answers no, and there is nothing to go to"
        assert not other.requests
