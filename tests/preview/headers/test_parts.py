"""The parts of headers in words, and how fresh a response is."""

from datetime import UTC, datetime

import pytest

from curlew.preview.headers.freshness import Freshness, freshness
from curlew.preview.headers.parts import parts
from curlew.preview.headers.purposes import purpose


def test_each_directive_is_explained():
    assert parts("Cache-Control", 'public, max-age=60, stale-while-revalidate="300"') == [
        ("public", "Any cache may store it, shared ones too."),
        ("max-age=60", "Fresh for 1 min after the server made it."),
        ('stale-while-revalidate="300"', "5 min more, while it is being renewed."),
    ]
    assert parts("set-cookie", "a=1; Path=/x; HttpOnly; SameSite=Lax")[0] == ("Path=/x", "For addresses below /x.")
    assert parts("X-Other", "a, b") == []
    assert purpose("cache-control")
    assert purpose("x-other") == ""


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "Content-Security-Policy",
            "default-src 'self'; frame-ancestors 'none'",
            ("frame-ancestors 'none'", "Which sites may frame this page."),
        ),
        ("Permissions-Policy", "camera=(), geolocation=(self)", ("camera=()", "Nobody may use it.")),
        ("Link", '<https://a/?page=2>; rel="next"', ("next", "https://a/?page=2")),
        ("Server-Timing", 'db;dur=53;desc="the rows", cache', ("db", "53 ms · the rows")),
        ("Server-Timing", "db;dur=53, cache", ("cache", "–")),
        ("Vary", "Accept-Encoding, X-Team", ("X-Team", "Another value may bring another answer.")),
        ("Date", "Fri, 20 Nov 2026 11:00:00 GMT", ("From now", "1 h ago")),
        ("Set-Cookie", "a=1; Max-Age=60", ("Max-Age=60", "For 1 min.")),
    ],
)
def test_what_each_part_means(name, value, line):
    assert line in parts(name, value, datetime(2026, 11, 20, 12, tzinfo=UTC))


@pytest.mark.parametrize("value", ["", ",,,", "max-age=", "max-age=99999999999999999999", "=" * 500, "max-age=x", "\x00", "{span}"])
def test_nonsense_is_no_fault(value):
    known = ("cache-control", "set-cookie", "strict-transport-security", "content-security-policy", "permissions-policy", "link", "vary")
    for name in (*known, "server-timing", "date", "deprecation", "retry-after"):
        parts(name, value)
        freshness([(name, value)], 1000.0)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([("Cache-Control", "max-age=60")], Freshness(0.0, 60.0, 60.0)),
        ([("Cache-Control", "max-age=60, stale-if-error=40"), ("Age", "12")], Freshness(12.0, 60.0, 100.0)),
        ([("Cache-Control", "max-age=60"), ("Date", "Thu, 01 Jan 1970 00:15:50 GMT")], Freshness(50.0, 60.0, 60.0)),
        ([("Cache-Control", "no-store, max-age=60")], None),
        ([("Age", "12")], None),
    ],
)
def test_freshness(headers, expected):
    assert freshness(headers, 1000.0) == expected
