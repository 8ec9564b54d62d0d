"""HTTP/1.1 on one connection: our exact bytes go out, response heads come in whole and checked, all of it recorded."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator

from curlew.model.exchange import Interim
from curlew.net.chunked import ChunkDecoder
from curlew.net.errors import ProtocolError, ReadingError, StaleError, WritingError
from curlew.net.head import END_OF_HEAD, MAX_HEAD, Framing, Head, framing_of, looks_like_http, not_http, parse_head, shown, text_of
from curlew.net.idle import Idle
from curlew.net.pipe import BytePipe
from curlew.net.record import CURRENT, Record
from curlew.net.tls import TlsPipe
from curlew.text import _, ngettext

_LINE_ENDS = re.compile(rb"[\r\n]*")
MAX_BLANKS = 64
MAX_INTERIM = 100
EXPECT_WAIT_S = 1.0


class Line:
    """Serves one request at a time: `send` it, wait for the `answer`, and read its `body`. What is in a Record goes by that."""

    def __init__(self, pipe: BytePipe, idle: Idle) -> None:
        self._pipe = pipe
        self._idle = idle
        self._used = False
        self._sound = True  # false: bytes are out of step, the connection must not be used again
        self._waiting = b""
        self._held = b""
        self._framing: Framing | None = None
        self._left = 0
        self._chunks = ChunkDecoder()
        self._first = b""  # of the body, come with the head
        self._over = False

    @property
    def in_step(self) -> bool:
        """Whether the last answer was read to its end, and nothing speaks against another request."""
        return self._over and self._sound

    @property
    def stale(self) -> bool:
        """Whether an idle connection cannot serve another request."""
        return not self._sound or bool(self._held) or self._pipe.readable or self._idle.is_old(self)

    def close(self) -> None:
        self._idle.remove(self)
        self._pipe.close()

    # --- out ---

    async def send(self, record: Record, pieces: AsyncIterator[bytes]) -> None:
        """Send the head as recorded, and the body in its framing. Raise WritingError where the rest is not wanted or does not arrive."""
        await self._begin(record)
        async for piece in pieces:
            if piece:
                await self._send_on(b"%x\r\n%b\r\n" % (len(piece), piece) if record.in_chunks else piece)
        await self._send_on(b"0\r\n\r\n" if record.in_chunks else b"")

    async def _send_on(self, data: bytes) -> None:
        if data and self._answered_early():
            raise WritingError("early", _("The server answered before the request was complete"), phase="send")
        await self._flush(data)

    def spoil(self) -> None:
        """Note that the request did not go out whole: whatever comes, this is the last one here."""
        self._sound = False
        self._waiting = b""

    async def _flush(self, data: bytes = b"") -> None:
        """Send the head, if it still waits, together with what follows it: small requests go out in one packet."""
        data, self._waiting = self._waiting + data if self._waiting else data, b""
        if data:
            self._pipe.push(data)
            if self._pipe.full:
                await self._drained()

    async def _drained(self) -> None:
        """Wait while the server is slow to read; it may have answered and stopped reading for good (C37)."""
        answered = asyncio.get_running_loop().create_future()

        def look() -> None:
            if not answered.done() and self._answered_early():
                answered.set_result(None)

        self._pipe.listener = look
        draining = asyncio.get_running_loop().create_task(self._pipe.drained())
        draining.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            await asyncio.wait({draining, answered}, return_when=asyncio.FIRST_COMPLETED)
            if not draining.done():
                raise WritingError("early", _("The server answered before the request was complete"), phase="send")
            draining.result()
        finally:
            self._pipe.listener = None
            draining.cancel()

    async def _begin(self, record: Record) -> None:
        record.head_sent = True
        self._idle.remove(self)
        self._pipe.idle = False
        record.reused, self._used = self._used, True
        record.remote, record.local, record.abort = self._pipe.remote, self._pipe.local, self._pipe.close
        record.tls = self._pipe.summary if isinstance(self._pipe, TlsPipe) else ""
        self._framing, self._held, self._chunks, self._over = None, b"", ChunkDecoder(), False
        self._sound = not record.close_after
        record.enter("send")
        self._waiting = record.request_head
        if not record.wait_for_continue:
            return
        await self._flush()
        if await self._pipe.wait_readable(EXPECT_WAIT_S) and self._answered_early():
            raise WritingError("early", _("The server answered before the body was sent"), phase="send")

    def _answered_early(self) -> bool:
        """Return whether a final answer is here that makes the rest of the body pointless (RFC 9110 section 10.1.1, 9112 9.5)."""
        if self._pipe.readable and len(self._held) < MAX_HEAD:
            self._held += self._pipe.take_now()
        if not self._held or not END_OF_HEAD.search(self._held):
            return False
        status = self._held.split(None, 2)[1:2]
        return bool(status) and status[0] >= b"300"

    # --- in ---

    async def answer(self, record: Record) -> None:
        """Read the head of the answer into the record. Interim responses (1xx) are passed over."""
        try:
            await self._read_head(record)
        except ProtocolError as failure:
            record.incomplete = record.incomplete or failure.title
            raise

    async def body(self) -> AsyncGenerator[bytes, None]:
        """Yield the body as it comes, without its framing."""
        record, framing = CURRENT.get(), self._framing
        assert framing is not None
        try:
            data, self._first = self._first, b""
            while True:
                if data:
                    yield data
                if self._over:
                    return
                data = await self._read_body(record, framing)
                if not data:
                    return
        except ProtocolError as failure:
            record.incomplete = record.incomplete or failure.title
            raise
        except ReadingError as failure:
            record.incomplete = record.incomplete or _("{what}: the body is incomplete.").format(what=failure.title)
            raise

    async def _read_head(self, record: Record) -> None:
        record.leave("send")
        if "wait" not in record.clocks and "wait" not in record.durations:
            record.enter("wait")
        for _interim in range(MAX_INTERIM):
            raw, rest = await self._whole_head(record)
            head = parse_head(raw)
            if head.status >= 200 or head.status == 101:
                break
            self._held = rest
            self._pass_over(record, head)
        else:
            raise ProtocolError(
                "protocol",
                _("The server sends interim responses without end"),
                _("{count} times 1xx, and no answer.").format(count=MAX_INTERIM),
                _("The server, or a proxy before it, is broken."),
                "wait",
            )
        record.head = head
        method = record.request_head.split(b" ", 1)[0].decode("ascii", "replace")
        self._framing = framing_of(head, method, record.notes)
        record.raw = bytearray()
        self._left = self._framing.length
        self._held = rest
        record.received_total = self._framing.length if self._framing.kind in ("length", "none") else None
        self._sound = self._sound and head.keep_alive and head.status != 101
        if head.status == 101:
            record.notes.append(_("The server switched to another protocol, which Curlew does not speak here."))
        self._first = self._take_held(record, self._framing)
        record.body = self.body

    def _pass_over(self, record: Record, head: Head) -> None:
        """Keep an interim response, and wait on."""
        reason = text_of(head.reason)
        record.interim.append(Interim(head.status, reason, head.texts()))
        record.mark("interim", f"{head.status} {reason}".rstrip())
        record.leave("receive")
        record.enter("wait")

    async def _whole_head(self, record: Record) -> tuple[bytes, bytes]:
        """Return the next head and what came behind it. Each byte is looked at once, however small the pieces are."""
        data = record.raw = bytearray(self._held)
        looked = 0
        if data:
            self._note_arrival(record)
        while True:
            start = _leading_line_ends(data)
            first = data[start : start + 8]
            if start > MAX_BLANKS or (not looks_like_http(first) and (b"\n" in first or len(first) == 8)):
                raise not_http(bytes(data))
            found = END_OF_HEAD.search(data, max(start, looked))
            if found or len(data) > MAX_HEAD:
                break
            looked = len(data) - 3
            chunk = await self._more(record, data)
            if not chunk:
                raise self._ended_in_head(record, bytes(data))
            if not data:
                self._note_arrival(record)
            elif record.limits is not None:
                record.limits.progressed()
            data += chunk
        if not found or found.end() - start > MAX_HEAD:
            del data[MAX_HEAD:]
            raise self._too_large()
        if start:
            record.notes.append(_("The server sent a blank line before the status line."))
        return bytes(data[start : found.end()]), bytes(data[found.end() :])

    def _note_arrival(self, record: Record) -> None:
        record.leave("wait")
        if "first-byte" not in {mark.kind for mark in record.marks}:
            record.mark("first-byte")
        record.enter("receive")

    async def _more(self, record: Record, data: bytearray) -> bytes:
        try:
            return await self._pipe.read()
        except ReadingError:
            if data or not record.reused:
                raise
            return b""  # a reset of a kept-open connection is told like its end

    def _too_large(self) -> ProtocolError:
        return ProtocolError(
            "protocol",
            _("The response’s headers are larger than {limit} KB").format(limit=MAX_HEAD // 1024),
            _("Reading stopped there."),
            _("A server that sends so many is probably broken, or not an HTTP server."),
            "receive",
        )

    def _ended_in_head(self, record: Record, data: bytes) -> ReadingError | ProtocolError:
        if not data and record.reused:
            return StaleError(
                "closed",
                _("The server had closed the kept-open connection"),
                _("It ended just as the request went out, so nobody knows whether the server has seen the request."),
                _("Send again: a new connection will be used."),
                "wait",
            )
        hint = _("Try again; if it happens each time, check the port (https instead of http?) and the server’s log.")
        if isinstance(self._pipe, TlsPipe):
            hint = _("Try again; if it happens each time, the server may want a client certificate. Its log says why.")
        if not data:
            came = _("Not one byte came back.") if not record.interim else _("Only interim responses came (1xx), and no answer.")
            return ReadingError("closed", _("The server closed the connection without answering"), came, hint, "wait")
        if not looks_like_http(data):
            return not_http(data)
        reason = ngettext(
            "It closed after {n} byte, in the middle of its headers.", "It closed after {n} bytes, in the middle of its headers.", len(data)
        )
        return ProtocolError("closed", _("The server closed the connection within its answer"), reason.format(n=len(data)), hint, "receive")

    def _take_held(self, record: Record, framing: Framing) -> bytes:
        """Return the part of the held bytes that belongs to the body, without its framing; what is too much is dropped."""
        data, self._held = self._held, b""
        came, own, whole = len(data), len(data), data
        if framing.kind == "none":
            data, own = b"", 0
        elif framing.kind == "length":
            own = min(self._left, came)
            self._left -= own
            data = data[:own] if own < came else data
        elif framing.kind == "chunked":
            data, own = self._chunks.feed(data)
            if self._chunks.ended and self._chunks.trailers:
                record.trailers = tuple(_trailer(line) for line in self._chunks.trailers)
        if own < came:
            self._sound = False
            text = ngettext(
                "{n} byte came after the end of the response and was ignored: {bytes}.",
                "{n} bytes came after the end of the response and were ignored: {bytes}.",
                came - own,
            )
            record.notes.append(text.format(n=came - own, bytes=shown(whole[own : own + 81])))
        self._settle(record, framing)
        return data

    def _settle(self, record: Record, framing: Framing) -> None:
        """After the last byte of a response: keep the connection for the next request, if it is fit for one."""
        self._over = framing.kind == "none" or (framing.kind == "length" and not self._left) or self._chunks.ended
        record.sound = self._sound
        if self._over and self._sound:
            self._pipe.idle = True
            self._idle.add(self, self.close)

    async def _read_body(self, record: Record, framing: Framing) -> bytes:
        while True:
            if self._chunks.failure:
                raise self._chunks.failure
            self._held = await self._pipe.read()
            if not self._held:
                return self._ended_in_body(record, framing)
            data = self._take_held(record, framing)
            if data or self._over:
                return data

    def _ended_in_body(self, record: Record, framing: Framing) -> bytes:
        self._sound = False
        if framing.kind == "length" and self._left:
            came = framing.length - self._left
            record.incomplete = _("Incomplete: {came} of {all} bytes came before the connection ended.").format(
                came=came, all=framing.length
            )
        elif framing.kind == "chunked" and not self._chunks.ended:
            record.incomplete = _("Incomplete: the connection ended before the last chunk.")
        else:
            if framing.kind == "close" and isinstance(self._pipe, TlsPipe) and self._pipe.cut:
                record.incomplete = _("It may be incomplete: the encrypted connection was cut without saying that this was the end.")
            return b""
        hint = _("What came is shown. Send again; if it happens each time, the server or a proxy before it cuts the response.")
        raise ReadingError("closed", _("The connection ended too early"), record.incomplete, hint, "receive")


def _trailer(line: bytes) -> tuple[str, str]:
    name, _colon, value = line.partition(b":")
    return text_of(name.strip()), text_of(value.strip())


def _leading_line_ends(data: bytearray) -> int:
    found = _LINE_ENDS.match(data)
    return found.end() if found else 0
