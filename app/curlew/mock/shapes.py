"""What the echo server's routes get and give: a received request and a reply."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote


@dataclass(frozen=True, slots=True)
class ReceivedPart:
    """One part of a multipart body. `data` is None where it was too big to keep; `filename` is None for a plain field."""

    name: str
    filename: str | None
    content_type: str
    size: int
    sha256: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class ReceivedBody:
    """A body as it came. `data` is None where it was too big to keep, or a multipart body (then `parts` has it).

    problem: in words, why the body could not be taken apart as its Content-Type says.
    """

    size: int = 0
    sha256: str = ""
    data: bytes | None = b""
    parts: tuple[ReceivedPart, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class EchoRequest:
    """One request: `target` as it stood in the request line, `headers` in wire order, `segments` the named parts of the path.

    authority: what HTTP/2 says in the place of the Host header.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    http_version: str = "1.1"
    body: ReceivedBody = ReceivedBody()
    origin: str = ""
    segments: Mapping[str, str] = field(default_factory=dict)
    scheme: str = "http"
    authority: str = ""

    @property
    def host(self) -> str:
        """Whom the client asks for, with a port if it named one."""
        return self.header("host") or self.authority

    @property
    def path(self) -> str:
        """The path as it came, still percent-encoded."""
        return self.origin_form.partition("?")[0]

    @property
    def origin_form(self) -> str:
        """The target without scheme and authority, which a client may send to a proxy or to us."""
        if self.target.startswith("/"):
            return self.target
        _, found, rest = self.target.partition("://")
        slash = rest.find("/")
        return rest[slash:] if found and slash >= 0 else "/" if found else self.target

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}{self.origin_form}"

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The query's pairs, decoded, in order."""
        text = self.origin_form.partition("?")[2].partition("#")[0]
        return tuple(parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="replace"))

    def argument(self, name: str, default: str = "") -> str:
        """Return the first query value of that name."""
        return next((value for key, value in self.query if key == name), default)

    def header(self, name: str) -> str:
        """Return the first header of that name, whatever its case; empty if none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def cookies(self) -> dict[str, str]:
        pairs: dict[str, str] = {}
        for key, value in self.headers:
            if key.lower() == "cookie":
                for pair in value.split(";"):
                    name, equals, content = pair.strip().partition("=")
                    if equals and name:
                        pairs[name] = content
        return pairs


@dataclass(frozen=True, slots=True)
class Interim:
    """An informational answer (1xx) that goes out before the final one."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. body: bytes, or an iterator of them, sent with Content-Length if `length` is given, else chunked.

    delay_s: waited before the head goes out; trailers: headers that follow the body.
    """

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | AsyncIterator[bytes] = b""
    length: int | None = None
    delay_s: float = 0.0
    early: tuple[Interim, ...] = ()
    trailers: tuple[tuple[str, str], ...] = ()


def path_segments(path: str) -> tuple[str, ...]:
    """Split an encoded path and decode each segment; a slash inside one (%2F) stays inside."""
    return tuple(unquote(part, encoding="utf-8", errors="replace") for part in path.removeprefix("/").split("/"))
