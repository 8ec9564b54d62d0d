"""Whole OAuth 2 flows through `engine.send`, against the echo's authorization server, with a script in the browser's place."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from curlew.engine.redact import redacted
from curlew.engine.send import Sender
from curlew.engine.tokens import Tokens
from curlew.model.auth import INHERIT
from curlew.model.exchange import Exchange
from curlew.model.inherit import Above, Surroundings
from curlew.model.request import Defaults, Request
from curlew.net.auth.oauth.browser import challenge_of
from curlew.net.auth.oauth.settings import settings_of
from helpers.echo import Echo, echo
from helpers.rawserver import OK, Connection, raw_server
from helpers.signing_in import Person, fields, sent, userinfo, who

__all__ = ["echo"]

Open = Callable[[str], Awaitable[None]]


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    made = Sender()
    yield made
    await made.close()


def test_the_challenge_of_rfc_7636_appendix_b() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier, "S256") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert challenge_of(verifier, "plain") == verifier


@pytest.mark.parametrize("pkce", [{}, {"pkce": {"method": "plain"}}, {"pkce": {"disabled": True}}])
@pytest.mark.parametrize("placement", ["basic_auth_header", "body"])
async def test_authorization_code(echo: Echo, sender: Sender, pkce: dict[str, Any], placement: str) -> None:
    person = Person()
    credentials = {"clientId": "cur lew", "clientSecret": "secret", "placement": placement}
    exchange = await sent(sender, userinfo(echo, fields(echo.base, "authorization_code", credentials=credentials, **pkce)), person)
    assert who(exchange)["client_id"] == "cur lew"
    await person.done()
    query = parse_qs(urlsplit(person.urls[0]).query)
    wanted = pkce.get("pkce", {})
    assert query.get("code_challenge_method", ["none"]) == ["none" if wanted.get("disabled") else wanted.get("method", "S256")]
    assert len(query["state"][0]) >= 22
    status, page = person.pages[0]
    assert status == 200
    assert "You can close this window" in page
    token = exchange.request.headers[-1][1].removeprefix("Bearer ")
    assert token in exchange.secrets
    assert token not in page


async def test_a_public_client_with_pkce_and_a_port_of_its_own(echo: Echo, sender: Sender, unused_tcp_port: int) -> None:
    person = Person()
    auth = fields(
        echo.base, "authorization_code", credentials={"clientId": "app"}, callbackUrl=f"http://localhost:{unused_tcp_port}/done/here"
    )
    assert who(await sent(sender, userinfo(echo, auth), person))["client_id"] == "app"
    assert parse_qs(urlsplit(person.urls[0]).query)["redirect_uri"] == [f"http://localhost:{unused_tcp_port}/done/here"]
    await person.done()


@pytest.mark.parametrize("flow", ["client_credentials", "resource_owner_password_credentials", "resource_owner_password", "password"])
@pytest.mark.parametrize("placement", ["basic_auth_header", "body"])
async def test_grants_without_a_browser(echo: Echo, sender: Sender, flow: str, placement: str) -> None:
    only = "header" if placement == "basic_auth_header" else "body"
    auth = fields(
        echo.base,
        flow,
        accessTokenUrl=f"{echo.base}/oauth2/token?client={only}",
        credentials={"clientId": "c", "clientSecret": "secret", "placement": placement},
        resourceOwner={"username": "bob", "password": "password"},
    )
    exchange = await sent(sender, userinfo(echo, auth))
    assert [mark.kind for mark in exchange.hops[0].marks][:1] == ["auth"]
    assert exchange.hops[0].marks[0].detail == f"a new access token from 127.0.0.1:{echo.port}"
    assert who(exchange)["sub"] == ("c" if flow == "client_credentials" else "bob")
    assert len(exchange.hops) == 1


async def test_where_the_token_goes(echo: Echo, sender: Sender) -> None:
    async def headers(config: dict[str, Any]) -> Exchange:
        auth = fields(echo.base, "client_credentials", tokenConfig=config)
        return await sent(sender, Request(url=f"{echo.base}/anything?a=1", auth=auth))

    token = (await headers({})).request.headers[-1][1].removeprefix("Bearer ")
    assert (await headers({"placement": {"header": "Token"}})).request.headers[-1] == ("Authorization", f"Token {token}")
    assert (await headers({"placement": {"header": ""}})).request.headers[-1] == ("Authorization", token)
    assert (await headers({"placement": {"header": "Authorization"}})).request.headers[-1] == ("Authorization", f"Bearer {token}")
    assert (await headers({"placement": {"header": "X-Access-Token"}})).request.headers[-1] == ("X-Access-Token", token)
    in_query = await headers({"placement": {"query": "tok"}})
    assert in_query.request.url.endswith(f"/anything?a=1&tok={token}")
    assert not any(name == "Authorization" for name, _value in in_query.request.headers)
    identity = await headers({"source": "id_token"})
    assert identity.request.headers[-1][1].removeprefix("Bearer ") != token


async def test_ten_requests_at_once_fetch_one_token(echo: Echo, sender: Sender) -> None:
    asked: list[bytes] = []

    async def token(connection: Connection) -> None:
        asked.append(await connection.request())
        await asyncio.sleep(0)
        body = b'{"access_token":"tok-1234567890","token_type":"bearer","expires_in":3600}'
        await connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    async with raw_server(token) as issuer, raw_server(OK) as api:
        auth = fields(issuer.url, "client_credentials", accessTokenUrl=f"{issuer.url}/t")
        request = Request(url=api.url, auth=auth)
        found = await asyncio.gather(*(sent(sender, request) for _ in range(10)))
        await sent(sender, request)
    assert len(asked) == 1
    assert all(exchange.error is None for exchange in found)
    assert sum(b"Authorization: Bearer tok-1234567890" in one for one in api.requests) == 11


async def test_a_token_is_renewed_before_its_end_and_after_a_401(echo: Echo, sender: Sender) -> None:
    auth = fields(echo.base, "password", resourceOwner={"username": "bob", "password": "password"})
    first = await sent(sender, userinfo(echo, auth))
    old = first.request.headers[-1][1].removeprefix("Bearer ")
    await asyncio.to_thread(revoke, echo, old)
    second = await sent(sender, userinfo(echo, auth))
    assert who(second)["sub"] == "bob"
    assert [hop.response.status for hop in second.hops] == [401, 200]
    assert second.hops[1].why == "auth"
    new = second.request.headers[-1][1].removeprefix("Bearer ")
    assert new != old
    assert {old, new} <= set(second.secrets)


def revoke(echo: Echo, token: str) -> None:
    urllib.request.urlopen(f"{echo.base}/oauth2/revoke", urlencode({"token": token}).encode(), timeout=10).close()


async def test_a_token_near_its_end_is_renewed_with_its_refresh_token(echo: Echo, sender: Sender) -> None:
    store = Tokens().within("")
    auth = fields(echo.base, "authorization_code", authorizationUrl=f"{echo.base}/oauth2/authorize?auto=allow&expires_in=100")
    person = Person()
    who(await sent(sender, userinfo(echo, auth), person, tokens=store))
    await person.done()
    key = next(key for _scope, key in store._tokens._values)
    held = json.loads(await store.get(key))
    who(await sent(sender, userinfo(echo, auth), person, tokens=store))
    assert json.loads(await store.get(key))["access"] == held["access"]
    await store.set(key, json.dumps({**held, "obtained": time.time() - 80, "expires": time.time() + 20}))
    who(await sent(sender, userinfo(echo, auth), person, tokens=store))
    renewed = json.loads(await store.get(key))
    assert renewed["access"] != held["access"]
    assert renewed["refresh"] != held["refresh"]
    assert len(person.urls) == 1


async def test_requests_refused_at_the_same_time_renew_the_token_once(sender: Sender) -> None:
    """The refresh token is good for one use, as with rotation: a second renewal would fail."""
    renewals: list[str] = []
    waiting = asyncio.Barrier(8)

    async def issue(connection: Connection) -> None:
        form = dict(parse_qsl((await connection.request()).rpartition(b"\r\n\r\n")[2].decode()))
        renewals.append(form["refresh_token"])
        status, body = (
            (200, b'{"access_token": "new", "refresh_token": "r2"}') if len(renewals) == 1 else (400, b'{"error": "invalid_grant"}')
        )
        await connection.send(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))

    async def serve(connection: Connection) -> None:
        while head := await connection.request():
            if b"Bearer new" in head:
                await connection.send(OK)
            else:
                await waiting.wait()
                await connection.send(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")

    async with raw_server(issue) as issuer, raw_server(serve) as api:
        auth, store = fields(issuer.url, "authorization_code"), Tokens().within("")
        await store.set(settings_of(auth).key, json.dumps({"access": "old", "refresh": "r1", "obtained": time.time(), "expires": None}))
        above = Surroundings((Above("folder", "API", 1, Defaults(auth=auth)),))
        told = await asyncio.gather(*(sent(sender, Request(url=api.url, auth=INHERIT), tokens=store, around=above) for _number in range(8)))
    assert [[hop.response.status for hop in exchange.hops if hop.response] for exchange in told] == [[401, 200]] * 8
    assert renewals == ["r1"]
    kept = json.loads(await store.get(settings_of(auth).key) or "")
    assert (kept["access"], kept["refresh"]) == ("new", "r2")


async def test_a_token_that_is_still_valid_is_used_where_it_cannot_be_renewed(echo: Echo, sender: Sender, unused_tcp_port: int) -> None:
    store = Tokens().within("")
    auth = fields(echo.base, "authorization_code", refreshTokenUrl=f"http://127.0.0.1:{unused_tcp_port}/token")
    person = Person()
    who(await sent(sender, userinfo(echo, auth), person, tokens=store))
    await person.done()
    key = next(key for _scope, key in store._tokens._values)
    held = json.loads(await store.get(key))
    await store.set(key, json.dumps({**held, "obtained": time.time() - 80, "expires": time.time() + 20}))
    exchange = await sent(sender, userinfo(echo, auth), person, tokens=store)
    who(exchange)
    assert any("could not be renewed" in note for note in exchange.notes)
    await store.set(key, json.dumps({**held, "obtained": time.time() - 80, "expires": time.time() - 1}))
    exchange = await sent(sender, userinfo(echo, auth), person, tokens=store)
    assert exchange.error is not None
    assert "No token could be fetched" in exchange.error.title


async def test_what_a_server_repeats_of_a_code_or_refresh_token_is_not_kept(echo: Echo, sender: Sender) -> None:
    forms: list[dict[str, str]] = []

    async def repeat(connection: Connection) -> None:
        form = (await connection.request()).rpartition(b"\r\n\r\n")[2]
        forms.append(dict(parse_qsl(form.decode())))
        body = b'{"error": "invalid_grant", "error_description": "%s"}' % form if len(forms) < 2 else form
        await connection.send(b"HTTP/1.1 400 Bad\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    async with raw_server(repeat) as issuer:
        auth = fields(echo.base, "authorization_code", accessTokenUrl=f"{issuer.url}/token")
        person, store = Person(), Tokens().within("")
        await store.set(
            settings_of(auth).key, json.dumps({"access": "old-token", "refresh": "refresh-canary", "obtained": 1, "expires": 2})
        )
        told = [await sent(sender, userinfo(echo, auth), person, tokens=store) for _time in range(2)]
        await person.done()
    assert [form["grant_type"] for form in forms] == ["refresh_token", "authorization_code", "authorization_code"]
    kept = repr([redacted(exchange) for exchange in told])
    assert "invalid_grant" in kept
    for form in forms:
        for name in ("code", "code_verifier", "refresh_token"):
            assert form.get(name, "none of it")[:20] not in kept


async def test_other_collections_get_no_token_of_ours(echo: Echo, sender: Sender, tmp_path: Any) -> None:
    auth = fields(echo.base, "client_credentials")
    one = await sent(sender, userinfo(echo, auth), folder=tmp_path / "a")
    same = await sent(sender, userinfo(echo, auth), folder=tmp_path / "a")
    other = await sent(sender, userinfo(echo, auth), folder=tmp_path / "b")
    tokens = [exchange.request.headers[-1][1] for exchange in (one, same, other)]
    assert tokens[0] == tokens[1] != tokens[2]


async def test_the_auth_of_a_collection_is_inherited(echo: Echo, sender: Sender) -> None:
    above = Above("collection", "API", 1, Defaults(auth=fields(echo.base, "client_credentials")))
    exchange = await sent(sender, userinfo(echo, INHERIT), around=Surroundings((above,)))
    assert who(exchange)["client_id"] == "curlew"
