"""Sending: how long the window's loop is held up, and whether many sends at once are as quick as one after another."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable

from curlew.engine.send import Sender, SendJob
from curlew.model.request import Request
from curlew.ui.loop import Loop
from helpers.smallserver import small_server

RUNS, REQUESTS, BEAT_S = 7, 200, 0.005
MANY, CONCURRENT = 500, 50


def main() -> None:
    with small_server() as base:
        gaps = in_window_loop(lambda: measure_gaps(base))
        for name, (gap, idle) in gaps.items():
            print(f"{name}: longest gap {1000 * gap:.0f} ms, idle {1000 * idle:.0f} ms (at most 50)")
        alone, together, thousand = asyncio.run(measure_many(base))
        print(
            f"{MANY} requests: one after another {1000 * alone:.0f} ms, {CONCURRENT} at a time {1000 * together:.0f} ms:"
            f" {together / alone:.2f} x (at most 1)"
        )
        print(f"1000 requests at once: {thousand:.2f} s (at most 5)")


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


async def measure_many(base: str) -> tuple[float, float, float]:
    """Return the median seconds of as many sends one after another, of 50 at a time, and of 1000 begun at once."""
    sender, job = Sender(), SendJob(Request(url=base + "/"))

    async def some(count: int) -> None:
        for _ in range(count):
            exchange = await sender.send(job)
            assert exchange.error is None, exchange.error

    async def at_once(tasks: int, each: int) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(tasks):
                group.create_task(some(each))

    await some(20)
    rows = [
        (await seconds(some(MANY)), await seconds(at_once(CONCURRENT, MANY // CONCURRENT)), await seconds(at_once(1000, 1)))
        for _ in range(RUNS)
    ]
    await sender.close()
    alone, together, thousand = (statistics.median(column) for column in zip(*rows, strict=True))
    return alone, together, thousand


async def seconds(work: Awaitable[None]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began
