"""Responses with random faults, and the check that Curlew survives them."""

from __future__ import annotations

import asyncio
import gzip
import random
import re
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field, replace

from curlew.engine.send import Sender, SendJob
from curlew.model.exchange import Exchange
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
    H + b"Content-Encoding: deflate\r\nContent-Length: 20\r\n\r\n" + zlib.compress(b"hello" * 30),
    H + b"Content-Encoding: br\r\nContent-Length: 9\r\n\r\n\x0b\x02\x80hello\x03",
    H + b"Content-Encoding: zstd\r\n\r\n(\xb5/\xfd\x04\x00)\x00\x00hello",
    H + b"Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nb\r\ndata: one\n\n\r\n0\r\n\r\n",
    H + b"Content-Type: text/plain; charset=utf-16\r\nContent-Length: 4\r\n\r\na\0b\0",
    b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + H + b"Content-Length: 2\r\n\r\nok",
    b'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="a", nonce="b", qop=auth\r\nContent-Length: 0\r\n\r\n',
    b"HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-1/9\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
    b"HTTP/1.1 204 No Content\r\nTrailer: X\r\n\r\n",
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


@dataclass(slots=True)
class Tally:
    """What became of the sends, by the kind of outcome; the first fault found is raised as an AssertionError."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def take(self, exchange: Exchange, payload: bytes, took: float) -> None:
        """Check one exchange: a response, or an error of our own in plain words."""
        error = exchange.error
        self.slowest = max(self.slowest, took)
        self.outcomes[error.kind if error else "answered"] += 1
        assert exchange.response is not None or error is not None, payload
        if error is None:
            return
        words = re.sub("“[^”]*”", "", f"{error.title} {error.reason} {error.hint}")  # what is quoted is the server's
        assert error.kind != "internal", payload
        assert error.title, payload
        assert error.reason, payload
        assert not re.search(r"bytearray\(|h11|httpcore|Exception|Traceback|\bb'", words), (payload, words)

    def __str__(self) -> str:
        told = ", ".join(f"{kind} {count}" for kind, count in self.outcomes.most_common())
        return f"{self.outcomes.total()} sends: {told}; slowest {1000 * self.slowest:.0f} ms"


LIMIT_S = 0.15
"""The deadline of each send. Far beyond it, a send hangs."""


async def survive_mutations(count: int, seed: int, parallel: int = 8) -> Tally:
    """Send `count` times to servers that answer with mutations; raise AssertionError with the first payload that is not survived."""
    tally, sender = Tally(), Sender()
    request = Request(settings=Settings(timeout=LIMIT_S * 1000))

    async def worker(number: int, share: int) -> None:
        chance = random.Random(seed * 1000 + number)
        payload, step = b"", 1

        async def answer(connection: Connection) -> None:
            while await connection.request():
                for at in range(0, len(payload), step):
                    await connection.send(payload[at : at + step])
                if chance.random() < 0.97:
                    return

        async with raw_server(answer) as server:
            for _ in range(share):
                payload, step = mutated(chance), chance.choice((1, 7, 10_000, 10_000))
                began = time.perf_counter()
                job = SendJob(replace(request, url=server.url))
                tally.take(await asyncio.wait_for(sender.send(job), 10), payload, time.perf_counter() - began)

    shares = [count // parallel + (number < count % parallel) for number in range(parallel)]
    await asyncio.gather(*(worker(number, share) for number, share in enumerate(shares)))
    await sender.close()
    return tally
