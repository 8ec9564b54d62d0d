"""A server for journeys: answers that the test names, and large JSON that is made while it goes out and is kept nowhere.

`GET /json/<n>` gives n records laid out on lines, `GET /line/<n>` the same records in one line.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FIRST = 10_000_000
"""The id of the first record: all ids have as many digits, so that the length is known before."""
AT_ONCE = 4000

LAID_OUT = b"""  {
    "id": %d,
    "kind": "sighting",
    "bird": {
      "name": "curlew",
      "length": 1.10
    },
    "tags": ["north", "shore"]
  }"""
IN_ONE_LINE = b'{"id":%d,"kind":"sighting","bird":{"name":"curlew","length":1.10},"tags":["north","shore"]}'
LINES = 9
"""Lines of a record that is laid out."""


@dataclass(frozen=True)
class Body:
    """An answer: its type, its bytes, and further headers."""

    type: str
    data: bytes
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Sent:
    """What went out last: how much, its SHA-256, and when its last byte was given away (`time.monotonic`)."""

    size: int = 0
    sha256: str = ""
    at: float = 0.0


@dataclass
class Bodies:
    """A running server. `asked` has the target of every request so far; `named` can be changed while it runs."""

    base: str
    named: dict[str, Body | Callable[[], Body]]
    asked: list[str] = field(default_factory=list)
    connections: int = 0
    sent: Sent = field(default_factory=Sent)


def records(count: int, template: bytes = LAID_OUT) -> Iterator[bytes]:
    """Yield an array of records in slices; the last one has the tag "lastofall"."""
    lines = template is LAID_OUT
    between = b",\n" if lines else b","
    last = template.replace(b'"shore"', b'"shore", "lastofall"' if lines else b'"shore","lastofall"')
    yield b"[\n" if lines else b"["
    for start in range(0, count - 1, AT_ONCE):
        yield b"".join(template % (FIRST + n) + between for n in range(start, min(start + AT_ONCE, count - 1)))
    yield last % (FIRST + count - 1)
    yield b"\n]\n" if lines else b"]"


def records_for(size: int, template: bytes = LAID_OUT) -> int:
    """Return how many records make up so many bytes."""
    return size // len(template % FIRST + b",")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        bodies = self.server.bodies
        bodies.asked.append(self.path)
        kind, _slash, count = self.path[1:].partition("/")
        if kind in ("json", "line") and count.isdigit():
            self._stream(int(count), LAID_OUT if kind == "json" else IN_ONE_LINE)
            return
        found = bodies.named.get(self.path.partition("?")[0][1:])
        if found is None:
            self._give(404, Body("text/plain", b"there is nothing here"))
        else:
            self._give(200, found() if callable(found) else found)

    def _give(self, status: int, body: Body) -> None:
        self.send_response(status)
        self.send_header("Content-Type", body.type)
        self.send_header("Content-Length", str(len(body.data)))
        for name, value in body.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.data)

    def _stream(self, count: int, template: bytes) -> None:
        size = len(template % FIRST) * count + _around(count, template)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(size))
        self.end_headers()
        told, given = hashlib.sha256(), 0
        for piece in records(count, template):
            told.update(piece)
            given += len(piece)
            self.wfile.write(piece)
        assert given == size
        self.server.bodies.sent = Sent(given, told.hexdigest(), time.monotonic())

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def _around(count: int, template: bytes) -> int:
    """Return how many bytes stand around and between records, and the further tag of the last one."""
    lines = template is LAID_OUT
    between, ends, tag = (2, 5, len(', "lastofall"')) if lines else (1, 2, len(',"lastofall"'))
    return between * (count - 1) + ends + tag


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, named: dict[str, Body | Callable[[], Body]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies = Bodies(f"http://127.0.0.1:{self.server_address[1]}", named)

    def verify_request(self, request: object, client_address: object) -> bool:
        self.bodies.connections += 1
        return super().verify_request(request, client_address)  # type: ignore[arg-type]


@contextmanager
def bodies(named: dict[str, Body | Callable[[], Body]] | None = None) -> Iterator[Bodies]:
    """Run one on a free port in a thread, until the block ends."""
    server = _Server(named or {})
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.bodies
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
