"""Cancelling at any moment, over every kind of way: nothing stays open, and what comes after works (F14)."""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import trustme

from curlew.engine.send import Sender, SendJob, SendOptions
from curlew.model.body import RawBody
from curlew.model.prepared import Proxy, SendSettings
from curlew.model.request import Request
from helpers.h2server import h2_server
from helpers.proxies import proxy_server, socks_proxy
from helpers.rawserver import OK, raw_server

WAYS = ("tls", "http2", "tunnel", "tls proxy", "socks")
ROUNDS = 150


pytestmark = pytest.mark.usefixtures("trusted")


class Way:
    """A server, the settings that lead to it, and everything that counts open connections."""

    def __init__(self, url: str, settings: SendSettings, *counted: object) -> None:
        self.url = url
        self.settings = settings
        self.counted = counted

    @property
    def open(self) -> int:
        return sum(int(server.open) for server in self.counted)  # type: ignore[attr-defined]


@asynccontextmanager
async def way(kind: str, ca: trustme.CA) -> AsyncIterator[Way]:
    def context() -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert("127.0.0.1").configure_cert(made)
        return made

    async with AsyncExitStack() as stack:
        if kind == "http2":
            two = await stack.enter_async_context(h2_server(tls=context()))
            yield Way(two.url, SendSettings(), two)
            return
        server = await stack.enter_async_context(raw_server(OK, context()))
        if kind == "tls":
            yield Way(server.url, SendSettings(), server)
            return
        scheme = {"tunnel": "http", "tls proxy": "https", "socks": "socks5h"}[kind]
        handler = {"handler": socks_proxy} if kind == "socks" else {}
        proxy = await stack.enter_async_context(proxy_server(**handler, tls=context() if kind == "tls proxy" else None))  # type: ignore[arg-type]
        yield Way(server.url, SendSettings(proxy=Proxy(f"{scheme}://127.0.0.1:{proxy.port}")), server, proxy)


@pytest.mark.parametrize("kind", WAYS)
async def test_F14_cancelled_at_any_moment(kind: str, ca: trustme.CA) -> None:
    luck = random.Random(kind)
    tasks = asyncio.all_tasks()
    async with way(kind, ca) as target:
        sender = Sender()
        options = SendOptions(target.settings)
        request = Request(method="POST", url=target.url, body=RawBody("text", "x" * 70_000))
        for _round in range(ROUNDS // 5):
            async with asyncio.TaskGroup() as group:
                running = [group.create_task(sender.send(SendJob(request, options=options))) for _n in range(5)]
                for task in running:
                    for _turn in range(1 + luck.randrange(40)):
                        await asyncio.sleep(0)
                    if luck.random() < 0.8:
                        task.cancel()
            for task in running:
                error = task.result().error
                assert error is None or error.kind == "cancelled", error
        for _n in range(20):
            exchange = await asyncio.wait_for(sender.send(SendJob(request, options=options)), 5)
            assert exchange.error is None, exchange.error
        await sender.close()
        for _turn in range(100_000):
            if not target.open:
                break
            await asyncio.sleep(0)
        assert target.open == 0
    for _turn in range(10):
        await asyncio.sleep(0)
    assert asyncio.all_tasks() <= tasks | {asyncio.current_task()}
