"""HTTP/2 for the echo server: many requests at a time on one connection, over TLS or begun by the client's preface."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    Event,
    RequestReceived,
    SettingsAcknowledged,
    StreamEnded,
    StreamReset,
    TrailersReceived,
    WindowUpdated,
)
from h2.exceptions import H2Error, ProtocolError
from h2.settings import SettingCodes

from curlew.mock.body import BodyTaker
from curlew.mock.link import IDLE_S, Link
from curlew.mock.shapes import EchoRequest, Interim, Reply
from curlew.mock.site import Site, as_text, head_of

log = logging.getLogger(__name__)

MAX_HEAD = 1024 * 1024
MAX_STREAMS = 100
WINDOW = 1024 * 1024
"""How much a client may send ahead: with the protocol's 64 KB an upload waits for us more than it sends."""

_NOT_IN_HTTP2 = {b"connection", b"keep-alive", b"proxy-connection", b"transfer-encoding", b"upgrade"}

Pairs = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class _Stream:
    """One request as it comes in."""

    pseudo: dict[str, str]
    headers: tuple[tuple[str, str], ...]
    taker: BodyTaker
    started: float


class Http2Connection:
    """Serves one connection until either side ends it."""

    def __init__(self, link: Link, site: Site) -> None:
        self._link = link
        self._site = site
        self._http = H2Connection(H2Configuration(client_side=False, header_encoding=None))
        self._streams: dict[int, _Stream] = {}
        self._answering: dict[int, asyncio.Task[None]] = {}
        self._window = asyncio.Event()
        self._tasks: asyncio.TaskGroup

    async def serve(self) -> None:
        self._http.initiate_connection()
        self._http.update_settings(
            {
                SettingCodes.MAX_CONCURRENT_STREAMS: MAX_STREAMS,
                SettingCodes.MAX_HEADER_LIST_SIZE: MAX_HEAD,
                SettingCodes.ENABLE_PUSH: 0,
                SettingCodes.INITIAL_WINDOW_SIZE: WINDOW,
            }
        )
        self._http.increment_flow_control_window(WINDOW)
        async with asyncio.TaskGroup() as self._tasks:
            try:
                await self._flush()
                while data := await self._next_bytes():
                    if not await self._take(data):
                        break
            finally:
                for task in self._answering.values():
                    task.cancel()

    async def _next_bytes(self) -> bytes:
        while True:
            try:
                async with asyncio.timeout(IDLE_S):
                    return await self._link.read()
            except TimeoutError:
                if not self._answering:
                    return b""

    async def _take(self, data: bytes) -> bool:
        """Deal with what came; return whether the connection goes on."""
        try:
            events = self._http.receive_data(data)
        except ProtocolError:
            await self._flush()  # the reason, for the client
            return False
        over = False
        for event in events:
            over = isinstance(event, ConnectionTerminated) or over
            self._one(event)
        await self._flush()
        return not over

    def _one(self, event: Event) -> None:
        match event:
            case RequestReceived():
                self._begin(event)
            case DataReceived() if event.stream_id is not None:
                if event.stream_id in self._streams:
                    self._streams[event.stream_id].taker.feed(event.data or b"")
                self._http.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id)
            case StreamEnded() if event.stream_id in self._streams:
                self._start(event.stream_id)
            case StreamReset() if event.stream_id is not None:
                self._streams.pop(event.stream_id, None)
                if task := self._answering.pop(event.stream_id, None):
                    task.cancel()
            case WindowUpdated() | SettingsAcknowledged() | TrailersReceived():
                pass
        self._window.set()
        self._window = asyncio.Event()

    def _begin(self, event: RequestReceived) -> None:
        assert event.stream_id is not None
        pairs = [(as_text(bytes(name)), as_text(bytes(value))) for name, value in event.headers or ()]
        pseudo = {name: value for name, value in pairs if name.startswith(":")}
        headers = tuple(pair for pair in pairs if not pair[0].startswith(":"))
        content_type = next((value for name, value in headers if name == "content-type"), "")
        self._streams[event.stream_id] = _Stream(pseudo, headers, BodyTaker(content_type), time.perf_counter())
        if ("expect", "100-continue") in headers:
            self._http.send_headers(event.stream_id, [(b":status", b"100")])

    def _start(self, number: int) -> None:
        stream = self._streams.pop(number)
        request = EchoRequest(
            stream.pseudo.get(":method", ""),
            stream.pseudo.get(":path") or stream.pseudo.get(":authority", ""),
            stream.headers,
            "2",
            stream.taker.finish(),
            self._link.client,
            scheme=self._link.scheme,
            authority=stream.pseudo.get(":authority", ""),
        )
        self._answering[number] = self._tasks.create_task(self._guarded(number, request, stream.started))

    async def _guarded(self, number: int, request: EchoRequest, started: float) -> None:
        """Answer; what cannot be sent as HTTP/2 ends the stream, not the connection."""
        try:
            await self._respond(number, request, started)
        except OSError:
            pass
        except Exception as error:
            if not isinstance(error, H2Error):
                log.exception("stream %s", number)
            try:
                self._http.reset_stream(number, ErrorCodes.INTERNAL_ERROR)
                await self._flush()
            except (H2Error, OSError):
                pass  # the stream or the client is gone already
        finally:
            self._answering.pop(number, None)

    async def _respond(self, number: int, request: EchoRequest, started: float) -> None:
        reply = self._site.answer(request)
        if reply.delay_s:
            await asyncio.sleep(reply.delay_s)
        for early in reply.early:
            self._http.send_headers(number, _interim(early))
            await self._flush()
        pieces = _pieces(reply, bodiless=request.method == "HEAD" or reply.status in (204, 205, 304))
        empty = pieces is None and not reply.trailers
        self._http.send_headers(number, [(b":status", str(reply.status).encode()), *_carried(head_of(reply))], end_stream=empty)
        await self._flush()
        if pieces is not None:
            async for piece in pieces:
                await self._send_data(number, piece)
        if reply.trailers:
            self._http.send_headers(number, _carried([(name.encode(), value.encode()) for name, value in reply.trailers]), end_stream=True)
        elif not empty:
            self._http.end_stream(number)
        await self._flush()
        self._site.tell(request, reply, time.perf_counter() - started)

    async def _send_data(self, number: int, data: bytes) -> None:
        """Send bytes as far as the client's windows allow, waiting for more room."""
        at = 0
        while at < len(data):
            room = min(self._http.local_flow_control_window(number), self._http.max_outbound_frame_size)
            if room <= 0:
                await self._window.wait()
                continue
            self._http.send_data(number, data[at : at + room])
            at += room
            await self._flush()

    async def _flush(self) -> None:
        await self._link.write(self._http.data_to_send() or b"")


def _interim(early: Interim) -> Pairs:
    return [(b":status", str(early.status).encode()), *_carried([(name.encode(), value.encode()) for name, value in early.headers])]


def _carried(headers: Pairs) -> Pairs:
    """Return the headers that HTTP/2 carries, their names in lower case."""
    return [(name.lower(), value) for name, value in headers if name.lower() not in _NOT_IN_HTTP2]


def _pieces(reply: Reply, bodiless: bool) -> AsyncIterator[bytes] | None:
    """Return the body's pieces; None where there is none."""
    body = reply.body
    if bodiless or body == b"":
        return None
    return _once(body) if isinstance(body, bytes) else body


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data
