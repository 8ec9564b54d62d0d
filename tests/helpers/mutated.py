"""Responses with random faults, and the check that Curlew survives them."""

from __future__ import annotations

import asyncio
import gzip
import random
import re

from curlew.engine.send import Sender, SendJob
from curlew.model.request import Request, Settings
from helpers.rawserver import Connection, raw_server

H = b"HTTP/1.1 200 OK\r\n"
SEEDS = (
    H + b"Content-Length: 5\r\nX-A: b\r\n\r\nhello",
    H + b"Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n3\r\nabc\r\n0\r\nT: 1\r\n\r\n",
    H + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"hello" * 30),
    H + b"Content-Encoding: deflate, gzip\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n" + H + b"Content-Length: 2\r\n\r\nok",
    b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/x\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.0 404 Not Found\r\nConnection: keep-alive\r\nSet-Cookie: a=b\r\nContent-Length: 3\r\n\r\nno.",
)
PIECES = (
    b"\r\n",
    b"\n",
    b"\0",
    b":",
    b" ",
    b"\xff",
    b"Content-Length: 9\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"0\r\n\r\n",
    b"HTTP/1.1 ",
    b"-1",
    b"\t",
)


def mutated(chance: random.Random) -> bytes:
    """Return one of the seeds with one to six faults."""
    data = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data[at:at] = chance.choice(PIECES)
            case 1:
                del data[at : at + chance.randint(1, 8)]
            case 2 if at < len(data):
                data[at] = chance.randrange(256)
            case 3:
                data[at:at] = data[at : at + chance.randint(1, 30)]
            case _:
                del data[at:]
    return bytes(data)


async def survive_mutations(count: int, seed: int) -> None:
    """Send `count` times to a server that answers with mutations; raise AssertionError with the first payload that is not survived."""
    chance = random.Random(seed)
    payload = b""

    async def answer(connection: Connection) -> None:
        while await connection.request():
            for at in range(0, len(payload), step):
                await connection.send(payload[at : at + step])
            if chance.random() < 0.97:
                return

    sender = Sender()
    async with raw_server(answer) as server:
        request = Request(url=server.url, settings=Settings(timeout=100.0))
        for _ in range(count):
            payload, step = mutated(chance), chance.choice((1, 7, 10_000))
            exchange = await asyncio.wait_for(sender.send(SendJob(request)), 10)
            error = exchange.error
            assert exchange.response is not None or error is not None, payload
            if error is not None:
                assert error.kind != "internal", payload
                assert error.title, payload
                assert error.reason, payload
                assert not re.search(r"bytearray\(|h11|httpcore|Exception", f"{error.title} {error.reason} {error.hint}"), payload
    await sender.close()
