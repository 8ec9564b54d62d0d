"""What is missing of a response, said once and truly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curlew.model.exchange import Exchange, SendError
from curlew.ui.response.gaps import missing_words, why_empty
from curlew.ui.response.summary import Summary
from helpers.exchanges import a_hop, a_response


@pytest.mark.parametrize(
    ("incomplete", "error", "words"),
    [
        (
            "The connection was broken by the server: the body is incomplete.",
            SendError("closed", "The connection was broken by the server", "It was reset.", "Try again.", "receive"),
            "It was reset. Try again.",
        ),
        ("Its length is not one number", SendError("protocol", "Its length is not one number", "It says “1, 2”."), "It says “1, 2”."),
        (
            "900 bytes came.",
            SendError("timeout", "No answer in 1 s", "Time ran out.", "Wait.\nOr not."),
            "No answer in 1 s. Time ran out. Wait. Or not.",
        ),
    ],
)
def test_what_is_missing_is_said_once(incomplete, error, words):
    exchange = Exchange((a_hop(replace(a_response(), incomplete=incomplete)),), error)
    assert missing_words(exchange) == [incomplete, words]


def test_a_body_that_was_not_read_is_not_called_absent():
    empty = a_response(b"")
    assert "nothing after it" in why_empty(Exchange((a_hop(empty),)))
    unread = Exchange((a_hop(replace(empty, incomplete="Its length is not one number")),), SendError("protocol", "x"))
    assert "nothing after it" not in why_empty(unread)


def test_a_redirect_that_is_not_followed_is_whole(theme, qtbot):
    redirect = a_response(b"", 302, (("Location", "/again"), ("Content-Length", "0")))
    exchange = Exchange((a_hop(redirect),), SendError("redirect", "Stopped after 5 redirects", "The next one would lead to /again."))
    assert "nothing after it" in why_empty(exchange)
    summary = Summary(theme)
    qtbot.addWidget(summary)
    summary.show_exchange(exchange)
    assert "incomplete" not in summary.status_button.text()
    assert "not followed" in summary.status_button.text()
