"""HTTP/1.1 for the echo server: requests in, replies out, one after the other; unhurt by garbage."""

from __future__ import annotations

import asyncio
import re
import time

import h11

from curlew.mock.answers import error_reply
from curlew.mock.body import BodyTaker
from curlew.mock.link import IDLE_S, Link
from curlew.mock.shapes import EchoRequest, Reply
from curlew.mock.site import Site, as_text, head_of, reason_of

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
MAX_HEAD = 1024 * 1024
LINGER_S = 1.0


class Http1Connection:
    """Serves one connection until either side ends it."""

    def __init__(self, link: Link, site: Site) -> None:
        self._link = link
        self._site = site
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_HEAD)
        self._typed_target = ""

    async def serve(self) -> None:
        try:
            while await self._serve_one():
                self._http.start_next_cycle()
                self._typed_target = ""
        except h11.RemoteProtocolError as error:
            await self._refuse(error)

    async def _serve_one(self) -> bool:
        """Read one request and answer it; return whether the connection can serve another."""
        head = await self._next_event()
        if not isinstance(head, h11.Request):
            return False
        started = time.perf_counter()
        taker = BodyTaker(as_text(dict(head.headers).get(b"content-type", b"")))
        while isinstance(event := await self._next_event(), h11.Data):
            taker.feed(bytes(event.data))
        if not isinstance(event, h11.EndOfMessage):
            return False
        request = EchoRequest(
            head.method.decode("ascii"),
            self._typed_target or head.target.decode("ascii"),
            tuple((as_text(name), as_text(value)) for name, value in head.headers.raw_items()),
            head.http_version.decode("ascii"),
            taker.finish(),
            self._link.client,
            scheme=self._link.scheme,
        )
        reply = self._site.answer(request)
        await self._send(reply, bodiless=request.method == "HEAD")
        self._site.tell(request, reply, time.perf_counter() - started)
        return self._http.our_state is h11.DONE and self._http.their_state is h11.DONE

    async def _next_event(self) -> object:
        """Return h11's next event, reading as needed; tell a client that waits for leave to send its body to go on."""
        while True:
            if self._http.they_are_waiting_for_100_continue:
                await self._write(h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue"))
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event
            async with asyncio.timeout(IDLE_S):
                self._http.receive_data(self._readable(await self._link.read()))

    def _readable(self, data: bytes) -> bytes:
        """Escape what is not ASCII in a request's target, which h11 refuses and many clients send; routes get it as it came."""
        fresh = self._http.their_state is h11.IDLE and not self._http.trailing_data[0]
        line, end, rest = data.partition(b"\r\n")
        parts = line.split(b" ")
        if not fresh or not end or line.isascii() or len(parts) != 3 or not (parts[0] + parts[2]).isascii():
            return data
        self._typed_target = as_text(parts[1])
        parts[1] = _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], parts[1])
        return b" ".join(parts) + end + rest

    async def _send(self, reply: Reply, bodiless: bool = False) -> None:
        if reply.delay_s:
            await asyncio.sleep(reply.delay_s)
        for early in reply.early:
            pairs = [(name.encode("latin-1"), value.encode()) for name, value in early.headers]
            await self._write(h11.InformationalResponse(status_code=early.status, headers=pairs, reason=reason_of(early.status)))
        await self._write(h11.Response(status_code=reply.status, headers=head_of(reply), reason=reason_of(reply.status)))
        if not bodiless:
            if isinstance(reply.body, bytes):
                await self._write(h11.Data(data=reply.body))
            else:
                async for piece in reply.body:
                    await self._write(h11.Data(data=piece))
        chunked = reply.trailers and not bodiless and self._http.their_http_version != b"1.0"
        trailers = [(name.encode("latin-1"), value.encode()) for name, value in reply.trailers] if chunked else []
        await self._write(h11.EndOfMessage(headers=trailers))

    async def _write(self, event: h11.Event) -> None:
        await self._link.write(self._http.send(event) or b"")

    async def _refuse(self, error: h11.RemoteProtocolError) -> None:
        """Tell a client what was wrong with its bytes, then wait a moment so that it can read it before the connection ends."""
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        reply = error_reply(error.error_status_hint, f"This is no proper HTTP request: {error}.", headers=(("Connection", "close"),))
        try:
            await self._send(reply)
            if self._link.writer.can_write_eof():
                self._link.writer.write_eof()
            async with asyncio.timeout(LINGER_S):
                while await self._link.read():
                    pass
        except (OSError, TimeoutError, h11.LocalProtocolError):
            pass  # the refusal itself could not be delivered
