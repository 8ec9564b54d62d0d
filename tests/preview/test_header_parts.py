"""The parts of headers in words, and how fresh a response is."""

import pytest

from curlew.preview.header_parts import Freshness, about, freshness, parts


def test_each_directive_is_explained():
    assert parts("Cache-Control", 'public, max-age=60, stale-while-revalidate="300"') == [
        ("public", "Any cache may store it, shared ones too."),
        ("max-age=60", "Fresh for 1 min after the server made it."),
        ('stale-while-revalidate="300"', "5 min more, while it is being renewed."),
    ]
    assert parts("set-cookie", "a=1; Path=/x; HttpOnly; SameSite=Lax")[0] == ("Path=/x", "For addresses below /x.")
    assert parts("X-Other", "a, b") == []
    assert about("cache-control")
    assert about("x-other") == ""


@pytest.mark.parametrize("value", ["", ",,,", "max-age=", "max-age=99999999999999999999", "=" * 500, "max-age=x", "\x00", "{span}"])
def test_nonsense_is_no_fault(value):
    for name in ("cache-control", "set-cookie", "strict-transport-security"):
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
