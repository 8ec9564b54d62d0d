"""Which connections serve which requests: kept ones where they are fit for it, as many new ones as are needed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from curlew.engine.send import Sender, SendJob
from curlew.model.body import RawBody
from curlew.model.request import Request
from curlew.model.rows import Row
from helpers.rawserver import OK, Connection, raw_server, send

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"


def together(count: int) -> Callable[[Connection], Awaitable[None]]:
    """Answer only when so many requests are there."""
    waiting: list[asyncio.Event] = []

    async def answer(connection: Connection) -> None:
        while await connection.request():
            mine = asyncio.Event()
            waiting.append(mine)
            if len(waiting) == count:
                for event in waiting:
                    event.set()
                waiting.clear()
            await mine.wait()
            await connection.send(OK)

    return answer


async def test_connections_of_sends_at_the_same_time_serve_the_next_ones() -> None:
    sender = Sender()
    async with raw_server(together(7)) as server:
        for _round in range(3):
            found = await asyncio.gather(*(send(server.url, sender) for _ in range(7)))
            assert all(exchange.error is None for exchange in found)
        assert server.connections == 7
        assert all(exchange.hops[0].connection.reused for exchange in found)
        assert len({exchange.hops[0].connection.local for exchange in found}) == 7
        await sender.close()


@pytest.mark.parametrize(
    ("answer", "used_again"),
    [
        (OK, True),
        (CHUNKED, True),
        (b"HTTP/1.1 204 No\r\n\r\n", True),
        (OK.replace(b"OK\r\n", b"OK\r\nConnection: close\r\n"), False),
        (OK + b"more", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", False),
    ],
)
async def test_only_a_connection_that_is_in_step_is_used_again(answer: bytes, used_again: bool) -> None:
    async def serve(connection: Connection) -> None:
        while await connection.request():
            await connection.send(answer)

    sender = Sender()
    async with raw_server(serve) as server:
        for _ in range(2):
            assert (await send(server.url, sender)).error is None
        await sender.close()
    assert server.connections == (1 if used_again else 2)


async def test_a_free_connection_that_the_server_has_closed_is_passed_over() -> None:
    hang_up = asyncio.Event()

    async def first_hangs_up(connection: Connection) -> None:
        await connection.request()
        await connection.send(OK)
        await hang_up.wait()

    sender = Sender()
    async with raw_server(first_hangs_up) as server:
        await send(server.url, sender)
        hang_up.set()
        await server.all_ended()
        for _ in range(100):  # until the end of the connection has come to this side
            await asyncio.sleep(0)
        again = await send(server.url, sender)
        await sender.close()
    assert (again.error, again.hops[0].connection.reused, again.hops[0].why) == (None, False, "")


async def test_an_answer_before_the_body_is_out_ends_the_connection() -> None:
    """The rest of the body would else be taken for the next request."""

    async def too_large(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await connection.send(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        await connection.reader.read()

    sender = Sender()
    async with raw_server(too_large) as server:
        large = Request(method="POST", url=server.url, body=RawBody("text", "x" * 20_000_000))
        refused = [await sender.send(SendJob(large)) for _ in range(2)]
        await sender.close()
    assert [exchange.response.status for exchange in refused if exchange.response] == [413, 413]
    assert server.connections == 2


async def test_a_body_in_chunks_goes_out_in_chunks() -> None:
    async with raw_server(OK) as server:
        headers = (Row("Transfer-Encoding", "chunked"),)
        for body, sent in (("hello", b"5\r\nhello\r\n0\r\n\r\n"), ("", b"0\r\n\r\n")):
            exchange = await send(Request(method="POST", url=server.url, headers=headers, body=RawBody("text", body)))
            assert exchange.error is None
            assert server.requests[-1].partition(b"\r\n\r\n")[2] == sent
