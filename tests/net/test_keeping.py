"""Whenever a send ends, by a limit, a cancel or a second one, what came until then is kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from curlew.engine.send import Sender, SendJob, SendOptions
from curlew.model.body import RawBody
from curlew.model.exchange import Exchange
from curlew.model.prepared import SendSettings
from curlew.model.request import Request
from curlew.net.spool import BLOCK, Spool
from helpers.rawserver import Connection, raw_server

SIZE = BLOCK + 100_000
LONG = 5.0


class Disk:
    """A disk that takes nothing until `go`."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.asked = threading.Event()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    slow, write = Disk(), Spool._write

    def late(self: Spool, block: memoryview) -> None:
        slow.asked.set()
        slow.go.wait(LONG)
        write(self, block)

    monkeypatch.setattr(Spool, "_write", late)
    yield slow
    slow.go.set()


async def large(connection: Connection) -> None:
    first = await connection.request()
    if b"GET /redirect" in first:
        await connection.send(b"HTTP/1.1 302 Found\r\nLocation: /large\r\nContent-Length: 0\r\n\r\n")
        await connection.request()
    await connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % SIZE)
    await connection.send(bytes(SIZE))


async def _sent(url: str, disk: Disk, cancels: int, **settings: float) -> Exchange:
    sender = Sender()
    try:
        job = SendJob(Request(url=url), options=SendOptions(SendSettings(**settings)))  # type: ignore[arg-type]
        task = asyncio.get_running_loop().create_task(sender.send(job))
        await asyncio.to_thread(disk.asked.wait, LONG)
        loop = asyncio.get_running_loop()
        for number in range(cancels):
            loop.call_later(0.02 * number, task.cancel)
        loop.call_later(0.25, disk.go.set)
        return await asyncio.wait_for(asyncio.shield(task), LONG)
    finally:
        await sender.close()


@pytest.mark.parametrize("cancels", [1, 2, 3])
async def test_C40_a_cancel_while_the_disk_is_slow_loses_nothing(disk: Disk, cancels: int) -> None:
    async with raw_server(large) as server:
        exchange = await _sent(f"{server.url}/redirect", disk, cancels)
    assert exchange.error is not None
    assert exchange.error.kind == "cancelled"
    assert [hop.response.status for hop in exchange.hops if hop.response] == [302, 200]
    assert exchange.hops[-1].marks[-1].kind == "failed"
    response = exchange.response
    assert response is not None
    assert response.body.size == response.encoded_size > 0


async def test_the_deadline_while_the_last_bytes_go_to_the_disk_loses_nothing(disk: Disk) -> None:
    async with raw_server(large) as server:
        exchange = await _sent(f"{server.url}/large", disk, 0, timeout_s=0.15)
    assert exchange.error is not None
    assert exchange.error.kind == "timeout"
    response = exchange.response
    assert response is not None
    assert (response.body.size, response.incomplete) == (SIZE, "")


async def test_the_deadline_while_what_was_sent_goes_to_the_disk_loses_nothing(disk: Disk) -> None:
    """The answer is here already, and the copy of the request's body, which the history wants, is not."""
    sender, body = Sender(), "x" * SIZE

    async with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") as server:
        request = Request(method="POST", url=server.url, body=RawBody("text", body))
        asyncio.get_running_loop().call_later(0.6, disk.go.set)
        exchange = await asyncio.wait_for(sender.send(SendJob(request, options=SendOptions(SendSettings(timeout_s=0.3)))), LONG)
    sent = exchange.request.body.read() if exchange.request is not None else b""
    await sender.close()
    assert exchange.error is not None
    assert exchange.error.kind == "timeout"
    assert exchange.response is not None
    assert (exchange.response.status, exchange.response.body.read(), exchange.response.incomplete) == (200, b"ok", "")
    assert sent == body.encode()
