"""Not one phase can hang: each has a limit of its own, and one for the whole, told in its own words."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from curlew.engine.send import Sender, SendJob, SendOptions
from curlew.model.body import FileBody, FileChoice, RawBody
from curlew.model.control import Control
from curlew.model.exchange import Exchange
from curlew.model.prepared import SendSettings
from curlew.model.request import Request
from curlew.model.sendevent import Asked
from curlew.net import deadline
from helpers.h2server import Peer, h2_server
from helpers.rawserver import OK, Connection, raw_server, send

H = b"HTTP/1.1 200 OK\r\n"
LIMIT = 0.08


async def timed(url: str | Request, **settings: float | None) -> tuple[Exchange, float]:
    """Send with limits; return the exchange and how long it took."""
    began = time.perf_counter()
    exchange = await asyncio.wait_for(send(url, options=SendOptions(SendSettings(**settings))), 5)  # type: ignore[arg-type]
    return exchange, time.perf_counter() - began


def assert_timed_out(exchange: Exchange, phase: str, title: str, took: float) -> None:
    error = exchange.error
    assert error is not None
    assert (error.kind, error.phase) == ("timeout", phase)
    assert error.title == title
    assert error.reason
    assert "settings" in error.hint
    assert took < 1.5
    assert exchange.hops[-1].marks[-1].kind == "failed"


@pytest.fixture
def full_backlog() -> Iterator[int]:
    """A port that lets nobody in: its queue is full."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        port = listening.getsockname()[1]
        held = []
        for _ in range(4):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
            held.append(one)
        yield port
        for one in held:
            one.close()


async def test_C36_connecting_has_a_limit(full_backlog: int) -> None:
    exchange, took = await timed(f"http://127.0.0.1:{full_backlog}/", connect_timeout_s=LIMIT)
    assert_timed_out(exchange, "connect", "No connection within 0.08 s", took)


async def silent(connection: Connection) -> None:
    await connection.reader.read(1)
    await asyncio.sleep(3600)


async def test_C36_the_tls_handshake_has_a_limit() -> None:
    async with raw_server(silent) as server:
        exchange, took = await timed(f"https://127.0.0.1:{server.port}/", tls_timeout_s=LIMIT)
    assert_timed_out(exchange, "tls", "No encryption agreed within 0.08 s", took)


async def test_C36_sending_has_a_limit(tmp_path: Path) -> None:
    (tmp_path / "big.bin").write_bytes(bytes(20_000_000))
    request = Request(method="POST", body=FileBody((FileChoice("big.bin"),)))

    async def reads_nothing(connection: Connection) -> None:
        connection.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(3600)

    async with raw_server(reads_nothing, limit=1024) as server:
        began = time.perf_counter()
        settings = SendSettings(write_timeout_s=LIMIT)
        job = Request(method="POST", url=server.url, body=request.body)
        exchange = await asyncio.wait_for(send(job, folder=tmp_path, options=SendOptions(settings)), 5)
    assert_timed_out(exchange, "send", "The server took in nothing for 0.08 s", time.perf_counter() - began)


async def test_C36_the_first_byte_has_a_limit() -> None:
    async with raw_server(silent) as server:
        exchange, took = await timed(server.url, read_timeout_s=LIMIT)
    assert_timed_out(exchange, "wait", "No answer within 0.08 s", took)


async def test_C17_interim_responses_do_not_put_the_first_byte_off() -> None:
    async def interim(connection: Connection) -> None:
        await connection.request()
        for _ in range(60):
            await connection.send(b"HTTP/1.1 100 Continue\r\n\r\n")
            await connection.pause(0.02)

    async with raw_server(interim) as server:
        exchange, took = await timed(server.url, read_timeout_s=0.2)
    assert_timed_out(exchange, "wait", "No answer within 0.2 s", took)
    assert exchange.hops[0].interim


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 20", H + b"Content-Length: 9\r\n\r\nabc", H + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"]
)
async def test_C36_silence_within_an_answer_has_a_limit(start: bytes) -> None:
    async def pauses(connection: Connection) -> None:
        await connection.request()
        await connection.send(start)
        await asyncio.sleep(3600)

    async with raw_server(pauses) as server:
        exchange, took = await timed(server.url, idle_timeout_s=LIMIT)
    assert_timed_out(exchange, "receive", "Nothing more came for 0.08 s", took)
    assert (exchange.response is None) == (start == b"HTTP/1.1 20")
    assert exchange.received or exchange.response


async def drips(connection: Connection) -> None:
    await connection.request()
    for byte in OK.replace(b"2", b"99", 1) + bytes(90):
        await connection.send(bytes((byte,)))
        await connection.pause(0.02)


async def test_C18_a_drip_is_within_the_limit_of_silence_but_not_of_the_whole() -> None:
    async with raw_server(drips) as server:
        exchange, took = await timed(server.url, idle_timeout_s=1.0, read_timeout_s=1.0, timeout_s=0.3)
    assert_timed_out(exchange, "receive", "No complete answer within 0.3 s", took)
    assert took >= 0.3


