"""Sending: how long the window's loop is held up, and what a small request costs beside plain httpx."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable

import httpx

from curlew.engine.send import Sender, SendJob
from curlew.model.request import Request
from curlew.ui.loop import Loop
from helpers.smallserver import small_server

RUNS, REQUESTS, BEAT_S = 7, 200, 0.005


def main() -> None:
    with small_server() as base:
        gaps = in_window_loop(lambda: measure_gaps(base))
        for name, (gap, idle) in gaps.items():
            print(f"{name}: longest gap {1000 * gap:.0f} ms, idle {1000 * idle:.0f} ms (at most 50)")
        ours, plain = asyncio.run(measure_cost(base))
        print(f"CPU of a small request: {1e6 * ours:.0f} µs, reused httpx client {1e6 * plain:.0f} µs: {ours / plain:.2f} x (at most 1.2)")


Gaps = dict[str, tuple[float, float]]


def in_window_loop(work: Callable[[], Awaitable[Gaps]]) -> Gaps:
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    with Loop(application) as loop:
        return loop.run_until_complete(work())  # type: ignore[no-any-return]


async def measure_gaps(base: str) -> Gaps:
    sender = Sender()

    async def one(path: str) -> None:
        exchange = await sender.send(SendJob(Request(url=base + path)))
        assert exchange.error is None, exchange.error

    async def many() -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(REQUESTS):
                group.create_task(one("/"))

    first = await longest_gap(lambda: one("/"))
    found = {"the first send": (first, await longest_gap(lambda: asyncio.sleep(0.3)))}
    for name, work in ((f"{REQUESTS} requests, 20 in flight", many), ("a body of 5 MB", lambda: one("/5000000"))):
        pairs = [(await longest_gap(work), await longest_gap(lambda: asyncio.sleep(0.3))) for _ in range(RUNS)]
        found[name] = (statistics.median(gap for gap, _ in pairs), statistics.median(idle for _, idle in pairs))
    await sender.close()
    return found


async def longest_gap(work: Callable[[], Awaitable[None]]) -> float:
    """Return the longest time between two heartbeats, less the beat's own length, while `work` runs."""
    gaps: list[float] = []
    over = False

    async def beat() -> None:
        last = time.perf_counter()
        while not over:
            await asyncio.sleep(BEAT_S)
            now = time.perf_counter()
            gaps.append(now - last - BEAT_S)
            last = now

    async with asyncio.TaskGroup() as group:
        group.create_task(beat())
        await asyncio.sleep(2 * BEAT_S)
        await work()
        over = True
    return max(gaps)


async def measure_cost(base: str) -> tuple[float, float]:
    """Return the median CPU seconds of one request, ours and plain httpx's, turn by turn."""
    sender, job = Sender(), SendJob(Request(url=base + "/"))
    ours, plain = [], []
    async with httpx.AsyncClient() as client:
        for _ in range(RUNS):
            sys.modules.pop("sniffio", None)  # plain httpx gets no help from what net/http.py arranges
            plain.append(await cost(lambda: client.get(base + "/")))
            sys.modules["sniffio"] = None  # type: ignore[assignment]
            ours.append(await cost(lambda: sender.send(job)))
    await sender.close()
    return statistics.median(ours), statistics.median(plain)


async def cost(one: Callable[[], Awaitable[object]]) -> float:
    await one()
    began = time.process_time()
    for _ in range(REQUESTS):
        await one()
    return (time.process_time() - began) / REQUESTS
