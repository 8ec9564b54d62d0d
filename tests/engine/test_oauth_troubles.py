"""OAuth 2 where it goes wrong: sign-ins refused, forged, cancelled or never ended, odd token endpoints, addresses not to be opened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from curlew.engine.send import Sender, SendJob
from curlew.model.request import Request, Settings
from curlew.model.sendevent import Phase, SendEvent
from curlew.net.auth.oauth import browser
from helpers.echo import Echo, echo
from helpers.rawserver import OK, raw_server
from helpers.signing_in import Person, fields, sent, userinfo, visit, who

__all__ = ["echo"]


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    made = Sender()
    yield made
    await made.close()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"auto": "deny"}, "access_denied: The person said no."),
        ({"state": "forged"}, "state is not the one"),
        ({"response_type": "nonsense"}, "unsupported_response_type"),
        ({"code_challenge": "x" * 43}, "code_verifier does not fit"),
    ],
)
async def test_sign_ins_that_fail_say_why(echo: Echo, sender: Sender, change: dict[str, str], said: str) -> None:
    person = Person(lambda query: query.update(change))
    async with raw_server(OK) as api:
        exchange = await sent(sender, Request(url=api.url, auth=fields(echo.base, "authorization_code")), person)
    assert exchange.error is not None
    assert exchange.error.kind == "auth"
    assert said in exchange.error.reason
    assert exchange.error.hint
    assert exchange.hops == ()
    assert api.requests == []
    await person.done()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"accessTokenUrl": ""}, "There is no token URL"),
        ({"credentials": {"clientId": "c", "clientSecret": "wrong"}}, "invalid_client"),
        ({"credentials": {"clientId": "c", "clientSecret": "{{unset}}"}}, "Variable unset is not set"),
        ({"flow": "implicit"}, "implicit cannot be used"),
        ({"flow": "authorization_code"}, "Nobody can sign in here"),
    ],
)
async def test_what_is_wrong_with_the_settings_is_said(echo: Echo, sender: Sender, more: dict[str, Any], said: str) -> None:
    exchange = await sent(sender, userinfo(echo, fields(echo.base, **{"flow": "client_credentials", **more})))
    assert exchange.error is not None
    assert said in f"{exchange.error.title} {exchange.error.reason}"


async def test_an_unreachable_or_odd_token_endpoint(sender: Sender, unused_tcp_port: int) -> None:
    auth = fields(f"http://127.0.0.1:{unused_tcp_port}", "client_credentials")
    refused = await sent(sender, Request(url="http://127.0.0.1:9/", auth=auth))
    assert refused.error is not None
    assert "No token could be fetched" in refused.error.title
    odd = (b"<html>", b'{"access_token": ""}', b'{"access_token": "a\\r\\nX: y"}', b"[1]", b"")
    for body in odd:
        async with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body) as issuer, raw_server(OK) as api:
            exchange = await sent(sender, Request(url=api.url, auth=fields(issuer.url, "client_credentials")))
        assert exchange.error is not None, body
        assert exchange.error.kind in ("auth", "header")
        assert api.requests == []
    form = b"access_token=gho_16C7e42F292c6912E7&scope=repo&token_type=bearer"
    async with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(form) + form) as issuer, raw_server(OK) as api:
        await sent(sender, Request(url=api.url, auth=fields(issuer.url, "client_credentials")))
    assert b"Authorization: Bearer gho_16C7e42F292c6912E7\r\n" in api.requests[0]


@pytest.mark.parametrize("body", [b'{"access_token": "canary-token"', b'{"access_token": "canary-token' + b"x" * 2_000_000 + b'"}'])
async def test_a_token_in_an_answer_that_cannot_be_read_is_shown_nowhere(sender: Sender, body: bytes) -> None:
    async with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body) as issuer:
        exchange = await sent(sender, Request(url="http://127.0.0.1:9/", auth=fields(issuer.url, "client_credentials")))
    assert exchange.error is not None
    assert "canary" not in repr(exchange)
    assert "cannot be read" in exchange.error.reason


async def test_more_parameters_go_where_they_are_said_to(sender: Sender) -> None:
    more = [
        {"name": "audience", "value": "https://api", "placement": "body"},
        {"name": "X-Tenant", "value": "t1", "placement": "header"},
        {"name": "v", "value": "2 3", "placement": "query"},
        {"name": "off", "value": "x", "placement": "body", "disabled": True},
    ]
    body = b'{"access_token":"t","expires_in":"3600"}'
    async with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body) as issuer, raw_server(OK) as api:
        auth = fields(issuer.url, "client_credentials", additionalParameters={"accessTokenRequest": more})
        await sent(sender, Request(url=api.url, auth=auth))
    asked = issuer.requests[0]
    assert asked.startswith(b"POST /oauth2/token?v=2+3 HTTP/1.1\r\n")
    assert b"\r\nX-Tenant: t1\r\n" in asked
    assert b"audience=https%3A%2F%2Fapi" in asked
    assert b"off=" not in asked


async def test_cancelling_while_the_browser_is_open_ends_the_listener_at_once(echo: Echo, sender: Sender) -> None:
    shown: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def open_nothing(url: str) -> None:
        shown.set_result(url)

    job = SendJob(userinfo(echo, fields(echo.base, "authorization_code")), open_browser=open_nothing)
    task = asyncio.get_running_loop().create_task(sender.send(job))
    redirect = parse_qs(urlsplit(await shown).query)["redirect_uri"][0]
    port = urlsplit(redirect).port
    assert (await asyncio.to_thread(visit, f"http://127.0.0.1:{port}/elsewhere?code=1"))[0] == 404
    assert (await asyncio.to_thread(visit, f"http://localhost:{port}/callback?code=1"))[
        0
    ] == 404  # another name than the one that was registered
    task.cancel()
    exchange = await task
    assert exchange.error is not None
    assert exchange.error.kind == "cancelled"
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


async def test_the_time_limit_stands_still_while_a_person_signs_in(echo: Echo, sender: Sender) -> None:
    person = Person()

    async def late(url: str) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(0.4, lambda: person._tasks.append(loop.create_task(person.open(url))))

    request = userinfo(echo, fields(echo.base, "authorization_code"), settings=Settings(timeout=300))
    events: list[SendEvent] = []
    exchange = await sender.send(SendJob(request, open_browser=late), events.append)
    assert who(exchange)["sub"] == "ada"
    assert any(isinstance(event, Phase) and "sign in" in event.detail for event in events)
    await person.done()


async def test_a_closed_browser_is_noticed_by_time(echo: Echo, sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    async def open_nothing(_url: str) -> None: ...

    monkeypatch.setattr(browser, "SIGN_IN_WITHIN_S", 0.01)
    job = SendJob(userinfo(echo, fields(echo.base, "authorization_code")), open_browser=open_nothing)
    exchange = await sender.send(job)
    assert exchange.error is not None
    assert exchange.error.title == "Nobody signed in"


@pytest.mark.parametrize(
    "url", ["https://app.example/cb", "http://[::1]:9/cb", "http://0.0.0.0:9/cb", "curlew://x", "http://127.0.0.1:9/cb?a=1"]
)
async def test_redirect_addresses_that_cannot_come_back_here_are_refused(echo: Echo, sender: Sender, url: str) -> None:
    exchange = await sent(sender, userinfo(echo, fields(echo.base, "authorization_code", callbackUrl=url)), Person())
    assert exchange.error is not None
    assert "cannot take the sign-in" in exchange.error.title


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "ms-settings://x"])
async def test_no_other_program_is_started_by_an_authorization_url(echo: Echo, sender: Sender, url: str) -> None:
    person = Person()
    exchange = await sent(sender, userinfo(echo, fields(echo.base, "authorization_code", authorizationUrl=url)), person)
    assert exchange.error is not None
    assert not any(one.startswith(("file", "javascript", "ms-")) for one in person.urls)


async def test_a_second_redirect_is_told_that_the_sign_in_is_over() -> None:
    from curlew.net.auth.oauth.listener import Listener, callback_of

    async with Listener(callback_of(""), "s") as listener:
        waiting = asyncio.get_running_loop().create_task(listener.answer())
        first = await asyncio.to_thread(visit, f"{listener.address}?state=s&code=abc-secret")
        second = await asyncio.to_thread(visit, f"{listener.address}?state=s&code=other")
        assert await waiting == {"state": "s", "code": "abc-secret"}
    assert first[0] == 200
    assert "abc-secret" not in first[1]
    assert second[0] == 410
