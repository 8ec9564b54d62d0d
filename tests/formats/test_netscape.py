"""Cookies in curl's file format, both ways."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.formats.netscape import read_netscape, write_netscape
from curlew.model.cookies_rules import Cookie

NOW = 1_790_000_000.0
FULL = Cookie("sid", "v=1", "shop.example", "/p", False, True, True, "", NOW + 100.0)


def both_ways(cookie: Cookie) -> Cookie:
    data, left = write_netscape([cookie], NOW)
    assert not left
    found = read_netscape(data)
    assert not found.problems
    return replace(found.cookies[0], created=cookie.created, used=cookie.used)


@pytest.mark.parametrize(
    "cookie",
    [
        FULL,
        Cookie("a", "", "h.example"),
        Cookie("", "nameless", "h.example"),
        Cookie("a", "tabs\tinside", "h.example"),
        Cookie("a", b"\xff\xc3\xa9".decode("utf-8", "surrogateescape"), "h.example"),
        Cookie("a", "1", "10.0.0.1"),
        Cookie("#HttpOnly_", "1", "h.example", http_only=True),
    ],
)
def test_a_cookie_comes_back_as_it_was(cookie: Cookie) -> None:
    assert both_ways(cookie) == cookie


def test_a_line_says_what_curl_says() -> None:
    data, _left = write_netscape([FULL, Cookie("b", "2", "h.example")], NOW)
    assert data.splitlines()[-2:] == [
        b"#HttpOnly_.shop.example\tTRUE\t/p\tTRUE\t1790000100\tsid\tv=1",
        b"h.example\tFALSE\t/\tFALSE\t0\tb\t2",
    ]
    assert data.startswith(b"# Netscape HTTP Cookie File\n")


def test_what_is_over_is_not_written_and_what_has_no_form_is_named() -> None:
    data, left = write_netscape([replace(FULL, expires=NOW - 1), Cookie("a\tb", "1", "h.example")], NOW)
    assert b"sid" not in data
    assert left == ("a\tb",)


def test_broken_lines_are_named_and_the_others_survive() -> None:
    text = (
        b"\xef\xbb\xbf# Netscape HTTP Cookie File\r\n\r\n# a comment\r\n"
        b"h.example\tFALSE\t/\tFALSE\t0\ta\t1\r\n"
        b"no tabs at all\r\n"
        b"h.example\tMAYBE\t/\tFALSE\t0\tb\t1\n"
        b"h.example\tFALSE\t/\tFALSE\tsoon\tc\t1\n"
        b".\tFALSE\t/\tFALSE\t0\td\t1\n"
        b"h.example\tFALSE\t/\tFALSE\t0\te\t\x01\n"
        b"h.example\tFALSE\t/\tFALSE\t0\tempty\n"
        b".Below.Example\tTRUE\t/\tTRUE\t1900000000\tz\t26"
    )
    found = read_netscape(text)
    assert [cookie.name for cookie in found.cookies] == ["a", "empty", "z"]
    assert found.cookies[2].domain == "below.example"
    assert not found.cookies[2].host_only
    assert [problem.split(":")[0] for problem in found.problems] == ["line 5", "line 6", "line 7", "line 8", "line 9"]


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    read_netscape(data)
    read_netscape(b"h.example\tFALSE\t/\tFALSE\t0\t" + data)
