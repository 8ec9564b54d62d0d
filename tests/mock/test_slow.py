"""Answers that come bit by bit, asked over a real connection."""

import gzip
import http.client
import json
import time
from collections.abc import Mapping

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd

from helpers.echo import Echo, echo

__all__ = ["echo"]


def fetch(echo: Echo, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(echo.host, echo.port, timeout=10)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_events_are_numbered_and_named(echo: Echo) -> None:
    status, headers, body = fetch(echo, "/sse?count=2&delay=0&event=bird&retry=50")
    assert (status, headers["Content-Type"]) == (200, "text/event-stream")
    first, second, third = body.decode().strip().split("\n\n")
    assert first == "retry: 50"
    assert second.splitlines()[:2] == ["id: 1", "event: bird"]
    assert json.loads(third.splitlines()[2].removeprefix("data: "))["number"] == 2


def test_a_client_that_comes_back_gets_what_follows(echo: Echo) -> None:
    _status, _headers, body = fetch(echo, "/sse?count=4&delay=0", {"Last-Event-ID": "2"})
    assert [line for line in body.decode().splitlines() if line.startswith("id:")] == ["id: 3", "id: 4"]
    assert fetch(echo, "/sse?count=2&delay=0", {"Last-Event-ID": "2"})[2] == b"retry: 3000\n\n"


def test_a_drip_takes_its_time_and_says_its_length(echo: Echo) -> None:
    began = time.monotonic()
    status, headers, body = fetch(echo, "/drip?numbytes=7&duration=0.2&delay=0.1&code=203")
    assert (status, headers["Content-Length"], body) == (203, "7", b"*" * 7)
    assert time.monotonic() - began >= 0.25


def test_a_big_quick_drip_is_whole(echo: Echo) -> None:
    assert len(fetch(echo, "/drip?numbytes=100003&duration=0")[2]) == 100003


@pytest.mark.parametrize(
    "path",
    [
        "/sse?count=-1",
        "/sse?delay=nan",
        "/sse?event=a%0Ab",
        "/sse?retry=x",
        "/drip?numbytes=0",
        "/drip?numbytes=99999999",
        "/drip?code=204",
        "/drip?code=99",
        "/drip?duration=1e9",
        "/cookies/set/a/b?Colour=red",
        "/cookies/set/a/b?Path=%0D",
    ],
)
def test_what_is_asked_wrongly_is_explained(echo: Echo, path: str) -> None:
    status, _headers, body = fetch(echo, path)
    assert status == 400
    assert json.loads(body)["error"]


def test_a_foreign_event_id_is_explained(echo: Echo) -> None:
    assert fetch(echo, "/sse", {"Last-Event-ID": "x"})[0] == 400


@pytest.mark.parametrize(
    ("path", "coding", "unpack"),
    [("/brotli", "br", brotli.decompress), ("/zstd", "zstd", zstd.decompress), ("/gzip", "gzip", gzip.decompress)],
)
def test_packed_answers(echo: Echo, path: str, coding: str, unpack: object) -> None:
    _status, headers, body = fetch(echo, path)
    assert headers["Content-Encoding"] == coding
    assert json.loads(unpack(body))["method"] == "GET"  # type: ignore[operator]


def test_a_cookie_takes_attributes(echo: Echo) -> None:
    status, headers, _body = fetch(echo, "/cookies/set/sid/1?Secure&samesite=Lax&Max-Age=60&Domain=localhost&Path=/x")
    assert status == 302
    assert headers["Set-Cookie"] == "sid=1; Secure; SameSite=Lax; Max-Age=60; Domain=localhost; Path=/x"


def test_trailers_follow_a_chunked_body(echo: Echo) -> None:
    import socket

    with socket.create_connection((echo.host, echo.port), timeout=10) as link:
        link.sendall(b"GET /trailers HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        received = b""
        while piece := link.recv(65536):
            received += piece
    head, _, rest = received.partition(b"\r\n\r\n")
    assert b"Transfer-Encoding: chunked" in head
    assert b"Content-Length" not in head
    assert rest.rstrip().endswith(b"Server-Timing: done;dur=1.5")
