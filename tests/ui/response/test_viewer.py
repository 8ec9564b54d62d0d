"""The response pane through its states."""

import json
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFrame, QLabel, QLineEdit, QTableView

from curlew.model.content import Content
from curlew.model.exchange import Exchange, SendError
from curlew.model.sendevent import HeadersReceived, Phase, Progress, Started
from curlew.ui.response.viewer import ResponseViewer
from curlew.ui.response.views.preview_view import PreviewView
from curlew.ui.response.views.raw_view import RawView
from helpers.exchanges import a_failure, a_redirected, a_response, an_exchange
from helpers.ui_over import ui_over


@pytest.fixture
def viewer(theme, notices, qtbot):
    with ui_over(theme, None, notices) as ui:
        viewer = ResponseViewer(ui)
        qtbot.addWidget(viewer)
        viewer.resize(900, 500)
        viewer.show()
        yield viewer


@pytest.fixture
def show(viewer, qtbot):
    def show(exchange: Exchange) -> None:
        if exchange.response is None:
            viewer.show_exchange(exchange)
        else:
            with qtbot.waitSignal(viewer.body.shown):
                viewer.show_exchange(exchange)

    return show


def body_text(viewer: ResponseViewer) -> str:
    return viewer.body.front.pane.view.source.data.decode()


def front(viewer: ResponseViewer):
    return viewer._stack.currentWidget()


def typed(text: str):
    return (("Content-Type", text),)


def test_idle_tells_how_to_send(viewer):
    assert front(viewer) is viewer.idle
    viewer.tabs.select("headers")
    assert front(viewer) is viewer.idle


def test_json_is_shown_pretty_and_raw(viewer, show, qtbot):
    show(an_exchange(a_response(b'{"b": 1.10,"a":9007199254740993}')))
    assert front(viewer) is viewer.body
    assert body_text(viewer) == '{\n  "b": 1.10,\n  "a": 9007199254740993\n}'
    assert viewer.body.front.pane.view.source.language == "json"
    with qtbot.waitSignal(viewer.body.shown):
        viewer.body.bar.views.segments._buttons["raw"].click()
    assert body_text(viewer) == '{"b": 1.10,"a":9007199254740993}'


def test_the_language_can_be_chosen(viewer, show, qtbot):
    show(an_exchange(a_response(b'{"a":1}', headers=typed("text/weird"))))
    languages = viewer.findChild(QComboBox, "body_language")
    assert languages.currentData() == "json"
    languages.setCurrentIndex(languages.findData("text"))
    with qtbot.waitSignal(viewer.body.shown):
        languages.activated.emit(languages.currentIndex())
    assert body_text(viewer) == '{"a":1}'


def test_status_time_size_and_protocol_open_their_details(viewer, show):
    show(an_exchange(a_response(status=404)))
    status = viewer.findChild(QAbstractButton, "response_status")
    assert status.text() == "404 Not Found"
    for name in ("response_status", "response_time", "response_size", "response_protocol"):
        button = viewer.findChild(QAbstractButton, name)
        assert button.isVisible()
        assert button.accessibleName()
        button.click()
        popup = viewer.findChild(QFrame, "facts_popup")
        assert popup is not None
        popup.close()
        popup.setObjectName("closed")


def test_headers_are_in_wire_order_with_duplicates_and_can_be_filtered(viewer, show):
    headers = (("X-B", "2"), ("set-cookie", "a=1"), ("X-A", "1"), ("Set-Cookie", "b=2"), ("X-Empty", ""))
    show(an_exchange(a_response(headers=headers)))
    viewer.tabs.select("headers")
    model = viewer.headers.model
    assert [model.row(row)[1].text for row in range(model.rowCount())] == [name for name, _value in headers]
    assert [chip.text for row in (1, 3) for chip in model.row(row)[3].chips] == ["1 of 2", "2 of 2"]
    field = viewer.findChild(QLineEdit, "headers_filter")
    field.setText("cookie")
    assert model.rowCount() == 2
    assert model.row(1)[0].text == "4"
    viewer.headers.table.copy()
    assert QGuiApplication.clipboard().text() == "set-cookie: a=1\nSet-Cookie: b=2"
    field.setText("nothing at all")
    assert model.rowCount() == 0


def test_five_hundred_headers_long_values_and_odd_characters(viewer, show):
    headers = (*((f"X-{n}", "v" * n * 20) for n in range(500)), ("X-Ctrl", "a\x01\x1b[31m"), ("X-Rtl", "مرحبا"))
    show(an_exchange(a_response(headers=headers)))
    viewer.tabs.select("headers")
    viewer.grab()
    assert viewer.headers.model.rowCount() == 502


