from __future__ import annotations

import asyncio

import pytest

from curlew.engine.send import Sender
from curlew.net import idle
from curlew.net.idle import Idle
from helpers.rawserver import OK, raw_server, send


async def test_what_is_idle_is_closed_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "KEEP_ALIVE_S", 0.02)
    keeper, closed = Idle(), asyncio.Event()
    keeper.add("used again", lambda: pytest.fail("it was in use"))
    keeper.add("idle", closed.set)
    keeper.remove("used again")
    await asyncio.wait_for(closed.wait(), 5)


async def test_stopping_closes_nothing_and_leaves_no_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "KEEP_ALIVE_S", 0.0)
    keeper = Idle()
    keeper.add("a", lambda: pytest.fail("stopped"))
    keeper.stop()
    for _ in range(3):
        await asyncio.sleep(0)


async def test_F19_a_connection_older_than_it_seems_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the machine sleeps no timer runs; the server has closed the connection long ago, or forgotten it."""
    now = [1000.0]
    monkeypatch.setattr(idle, "_now", lambda: now[0])
    sender = Sender()
    async with raw_server(OK) as server:
        await send(server.url, sender)
        await send(server.url, sender)
        assert server.connections == 1
        now[0] += 3600
        exchange = await send(server.url, sender)
        await sender.close()
    assert server.connections == 2
    assert exchange.error is None
    assert exchange.hops[0].why == ""
