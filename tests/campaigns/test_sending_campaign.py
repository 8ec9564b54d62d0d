"""The long runs of sending: T7 mutated responses, T8 bombs, T9 concurrency and cancels."""

from __future__ import annotations

import asyncio
import gzip
import os
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from curlew.engine.send import Sender, SendJob
from curlew.model.request import Request
from helpers.mutated import survive_mutations
from helpers.rawserver import OK, Connection, raw_server

H = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize("seed", range(10))
async def test_T7_mutated_responses(seed: int) -> None:
    tally = await survive_mutations(count=1000, seed=seed)
    assert tally.outcomes.total() == 1000


async def test_F15_T9_a_thousand_sends_at_once() -> None:
    sender = Sender()
    async with raw_server(OK) as server:
        began = time.perf_counter()
        results = await asyncio.gather(*(sender.send(SendJob(Request(url=server.url))) for _ in range(1000)))
        took = time.perf_counter() - began
        await sender.close()
    assert [exchange.error for exchange in results] == [None] * 1000
    assert took < 5, took


async def test_F14_T9_ten_thousand_cancels() -> None:
    chance = random.Random(3)
    sender = Sender()
    before = len(os.listdir("/proc/self/fd"))
    async with raw_server(OK) as server:
        for _ in range(250):
            tasks = [asyncio.get_running_loop().create_task(sender.send(SendJob(Request(url=server.url)))) for _ in range(40)]
            for _ in range(chance.randint(1, 60)):
                await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks)
        results = await asyncio.gather(*(sender.send(SendJob(Request(url=server.url))) for _ in range(100)))
        await sender.close()
    assert [exchange.error for exchange in results] == [None] * 100
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert len(os.listdir("/proc/self/fd")) <= before + 3


def bomb(size: int) -> Iterator[bytes]:
    block = gzip.compress(bytes(16_000_000), 9)
    for _ in range(size // 16_000_000):
        yield block


@pytest.mark.parametrize("kind", ["gzip", "plain", "chunked"])
async def test_T8_a_body_without_end_is_stopped(kind: str, tmp_path: Path) -> None:
    async def endless(connection: Connection) -> None:
        await connection.request()
        if kind == "gzip":
            await connection.send(H + b"Content-Encoding: gzip\r\n\r\n")
            for block in bomb(1_000_000_000):
                await connection.send(block)
        head, piece = (
            (b"\r\n", bytes(65536)) if kind == "plain" else (b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + bytes(65536) + b"\r\n")
        )
        await connection.send(H + head)
        while True:
            await connection.send(piece)

    sender = Sender(tmp_path)
    worst = last = 0.0

    async def beat() -> None:
        nonlocal worst, last
        while True:
            last = time.perf_counter()
            await asyncio.sleep(0.005)
            worst = max(worst, time.perf_counter() - last)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with raw_server(endless) as server:
        heart = asyncio.get_running_loop().create_task(beat())
        exchange = await asyncio.wait_for(sender.send(SendJob(Request(url=server.url))), 60)
        heart.cancel()
    await sender.close()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert exchange.response is not None
    assert exchange.response.body.size == 100 * 1024 * 1024
    assert "stopped at 100 MB" in exchange.response.incomplete
    assert grown < 300, f"{grown:.0f} MB"
    assert worst < 0.1, f"{1000 * worst:.0f} ms"