def test_the_head_can_be_selected_as_exact_bytes(viewer, show):
    response = a_response(headers=(("x-one", "é"),))
    show(an_exchange(response))
    viewer.tabs.select("headers")
    viewer.headers._mode.segments._buttons["raw"].click()
    shown = viewer.headers.raw.view.source.data.decode()
    assert shown.replace("\\n\n", "\n").replace("\\r", "\r").encode() == response.head
    viewer.headers._copy()
    assert QGuiApplication.clipboard().text().encode().replace(b"\r\n", b"\n") == response.head.replace(b"\r\n", b"\n")


def test_cookies_are_parsed_into_columns(viewer, show):
    headers = (("Set-Cookie", "sid=1; Path=/x; HttpOnly; Secure; SameSite=Lax"), ("Set-Cookie", "odd"), ("Set-Cookie", "c=; Max-Age=0"))
    show(an_exchange(a_response(headers=headers)))
    viewer.tabs.select("cookies")
    model = viewer.cookies.model
    assert [cell.text for cell in model.row(0)[:5]] == ["sid", "1", "api.example.dev", "/x", "Session"]
    assert [chip.text for chip in model.row(0)[5].chips] == ["HttpOnly", "Secure", "Lax"]
    assert model.row(2)[4].text == "removed at once"
    assert viewer.tabs._badges["cookies"] == 3
    viewer.cookies._mode._buttons["sent"].click()
    assert viewer.cookies.sent_model.rowCount() == 2


def test_tables_follow_the_rules_of_models(viewer, show, qtmodeltester):
    show(an_exchange(a_response(headers=(("Set-Cookie", "a=1"), ("X", "y")))))
    for table in viewer.findChildren(QTableView):
        qtmodeltester.check(table.model())


def test_sending_shows_progress_and_live_headers(viewer, qtbot):
    viewer.start_sending()
    assert front(viewer) is viewer.sending
    viewer.on_event(Started(0, 0, "GET", "https://api.example.dev/x"))
    viewer.on_event(Phase(1, "wait", ""))
    assert "Waiting" in viewer.sending._title.text()
    viewer.on_event(HeadersReceived(2, 200, "OK", (("x-live", "1"),), 5_000_000))
    viewer.on_event(Progress(3, 0, None, 1_200_000, 5_000_000))
    assert viewer.sending._bytes.text() == "↓ 1.20 MB / 5.00 MB"
    assert viewer._progress.value() == 240
    viewer.tabs.select("headers")
    assert front(viewer) is viewer.headers
    assert viewer.headers.model.row(0)[1].text == "x-live"
    assert viewer.findChild(QAbstractButton, "response_status").text() == "200 OK"
    viewer.show_idle()


def test_a_quick_answer_does_not_flicker_and_late_events_change_nothing(viewer, show, qtbot):
    show(an_exchange())
    viewer.start_sending()
    assert front(viewer) is viewer.body
    show(an_exchange(a_response(b"[2]")))
    viewer.on_event(HeadersReceived(2, 500, "late", (), None))
    assert viewer.findChild(QAbstractButton, "response_status").text().startswith("200")
    assert viewer._progress.isHidden()


def test_a_slow_answer_shows_that_it_is_on_its_way(viewer, show, qtbot):
    show(an_exchange())
    viewer.start_sending()
    qtbot.waitUntil(lambda: front(viewer) is viewer.sending)
    viewer.show_idle()


def test_a_failure_says_what_why_and_what_to_try(viewer, show, qtbot):
    show(a_failure("tls"))
    assert front(viewer) is viewer.error
    assert viewer.error._title.text() == "The server's certificate has expired"
    assert [step.state for step in viewer.error._line._steps] == ["done", "done", "failed", "unreached", "unreached", "unreached"]
    assert "Nothing of the request reached api.example.dev" in viewer.error._sentence.text()
    with qtbot.waitSignal(viewer.send_again_requested):
        QTest.mouseClick(viewer.error.again_button, Qt.MouseButton.LeftButton)
    viewer.copy_body()
    assert "Renew it on the server." in QGuiApplication.clipboard().text()


@pytest.mark.parametrize(("tab", "then"), [("headers", "body"), ("cookies", "body"), ("timeline", "timeline")])
def test_a_failure_is_told_where_headers_and_cookies_stood(viewer, show, tab, then):
    show(an_exchange())
    viewer.tabs.select(tab)
    show(a_failure("tls"))
    assert viewer.tabs.current_id == then


def test_a_failure_shows_the_bytes_received_so_far(viewer, show):
    show(a_failure("wait", b"HTP/1.1 200\r\n"))
    assert viewer.error.received.view.source.data == b"HTP/1.1 200\r\n"
    assert viewer.error.received.isVisible()
    show(a_failure("wait", bytes(range(200))))
    assert viewer.error.received.view.source.data.startswith(b"00000000  00 01")


