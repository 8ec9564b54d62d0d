"""One request and its response on an HTTP/2 connection, as the connection hands it what arrives."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable

from curlew.model.exchange import Interim
from curlew.net.errors import ProtocolError, SendingError
from curlew.net.head import Head, shown, text_of
from curlew.net.record import Record
from curlew.text import _

Pairs = Iterable[tuple[bytes, bytes]]

MAX_INTERIM = 100
EXPECT_WAIT_S = 1.0
_FORBIDDEN = re.compile(rb"[\0\r\n]")


class Stream:
    """A request under way. taken: is told how many bytes were taken out, so that the server may send as many more."""

    def __init__(self, number: int, record: Record, taken: Callable[[Stream, int], None], bodiless: bool) -> None:
        self.number = number
        self.record = record
        self.head: Head | None = None
        self.sent_all = False
        self.ended = False
        self.failure: SendingError | None = None
        self.unread = 0
        self._taken = taken
        self._bodiless = bodiless
        self._chunks: deque[tuple[bytes, int]] = deque()
        self._received = 0
        self._interims = 0
        self._may_go_on = False
        self._waiter: asyncio.Future[None] | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more can come."""
        return self.ended or self.failure is not None

    @property
    def answered_early(self) -> bool:
        """Whether the answer is here and makes the rest of the body pointless (RFC 9113 section 8.1)."""
        return self.head is not None and (self.ended or self.head.status >= 400)

    # --- called by the connection ---

    def wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def interim(self, headers: Pairs) -> None:
        """Take a 1xx response."""
        self._interims += 1
        status, rest = _taken_apart(headers)
        if status == 100:
            self._may_go_on = True
        if self._interims > MAX_INTERIM:
            self.fail(
                ProtocolError(
                    "protocol",
                    _("The server sends interim responses without end"),
                    _("{count} times 1xx, and no answer.").format(count=MAX_INTERIM),
                    _("The server, or a proxy before it, is broken."),
                    "wait",
                )
            )
            return
        self.record.interim.append(Interim(status, "", tuple((text_of(name), text_of(value)) for name, value in rest)))
        self.record.mark("interim", str(status))
        self.wake()

    def begin(self, headers: Pairs) -> None:
        """Take the head of the response."""
        status, rest = _taken_apart(headers)
        wrong = next((name for name, value in rest if _FORBIDDEN.search(name + value)), None)
        if wrong is not None or not 200 <= status <= 999:
            what = _("The header {name} holds a NUL byte or a line break").format(name=shown(wrong or b""))
            reason = what if wrong is not None else _("It has no status that can be")
            self.fail(
                ProtocolError(
                    "protocol",
                    _("The response’s head is not valid HTTP/2"),
                    f"{reason}.",
                    _("Set the HTTP version to 1.1 in the request’s settings."),
                    "receive",
                )
            )
            return
        self.head = self.record.head = Head(b"", "HTTP/2", status, b"", rest)
        lengths = self.head.values(b"content-length")
        if lengths and re.fullmatch(rb"[0-9]{1,19}", lengths[0]):
            self.record.received_total = int(lengths[0])
        odd = next((name for name, _value in rest if name != name.lower() or name in (b"connection", b"transfer-encoding")), None)
        if odd is not None:
            self.record.notes.append(_("The response has the header {name}, which HTTP/2 forbids.").format(name=shown(odd)))
        self.wake()

    def add(self, data: bytes, counted: int) -> None:
        """Take a piece of the body; `counted` is what it weighs in the flow control."""
        self._chunks.append((data, counted))
        self._received += len(data)
        self.unread += counted
        self.wake()

    def trail(self, headers: Pairs) -> None:
        self.record.trailers = tuple((text_of(name), text_of(value)) for name, value in headers)

    def end(self) -> None:
        self.ended = True
        self.wake()

    def fail(self, failure: SendingError) -> None:
        if self.failure is None:
            self.failure = failure
        self.wake()

    def came(self) -> str:
        """Return in words how much of the body is there; empty before the response began."""
        if self.head is None:
            return ""
        total = self.record.received_total
        if total is None:
            return _("Incomplete: {n} bytes of the body came.").format(n=self._received)
        return _("Incomplete: {came} of {all} bytes came before the connection ended.").format(came=self._received, all=total)

    # --- called by the send ---

    async def wait(self) -> None:
        """Wait until something happens to the stream."""
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    async def wait_for_leave(self) -> None:
        """Wait a little for the server's word that it wants the body (100 Continue)."""
        try:
            async with asyncio.timeout(EXPECT_WAIT_S):
                while not (self._may_go_on or self.over or self.head):
                    await self.wait()
        except TimeoutError:
            return

    async def wait_for_head(self) -> None:
        """Wait for the head of the response. Raise what went wrong instead."""
        while self.head is None:
            if self.failure is not None:
                raise self.failure
            if self.ended:
                hint = _("Send again; if it happens each time, the server’s log says why.")
                raise ProtocolError("http2", _("The server ended its answer without a status"), _("No headers came."), hint, "wait")
            await self.wait()
        self.record.leave("wait")
        self.record.enter("receive")
        self.record.mark("first-byte")

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """Yield the body as it comes. Raise what went wrong when all that came before is taken."""
        while True:
            while self._chunks:
                data, counted = self._chunks.popleft()
                if data:
                    yield data
                self.unread -= counted
                self._taken(self, counted)
            if self.ended:
                self._check_length()
                return
            if self.failure is not None:
                self.record.incomplete = self.record.incomplete or self.came()
                raise self.failure
            await self.wait()

    def _check_length(self) -> None:
        said, status = self.record.received_total, self.head.status if self.head else 0
        if said is None or said == self._received or self._bodiless or status in (204, 304):
            return
        if self._received > said:
            text = _("The body has {came} bytes, more than the Content-Length of {all} says.")
            self.record.notes.append(text.format(came=self._received, all=said))
            return
        self.record.incomplete = _("Incomplete: Content-Length says {all} bytes, but {came} came.").format(all=said, came=self._received)
        raise ProtocolError(
            "http2",
            _("The body is shorter than announced"),
            self.record.incomplete,
            _("What came is shown. Send again; if it happens each time, the server or a proxy before it cuts the response."),
            "receive",
        )


def _taken_apart(headers: Pairs) -> tuple[int, tuple[tuple[bytes, bytes], ...]]:
    """Return the status, 0 if there is none, and the real headers."""
    pairs = [(bytes(name), bytes(value)) for name, value in headers]
    status = next((value for name, value in pairs if name == b":status"), b"")
    return int(status) if re.fullmatch(rb"[0-9]{3}", status) else 0, tuple(pair for pair in pairs if not pair[0].startswith(b":"))
