"""A send can be cancelled at any moment, whatever goes wrong at the same time, and nothing is left of it."""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
import time
from pathlib import Path

import pytest

from curlew.engine.send import IN_FLIGHT, Sender, SendJob, SendOptions
from curlew.model.body import FileBody, FileChoice
from curlew.model.prepared import SendSettings
from curlew.model.request import Request
from curlew.model.sendevent import Phase, SendEvent
from helpers.mutated import SEEDS, mutated
from helpers.rawserver import Connection, raw_server

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files by /proc")


def open_files() -> int:
    """Return how many sockets and bodies are open; what a library opens once for good does not count."""
    count = 0
    for name in os.listdir("/proc/self/fd"):
        try:
            count += os.readlink(f"/proc/self/fd/{name}").startswith(("socket:", tempfile.gettempdir()))
        except OSError:
            continue  # the listing's own
    return count


async def assert_nothing_left(files: int) -> None:
    """Check it; a file whose read is under way is closed after that."""
    for _ in range(5000):
        await asyncio.sleep(0)
        if open_files() <= files:
            break
    assert open_files() <= files
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_C40_cancelled_within_any_fault_nothing_is_left() -> None:
    chance = random.Random(40)
    files = open_files()

    async def faulty(connection: Connection) -> None:
        while await connection.request():
            for byte in mutated(chance):
                await connection.send(bytes((byte,)))
                await asyncio.sleep(0)
            if chance.random() < 0.5:
                connection.reset()
                return

    sender = Sender()
    limits = SendOptions(SendSettings(timeout_s=2.0, idle_timeout_s=1.0))
    slowest = 0.0
    async with raw_server(faulty) as server:
        for _ in range(60):
            task = asyncio.get_running_loop().create_task(sender.send(SendJob(Request(url=server.url), options=limits)))
            for _turn in range(chance.randint(1, 120)):
                await asyncio.sleep(0)
            began = time.perf_counter()
            task.cancel()
            exchange = await task
            slowest = max(slowest, time.perf_counter() - began)
            assert exchange.response is not None or exchange.error is not None
            assert exchange.error is None or exchange.error.kind != "internal"
        await sender.close()
        await server.all_ended()
    assert slowest < 0.2
    await assert_nothing_left(files)


async def test_C40_cancelled_while_uploading_the_file_is_closed(tmp_path: Path) -> None:
    (tmp_path / "big.bin").write_bytes(bytes(20_000_000))
    files = open_files()

    async def reads_nothing(connection: Connection) -> None:
        connection.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(3600)

    sender = Sender()
    async with raw_server(reads_nothing, limit=1024) as server:
        request = Request(method="PUT", url=server.url, body=FileBody((FileChoice("big.bin"),)))
        sending = asyncio.Event()

        def emit(event: SendEvent) -> None:
            if isinstance(event, Phase) and event.name == "send":
                sending.set()

        task = asyncio.get_running_loop().create_task(sender.send(SendJob(request, folder=tmp_path), emit))
        await sending.wait()
        for _ in range(50):
            await asyncio.sleep(0)
        began = time.perf_counter()
        task.cancel()
        exchange = await task
        assert time.perf_counter() - began < 0.2
        await sender.close()
    assert exchange.error is not None
    assert (exchange.error.kind, exchange.error.phase) == ("cancelled", "send")
    await assert_nothing_left(files)


async def test_F14_cancelled_in_the_queue_the_turn_is_free() -> None:
    full = asyncio.Event()

    async def hold(connection: Connection) -> None:
        await connection.request()
        if server.connections == IN_FLIGHT:
            full.set()
        await asyncio.sleep(3600)

    sender = Sender()
    loop = asyncio.get_running_loop()
    async with raw_server(hold) as server:
        tasks = [loop.create_task(sender.send(SendJob(Request(url=server.url)))) for _ in range(60)]
        await full.wait()
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks)
    async with raw_server(SEEDS[0]) as server:
        again = await asyncio.gather(*(sender.send(SendJob(Request(url=server.url))) for _ in range(40)))
        await sender.close()
    assert {exchange.error.kind for exchange in results if exchange.error} == {"cancelled"}
    assert {exchange.error for exchange in again} == {None}
