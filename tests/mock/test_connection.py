"""The echo server on the wire: kept-open and pipelined connections, garbage, hosts of others, clients that go away."""

import asyncio
import json
import socket
import ssl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curlew.mock.connection import PREFACE, Connection
from helpers.echo import Echo, echo

__all__ = ["echo"]


def talk(echo: Echo, data: bytes, close: bool = True) -> bytes:
    """Send raw bytes and return all that comes until the server closes."""
    with socket.create_connection((echo.host, echo.port), timeout=10) as link:
        link.sendall(data)
        if close:
            link.shutdown(socket.SHUT_WR)
        received = b""
        while piece := link.recv(65536):
            received += piece
        return received


def request(path: str = "/get", method: str = "GET", host: str = "127.0.0.1", more: str = "", body: bytes = b"") -> bytes:
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{length}{more}\r\n".encode() + body


def test_a_connection_serves_many_requests_also_pipelined(echo: Echo) -> None:
    many = b"".join(request(f"/anything/{n}", "POST", body=b"x" * n) for n in range(20))
    received = talk(echo, many + request("/status/204", more="Connection: close\r\n"), close=False)
    assert received.count(b"HTTP/1.1 200 OK") == 20
    places = [received.index(f'/anything/{n}"'.encode()) for n in range(20)]
    assert places == sorted(places)
    assert received.rpartition(b"HTTP/1.1 ")[2].startswith(b"204 ")


def test_a_client_that_waits_for_leave_gets_it(echo: Echo) -> None:
    with socket.create_connection((echo.host, echo.port), timeout=10) as link:
        link.sendall(b"POST /post HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        assert link.recv(1000).startswith(b"HTTP/1.1 100 Continue\r\n")
        link.sendall(b"ok")
        assert link.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_chunked_body_is_put_together(echo: Echo) -> None:
    received = talk(echo, b"POST /post HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    assert json.loads(received.split(b"\r\n\r\n", 1)[1])["data"] == "abcde"


def test_an_informational_answer_goes_before(echo: Echo) -> None:
    received = talk(echo, request("/status/103"))
    assert received.startswith(b"HTTP/1.1 103 ")
    assert b"\r\n\r\nHTTP/1.1 200 OK\r\n" in received


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:28753", "localhost.evil.example", "127.0.0.1.nip.io", "", "10.0.0.1", "[::2]"]
)
def test_J02_hosts_of_others_are_refused(echo: Echo, host: str) -> None:
    received = talk(echo, request(host=host))
    assert received.startswith(b"HTTP/1.1 403 ")
    assert b"Access-Control-Allow-Origin" not in received


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:9", "127.8.9.1", "[::1]:5", "app.localhost", "localhost."])
def test_J02_names_of_this_machine_are_served(echo: Echo, host: str) -> None:
    assert talk(echo, request(host=host)).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9.9\r\n\r\n",
        b"G\xc3\x89T / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 2_000_000,
    ],
)
def test_garbage_gets_a_clear_refusal(echo: Echo, garbage: bytes) -> None:
    received = talk(echo, garbage)
    assert received.startswith(b"HTTP/1.1 4")
    assert b"This is no proper HTTP request" in received


@pytest.mark.parametrize("data", [b"", b"GET", b"POST /post HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc"])
def test_a_client_that_goes_away_does_no_harm(echo: Echo, data: bytes) -> None:
    talk(echo, data)
    assert talk(echo, request()).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("target", ["127.0.0.1:1", "*", "ftp:", "x"])
def test_a_target_that_is_no_path_is_refused(echo: Echo, target: str) -> None:
    method = "CONNECT" if ":1" in target else "OPTIONS"
    assert talk(echo, request(target, method)).startswith(b"HTTP/1.1 400 ")


def test_an_absolute_target_is_served(echo: Echo) -> None:
    assert b'"a": "1"' in talk(echo, request("http://127.0.0.1/get?a=1"))


def test_a_target_that_is_not_ascii_is_told_as_it_came(echo: Echo) -> None:
    received = talk(echo, "GET /anything/é?ü=ß HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() + request("/anything/next"))
    assert '"ü": "ß"'.encode() in received
    assert '"url": "http://localhost/anything/é?ü=ß"'.encode() in received
    assert b'/anything/next"' in received


class Link:
    """A client's end in place of a socket: bytes come in the pieces that a test gives."""

    def __init__(self) -> None:
        self.reader = asyncio.StreamReader()
        self.written = b""

    async def feed(self, data: bytes) -> None:
        self.reader.feed_data(data)
        for _ in range(20):  # until the server has taken it and waits for more
            await asyncio.sleep(0)

    def get_extra_info(self, _name: str) -> tuple[str, int]:
        return "127.0.0.1", 1

    def write(self, data: bytes) -> None:
        self.written += data

    async def drain(self) -> None: ...

    def close(self) -> None: ...


async def test_only_the_first_line_of_a_request_is_made_readable() -> None:
    link = Link()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(Connection(link.reader, link).serve())  # type: ignore[arg-type]
        await link.feed(b"GET /headers HTTP/1.1\r\nHost: localhost\r\n")
        await link.feed("X-A: é b\r\n\r\n".encode())
        link.reader.feed_eof()
    assert '"X-A": "é b"'.encode() in link.written


def test_a_body_that_looks_like_a_request_line_stays_as_it_is(echo: Echo) -> None:
    body = "a é b\r\n".encode()
    with socket.create_connection((echo.host, echo.port), timeout=10) as link:
        head = request("/post", "POST", body=body).removesuffix(body)
        link.sendall(request() + head)  # the second head comes with the first request, its body later
        assert b"200 OK" in link.recv(65536)
        link.sendall(body)
        link.shutdown(socket.SHUT_WR)
        received = b""
        while piece := link.recv(65536):
            received += piece
    assert '"data": "a é b\\r\\n"'.encode() in received


def test_http_1_0_without_host_is_served(echo: Echo) -> None:
    assert talk(echo, b"GET /get HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200 ")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200), st.binary(max_size=100).map(lambda tail: b"GET / HTTP/1.1\r\nHost: localhost\r\n" + tail + b"\r\n\r\n")
    )
)
def test_no_bytes_hurt_the_server(echo: Echo, data: bytes) -> None:
    received = talk(echo, data)
    assert not received or received.startswith(b"HTTP/1.1 ") or data.startswith(PREFACE)
    assert b"HTTP/1.1 500" not in received


def test_a_tls_client_is_turned_away(echo: Echo) -> None:
    context = ssl._create_unverified_context()
    with socket.create_connection((echo.host, echo.port), timeout=10) as link, pytest.raises(ssl.SSLError), context.wrap_socket(link):
        pass