def test_a_send_stopped_before_anything_is_a_state_too(viewer, show):
    show(Exchange(error=SendError("cancelled", "Cancelled", "You stopped this send.")))
    assert front(viewer) is viewer.error
    viewer.tabs.select("timeline")
    viewer.grab()


def test_C12_a_body_in_part_is_shown_with_what_is_missing(viewer, show):
    error = SendError("closed", "The connection ended too early", phase="receive")
    show(an_exchange(a_response(b'{"a": 1', incomplete="Incomplete: 7 of 100 bytes came."), error=error))
    assert front(viewer) is viewer.body
    assert viewer.incomplete.isVisible()
    assert "Incomplete: 7 of 100 bytes came." in viewer.incomplete.notes
    assert any("Not valid JSON" in note for note in viewer.notes.notes)


def test_notes_of_the_send_and_of_the_body_are_shown_once_each(viewer, show):
    show(an_exchange(a_response(b'{"a":1,"a":NaN}'), notes=("Scripts do not run yet.", "Scripts do not run yet.")))
    assert viewer.notes.notes[0] == "Scripts do not run yet."
    assert any("NaN" in note for note in viewer.notes.notes)
    assert any("more than once" in note for note in viewer.notes.notes)
    assert len(viewer.notes.notes) == 3
    show(an_exchange())
    assert viewer.notes.isHidden()


@pytest.mark.parametrize(("status", "words"), [(204, "204"), (200, "nothing after it")])
def test_an_empty_body_says_why(viewer, show, status, words):
    show(an_exchange(a_response(b"", status, ())))
    assert viewer.body.front is None
    assert words in viewer.body.blank.text


def test_an_image_is_shown_as_one(viewer, show):
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    data = QByteArray()
    buffer = QBuffer(data)
    image.save(buffer, "PNG")
    show(an_exchange(a_response(bytes(data.data()), headers=typed("image/png"))))
    assert isinstance(viewer.body.front, PreviewView)
    assert "40 × 20" in viewer.body.front.page._words.text()
    viewer.body.copy()
    assert QGuiApplication.clipboard().image().width() == 40


@pytest.mark.parametrize(
    "inside", [b'<image href="file:///etc/passwd"/>', b'<use href="http://x/y#z"/>', b"<!ENTITY a 'b'>", b"<style>@import 'x'</style>"]
)
def test_H11_an_image_that_refers_outside_itself_is_not_drawn(viewer, show, inside):
    show(an_exchange(a_response(b"<svg xmlns='http://www.w3.org/2000/svg'>" + inside + b"</svg>", headers=typed("image/svg+xml"))))
    assert isinstance(viewer.body.front, RawView)
    assert any("outside itself" in note for note in viewer.notes.notes)


def test_a_broken_image_is_shown_as_bytes(viewer, show):
    show(an_exchange(a_response(b"\x89PNG\r\n\x1a\nrubbish", headers=typed("image/png"))))
    assert viewer.body.front.pane.grid.data.startswith(b"\x89PNG")
    assert viewer.notes.notes


def test_binary_is_described_and_dumped(viewer, show):
    show(an_exchange(a_response(bytes(range(256)) * 200, headers=typed("application/octet-stream"))))
    assert "application/octet-stream" in viewer.body.front._facts.text()
    assert len(viewer.body.front.pane.grid.data) == 256 * 200


def test_C29_a_charset_that_is_none_is_told(viewer, show):
    show(an_exchange(a_response("é".encode(), headers=typed("text/plain; charset=hex"))))
    assert body_text(viewer) == "é"
    assert any("hex" in note for note in viewer.notes.notes)


def test_C31_another_encoding_can_be_picked(viewer, show, qtbot):
    show(an_exchange(a_response("日本語".encode("shift_jis"), headers=typed("text/plain; charset=latin-1"))))
    charsets = viewer.body.bar.charsets
    assert charsets.isVisible()
    charsets.setCurrentIndex(charsets.findData("shift_jis"))
    with qtbot.waitSignal(viewer.body.shown):
        charsets.activated.emit(charsets.currentIndex())
    assert body_text(viewer) == "日本語"


def test_whoever_picked_a_wrong_encoding_finds_the_way_back(viewer, show, qtbot):
    packed = Content.of(b"packed")
    show(an_exchange(a_response(b'{"a": 1}', headers=typed("application/json"), encoded=packed)))
    bar = viewer.body.bar
    bar.charsets.setCurrentIndex(bar.charsets.findData("utf-16-le"))
    with qtbot.waitSignal(viewer.body.shown):
        bar.charsets.activated.emit(bar.charsets.currentIndex())
    for width in (900, 660, 560):
        bar.setFixedWidth(width)
        assert bar.charsets.isVisible(), width


