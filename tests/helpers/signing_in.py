"""OAuth 2 against the echo's authorization server, with a script in the browser's place."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from curlew.engine.send import Sender, SendJob
from curlew.model.auth import Auth
from curlew.model.exchange import Exchange
from curlew.model.request import Request
from helpers.echo import Echo


def fields(base: str, flow: str, **more: Any) -> Auth:
    held = {
        "flow": flow,
        "authorizationUrl": f"{base}/oauth2/authorize?auto=allow",
        "accessTokenUrl": f"{base}/oauth2/token",
        "credentials": {"clientId": "curlew", "clientSecret": "secret", "placement": "basic_auth_header"},
        "scope": "read openid",
    }
    return Auth("oauth2", {**held, **more})


def visit(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class Person:
    """Opens what it is shown, as a browser does, and remembers the pages; `change` edits the address first."""

    def __init__(self, change: Callable[[dict[str, str]], None] = lambda _query: None) -> None:
        self.urls: list[str] = []
        self.pages: list[tuple[int, str]] = []
        self._change = change
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self, url: str) -> None:
        self.urls.append(url)
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        self._change(query)
        self._tasks.append(asyncio.get_running_loop().create_task(self._go(urlunsplit(parts._replace(query=urlencode(query))))))

    async def _go(self, url: str) -> None:
        self.pages.append(await asyncio.to_thread(visit, url))

    async def done(self) -> None:
        await asyncio.gather(*self._tasks)


def userinfo(echo: Echo, auth: Auth | None, **more: Any) -> Request:
    return Request(name="me", url=f"{echo.base}/oauth2/userinfo", auth=auth, **more)


async def sent(sender: Sender, request: Request, person: Person | None = None, **more: Any) -> Exchange:
    return await sender.send(SendJob(request, open_browser=person.open if person else None, **more))


def who(exchange: Exchange) -> dict[str, Any]:
    assert exchange.error is None, exchange.error
    assert exchange.response is not None
    assert exchange.response.status == 200, exchange.response
    held: dict[str, Any] = json.loads(exchange.response.body.read())
    return held
