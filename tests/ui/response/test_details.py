"""What is told of a response beyond its body: hops, certificates, sections of headers, other bytes of the body."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox

from curlew.model.content import Content
from curlew.model.control import Question
from curlew.model.exchange import Certificate, Connection, CookieNote, Exchange, Interim, Mark, Timings
from curlew.model.sendevent import Asked
from curlew.ui.response.chain_view import ChainView
from curlew.ui.response.header_card import HeaderCard
from curlew.ui.response.header_rows import header_rows, request_rows
from curlew.ui.response.heads import head_note, request_head, shown_bytes
from curlew.ui.response.summary import Summary
from curlew.ui.response.viewer import ResponseViewer
from helpers.exchanges import a_hop, a_redirected, a_response, an_exchange
from helpers.ui_over import ui_over

DAY = 86400


@pytest.fixture
def viewer(theme, notices, qtbot):
    with ui_over(theme, None, notices) as ui:
        viewer = ResponseViewer(ui)
        qtbot.addWidget(viewer)
        viewer.resize(1000, 600)
        viewer.show()
        yield viewer


@pytest.fixture
def show(viewer, qtbot):
    def show(exchange: Exchange) -> None:
        with qtbot.waitSignal(viewer.body.shown):
            viewer.show_exchange(exchange)

    return show


def a_chain() -> tuple[Certificate, ...]:
    now = time.time()
    own = Certificate(
        "CN=api.example.dev", "CN=R11", ("api.example.dev",), now - DAY, now + 5 * DAY, fingerprint="ab" * 32, pem="PEM OF IT"
    )
    return (
        own,
        Certificate("CN=R11", "CN=Root", (), now - DAY, now + 900 * DAY),
        Certificate("CN=Root", "CN=Root", (), now - DAY, now + 9e8),
    )


def cells(viewer) -> list[list[str]]:
    model = viewer.headers.model
    return [[cell.text for cell in model.row(number)] for number in range(model.rowCount())]


def test_interim_responses_and_trailers_have_their_sections(viewer, show):
    response = a_response(headers=(("A", "1"),), trailers=(("X-Sum", "9b41"),))
    show(Exchange((a_hop(response, interim=(Interim(103, "Early Hints", (("Link", "</a>"),)),)),)))
    viewer.tabs.select("headers")
    assert [row[:3] for row in cells(viewer)] == [
        ["103 Early Hints, before the response", "", ""],
        ["1", "Link", "</a>"],
        ["Response", "", ""],
        ["1", "A", "1"],
        ["Trailers, after the body", "", ""],
        ["1", "X-Sum", "9b41"],
    ]
    viewer.headers.filter.setText("9b41")
    assert len(cells(viewer)) == 2
    viewer.headers.table.copy()
    assert QGuiApplication.clipboard().text() == "X-Sum: 9b41", "titles are no headers"


def test_headers_say_what_became_of_cookies_and_of_a_limit(viewer, show):
    headers = (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2; Domain=com"), ("X-RateLimit-Limit", "5000"), ("X-RateLimit-Remaining", "4812"))
    notes = (CookieNote("a", "stored"), CookieNote("b", "refused", "its domain is a public suffix"))
    show(Exchange((a_hop(a_response(headers=headers), cookies=notes),)))
    viewer.tabs.select("headers")
    model = viewer.headers.model
    assert [[chip.text for chip in model.row(number)[3].chips] for number in (0, 1)] == [["1 of 2", "stored"], ["2 of 2", "refused"]]
    assert model.row(1)[3].text == "its domain is a public suffix"
    assert model.row(3)[3].text == "96 % of 5,000 left"


def test_headers_of_every_hop_sent_and_received(viewer, show):
    show(a_redirected(2))
    viewer.tabs.select("headers")
    chooser = viewer.headers.hops
    assert chooser.isVisible()
    assert chooser.count() == 3
    chooser.activated.emit(0)
    assert cells(viewer)[0][:3] == ["1", "Location", "/v2/pets/0"]
    viewer.headers._side.segments._buttons["request"].click()
    assert cells(viewer)[1] == ["2", "Cookie", "sid=1; theme=dark", "2 cookies"]


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        (b"GET / HTTP/1.1\r\nA: b\r\n\r\n", "GET / HTTP/1.1\\r\\n\nA: b\\r\\n\n\\r\\n\n"),
        (b"bare\nline", "bare\\n\nline"),
        (b"A: \x01\t\x7f", "A: \\x01\\t\\x7f"),
        ("A: é".encode(), "A: é"),
        (b"A: \xe9", "A: \\xe9"),
        (b"", ""),
    ],
)
def test_every_byte_of_a_head_is_to_be_seen(head, shown):
    assert shown_bytes(head).decode() == shown


def test_http2_has_a_header_list_and_says_so(viewer, show):
    hop = a_hop(a_response(headers=(("a", "1"),), head=None, http_version="HTTP/2"))
    show(Exchange((replace(hop, request=replace(hop.request, head=None)),)))
    viewer.tabs.select("timeline")
    viewer.timeline._mode._buttons["raw"].click()
    assert "HTTP/2: header list" in viewer.timeline.heads._titles[1].text()
    assert viewer.timeline.heads.response.view.source.data.startswith(b"HTTP/2 200")


def test_the_chain_is_shown_from_its_root_and_opens_to_all_fields(theme, qtbot):
    view = ChainView(theme)
    qtbot.addWidget(view)
    view.show_chain(a_chain(), "api.example.dev")
    view.show()
    names = [entry.toggle.accessibleName().rpartition(" ")[2] for entry in view.entries]
    assert names == ["Root", "R11", "api.example.dev"]
    own = view.entries[-1]
    own.toggle.click()
    assert "AB:AB:AB:AB:AB:AB:AB:AB\nAB" in own._grid.told
    assert own._grid.isVisible()
    own._copy()
    assert QGuiApplication.clipboard().text() == "PEM OF IT"
    own.toggle.click()
    assert not own._grid.isVisible()


@pytest.mark.parametrize(
    ("way", "icon", "words"),
    [
        (Connection("h:1", tls="TLSv1.3", verified=True), ("lock", "ok"), ""),
        (Connection("h:1", tls="TLSv1.3", verified=False), ("shield_off", "err"), "Not verified"),
        (Connection("h:1", tls="TLSv1.3", verified=False, pinned=True), ("lock", "warn"), "Trusted here"),
    ],
)
def test_the_lock_tells_how_far_a_server_is_trusted(viewer, show, way, icon, words):
    show(Exchange((a_hop(a_response(), connection=way),)))
    assert viewer.summary._lock == icon
    assert viewer.summary.lock_button.text() == words
    viewer.resize(420, 500)
    assert viewer.summary.lock_button.isVisible() is bool(words), "a warning stays, whatever else there is no room for"


def test_plain_http_has_no_lock(viewer, show):
    show(Exchange((a_hop(a_response(), "http://h/", connection=Connection("h:80")),)))
    assert not viewer.summary.lock_button.isVisible()


def test_stopped_and_incomplete_stand_beside_the_status(viewer, show):
    status = viewer.findChild(QAbstractButton, "response_status")
    show(an_exchange(a_response(stopped=True)))
    assert status.text().endswith("stopped")
    assert not viewer.incomplete.notes
    show(an_exchange(a_response(incomplete="3 of 9 bytes came")))
    assert status.text().endswith("incomplete")
    assert viewer.incomplete.notes == ("3 of 9 bytes came",)


def test_the_body_can_be_seen_as_it_was_received(viewer, show, qtbot):
    packed = bytes(range(64))
    show(an_exchange(a_response(b'{"a": 1}', encoded=Content.of(packed), encoded_size=64)))
    choice = viewer.body.bar.packed
    assert choice.isVisible()
    with qtbot.waitSignal(viewer.body.shown):
        choice.segments._buttons["received"].click()
    assert viewer.body.views.front_id == "hex"
    assert viewer.body.views.given.raw == packed
    with qtbot.waitSignal(viewer.body.shown):
        choice.segments._buttons["decoded"].click()
    assert b'"a": 1' in viewer.body.front.pane.view.source.data
    show(an_exchange(a_response(b"plain")))
    assert not choice.isVisible()


def test_text_can_be_seen_as_hex(viewer, show, qtbot):
    show(an_exchange(a_response(b"hello", headers=(("Content-Type", "text/plain"),))))
    with qtbot.waitSignal(viewer.body.shown):
        viewer.body.bar.views.segments._buttons["hex"].click()
    assert viewer.body.views.front_id == "hex"
    assert viewer.body.views.given.raw == b"hello"


def test_C31_bytes_that_fit_no_character_are_counted_and_found(viewer, show, qtbot):
    show(an_exchange(a_response(b"caf\xe9 and more", headers=(("Content-Type", "text/plain; charset=utf-8"),))))
    button = viewer.body.bar.invalid_button
    assert button.isVisible()
    assert "1 byte is not valid UTF-8" in button.text()
    assert not any("valid UTF-8" in note for note in viewer.notes.notes), "it is said once"
    viewer.resize(520, 600)
    qtbot.waitUntil(lambda: button.text().strip() == "1")
    assert button.isVisible()
    assert "1 byte is not valid UTF-8" in button.toolTip()
    viewer.resize(1000, 600)
    with qtbot.waitSignal(viewer.body.shown):
        button.click()
    qtbot.waitUntil(lambda: viewer.body.front.pane.view.selection[0] == 3)
    charsets = viewer.findChild(QComboBox, "body_charset")
    charsets.setCurrentIndex(charsets.findData("latin-1"))
    with qtbot.waitSignal(viewer.body.shown):
        charsets.activated.emit(charsets.currentIndex())
    assert "café" in viewer.body.front.pane.view.source.data.decode()
    assert not button.isVisible()


def test_the_copied_timeline_reads_well_and_holds_no_secret(viewer, show):
    secret = "hunter2-hunter2"
    way = Connection("192.0.2.1:443", "192.0.2.9:5000", tls="TLSv1.3, X", certificates=a_chain(), verified=True, proxy="http://p:3128")
    marks = (Mark(1.0, "dns", "192.0.2.1"), Mark(3.0, "tls", "TLSv1.3"))
    hop = a_hop(a_response(b"x", headers=(("Set-Cookie", f"sid={secret}"),)), connection=way, marks=marks)
    request = replace(
        hop.request,
        headers=(("Authorization", f"Bearer {secret}"),),
        head=f"GET / HTTP/1.1\r\nAuthorization: Bearer {secret}\r\n\r\n".encode(),
    )
    show(Exchange((replace(hop, request=request),), timings=Timings(total=9.0), secrets=(secret,), notes=(f"note {secret}",)))
    viewer.tabs.select("timeline")
    viewer.timeline.copy()
    copied = QGuiApplication.clipboard().text()
    for words in (
        "1 request",
        "192.0.2.1:443",
        "TLSv1.3",
        "via http://p:3128",
        "api.example.dev, by R11, 4 days left",
        "> GET / HTTP/1.1",
        "Name found: 192.0.2.1",
    ):
        assert words in copied, words
    assert secret not in copied


def test_a_question_is_asked_aloud_and_goes_with_the_send(viewer):
    viewer.start_sending()
    viewer.on_event(Asked(1.0, Question("limit", "The body is large", "100 MB came.", "Go on", "Stop here")))
    assert viewer.question.isVisible()
    assert viewer.question.accessibleName() == "The body is large"
    assert viewer.question.accept.accessibleDescription() == "The body is large"
    viewer.show_exchange(an_exchange())
    assert not viewer.question.isVisible()


def test_a_chain_of_a_hundred_hops_is_laid_out_and_folded(viewer, show):
    show(a_redirected(100))
    viewer.tabs.select("timeline")
    viewer.grab()
    tall = viewer.timeline.waterfall.minimumHeight()
    viewer.timeline._fold.click()
    assert viewer.timeline.waterfall.minimumHeight() < tall / 3


@pytest.mark.parametrize(("width", "beside"), [(1000, True), (600, False)])
def test_details_stand_below_where_there_is_no_room_beside(viewer, show, width, beside):
    show(a_redirected())
    viewer.tabs.select("timeline")
    viewer.resize(width, 600)
    viewer.grab()
    assert viewer.timeline.details.isVisible()
    assert viewer.timeline._side.isVisible() is beside


def test_a_header_is_explained_in_a_card_and_its_value_copied(viewer, show):
    show(an_exchange(a_response(headers=(("Cache-Control", "public, max-age=60"),))))
    viewer.tabs.select("headers")
    viewer.headers.table.activated.emit(viewer.headers.model.index(0, 1))
    card = viewer.headers.findChild(HeaderCard)
    assert "Any cache may store it" in card.grid.told
    card.grab()
    card._copy()
    assert QGuiApplication.clipboard().text() == "public, max-age=60"


def test_what_a_mark_of_the_response_tells_is_heard_without_tags(theme, qtbot):
    summary = Summary(theme)
    qtbot.addWidget(summary)
    summary.show_exchange(an_exchange())
    for button in summary._buttons():
        assert "<" not in button.accessibleDescription()
    assert "Remote: 203.0.113.24:443" in summary.protocol_button.accessibleDescription()


def test_headers_that_nobody_typed_say_where_they_come_from():
    hop = a_hop(a_response())
    assert [row[3].chips for row in request_rows(hop)] == [(), ()], "an older entry does not know"
    hop = replace(hop, request=replace(hop.request, origins=("auto", "cookie")))
    assert [[chip.text for chip in row[3].chips] for row in request_rows(hop)] == [["automatic"], ["cookie jar"]]
    typed = replace(hop, request=replace(hop.request, origins=("request", "request")))
    assert [row[3].chips for row in request_rows(typed)] == [(), ()]


def test_a_proxys_password_is_not_shown():
    hop = a_hop(a_response())
    secret = ("Proxy-Authorization", "Basic dTpw"), ("Authorization", "Basic bWU6bWU=")
    head = b"GET http://h/ HTTP/1.1\r\nHost: h\r\nPROXY-authorization: Basic dTpw\r\nAuthorization: Basic bWU6bWU=\r\n\r\n"
    hop = replace(hop, request=replace(hop.request, headers=secret, head=head))
    assert [row[2].text for row in request_rows(hop)] == ["Basic ••••••", "Basic bWU6bWU="]
    shown = request_head(hop.request).decode()
    assert "dTpw" not in shown
    assert "Basic ••••••\\r" in shown
    assert "bWU6bWU=" in shown
    assert "masked" in head_note(hop, head)
    assert head_note(hop, b"GET / HTTP/1.1\r\n\r\n") == ""


def test_a_header_under_the_pointer_says_what_it_is_for():
    headers = (("Cache-Control", "max-age=60"), ("RateLimit", '"default";r=50;t=30'), ("X-Own", "1"))
    cached, limited, own = header_rows(headers)
    assert cached[1].tip is not None
    assert cached[1].tip().splitlines() == [
        "Who may keep this response, and for how long.",
        "max-age=60  –  Fresh for 1 min after the server made it.",
    ]
    assert "renewed in 30 seconds" in limited[3].text
    assert own[1].tip is not None
    assert own[1].tip() == ""
