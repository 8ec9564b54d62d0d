"""What happens on the wire during one hop, written down as it happens."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from curlew.model.exchange import Certificate, Connection, Interim, Mark, Timings
from curlew.model.sendevent import Phase, Progress, SendEvent, unheard

if TYPE_CHECKING:
    from curlew.model.prepared import SendSettings
    from curlew.net.deadline import PhaseLimits
    from curlew.net.head import Head
    from curlew.net.route import Route

PROGRESS_EVERY_S = 0.05


@dataclass(slots=True)
class Record:
    """One request and its response on the wire. `began` is the send's start on the perf_counter clock; `clocks` are on the same clock.

    What is below `remote` describes the connection, and whoever makes it fills it in.
    """

    emit: Callable[[SendEvent], None]
    began: float
    request_head: bytes = b""
    route: Route | None = None
    sent_total: int | None = 0
    in_chunks: bool = False
    wait_for_continue: bool = False
    close_after: bool = False  # the framing on the wire is the user's, so the connection cannot be trusted afterwards
    phase: str = "prepare"
    hop_began: float = field(default_factory=time.perf_counter)
    clocks: dict[str, float] = field(default_factory=dict)
    durations: dict[str, float] = field(default_factory=dict)
    head_sent: bool = False
    sent: int = 0
    received: int = 0
    received_total: int | None = None
    head: Head | None = None
    raw: bytearray = field(default_factory=bytearray)  # what came before a whole response head did
    marks: list[Mark] = field(default_factory=list)
    interim: list[Interim] = field(default_factory=list)
    remote: str = ""
    local: str = ""
    tls: str = ""
    reused: bool = False
    certificates: tuple[Certificate, ...] = ()
    verified: bool | None = None
    pinned: bool = False
    proxy: str = ""
    client_certificate: str = ""
    sound: bool = True  # whether the connection may serve another request
    incomplete: str = ""
    notes: list[str] = field(default_factory=list)
    sent_headers: tuple[tuple[str, str], ...] | None = None  # as they went by HTTP/2, where there is no head in bytes
    trailers: tuple[tuple[str, str], ...] = ()
    body: Callable[[], AsyncGenerator[bytes, None]] | None = None  # the body past the library, where the connection has it
    limits: PhaseLimits | None = None
    settings: SendSettings | None = None  # for the limits of connecting
    abort: Callable[[], None] | None = None
    made: Callable[[], Awaitable[None]] | None = None  # closes the pool's connection that was made for this hop
    _last_progress: float = 0.0

    def at(self) -> float:
        """Return milliseconds since the send began."""
        return (time.perf_counter() - self.began) * 1000

    def enter(self, phase: str, detail: str = "") -> None:
        """Begin a phase: announce it and start its clock."""
        self.phase = phase
        self.clocks[phase] = time.perf_counter()
        if self.limits is not None:
            self.limits.entered(phase)
        if self.emit is not unheard:
            self.emit(Phase(self.at(), phase, detail))

    def leave(self, phase: str) -> None:
        """Stop a phase's clock; a phase entered twice is summed."""
        began = self.clocks.pop(phase, None)
        if began is not None:
            self.durations[phase] = self.durations.get(phase, 0.0) + (time.perf_counter() - began) * 1000
            if phase == "send":
                self.mark("sent")

    def mark(self, kind: str, detail: str = "") -> None:
        """Write down one event of the timeline; the kinds stand at `model/exchange.py: Mark`. detail: in words."""
        self.marks.append(Mark(round(self.at(), 3), kind, detail))

    def progress(self, sent: int = 0, received: int = 0, last: bool = False) -> None:
        """Count bytes of the body and announce them at most every 50 ms."""
        self.sent += sent
        self.received += received
        if self.limits is not None:
            self.limits.progressed()
        if self.emit is unheard:
            return
        now = time.perf_counter()
        if last or now - self._last_progress >= PROGRESS_EVERY_S:
            self._last_progress = now
            self.emit(Progress(self.at(), self.sent, self.sent_total, self.received, self.received_total))

    def finish(self) -> None:
        """Stop every clock that still runs."""
        if self.limits is not None:
            self.limits.stop()
        for phase in tuple(self.clocks):
            self.leave(phase)
        self.durations.setdefault("total", (time.perf_counter() - self.hop_began) * 1000)

    def timings(self) -> Timings:
        return Timings(**{name: round(value, 3) for name, value in self.durations.items()})

    def connection(self) -> Connection:
        return Connection(
            self.remote,
            self.local,
            self.reused,
            self.tls,
            self.certificates,
            self.verified,
            self.pinned,
            self.proxy,
            self.client_certificate,
        )


CURRENT: ContextVar[Record] = ContextVar("curlew_send_record")
"""The record of the send that the running task carries out: the pool between hands no argument through to the socket."""
