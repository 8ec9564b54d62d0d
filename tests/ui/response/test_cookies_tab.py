"""What the jar did with the cookies of a response, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from curlew.model.exchange import CookieNote, Exchange
from curlew.ui.response.cookies_tab import CookiesTab
from helpers.exchanges import a_failure, a_response, an_exchange

HEADERS = (
    ("Set-Cookie", "sid=1; Path=/x"),
    ("Set-Cookie", "locale=de; Domain=example.dev"),
    ("Set-Cookie", "track=77; Domain=ads.example"),
)
NOTES = (
    CookieNote("sid", "stored", "", "api.example.dev", "/x"),
    CookieNote("locale", "replaced", "", "example.dev", "/"),
    CookieNote("track", "refused", "It asks for the domain ads.example (RFC 6265bis, 5.7)", "ads.example", ""),
)


def exchange(notes: tuple[CookieNote, ...] = NOTES) -> Exchange:
    made = an_exchange(a_response(headers=HEADERS))
    return replace(made, hops=(*made.hops[:-1], replace(made.hops[-1], cookies=notes)))


@pytest.fixture
def tab(ui, qtbot):
    ui.actions.bind("cookies.open", lambda: None)
    tab = CookiesTab(ui)
    qtbot.addWidget(tab)
    tab.resize(900, 500)
    tab.show()
    return tab


def test_each_cookie_says_what_became_of_it(tab):
    tab.show_exchange(exchange())
    assert [tab.model.row(n)[6].chips[0].text for n in range(3)] == ["Stored", "Replaced", "Refused"]
    assert tab._facts.text().startswith("3 received: 1 stored, 1 replaced, 1 refused")


def test_the_card_says_why_the_one_that_was_refused_was_first(tab):
    tab.show_exchange(exchange())
    assert tab._title.text() == "Why “track” was refused"
    assert "5.7" in tab._why.text()
    assert tab._header.text() == "Set-Cookie: track=77; Domain=ads.example"
    tab.table.selectRow(0)
    assert tab._title.text() == "“sid” was stored"
    assert "api.example.dev only" in tab._why.text()
    assert "paths from /x on" in tab._why.text()
    tab.table.selectRow(1)
    assert "example.dev and what is below it" in tab._why.text()


def test_without_a_jar_nothing_was_kept(tab):
    tab.show_exchange(exchange(()))
    assert tab.model.row(0)[6].text == "not kept"
    assert "keeps no cookies" in tab._why.text()


def test_sent_ones_stand_below_and_alone(tab):
    tab.show_exchange(exchange())
    assert tab._sent_below.isVisible()
    assert tab.sent_model.rowCount() > 0
    tab._mode._buttons["sent"].click()
    assert tab._stack.currentWidget() is tab.sent_table


def test_the_jar_opens_from_here(tab, ui):
    opened: list[bool] = []
    ui.actions.action("cookies.open").triggered.connect(lambda: opened.append(True))
    tab._jar.click()
    assert opened == [True]


def test_an_exchange_without_cookies_says_so(tab):
    tab.show_exchange(exchange())
    tab.show_exchange(Exchange())
    assert tab._stack.currentWidget() is tab._blank


def test_a_failure_is_not_told_as_a_response_without_cookies(tab):
    tab.show_exchange(a_failure("dns"))
    assert tab._blank.text == "No response came"
    assert "received" not in tab._facts.text()
    tab.show_exchange(an_exchange())
    assert tab._blank.text == "The response sets no cookies"


def test_the_columns_use_the_width_of_the_pane(tab):
    tab.show_exchange(exchange())
    tab.resize(1200, 500)
    QApplication.processEvents()
    roomy = tab.table.columnWidth(4), tab.table.columnWidth(6)
    tab.resize(640, 500)
    QApplication.processEvents()
    assert roomy > (tab.table.columnWidth(4), tab.table.columnWidth(6))


def test_the_end_of_a_cookie_is_told_as_people_say_it(tab):
    headers = (
        ("Set-Cookie", "far=1; Expires=Wed, 03 Feb 2100 10:00:00 GMT"),
        ("Set-Cookie", "gone=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT"),
    )
    tab.show_exchange(an_exchange(a_response(headers=headers)))
    assert [tab.model.row(row)[4].text for row in range(2)] == ["3 Feb 2100", "1 Jan 1970"]
