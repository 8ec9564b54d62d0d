"""An HTTP/2 server on 127.0.0.1 that a test can make do anything, rules or no rules."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import h2.config
import h2.connection
import h2.events
import h2.exceptions

from helpers.serving import serving

Pairs = list[tuple[bytes, bytes]]


@dataclass
class H2Request:
    """One request as it came; `whole` when its end was seen."""

    stream: int
    headers: Pairs
    body: bytes = b""
    whole: bool = False


@dataclass
class Peer:
    """One connection as the server sees it. resets: (stream, code) of streams that the client gave up."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    h2: h2.connection.H2Connection
    requests: dict[int, H2Request] = field(default_factory=dict)
    resets: list[tuple[int, int]] = field(default_factory=list)
    _given: set[int] = field(default_factory=set)

    async def request(self, whole: bool = True) -> H2Request | None:
        """Return the next request, None at the end of the connection. whole: with its body."""
        while True:
            for request in self.requests.values():
                if request.stream not in self._given and (request.whole or not whole):
                    self._given.add(request.stream)
                    return request
            if not await self.more():
                return None

    async def more(self) -> bool:
        """Read what the client says next; return False at the end."""
        try:
            data = await self.reader.read(65536)
        except (ConnectionError, ssl.SSLError):
            return False
        if not data:
            return False
        for event in self.h2.receive_data(data):
            match event:
                case h2.events.RequestReceived():
                    self.requests[event.stream_id] = H2Request(event.stream_id, [(bytes(n), bytes(v)) for n, v in event.headers])
                case h2.events.DataReceived():
                    self.requests[event.stream_id].body += event.data
                    self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                case h2.events.StreamEnded():
                    self.requests[event.stream_id].whole = True
                case h2.events.StreamReset():
                    self.resets.append((event.stream_id, int(event.error_code)))
        self.flush()
        return True

    def flush(self) -> None:
        self.writer.write(self.h2.data_to_send())

    def head(self, stream: int, status: int = 200, headers: Pairs | None = None, end: bool = False) -> None:
        self.h2.send_headers(stream, [(b":status", b"%d" % status), *(headers or [])], end_stream=end)
        self.flush()

    def data(self, stream: int, data: bytes, end: bool = True) -> None:
        self.h2.send_data(stream, data, end_stream=end)
        self.flush()

    def answer(self, stream: int, body: bytes = b"ok", status: int = 200, headers: Pairs | None = None) -> None:
        self.head(stream, status, headers)
        self.data(stream, body)

    def reset(self, stream: int, code: int) -> None:
        self.h2.reset_stream(stream, code)
        self.flush()

    def raw(self, data: bytes) -> None:
        """Send bytes past all rules."""
        self.writer.write(data)

    def go_away(self, last: int, code: int = 0, text: bytes = b"") -> None:
        body = last.to_bytes(4) + code.to_bytes(4) + text
        self.raw(len(body).to_bytes(3) + b"\x07\x00\0\0\0\0" + body)


Handler = Callable[[Peer], Awaitable[None]]


@dataclass
class H2Server:
    port: int
    scheme: str
    peers: list[Peer] = field(default_factory=list)
    open: int = 0

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"


async def answer_all(peer: Peer) -> None:
    """Answer each request with the start of its body, or `ok` if it has none."""
    while request := await peer.request():
        if any(stream == request.stream for stream, _code in peer.resets):
            continue
        peer.answer(request.stream, request.body[:1000] or b"ok")


@asynccontextmanager
async def h2_server(handler: Handler = answer_all, tls: ssl.SSLContext | None = None) -> AsyncIterator[H2Server]:
    """Serve HTTP/2, over TLS (ALPN h2) or plain by prior knowledge."""
    if tls is not None:
        tls.set_alpn_protocols(["h2", "http/1.1"])

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        config = h2.config.H2Configuration(
            client_side=False,
            header_encoding=None,
            validate_outbound_headers=False,
            normalize_outbound_headers=False,
            validate_inbound_headers=False,
        )
        peer = Peer(reader, writer, h2.connection.H2Connection(config))
        peer.h2.initiate_connection()
        peer.flush()
        state.peers.append(peer)
        state.open += 1
        try:
            await handler(peer)
            await writer.drain()
        except (ConnectionError, ssl.SSLError, h2.exceptions.ProtocolError):
            pass
        finally:
            state.open -= 1

    async with serving(serve, tls) as port:
        state = H2Server(port, "https" if tls else "http")
        yield state
