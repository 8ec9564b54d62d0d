"""What `curlew send --json` says went out is what a socket took in, byte for byte: bodies, odd requests, and every URL of the corpus."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from curlew.cli.report import report
from curlew.engine.send import Sender, SendJob, SendOptions, preview
from curlew.model.auth import Auth
from curlew.model.body import Body, FileBody, FileChoice, FormBody, GraphQLBody, MultipartBody, RawBody
from curlew.model.prepared import SendSettings
from curlew.model.request import Request
from curlew.model.rows import Part, Row
from curlew.net.bodies import BODY_KINDS
from curlew.net.errors import SendingError

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
CORPORA = Path(os.environ.get("CURLEW_CORPORA") or Path(__file__).resolve().parents[3] / "shared" / "corpora") / "urls"
NOT_HERE = "the shared corpora are not here (CURLEW_CORPORA)"


def told_bytes(told: dict[str, Any]) -> bytes:
    """Return head and body as the JSON gives them."""
    request = told["request"]
    if request["head"] is None:
        return b""
    body = request["body"]
    data = base64.b64decode(body["base64"]) if "base64" in body else body.get("text", "").encode()
    return base64.b64decode(request["head"]) + data


class Wire:
    """A server behind a socket file: whatever host a URL names, the bytes come here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.came = b""
        self.sender = Sender(path.parent / "spool")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came = await reader.readuntil(b"\n")
        writer.write(ANSWER)
        self.came += await reader.read(-1)
        writer.close()
        self.ended.set()

    async def both(self, request: Request, folder: Path | None = None, **settings: Any) -> tuple[bytes, bytes]:
        """Send; return what came, and what the JSON says went."""
        self.came, self.ended = b"", asyncio.Event()
        options = SendOptions(SendSettings(unix_socket=str(self.path), timeout_s=5, http_version="1.1", **settings))
        exchange = await self.sender.send(SendJob(request, folder=folder, options=options))
        assert exchange.error is None, exchange.error
        await self.ended.wait()
        told = json.loads(json.dumps(report(exchange, request, exchange.notes)))
        return self.came, told_bytes(told)


@asynccontextmanager
async def wire(folder: Path) -> AsyncIterator[Wire]:
    made = Wire(folder / "s")
    server = await asyncio.start_unix_server(made.serve, made.path, limit=2**24)
    try:
        yield made
    finally:
        await made.sender.close()
        server.close()
        await server.wait_closed()


