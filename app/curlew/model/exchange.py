"""What went out and what came back, for good: the panes, the history and the command line read it."""

from __future__ import annotations

from dataclasses import dataclass, field

from curlew.model.content import Content


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds of each phase; None where it did not happen (a reused connection has no dns, connect, tls).

    queue: waiting for a turn. proxy: from the connection to the proxy until its tunnel stands.
    """

    queue: float | None = None
    dns: float | None = None
    connect: float | None = None
    proxy: float | None = None
    tls: float | None = None
    send: float | None = None
    wait: float | None = None
    receive: float | None = None
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One event of the timeline. at: milliseconds since the send began; detail: in words.

    kind: `queue`, `dns` (addresses), `try` (an address and its outcome), `connect`, `proxy`, `tls`, `sent`, `interim` (a 1xx),
    `first-byte`, `received`, `redirect`, `auth` (a challenge answered), `retry`, `asked`, `answered`, `failed`.
    """

    at: float
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate of a chain. Times: seconds since the epoch; names: what it is for (DNS names and addresses).

    fingerprint: SHA-256 in lower-case hex without colons. problem: what is wrong with it for this host, in words; empty if nothing.
    """

    subject: str
    issuer: str
    names: tuple[str, ...] = ()
    not_before: float = 0.0
    not_after: float = 0.0
    serial: str = ""
    fingerprint: str = ""
    key: str = ""
    signature: str = ""
    problem: str = ""
    pem: str = ""


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the bytes went. Addresses as "127.0.0.1:8080"; tls as "TLSv1.3, TLS_AES_256_GCM_SHA384", empty without.

    certificates: the chain that the server showed, its own first. verified: whether it was found good (None without TLS);
    pinned: it was not, but this machine trusts it for this host. proxy: "http://proxy:3128, from the collection’s settings",
    without credentials.
    """

    remote: str = ""
    local: str = ""
    reused: bool = False
    tls: str = ""
    certificates: tuple[Certificate, ...] = ()
    verified: bool | None = None
    pinned: bool = False
    proxy: str = ""
    client_certificate: str = ""


@dataclass(frozen=True, slots=True)
class SentRequest:
    """What went on the wire. headers: in wire order, values decoded as UTF-8, else Latin-1. head: its exact bytes (None on HTTP/2).

    origins: where each of the headers comes from, as in `Header.origin`; empty where that is not known.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: Content = Content()
    head: bytes | None = None
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """What came back. body: decoded from its Content-Encoding; encoded_size: as received. `incomplete` says in words what is missing.

    encoded: the body as received, where a Content-Encoding was taken off. stopped: a person ended it, so nothing is wrong with it.
    """

    status: int
    reason: str = ""
    http_version: str = "HTTP/1.1"
    headers: tuple[tuple[str, str], ...] = ()
    body: Content = Content()
    encoded_size: int = 0
    head: bytes | None = None
    incomplete: str = ""
    trailers: tuple[tuple[str, str], ...] = ()
    encoded: Content | None = None
    stopped: bool = False

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

    phase: the phase that failed (`prepare`, `queue`, `dns`, `connect`, `proxy`, `tls`, `send`, `wait`, `receive`).
    hint: what to try, one thing a line. code: what the library or the system said, for those who know it.
    field: where in the request the fault stands, if it does: `method`, `url`, `body`, `auth`, or `header:NAME` with the name as typed.
    """

    kind: str
    title: str
    reason: str = ""
    hint: str = ""
    phase: str = ""
    code: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Interim:
    """A 1xx response that came before the real one."""

    status: int
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CookieNote:
    """What the jar did with one Set-Cookie: `stored`, `replaced`, `removed` or `refused`; `reason` in words, naming the rule."""

    name: str
    outcome: str
    reason: str = ""
    domain: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One request and its response, if one came. why: what led here: empty for the first, `redirect`, `auth` or `retry`.

    cookies: one for each Set-Cookie, in order. started: milliseconds since the send began.
    """

    request: SentRequest
    response: Response | None = None
    timings: Timings = Timings()
    connection: Connection = Connection()
    why: str = ""
    started: float = 0.0
    interim: tuple[Interim, ...] = ()
    cookies: tuple[CookieNote, ...] = ()
    marks: tuple[Mark, ...] = ()


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
