"""Sends one prepared request, hop by hop, and tells what happens."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, TypeVar

from curlew.model.content import Content
from curlew.model.control import Control, Question
from curlew.model.exchange import CookieNote, Exchange, Hop, Mark, Response, SendError, SentRequest, Timings
from curlew.model.prepared import Prepared
from curlew.model.sendevent import Asked, Done, HeadersReceived, Redirected, SendEvent, Started, unheard
from curlew.net.access import AuthContext, CookieAccess
from curlew.net.auth import AUTH_KINDS
from curlew.net.blocking import uninterrupted
from curlew.net.deadline import Awake, PhaseLimits, out_of_time
from curlew.net.errors import SendingError, StaleError
from curlew.net.framing import set_framing
from curlew.net.head import text_of
from curlew.net.headers import head_bytes, origins_of, shown_value, with_cookies
from curlew.net.incoming import Incoming
from curlew.net.outgoing import Outgoing
from curlew.net.record import CURRENT, Record
from curlew.net.redirects import next_step
from curlew.net.spool import Spool
from curlew.text import _

if TYPE_CHECKING:
    from curlew.net.http import Wire
    from curlew.net.route import Route

logger = logging.getLogger(__name__)

T = TypeVar("T")

MAX_AUTH_ROUNDS = 3
"""How often a request is sent again because its credentials were not taken."""

IN_FLIGHT = 20
"""Sends at a time; more wait their turn. Unbounded, 200 of them hold the window up for a second (docs/decisions.md)."""

MAX_UNTOUCHED = 5
"""How often a request goes out of which servers say that they did nothing with it (HTTP/2: refused, or on a connection given up)."""

IDEMPOTENT = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"}

_RUN, _number = token_hex(8), count()
"""What exchanges are known by: this run of the program, and their order in it."""

Emit = Callable[[SendEvent], None]


@dataclass(slots=True)
class Sending:
    """One send under way. auth: what the kinds of `net/auth` may use; None: requests are sent without them."""

    spool_folder: Path
    emit: Emit
    control: Control = field(default_factory=Control)
    cookies: CookieAccess | None = None
    auth: AuthContext | None = None
    began: float = field(default_factory=time.perf_counter)
    started: float = field(default_factory=time.time)
    hops: list[Hop] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    secrets: tuple[str, ...] = ()
    early: list[Mark] = field(default_factory=list)  # what happened before the next hop: a token was fetched
    record: Record | None = None
    received: bytes = b""
    queued: float | None = None
    _deadline: asyncio.Timeout | None = None
    _awake: Awake = field(default_factory=Awake)

    def at(self) -> float:
        return (time.perf_counter() - self.began) * 1000

    async def run(self, prepared: Prepared, connect: Callable[[], Awaitable[Wire]]) -> Exchange:
        """Send, following redirects. Never raises for what goes wrong, except for CancelledError, after which `ended` has the exchange."""
        self.notes += prepared.notes
        limit = prepared.settings.timeout_s
        error: SendError | None = None
        try:
            before = time.perf_counter()
            wire = await connect()
            self.began += time.perf_counter() - before  # loading libraries is no part of a request's time
            if limit is None:
                error = await self._hops(prepared, wire)
            else:
                async with asyncio.timeout(limit) as self._deadline:
                    error = await self._hops(prepared, wire)
        except TimeoutError as fault:
            if self._deadline is None or not self._deadline.expired():  # the system's own, which somebody forgot to translate
                error = unforeseen(fault, self.phase)
            else:
                error = self._with_sleep(out_of_time(limit or 0.0, self.phase))
        except SendingError as failure:
            error = failure.as_error(self.phase)
            if self.record is not None and self.record.route is not None:
                from curlew.net.route import with_proxy_named  # there since the wire was loaded, which a start does without

                error = with_proxy_named(error, self.record)
        except Exception as fault:
            error = unforeseen(fault, self.phase)
        return self.ended(error, prepared.secrets)

    def _with_sleep(self, error: SendError) -> SendError:
        """Say so where time ran out because the machine slept."""
        when = self._deadline.when() if self._deadline is not None else None
        late = asyncio.get_running_loop().time() - when if when is not None else 0.0
        words = self._awake.words(late)
        return replace(error, reason=f"{error.reason} {words}", hint=_("Send again: a new connection will be used.")) if words else error

    def took_turn(self) -> None:
        """Note how long the send has waited for its turn."""
        self.queued = round(self.at(), 3)

    @property
    def phase(self) -> str:
        return self.record.phase if self.record else "prepare"

    def ended(self, error: SendError | None, secrets: tuple[str, ...] = ()) -> Exchange:
        """Return the exchange as far as it came, and announce it."""
        total = round(self.at(), 3)
        if error is not None:
            self._mark_last("failed", error.title)
        timings = replace(self.hops[-1].timings if self.hops else Timings(), total=total, queue=self.queued)
        notes = tuple(dict.fromkeys(self.notes))
        hidden = tuple(dict.fromkeys((*secrets, *self.secrets))) if self.secrets else secrets
        exchange = Exchange(tuple(self.hops), error, timings, notes, self.started, self.received, f"{_RUN}{next(_number):016x}", hidden)
        self.emit(Done(self.at(), exchange))
        return exchange

    async def asked(self, question: Question) -> bool:
        """Return a person's answer; the clocks of all limits stand still meanwhile."""
        record = self.record
        limits = record.limits if record is not None else None
        running = record is not None and bool(record.clocks)

        def announce(asked: Question) -> None:
            self._mark(running, "asked", asked.title)
            self.emit(Asked(self.at(), asked))

        if limits is not None:
            limits.stop()
        accepted = await self.patiently(self.control.ask(question, announce))
        self._mark(running, "answered", question.accept if accepted else question.refuse)
        if limits is not None and running:
            limits.entered(self.phase)
        return accepted

    def _mark(self, running: bool, kind: str, detail: str) -> None:
        """Mark an event of the hop under way, or of the last one."""
        if running and self.record is not None:
            self.record.mark(kind, detail)
        else:
            self._mark_last(kind, detail)

    def hide(self, secrets: Iterable[str]) -> None:
        """Have values masked in what is kept of this send."""
        self.secrets += tuple(secret for secret in secrets if secret)

    def mark_early(self, detail: str) -> None:
        """Mark what an auth kind did for the next hop."""
        self.early.append(Mark(round(self.at(), 3), "auth", detail))

    def _mark_last(self, kind: str, detail: str = "") -> None:
        if self.hops:
            last = self.hops[-1]
            self.hops[-1] = replace(last, marks=(*last.marks, Mark(round(self.at(), 3), kind, detail)))

    async def patiently(self, awaited: Awaitable[T]) -> T:
        """Wait for a person; the clock of the deadline stands still meanwhile."""
        loop = asyncio.get_running_loop()
        began, deadline = loop.time(), self._deadline
        when = deadline.when() if deadline is not None else None
        if deadline is not None:
            deadline.reschedule(None)
        try:
            return await awaited
        finally:
            if deadline is not None and when is not None:
                deadline.reschedule(when + loop.time() - began)

    async def _hops(self, prepared: Prepared, wire: Wire) -> SendError | None:
        followed, rounds, why = 0, 0, ""
        while True:
            if self.emit is not unheard:
                self.emit(Started(self.at(), len(self.hops), prepared.method, prepared.url))
            hop = await self._hop_with_retry(prepared, wire, why)
            assert hop.response is not None
            if hop.response.stopped:
                return None
            if rounds < MAX_AUTH_ROUNDS and await self._answered(prepared, hop.response):
                rounds, why = rounds + 1, "auth"
                self._mark_last("auth", _("The server asked for credentials; the request was sent again with them."))
                continue
            step = next_step(prepared, hop.response, followed)
            granted: frozenset[str] = frozenset()
            while step.question is not None:
                if not await self.asked(step.question):
                    self.notes.append(step.refused)
                    return None
                granted |= {step.question.kind}
                step = next_step(prepared, hop.response, followed, granted)
            self.notes += step.notes
            if step.prepared is None:
                return step.error
            followed, rounds, why = followed + 1, 0, "redirect"
            self._mark_last("redirect", _("to {url}").format(url=step.prepared.url))
            self.emit(Redirected(self.at(), hop.response.status, hop.response.header("location")))
            prepared = step.prepared

    async def _answered(self, prepared: Prepared, response: Response) -> bool:
        """Return whether the auth kind wants the request sent again."""
        kind = AUTH_KINDS.get(prepared.auth.kind) if prepared.auth else None
        if kind is None or kind.answer is None or prepared.auth is None or self.auth is None:
            return False
        return await kind.answer(prepared.auth, prepared, response, self.auth)

    async def _hop_with_retry(self, prepared: Prepared, wire: Wire, why: str) -> Hop:
        """Send one hop; once more, silently, if a kept-open connection had been closed and sending twice does no harm (C38).

        More often where the server itself says that it did nothing with the request.
        """
        ready = self._with_cookies(await self._signed(prepared))
        before: tuple[Mark, ...] = ()
        for left in reversed(range(MAX_UNTOUCHED)):
            try:
                return await self._hop(ready, wire, why, before)
            except StaleError as failure:
                harmless = not before and prepared.method in IDEMPOTENT and not prepared.settings.as_is
                if not harmless and not (failure.untouched and left):
                    raise
                lost = self.hops.pop()
                again = Mark(round(self.at(), 3), "retry", _("{what}; sent again.").format(what=failure.title))
                before, why = (*lost.marks, again), why or "retry"
        raise AssertionError("the last try returns or raises")

    async def _signed(self, prepared: Prepared) -> Prepared:
        kind = AUTH_KINDS.get(prepared.auth.kind) if prepared.auth else None
        if kind is None or kind.sign is None or prepared.auth is None or self.auth is None:
            return prepared
        ready = await kind.sign(prepared.auth, prepared, self.auth)
        self.notes += ready.notes[len(prepared.notes) :]
        self.secrets += ready.secrets[len(prepared.secrets) :]
        return ready

    def _with_cookies(self, prepared: Prepared) -> Prepared:
        """Add the jar's cookies, behind those that the user typed."""
        if self.cookies is None or not prepared.settings.send_cookies or "cookie" in prepared.settings.omit:
            return prepared
        value = self.cookies.header(prepared.url)
        return with_cookies(prepared, value) if value else prepared

    def _routed(self, prepared: Prepared, wire: Wire) -> tuple[Prepared, Route]:
        """Return the request as it has to be written for the way it goes, through a proxy for example; and that way."""
        routed, route = wire.routed(prepared)
        self.notes += routed.notes[len(prepared.notes) :]
        self.secrets += routed.secrets[len(prepared.secrets) :]
        return routed, route

    async def _hop(self, prepared: Prepared, wire: Wire, why: str, before: tuple[Mark, ...] = ()) -> Hop:
        """Send once. before: what happened to the same request until then."""
        prepared, route = self._routed(prepared, wire)
        record = self.record = Record(self.emit, self.began, marks=list(before), route=route)
        if not self.hops and not before and self.queued is not None:
            record.marks.append(Mark(0.0, "queue", _("waited for one of the {n} turns").format(n=IN_FLIGHT)))
            record.durations["queue"] = self.queued
        record.marks += self.early
        self.early = []
        record.settings = prepared.settings
        record.request_head = head_bytes(prepared)
        set_framing(record, prepared)
        if not PhaseLimits.any(prepared.settings):
            return await self._carried_out(prepared, wire, record, why)
        try:
            async with asyncio.timeout(None) as timeout:
                record.limits = PhaseLimits(timeout, prepared.settings)
                return await self._carried_out(prepared, wire, record, why)
        except TimeoutError as error:
            if record.limits is None or not record.limits.expired:
                raise
            raise record.limits.failure(record.received) from error

    async def _carried_out(self, prepared: Prepared, wire: Wire, record: Record, why: str) -> Hop:
        body = Outgoing(prepared.payload, Spool(self.spool_folder))
        incoming: Incoming | None = None
        CURRENT.set(record)
        whole = False
        try:
            await body.open()
            async with wire.exchange(prepared, body.pieces(record)) as chunks:
                incoming = Incoming(record, self.spool_folder, prepared.settings.max_body, self.asked, self.control)
                self._announce(record)
                await incoming.take(chunks)
            whole = True
            record.mark("received")
        finally:
            if record.abort is not None and not (whole and record.sound):
                record.abort()
            body.close()
            writing = self._written_down(prepared, record, body, incoming, whole, why)
            # What waits for the disk could be cancelled a second time, or by a deadline, and everything would be lost.
            on_disk = body.in_file or (incoming is not None and incoming.in_file)
            hop = await (uninterrupted(writing) if on_disk else writing)
        return hop

    def _announce(self, record: Record) -> None:
        head = record.head
        assert head is not None
        if self.emit is not unheard:
            self.emit(HeadersReceived(self.at(), head.status, text_of(head.reason), head.texts(), record.received_total))

    async def _written_down(
        self, prepared: Prepared, record: Record, body: Outgoing, incoming: Incoming | None, whole: bool, why: str
    ) -> Hop:
        """Keep what is known of this hop, whether or not it came to its end."""
        record.finish()
        record.progress(last=True)
        whole = whole or (incoming is not None and incoming.whole)  # a limit that ends while all of it is being kept takes nothing away
        if record.head is not None and not whole and not record.incomplete:
            record.incomplete = _("Incomplete: {n} bytes of the body came.").format(n=record.received)
        self.notes += record.notes
        self.received = bytes(record.raw)
        head = record.request_head if record.head_sent and record.sent_headers is None else None
        headers = record.sent_headers or tuple([(header.name, shown_value(header)) for header in prepared.headers])
        origins = origins_of(prepared.headers, record.sent_headers)
        sent = SentRequest(prepared.method, prepared.url, headers, await body.content(record), head, origins)
        noted: tuple[CookieNote, ...] = ()
        if self.cookies is not None and record.head is not None and prepared.settings.store_cookies:
            noted = self.cookies.take(prepared.url, record.head.headers)
        started = (record.hop_began - self.began) * 1000
        response = await _response(record, incoming)
        interim, marks = tuple(record.interim), tuple(record.marks)
        hop = Hop(sent, response, record.timings(), record.connection(), why, started, interim, noted, marks)
        self.hops.append(hop)
        return hop


def unforeseen(fault: Exception, phase: str) -> SendError:
    """Log a fault of our own, and return what to tell a person about it."""
    logger.error("a send failed in a way that nobody foresaw", exc_info=fault)
    return SendError(
        "internal",
        _("Curlew made a mistake while sending"),
        _("It is written down in the log, with all that is needed to find it."),
        _("Send again, and please report it if it happens each time."),
        phase,
    )


async def _response(record: Record, incoming: Incoming | None) -> Response | None:
    head = record.head
    if head is None:
        return None
    return Response(
        head.status,
        text_of(head.reason),
        head.version,
        head.texts(),
        await incoming.body() if incoming else Content(),
        record.received,
        head.raw or None,
        incoming.problem if incoming else record.incomplete,
        trailers=record.trailers,
        encoded=await incoming.encoded() if incoming else None,
        stopped=incoming is not None and incoming.stopped,
    )