BODIES: dict[str, Body | None] = {
    "none": None,
    "json": RawBody("json", '{"n": 12345678901234567890, "x": NaN,\r\n "é": "\\ud800"}'),
    "text": RawBody("text", "über\0\x01\ufeff𝄞"),
    "xml": RawBody("xml", "<?xml version='1.0'?><a>é</a>"),
    "sparql": RawBody("sparql", "SELECT * WHERE { ?s ?p ?o }"),
    "form-urlencoded": FormBody((Row("a b", "ü&=+"), Row("", "x"), Row("a b", ""))),
    "multipart-form": MultipartBody((Part('n"\r\nX: 1', values=("v\0",)), Part("f", "file", ("up/né.bin", "a.txt")))),
    "file": FileBody((FileChoice("up/né.bin"),)),
    "graphql": GraphQLBody("query A { a }", '{"id": 12345678901234567890}'),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(b"text\r\n")
    (tmp_path / "up").mkdir()
    (tmp_path / "up" / "né.bin").write_bytes(bytes(range(256)) * 20)
    return tmp_path


def test_every_body_kind_is_here() -> None:
    assert set(BODIES) == {kind.id for kind in BODY_KINDS}


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("method", ["GET", "pOsT"])
async def test_D17_a_body_goes_out_as_the_json_says(kind: str, method: str, folder: Path) -> None:
    async with wire(folder) as server:
        request = Request(method=method, url="http://h.example/x", body=BODIES[kind])
        came, told = await server.both(request, folder)
    assert came == told
    assert came.startswith(method.encode())


AUTH = Auth("basic", {"username": "ü", "password": "p:ä"})
AS_IS = {"as_is": True}
ABC = RawBody("text", "abc")
BOTH = (Row("Content-Length", "4"), Row("Transfer-Encoding", "chunked"))
ODD: dict[str, tuple[Request, dict[str, Any]]] = {
    "D01 line breaks as is": (Request(url="http://h/", headers=(Row("X", "a\r\nY: b"), Row("Z", "\0"))), AS_IS),
    "D02 utf-8": (Request(url="http://h/", headers=(Row("X", "é好"),)), {}),
    "D02 latin-1": (Request(url="http://h/", headers=(Row("X", "é\xa0\xff"),)), {"header_encoding": "latin-1"}),
    "D02 a name beyond ascii": (Request(url="http://h/", headers=(Row("é", "1"),)), AS_IS),
    "D03 blanks trimmed": (Request(url="http://h/", headers=(Row("X", "  a\t"),)), {}),
    "D03 blanks kept": (Request(url="http://h/", headers=(Row(" X ", "  a\t"),)), AS_IS),
    "D04 length too small": (
        Request(method="POST", url="http://h/", headers=(Row("Content-Length", "1"),), body=ABC),
        AS_IS,
    ),
    "D04 length too large": (
        Request(method="POST", url="http://h/", headers=(Row("Content-Length", "9"),), body=ABC),
        AS_IS,
    ),
    "D04 length and chunks": (
        Request(
            method="POST",
            url="http://h/",
            headers=(Row("Content-Length", "4"), Row("Transfer-Encoding", "chunked")),
            body=RawBody("text", "0\r\n\r\nG"),
        ),
        AS_IS,
    ),
    "D05 two hosts": (Request(url="http://h/", headers=(Row("Host", "a"), Row("host", "b"))), AS_IS),
    "D05 no host": (Request(url="http://h/"), {"as_is": True, "omit": ("host", "accept")}),
    "D05 a method beyond ascii": (Request(method="GÉT X", url="http://h/"), AS_IS),
    "D06 case of the method": (Request(method="gEt", url="http://h/"), {}),
    "D07 no scheme": (Request(url="  h.example:8080/x "), {}),
    "D09 as typed": (Request(url="http://h/a/../%zz/{x}|^/é?q#frag"), {"encode_url": False}),
    "D09 as typed with blanks": (Request(url="http://h/a b\tc d "), {"encode_url": False, "as_is": True}),
    "D09 encoded": (Request(url="http://h/a/../%zz/{x}|^/é b?q#frag"), {}),
    "D09 the whole server": (Request(method="OPTIONS", url="http://h*"), {}),
    "D10 an odd address": (Request(url="http://0x7f.1/"), {}),
    "D11 an international name": (Request(url="http://faß.de/ü"), {}),
    "D14 a body that is not json": (Request(method="POST", url="http://h/", body=RawBody("json", '{"a": NaN, "b": 1e999}')), {}),
    "D17 duplicates in order": (Request(url="http://h/", headers=(Row("b", "1"), Row("A", "2"), Row("B", "3"))), {}),
    "D17 credentials": (Request(url="http://h/", auth=AUTH), {}),
    "D17 get with a body": (Request(url="http://h/", body=RawBody("text", "x")), {}),
}


@pytest.mark.parametrize("name", ODD)
async def test_D17_an_odd_request_goes_out_as_the_json_says(name: str, tmp_path: Path) -> None:
    request, settings = ODD[name]
    async with wire(tmp_path) as server:
        came, told = await server.both(request, **settings)
    assert came == told
    assert came.endswith(request.body.text.encode() if isinstance(request.body, RawBody) else b"\r\n\r\n")


async def test_D05_as_is_the_body_is_sent_as_typed_and_the_connection_closed(tmp_path: Path) -> None:
    request, settings = ODD["D04 length and chunks"]
    async with wire(tmp_path) as server:
        came, _told = await server.both(request, **settings)
    assert came.endswith(b"Transfer-Encoding: chunked\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n0\r\n\r\nG")


def inputs(name: str) -> list[str]:
    path = CORPORA / name
    if not path.is_file():
        return []
    entries = json.loads(path.read_text("utf-8", "surrogatepass"))
    found = [entry[key] for entry in entries if isinstance(entry, dict) for key in ("input", "href") if key in entry]
    return list(dict.fromkeys(found))


URLS = [*inputs("wpt_urltestdata.json"), *inputs("wpt_ada_extra_urltestdata.json"), *inputs("wpt_percent-encoding.json")]


@pytest.mark.corpora
@pytest.mark.skipif(not URLS, reason=NOT_HERE)
@pytest.mark.parametrize("settings", [{}, {"encode_url": False}, {"encode_url": False, "as_is": True}], ids=["encoded", "typed", "as-is"])
async def test_D09_D17_every_url_of_the_corpus_goes_out_as_the_json_says(settings: dict[str, Any], tmp_path: Path) -> None:
    sent = refused = 0
    async with wire(tmp_path) as server:
        for typed in URLS:
            url = "http" + typed[5:] if typed.lower().startswith("https:") else typed
            request = Request(url=url)
            job = SendJob(request, options=SendOptions(SendSettings(**settings)))
            if not sendable(job):
                refused += 1
                continue
            came, told = await server.both(request, **settings)
            assert came == told, typed
            sent += 1
    assert sent > 200, (sent, refused)


def sendable(job: SendJob) -> bool:
    """Return whether a URL can be sent; one that cannot says why."""
    try:
        preview(job)
        return True
    except SendingError as failure:
        error = failure.as_error()
    assert all((error.title, error.reason, error.hint))
    assert (error.kind, error.field) == ("url", "url"), error
    return False


@contextmanager
def recording() -> Iterator[tuple[str, list[bytes]]]:
    """Serve one connection in a thread; yield the address and what came."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        came: list[bytes] = []

        def serve() -> None:
            connection, _address = listener.accept()
            with connection:
                came.append(connection.recv(100_000))
                connection.sendall(ANSWER)
                while more := connection.recv(100_000):
                    came.append(more)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", came
        thread.join(5)


@pytest.mark.parametrize("arguments", [["/é?q=a b"], ["/x", "-X", "pAtCh", "-H", "x-a: é", "-d", "a=1&b=ü"]])
def test_D17_the_command_says_what_it_sent(arguments: list[str]) -> None:
    with recording() as (url, came):
        command = [sys.executable, "-m", "curlew", "send", url + arguments[0], *arguments[1:], "--json"]
        done = subprocess.run(command, capture_output=True, check=True, timeout=30)
    assert b"".join(came) == told_bytes(json.loads(done.stdout))