async def test_limits_that_are_kept_leave_no_trace() -> None:
    limits = dict.fromkeys(("connect_timeout_s", "tls_timeout_s", "write_timeout_s", "read_timeout_s", "idle_timeout_s"), 2.0)
    async with raw_server(OK) as server:
        exchange, _took = await timed(server.url, **limits)
    assert exchange.error is None
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_question_stops_every_clock() -> None:
    body = H + b"Content-Length: 3000000\r\n\r\n" + bytes(3_000_000)
    control = Control(interactive=True)

    asked = []

    def emit(event: object) -> None:
        if isinstance(event, Asked):
            asked.append(event.question)
            asyncio.get_running_loop().call_later(0.3, control.answer, True)

    sender = Sender()
    async with raw_server(body) as server:
        settings = SendSettings(max_body=1_000_000, timeout_s=0.25, idle_timeout_s=0.2)
        exchange = await sender.send(SendJob(Request(url=server.url), options=SendOptions(settings), control=control), emit)
        await sender.close()
    assert asked
    assert exchange.error is None
    assert [mark.kind for mark in exchange.hops[0].marks if mark.kind in ("asked", "answered")][:2] == ["asked", "answered"]


async def test_F19_a_machine_that_slept_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    wall = [1000.0]
    monkeypatch.setattr(deadline.time, "time", lambda: wall[0])

    async def sleeps(connection: Connection) -> None:
        await connection.request()
        wall[0] += 30
        await asyncio.sleep(3600)

    async with raw_server(sleeps) as server:
        exchange, _took = await timed(server.url, timeout_s=LIMIT)
    assert exchange.error is not None
    assert "slept, or Curlew was stopped, for about 30 s" in exchange.error.reason
    assert "new connection" in exchange.error.hint


@pytest.mark.parametrize(("settings", "phase"), [({"read_timeout_s": LIMIT}, "wait"), ({"idle_timeout_s": LIMIT}, "receive")])
async def test_C36_the_limits_hold_over_http2(settings: dict[str, float], phase: str) -> None:
    async def stalls(peer: Peer) -> None:
        request = await peer.request()
        assert request is not None
        if phase == "receive":
            peer.head(request.stream)
            peer.data(request.stream, b"abc", end=False)
        while await peer.more():
            pass

    async with h2_server(stalls) as server:
        exchange, took = await timed(server.url, http_version="2", **settings)  # type: ignore[arg-type]
    title = "No answer within 0.08 s" if phase == "wait" else "Nothing more came for 0.08 s"
    assert_timed_out(exchange, phase, title, took)


async def test_C36_sending_has_a_limit_over_http2() -> None:
    async def opens_no_window(peer: Peer) -> None:
        await peer.request(whole=False)
        await asyncio.sleep(3600)

    async with h2_server(opens_no_window) as server:
        request = Request(method="POST", url=server.url, body=RawBody("text", "x" * 5_000_000))
        exchange, took = await timed(request, http_version="2", write_timeout_s=LIMIT)  # type: ignore[arg-type]
    assert_timed_out(exchange, "send", "The server took in nothing for 0.08 s", took)


async def test_who_says_nothing_while_connecting_is_not_waited_for_for_ever() -> None:
    """Without one setting of a person's: a plain or dead port behind https:// ends by itself, and says what to try."""
    assert (SendSettings().connect_timeout_s, SendSettings().tls_timeout_s) == (30.0, 30.0)

    async def silent(connection: Connection) -> None:
        await connection.reader.read()

    async with raw_server(silent) as server:
        url = f"https://127.0.0.1:{server.port}/"
        exchange, took = await timed(url, tls_timeout_s=LIMIT)
    assert_timed_out(exchange, "tls", "No encryption agreed within 0.08 s", took)
    assert exchange.error is not None
    assert "http://" in exchange.error.hint
    assert exchange.hops[-1].connection.remote == f"127.0.0.1:{server.port}", "whom it reached is known"


async def test_the_limits_of_connecting_end_with_it() -> None:
    """A connection that stands may be as slow as it likes, where only connecting has a limit."""

    async def slow(connection: Connection) -> None:
        await connection.request()
        await connection.pause(3 * LIMIT)
        await connection.send(OK)

    async with raw_server(slow) as server:
        exchange, _took = await timed(server.url, connect_timeout_s=LIMIT, tls_timeout_s=LIMIT)
    assert exchange.error is None


@pytest.mark.parametrize(
    ("phase", "words"), [("tls", "try http://"), ("proxy", "proxy’s address"), ("connect", "firewall"), ("receive", "")]
)
def test_the_whole_limit_says_what_to_try_in_the_phase_that_it_ended(phase: str, words: str) -> None:
    error = deadline.out_of_time(1.0, phase)
    assert words in error.hint
    assert error.hint.splitlines()[-1] == "Set a longer timeout in the request’s settings, or 0 for none."
    assert len(error.hint.splitlines()) == (2 if words else 1)
