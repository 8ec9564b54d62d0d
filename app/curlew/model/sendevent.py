"""What happens during a send, as it happens. All times in milliseconds since the send began."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from curlew.model.control import Question
from curlew.model.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Started:
    """A hop begins: `hop` counts from 0."""

    at: float
    hop: int
    method: str
    url: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase begins: `prepare` (waiting for a sign-in), `queue`, `dns`, `connect`, `proxy`, `tls`, `send`, `wait` or `receive`.

    detail: in words (an address, a TLS version).
    """

    at: float
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HeadersReceived:
    """The response head is here. `length` is the body's announced length, None if unknown."""

    at: float
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    length: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes so far of the body going out (`sent`) and coming in (`received`, as on the wire). At most every 50 ms."""

    at: float
    sent: int
    sent_total: int | None
    received: int
    received_total: int | None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes of a streaming body (`text/event-stream`, NDJSON, anything slow), unpacked, as they arrive. At most every 50 ms."""

    at: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """The send waits for a person: `Control.answer` goes on."""

    at: float
    question: Question


@dataclass(frozen=True, slots=True)
class Redirected:
    """A redirect is followed."""

    at: float
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class Done:
    """The end, with or without an error; always the last event."""

    at: float
    exchange: Exchange


SendEvent: TypeAlias = Started | Phase | HeadersReceived | Progress | Chunk | Asked | Redirected | Done


def unheard(_event: SendEvent) -> None:
    """Stand for somebody who listens, where nobody does: who sends may spare the events, but for the last."""
