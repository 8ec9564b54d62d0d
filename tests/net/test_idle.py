from __future__ import annotations

import asyncio

import pytest

from curlew.net import idle
from curlew.net.idle import Idle


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
