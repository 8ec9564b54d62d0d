"""Set-Cookie headers in columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.model.cookies import ResponseCookie, parse_set_cookie, response_cookies


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("sid=1", ResponseCookie("sid", "1")),
        ("a=b=c", ResponseCookie("a", "b=c")),
        ("loose", ResponseCookie("", "loose")),
        (
            "sid=x; Path=/; Domain=.example.com; Max-Age=60; Secure; HttpOnly; SameSite=Lax; Partitioned",
            ResponseCookie("sid", "x", ".example.com", "/", "", "60", True, True, "Lax", ("Partitioned",)),
        ),
        ("s=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", ResponseCookie("s", "1", expires="Wed, 21 Oct 2026 07:28:00 GMT")),
    ],
)
def test_a_set_cookie_header_is_parsed(header: str, expected: ResponseCookie) -> None:
    assert parse_set_cookie(header) == expected


def test_only_set_cookie_headers_count_and_keep_their_order() -> None:
    headers = [("Set-Cookie", "b=1"), ("Date", "x=y"), ("set-cookie", "a=2")]
    assert [(cookie.name, cookie.value) for cookie in response_cookies(headers)] == [("b", "1"), ("a", "2")]


@given(st.text())
def test_any_text_parses(header: str) -> None:
    parse_set_cookie(header)
