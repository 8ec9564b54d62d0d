"""A failed send: the card beside it, the ways on, and what can be copied."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from curlew.model.content import Content
from curlew.model.exchange import Certificate, Connection, Exchange, SendError, Timings
from curlew.model.sendevent import Progress
from curlew.preview.certificates import facts, main_fault
from curlew.ui.response.error_page import ErrorPage
from curlew.ui.response.failure_text import bytes_so_far, bytes_words, told
from curlew.ui.response.phase_line import steps_of
from curlew.ui.response.remedies import remedies
from curlew.ui.response.trusting import TrustSheet
from curlew.ui.widgets.tab_strip import TabStrip
from helpers.exchanges import a_failure, a_hop

DAY = 86400


@pytest.fixture
def page(theme, qtbot) -> ErrorPage:
    page = ErrorPage(theme)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    return page


def refused_certificate(**fields) -> Exchange:
    now = time.time()
    own = Certificate("CN=api.example.dev", "CN=R11", ("api.example.dev",), now - 90 * DAY, now - 6 * DAY, fingerprint="9b41" * 16)
    own = replace(own, **fields)
    failure = a_failure("tls", hint="Renew it.\nTrust this host.", code="CERTIFICATE_VERIFY_FAILED")
    way = Connection("203.0.113.24:443", certificates=(own,), verified=False)
    return replace(failure, hops=(replace(failure.hops[0], connection=way),))


def shown_buttons(page: ErrorPage) -> list[str]:
    return [button.text().strip() for button in page.findChildren(QAbstractButton) if not button.isHidden() and button.text().strip()]


@pytest.mark.parametrize(
    ("said", "fields", "badge"),
    [
        ("unable to get local issuer certificate", {}, "unknown issuer"),
        ("self-signed certificate", {"issuer": "CN=api.example.dev"}, "self-signed"),
        ("Hostname mismatch, certificate is not valid for 'api.example.dev'", {"names": ("other.dev",)}, "another name"),
        ("certificate has expired", {"names": ("other.dev",)}, "expired"),
    ],
)
def test_the_badge_names_the_fault_of_the_title_and_the_fields_all_of_them(page, theme, said, fields, badge):
    exchange = refused_certificate(**fields)
    error = replace(exchange.error, code=f"CERTIFICATE_VERIFY_FAILED: {said}")
    page.show_exchange(replace(exchange, error=error))
    assert page.card.badge.text() == badge
    own = exchange.hops[0].connection.certificates[0]
    wrong = {fact.name for fact in facts(own, "api.example.dev", failed=True, main=main_fault(error.code)) if fact.wrong}
    also = {"another name": {"Names"}, "expired": {"Names"}}.get(badge, {"Issuer"})
    assert wrong == {"Expired"} | also
    sheet = TrustSheet(theme, page, own, "api.example.dev", 443, main_fault(error.code))
    assert badge in [shown.text() for shown in sheet.findChildren(QLabel)]


def test_a_refused_certificate_is_shown_with_its_offending_field_and_trust_is_never_first(page):
    page.show_exchange(refused_certificate())
    assert page.card.badge.text() == "expired"
    assert "Expired" in page.card.facts.told
    assert page.trust_button.isVisible()
    assert page.again_button.property("kind") == "primary"
    assert "CERTIFICATE_VERIFY_FAILED" in page._code.text()
    assert page._hints.count() == 2, "one line a hint"


@pytest.mark.parametrize("size", [(1000, 220), (670, 200)])
def test_what_can_be_done_is_in_sight_in_a_low_pane(page, size):
    page.resize(*size)
    page.show_exchange(refused_certificate())
    QApplication.processEvents()
    for button in (page.again_button, page.trust_button):
        place = button.mapTo(page, button.rect().bottomRight())
        assert page.rect().contains(place), button.text()
        assert not button.visibleRegion().isEmpty()


def test_no_bytes_are_counted_where_there_was_no_head_yet(page):
    failure = a_failure("dns")
    page.show_exchange(
        replace(failure, hops=(replace(failure.hops[0], request=replace(failure.hops[0].request, head=b"", body=Content())),))
    )
    assert not page.card.isVisible()


def test_trust_is_offered_for_nothing_else(page):
    for failure in (a_failure("connect", kind="refused"), a_failure("tls", kind="timeout"), a_failure("receive", kind="closed")):
        page.show_exchange(failure)
        assert not page.trust_button.isVisible()
        assert not page.card.facts.isVisible()


@pytest.mark.parametrize(
    ("error", "url", "places"),
    [
        (SendError("variable", "Variable host is not set", phase="prepare"), "http://h/", ["environments"]),
        (SendError("header", "x", phase="prepare", field="header:X-A"), "http://h/", ["headers"]),
        (SendError("url", "x", phase="prepare", field="url"), "http://h/", ["url"]),
        (SendError("timeout", "x", phase="wait"), "http://h/", ["settings"]),
        (SendError("tls", "x", "It speaks plain HTTP.", "Use http:// here.", "tls"), "https://h/", ["http", "settings"]),
        (SendError("protocol", "x", "This port speaks TLS.", "Use https:// here.", "wait"), "http://h/", ["https"]),
        (SendError("cancelled", "x", phase="wait"), "http://h/", []),
        (SendError("nothing known", "x"), "http://h/", []),
    ],
)
def test_ways_on(page, qtbot, error, url, places):
    exchange = Exchange((a_hop(None, url),), error)
    assert [way.place for way in remedies(exchange)] == places
    page.show_exchange(exchange)
    for place in places:
        with qtbot.waitSignal(page.place_wanted) as asked:
            page.findChild(QAbstractButton, f"remedy_{place}").click()
        assert asked.args == [place]


@pytest.mark.parametrize("kind", ["refused", "dns", "connect"])
def test_where_the_proxy_was_not_reached_its_settings_are_the_way(kind):
    hop = a_hop(None, connection=Connection(proxy="http://p:1, from the request’s settings"))
    assert [way.place for way in remedies(Exchange((hop,), SendError(kind, "x", phase="connect")))] == ["settings"]


def test_the_next_failure_leaves_no_way_of_the_one_before(page, qtbot):
    page.show_exchange(Exchange((a_hop(None),), SendError("variable", "x", phase="prepare")))
    page.show_exchange(Exchange((a_hop(None),), SendError("timeout", "x", phase="wait")))
    qtbot.waitUntil(lambda: "Open the request’s settings" in shown_buttons(page))
    assert "Open the environments" not in shown_buttons(page)


@pytest.mark.parametrize(
    ("phase", "progress", "sent", "words"),
    [
        ("tls", None, 0, "0 of"),
        ("wait", None, 600, "600 of"),
        ("send", None, None, "a part of"),
        ("send", Progress(1.0, 200, 500, 0, None), 300, "300 of"),
    ],
)
def test_bytes_so_far(phase, progress, sent, words):
    failure = a_failure(phase, received=b"abc")
    request = replace(failure.hops[0].request, head=b"x" * 100, body=Content.of(b"y" * 500))
    failure = replace(failure, hops=(replace(failure.hops[0], request=request),))
    counted = bytes_so_far(failure, progress)
    assert (counted.sent, counted.total, counted.received) == (sent, 600, 3)
    assert words in bytes_words(counted)


def test_what_was_copied_holds_no_secret(page):
    secret = "s3cr3t-token-9"
    hop = a_hop(None, f"https://api.example.dev/?key={secret}")
    head = f"GET / HTTP/1.1\r\nX: {secret}\r\n\r\n".encode()
    request = replace(hop.request, headers=(("Authorization", f"Bearer {secret}"),), head=head)
    failure = Exchange(
        (replace(hop, request=request),), SendError("refused", "No", f"tried {secret}", "a\nb", "connect"), secrets=(secret,)
    )
    page.show_exchange(failure)
    page.copy()
    copied = QGuiApplication.clipboard().text()
    assert copied == told(failure)
    assert secret not in copied
    assert "••••••" in copied
    assert "api.example.dev" in copied


def test_queue_and_proxy_have_their_place_in_the_line():
    timings = Timings(queue=1.0, dns=1.0, connect=2.0, proxy=3.0)
    hop = a_hop(None, timings=timings, connection=Connection("h:1", proxy="http://p:3128"))
    steps = steps_of(Exchange((hop,), SendError("proxy", "x", phase="proxy")))
    assert [(step.phase, step.state) for step in steps] == [
        ("queue", "done"),
        ("dns", "done"),
        ("connect", "done"),
        ("proxy", "failed"),
        ("tls", "unreached"),
        ("send", "unreached"),
        ("wait", "unreached"),
        ("receive", "unreached"),
    ]


def test_a_dot_on_a_tab_is_told_in_words(theme, qtbot):
    tabs = TabStrip(theme, "Parts")
    qtbot.addWidget(tabs)
    tabs.add("timeline", "Timeline")
    tabs.set_badge("timeline", "err")
    assert tabs.accessibleTabName(0) == "Timeline, with a problem"
    tabs.set_badge("timeline", 3)
    assert tabs.accessibleTabName(0) == "Timeline 3"


def test_the_fingerprint_can_be_heard(theme, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    exchange = refused_certificate()
    sheet = TrustSheet(theme, parent, exchange.hops[0].connection.certificates[0], "api.example.dev", 443)
    assert sheet.fingerprint.accessibleName().count("9B:41") == 16
