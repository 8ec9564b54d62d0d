"""Times and sizes in words."""

from dataclasses import replace

import pytest

from curlew.model.exchange import Connection
from curlew.ui.response.texts import duration, host_of, size, status_role, status_text, tls_words
from helpers.exchanges import a_hop, a_response


@pytest.mark.parametrize(
    ("ms", "words"), [(None, "–"), (0.04, "0.0 ms"), (9.96, "10.0 ms"), (184.4, "184 ms"), (2034, "2.03 s"), (125_000, "2 min 5 s")]
)
def test_duration(ms, words):
    assert duration(ms) == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 B"), (999, "999 B"), (1240, "1.24 KB"), (9_999_999, "10.00 MB"), (105_300_000, "105.3 MB")]
)
def test_size(count, words):
    assert size(count) == words


def test_status():
    assert status_text(a_response(status=418)) == "418 I'm a Teapot"
    assert status_text(a_response(status=799)) == "799"
    assert [status_role(status) for status in (101, 200, 304, 404, 500, 799)] == ["info", "ok", "info", "warn", "err", "err"]


@pytest.mark.parametrize(
    ("url", "host"), [("https://u:p@h.dev:8/x?a@b", "h.dev:8"), ("h.dev/x", "h.dev"), ("", ""), ("http://[::1]:80/", "[::1]:80")]
)
def test_host_without_user_and_password(url, host):
    assert host_of(url) == host


def test_a_connection_that_never_was_is_not_called_unencrypted():
    plain = a_hop(a_response(), "http://h.dev/", connection=Connection("127.0.0.1:80"))
    assert "not encrypted" in tls_words(plain)
    assert tls_words(replace(plain, connection=Connection())) == ""
