"""Real servers on 127.0.0.1 that answer with exactly the bytes that a test gives them."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from curlew.engine.send import Sender, SendJob
from curlew.model.exchange import Exchange
from curlew.model.request import Request
from curlew.model.sendevent import SendEvent
from helpers.serving import serving

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class Connection:
    """One connection as the server sees it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def request(self) -> bytes:
        """Read one request, head and body; empty when the client is gone."""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            if length:
                return head + await self.reader.readexactly(int(length[1]))
            if re.search(rb"(?i)\r\ntransfer-encoding: *chunked", head):
                return head + await self.reader.readuntil(b"0\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return b""
        return head

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def pause(self, seconds: float) -> None:
        """Say nothing for so long, as a slow server does."""
        over = asyncio.Event()
        timer = asyncio.get_running_loop().call_later(seconds, over.set)
        try:
            await over.wait()
        finally:
            timer.cancel()

    def reset(self) -> None:
        """Break the connection with RST instead of FIN."""
        import socket
        import struct

        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Handler = Callable[[Connection], Awaitable[None]]


@dataclass
class RawServer:
    """`requests` are all that came, as raw bytes; `connections` counts them; `open` are those not ended yet."""

    port: int
    scheme: str = "http"
    host: str = "127.0.0.1"
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    open: int = 0

    async def all_ended(self) -> None:
        """Wait until no connection is open."""
        for _ in range(100_000):
            if not self.open:
                return
            await asyncio.sleep(0)
        raise AssertionError(f"{self.open} connections are still open")

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


@asynccontextmanager
async def raw_server(
    answer: bytes | Sequence[bytes] | Handler, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1", limit: int = 2**24
) -> AsyncIterator[RawServer]:
    """Serve: bytes are the answer to every request, a sequence the answers in turn (then the connection closes), a handler does it all."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(reader, writer)
        state.connections += 1
        state.open += 1
        try:
            if callable(answer):
                await answer(connection)
            else:
                answers = None if isinstance(answer, bytes) else list(answer)
                while request := await connection.request():
                    state.requests.append(request)
                    if answers is not None and not answers:
                        break
                    await connection.send(answer if answers is None else answers.pop(0))  # type: ignore[arg-type]
                    if answers is not None and not answers:
                        break
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            state.open -= 1

    async with serving(serve, tls, host, limit) as port:
        state = RawServer(port, "https" if tls else "http", f"[{host}]" if ":" in host else host)
        yield state


def once(answer: bytes, *, reset: bool = False) -> Handler:
    """Return a handler that reads one request, sends the bytes, and closes."""

    async def handle(connection: Connection) -> None:
        await connection.request()
        await connection.send(answer)
        if reset:
            connection.reset()

    return handle


async def send(request: Request | str, sender: Sender | None = None, events: list[SendEvent] | None = None, **job: object) -> Exchange:
    """Send a request (or GET a URL) with a sender of its own, closed afterwards, unless one is given."""
    own = sender or Sender()
    value = Request(url=request) if isinstance(request, str) else request
    try:
        return await own.send(SendJob(value, **job), events.append if events is not None else lambda _event: None)  # type: ignore[arg-type]
    finally:
        if sender is None:
            await own.close()
