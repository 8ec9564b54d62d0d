from __future__ import annotations

from dataclasses import replace

import pytest

from curlew.model.auth import Auth
from curlew.model.prepared import Header, Prepared
from curlew.net.auth import AUTH_KINDS, KEPT_ONLY, AuthKind
from curlew.net.auth.fields import Field, new_auth

BARE = Prepared("GET", "http://h/x", "http", "h", 80, b"/x", (Header("Host", "h", "auto"),))


def applied(kind: str, prepared: Prepared = BARE, **fields: str) -> Prepared:
    return AUTH_KINDS[kind].apply(Auth(kind, fields), prepared)


@pytest.mark.parametrize("kind", AUTH_KINDS, ids=lambda kind: kind.id)
def test_every_kind_keeps_the_contract(kind: AuthKind) -> None:
    filled = new_auth(kind.id, kind.fields)
    for field in kind.fields:
        if field.kind == "text":
            filled = field.write(filled, "VALUE-9")
            assert field.read(filled) == "VALUE-9"
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


@pytest.mark.parametrize(
    ("typed", "sent", "noted"),
    [((), "sid=v", False), ((Header("Cookie", "a=1"),), "a=1; sid=v", False), ((Header("cookie", "sid=mine"),), "sid=mine", True)],
)
def test_an_api_key_in_a_cookie(typed: tuple[Header, ...], sent: str, noted: bool) -> None:
    value = applied("apikey", replace(BARE, headers=(*BARE.headers, *typed)), key="sid", value="v", placement="cookie")
    assert [header.value for header in value.headers if header.name.lower() == "cookie"] == [sent]
    assert bool(value.notes) is noted
    assert "v" in value.secrets


def test_a_switch_keeps_the_spelling_of_its_file() -> None:
    switch = Field("pkce.disabled", "PKCE", kind="switch", on=True, inverted=True, opposite="pkce.enabled")
    assert switch.read(Auth("oauth2")) is True
    assert switch.read(Auth("oauth2", {"pkce": {"disabled": "true"}})) is False
    assert switch.read(Auth("oauth2", {"pkce": {"enabled": False}})) is False
    assert switch.write(Auth("oauth2", {"pkce": {"enabled": False}}), True).fields == {"pkce": {"enabled": True}}
    assert switch.write(Auth("oauth2"), False).fields == {"pkce": {"disabled": True}}


def test_fields_count_with_what_others_say_and_leave_nothing_empty_behind() -> None:
    fields = AUTH_KINDS["oauth2"].fields
    by_name = {field.name: field for field in fields}
    auth = new_auth("oauth2", fields)
    assert by_name["authorizationUrl"].counts(auth, fields)
    assert not by_name["resourceOwner.password"].counts(auth, fields)
    bruno = Auth("oauth2", {"flow": "resource_owner_password"})
    assert by_name["flow"].read(bruno) == "resource_owner_password_credentials"
    assert by_name["resourceOwner.password"].counts(bruno, fields)
    placed = by_name["tokenConfig.placement"].write(auth, "query")
    assert placed.at("tokenConfig.placement") == {"query": "access_token"}
    assert by_name["tokenConfig.placement.query"].counts(placed, fields)
    assert not by_name["tokenConfig.placement.header"].counts(placed, fields)
    secret = by_name["credentials.clientSecret"]
    assert secret.write(secret.write(Auth("oauth2"), "x"), "").fields == {}


def test_what_a_kind_will_add_is_known_before() -> None:
    oauth, aws = AUTH_KINDS["oauth2"], AUTH_KINDS["awsv4"]
    assert oauth.adds(Auth("oauth2")) == ("Authorization",)
    assert oauth.adds(Auth("oauth2", {"tokenConfig": {"placement": {"header": "X-Token"}}})) == ("X-Token",)
    assert oauth.adds(Auth("oauth2", {"tokenConfig": {"placement": {"query": "t"}}})) == ()
    assert aws.adds(Auth("awsv4", {"service": "s3"})) == ("X-Amz-Date", "X-Amz-Content-Sha256", "Authorization")
