from __future__ import annotations

import pytest

from curlew.model.auth import Auth
from curlew.model.prepared import Header, Prepared
from curlew.net.auth import AUTH_KINDS, KEPT_ONLY, AuthKind

BARE = Prepared("GET", "http://h/x", "http", "h", 80, b"/x", (Header("Host", "h", "auto"),))


def applied(kind: str, prepared: Prepared = BARE, **fields: str) -> Prepared:
    return AUTH_KINDS[kind].apply(Auth(kind, fields), prepared)


@pytest.mark.parametrize("kind", AUTH_KINDS, ids=lambda kind: kind.id)
def test_every_kind_keeps_the_contract(kind: AuthKind) -> None:
    filled = Auth(kind.id, {field.name: field.choices[0][0] if field.choices else "VALUE-9" for field in kind.fields})
    value = kind.apply(filled, BARE)
    assert kind.label
    assert all(field.label for field in kind.fields)
    assert value.headers[0] == BARE.headers[0]
    assert all(header.origin == "auth" and header.secret for header in value.headers[1:])
    assert not any(field.secret for field in kind.fields) or "VALUE-9" in value.secrets
    assert kind.apply(Auth(kind.id), BARE).method == "GET"
    assert kind.id not in KEPT_ONLY


def test_basic_is_utf8_and_a_colon_in_the_name_is_noted() -> None:
    assert applied("basic", username="ü", password="p").headers[-1].value == "Basic w7w6cA=="
    assert "colon" in applied("basic", username="a:b").notes[0]


def test_an_empty_token_is_not_sent() -> None:
    value = applied("bearer", token="  ")
    assert value.headers == BARE.headers
    assert value.notes


@pytest.mark.parametrize(
    ("url", "expected"),
    [("http://h/x", "/x?k%20y=a%26b"), ("http://h/x?q=1", "/x?q=1&k%20y=a%26b"), ("http://h/?q#f", "/?q&k%20y=a%26b#f")],
)
def test_an_api_key_in_the_query(url: str, expected: str) -> None:
    value = applied("apikey", Prepared("GET", url, "http", "h", 80, b""), key="k y", value="a&b", placement="query")
    assert value.target == expected.encode()
    assert value.url == "http://h" + expected


def test_an_api_key_in_a_header() -> None:
    assert applied("apikey", key="X-Key", value="v", placement="header").headers[-1] == Header("X-Key", "v", "auth", secret=True)
    assert applied("apikey", value="v").headers == BARE.headers


def test_a_typed_header_counts_more_than_the_auth() -> None:
    typed = Prepared("GET", "http://h/x", "http", "h", 80, b"/x", (Header("authorization", "mine"),))
    value = applied("bearer", typed, token="t")
    assert value.headers == typed.headers
    assert "not the one of the Auth tab" in value.notes[0]
