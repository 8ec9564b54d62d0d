"""What went out and what came back, for good: the panes, the history and the command line read it."""

from __future__ import annotations

from dataclasses import dataclass, field

from curlew.model.content import Content


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds of each phase; None where it did not happen (a reused connection has no dns, connect, tls)."""

    dns: float | None = None
    connect: float | None = None
    tls: float | None = None
    send: float | None = None
    wait: float | None = None
    receive: float | None = None
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the bytes went. Addresses as "127.0.0.1:8080"; tls as "TLSv1.3, TLS_AES_256_GCM_SHA384", empty without."""

    remote: str = ""
    local: str = ""
    reused: bool = False
    tls: str = ""


@dataclass(frozen=True, slots=True)
class SentRequest:
    """What went on the wire. headers: in wire order, values decoded as UTF-8, else Latin-1. head: its exact bytes (None on HTTP/2)."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: Content = Content()
    head: bytes | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What came back. body: decoded from its Content-Encoding; encoded_size: as received. `incomplete` says in words what is missing."""

    status: int
    reason: str = ""
    http_version: str = "HTTP/1.1"
    headers: tuple[tuple[str, str], ...] = ()
    body: Content = Content()
    encoded_size: int = 0
    head: bytes | None = None
    incomplete: str = ""

    def header(self, name: str) -> str:
        """Return the first header of that name, whatever its case; empty if none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    def header_all(self, name: str) -> tuple[str, ...]:
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)


@dataclass(frozen=True, slots=True)
class SendError:
    """Why no (whole) response came. kind: a stable word such as `dns`, `refused`, `timeout`, `tls`, `cancelled`, `url`, `file`.

    phase: the phase that failed (`prepare`, `dns`, `connect`, `tls`, `send`, `wait`, `receive`).
    """

    kind: str
    title: str
    reason: str = ""
    hint: str = ""
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One request and its response, if one came."""

    request: SentRequest
    response: Response | None = None
    timings: Timings = Timings()
    connection: Connection = Connection()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One send: earlier hops are redirects, the last is what counts. started: seconds since the epoch.

    received: raw bytes that came before an error and are no whole response.
    """

    hops: tuple[Hop, ...] = ()
    error: SendError | None = None
    timings: Timings = Timings()
    notes: tuple[str, ...] = ()
    started: float = 0.0
    received: bytes = b""
    id: str = ""
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def request(self) -> SentRequest | None:
        return self.hops[-1].request if self.hops else None

    @property
    def response(self) -> Response | None:
        return self.hops[-1].response if self.hops else None
