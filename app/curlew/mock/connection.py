"""One client's connection: requests in, replies out, one after the other; unhurt by garbage."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable
from email.utils import formatdate
from http import HTTPStatus

import h11

from curlew import __version__
from curlew.mock.answers import error_reply
from curlew.mock.body import BodyTaker
from curlew.mock.identity import NAME
from curlew.mock.loopback import is_loopback_host
from curlew.mock.routes import answer
from curlew.mock.shapes import EchoRequest, Reply

log = logging.getLogger(__name__)

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
CHUNK = 64 * 1024
MAX_HEAD = 1024 * 1024
IDLE_S = 120.0
LINGER_S = 1.0


class Connection:
    """Serves one connection until either side ends it. `seen` gets a line for each answer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: Callable[[str], None] | None = None) -> None:
        self._reader = reader
        self._writer = writer
        self._seen = seen
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_HEAD)
        self._typed_target = ""
        self._origin = str((writer.get_extra_info("peername") or ("",))[0])

    async def serve(self) -> None:
        try:
            while await self._serve_one():
                self._http.start_next_cycle()
                self._typed_target = ""
        except h11.RemoteProtocolError as error:
            await self._refuse(error)
        except (OSError, TimeoutError):
            pass  # the client went away or fell silent: nobody is left to tell
        finally:
            self._writer.close()

    async def _serve_one(self) -> bool:
        """Read one request and answer it; return whether the connection can serve another."""
        head = await self._next_event()
        if not isinstance(head, h11.Request):
            return False
        started = time.perf_counter()
        taker = BodyTaker(_text(dict(head.headers).get(b"content-type", b"")))
        while isinstance(event := await self._next_event(), h11.Data):
            taker.feed(bytes(event.data))
        if not isinstance(event, h11.EndOfMessage):
            return False
        request = EchoRequest(
            head.method.decode("ascii"),
            self._typed_target or head.target.decode("ascii"),
            tuple((_text(name), _text(value)) for name, value in head.headers.raw_items()),
            head.http_version.decode("ascii"),
            taker.finish(),
            self._origin,
        )
        reply = self._answer(request)
        await self._send(reply, bodiless=request.method == "HEAD")
        if self._seen is not None:
            self._seen(f"{request.method} {request.target} {reply.status} {(time.perf_counter() - started) * 1000:.1f} ms")
        return self._http.our_state is h11.DONE and self._http.their_state is h11.DONE

    def _answer(self, request: EchoRequest) -> Reply:
        if request.http_version != "1.0" or request.header("host"):
            host = request.header("host")
            if not is_loopback_host(host):
                return error_reply(
                    403,
                    f"This server only answers to names of this machine, not to the Host {host!r}.",
                    "Use 127.0.0.1 or localhost in the address. (A page of another site must not reach it through a renamed address.)",
                )
        try:
            return answer(request)
        except Exception:
            log.exception("%s %s", request.method, request.target)
            return error_reply(500, "The echo server failed on this request.", "This is a fault of Curlew; please report it.")

    async def _next_event(self) -> object:
        """Return h11's next event, reading as needed; tell a client that waits for leave to send its body to go on."""
        while True:
            if self._http.they_are_waiting_for_100_continue:
                await self._write(h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue"))
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event
            async with asyncio.timeout(IDLE_S):
                self._http.receive_data(self._readable(await self._reader.read(CHUNK)))

    def _readable(self, data: bytes) -> bytes:
        """Escape what is not ASCII in a request's target, which h11 refuses and many clients send; routes get it as it came."""
        fresh = self._http.their_state is h11.IDLE and not self._http.trailing_data[0]
        line, end, rest = data.partition(b"\r\n")
        parts = line.split(b" ")
        if not fresh or not end or line.isascii() or len(parts) != 3 or not (parts[0] + parts[2]).isascii():
            return data
        self._typed_target = _text(parts[1])
        parts[1] = _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], parts[1])
        return b" ".join(parts) + end + rest

    async def _send(self, reply: Reply, bodiless: bool = False) -> None:
        if reply.delay_s:
            await asyncio.sleep(reply.delay_s)
        for status in reply.early:
            await self._write(h11.InformationalResponse(status_code=status, headers=[], reason=_reason(status)))
        await self._write(_head(reply))
        if not bodiless:
            if isinstance(reply.body, bytes):
                await self._write(h11.Data(data=reply.body))
            else:
                async for piece in reply.body:
                    await self._write(h11.Data(data=piece))
        await self._write(h11.EndOfMessage())

    async def _write(self, event: h11.Event) -> None:
        data = self._http.send(event)
        if data:
            self._writer.write(data)
            await self._writer.drain()

    async def _refuse(self, error: h11.RemoteProtocolError) -> None:
        """Tell a client what was wrong with its bytes, then wait a moment so that it can read it before the connection ends."""
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        reply = error_reply(error.error_status_hint, f"This is no proper HTTP request: {error}.", headers=(("Connection", "close"),))
        try:
            await self._send(reply)
            self._writer.write_eof()
            async with asyncio.timeout(LINGER_S):
                while await self._reader.read(CHUNK):
                    pass
        except (OSError, TimeoutError, h11.LocalProtocolError):
            pass  # the refusal itself could not be delivered


def _head(reply: Reply) -> h11.Response:
    headers = [(name.encode("latin-1"), value.encode()) for name, value in reply.headers]
    given = {name.lower() for name, _ in headers}
    if b"server" not in given:
        headers.append((b"Server", f"{NAME}/{__version__}".encode()))
    if b"date" not in given:
        headers.append((b"Date", formatdate(usegmt=True).encode()))
    length = len(reply.body) if isinstance(reply.body, bytes) else reply.length
    if length is not None and reply.status not in (204, 304):
        headers.append((b"Content-Length", str(length).encode()))
    return h11.Response(status_code=reply.status, headers=headers, reason=_reason(reply.status))


def _reason(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode()
    except ValueError:
        return b"Unnamed"


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