def test_redirects_are_hops_with_their_own_heads(viewer, show):
    show(a_redirected(2))
    viewer.tabs.select("timeline")
    viewer.grab()
    assert "3 requests, 2 redirects" in viewer.timeline._facts.text()
    viewer.timeline.waterfall.setFocus()
    QTest.keyClick(viewer.timeline.waterfall, Qt.Key.Key_Up)
    assert b"308" in viewer.timeline.heads.response.view.source.data
    assert viewer.timeline.heads.request.view.source.data.startswith(b"GET ")
    assert "Hop 2" in viewer.timeline.details._title.text()


def test_a_body_in_a_file_is_read_and_one_that_is_gone_is_told(viewer, show, tmp_path, qtbot):
    path = tmp_path / "spool"
    path.write_bytes(b"[1,2]")
    content = Content(None, path, 5)
    show(an_exchange(a_response(content)))
    assert body_text(viewer) == "[\n  1,\n  2\n]"
    path.unlink()
    viewer.show_exchange(an_exchange(a_response(content)))
    qtbot.waitUntil(lambda: "cannot be read" in viewer.body.blank.text)


def test_a_large_body_shows_its_first_screen_before_the_whole(viewer, qtbot):
    data = json.dumps([{"id": n, "name": f"name {n}"} for n in range(60_000)]).encode()
    seen = []
    pane = viewer.body.views.view("pretty").pane
    original = pane.set_text
    pane.set_text = lambda data, *rest, **more: (seen.append(len(data)), original(data, *rest, **more))
    with qtbot.waitSignal(viewer.body.shown, timeout=20_000):
        viewer.show_exchange(an_exchange(a_response(data)))
    assert len(seen) == 2
    assert 0 < seen[0] < seen[1]


def test_tab_mode_and_place_come_back(viewer, show, qtbot):
    exchange = an_exchange(a_response(json.dumps(list(range(500))).encode()))
    show(exchange)
    viewer.body.front.pane.view.go_to_line(300)
    viewer.tabs.select("body")
    state = json.loads(json.dumps(viewer.state()))
    show(an_exchange())
    viewer.restore_state(state)
    show(exchange)
    assert viewer.state() == state
    viewer.restore_state({"tab": "none", "body": {"mode": 7, "pane": {"top": "x"}}})


def test_every_control_can_be_named_and_reached(viewer, show):
    show(an_exchange())
    for button in viewer.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName() or button.text()
    for field in (*viewer.findChildren(QLineEdit), *viewer.findChildren(QComboBox), *viewer.findChildren(QTableView)):
        assert field.accessibleName()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_everything_paints_in_both_themes_and_narrow(viewer, show, theme, mode):
    theme.set_mode(mode)
    for width in (320, 900):
        viewer.resize(width, 300)
        for exchange in (an_exchange(), a_failure("dns"), a_redirected(1), an_exchange(a_response(headers=()))):
            show(exchange)
            for tab in ("body", "headers", "cookies", "timeline"):
                viewer.tabs.select(tab)
                assert not viewer.grab().isNull()


def test_a_narrow_pane_keeps_its_tabs_and_tells_the_rest_with_the_status(viewer, show, qtbot):
    viewer.resize(480, 300)
    show(a_redirected(1))
    tabs = viewer.tabs
    assert tabs.width() >= sum(tabs.tabSizeHint(index).width() for index in range(tabs.count()))
    assert viewer.summary.status_button.isVisible()
    assert viewer.summary.protocol_button.isHidden()
    viewer.summary.status_button.click()
    popup = viewer.findChild(QFrame, "facts_popup")
    assert "HTTP/1.1" in [label.text() for label in popup.findChildren(QLabel)]
    popup.close()
    viewer.resize(1000, 300)
    assert viewer.summary.protocol_button.isVisible()


def test_cookies_that_a_redirect_sets_are_shown_with_their_hop(viewer, show):
    redirected = a_redirected(1)
    first = redirected.hops[0]
    answer = replace(first.response, headers=(*first.response.headers, ("Set-Cookie", "a=1")))
    show(replace(redirected, hops=(replace(first, response=answer), redirected.hops[1])))
    viewer.tabs.select("cookies")
    assert viewer.tabs._badges["cookies"] == 1
    assert [cell.text for cell in viewer.cookies.model.row(0)[:3]] == ["a", "1", "api.example.dev"]
    assert viewer.cookies.model.row(0)[5].chips[0].text == "hop 1"


def test_a_closed_pane_is_forgotten_by_the_theme(theme, notices, qtbot):
    with ui_over(theme, None, notices) as ui:
        viewer = ResponseViewer(ui)
        for exchange in (an_exchange(), a_failure(), a_redirected(1)):
            viewer.show_exchange(exchange)
            for tab in ("headers", "cookies", "timeline", "body"):
                viewer.tabs.select(tab)
        viewer.find()
        shiboken6.delete(viewer)
        theme.set_mode("dark")
        theme.set_zoom(1.25)
