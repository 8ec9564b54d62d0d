from __future__ import annotations

import asyncio
import gc
import gzip
import os
import random
import socket
import ssl
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from curlew.engine.send import IN_FLIGHT, Sender, SendJob, SendOptions
from curlew.model.body import FileBody, RawBody
from curlew.model.prepared import SendSettings
from curlew.model.request import Request, Settings
from curlew.model.rows import FileChoice, Row
from curlew.model.sendevent import Done, HeadersReceived, Phase, Progress, SendEvent, Started
from curlew.net.blocking import in_background
from helpers.rawserver import OK, Connection, once, raw_server, send

H = b"HTTP/1.1 200 OK\r\n"


def sockets() -> int:
    return sum(
        os.path.realpath(f"/proc/self/fd/{fd}").startswith("/proc") and "socket" in os.readlink(f"/proc/self/fd/{fd}") for fd in _fds()
    )


def _fds() -> list[str]:
    found = []
    for fd in os.listdir("/proc/self/fd"):
        try:
            os.readlink(f"/proc/self/fd/{fd}")
        except OSError:
            continue
        found.append(fd)
    return found


async def test_D17_what_is_shown_is_what_went_out() -> None:
    request = Request(
        method="PaTcH",
        url="{{x}}",
        headers=(Row("x-lower", "1"), Row("X-Lower", "2"), Row("Off", "3", enabled=False), Row("hOsT", "other.example"), Row("Accept", "")),
        body=RawBody("json", '{"n": 1.10}'),
    )
    async with raw_server(OK) as server:
        from curlew.model.inherit import Surroundings
        from curlew.model.template import Layer
        from curlew.model.variables import Variable

        around = Surroundings(runtime=(Layer("runtime", "Run", (Variable("x", f"{server.url}/a%20b?q=1#f"),)),))
        exchange = await send(request, around=around)
    wire = (
        b"PaTcH /a%20b?q=1 HTTP/1.1\r\nUser-Agent: Curlew/0.1.0\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
        b"x-lower: 1\r\nX-Lower: 2\r\nhOsT: other.example\r\nAccept: \r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n"
        b'{"n": 1.10}'
    )
    assert server.requests == [wire]
    sent = exchange.request
    assert sent is not None
    assert (sent.head or b"") + sent.body.read() == wire
    assert sent.headers[2:5] == (("x-lower", "1"), ("X-Lower", "2"), ("hOsT", "other.example"))


async def test_D09_the_target_goes_out_as_typed_without_encoding() -> None:
    async with raw_server(OK) as server:
        await send(Request(url=f"{server.url}/ab/é/%zz/../{{id}}?q=|^", settings=Settings(encode_url=False)))
    assert server.requests[0].startswith("GET /ab/é/%zz/../{id}?q=|^ HTTP/1.1\r\n".encode())


async def test_D04_a_wrong_length_goes_out_as_typed_with_a_note() -> None:
    async with raw_server(OK) as server:
        request = Request("x", method="POST", url=server.url, headers=(Row("Content-Length", "2"),), body=RawBody("text", "okay"))
        refused = await send(request)
        exchange = await send(request, options=SendOptions(SendSettings(as_is=True)))
    assert refused.error is not None
    assert (refused.error.phase, refused.error.field) == ("prepare", "header:Content-Length")
    assert b"Content-Length: 2\r\n" in server.requests[0]
    assert server.connections == 1
    assert exchange.response is not None
    assert any("Content-Length says 2, but the body has 4 bytes" in note for note in exchange.notes)


async def test_D04_after_a_request_sent_as_is_the_connection_serves_no_other() -> None:
    """What the server makes of such a framing nobody knows: it may take the rest for the beginning of the next request."""
    sender, as_is = Sender(), SendOptions(SendSettings(as_is=True))
    async with raw_server(OK) as server:
        await send(Request(method="POST", url=server.url, body=RawBody("text", "okay")), sender, options=as_is)
        await send(server.url, sender)
        await send(server.url, sender)
        await sender.close()
    assert server.connections == 2


async def test_chunked_is_framed_when_typed() -> None:
    async with raw_server(OK) as server:
        request = Request(method="POST", url=server.url, headers=(Row("Transfer-Encoding", "chunked"),), body=RawBody("text", "okay"))
        exchange = await send(request)
    assert server.requests[0].endswith(b"4\r\nokay\r\n0\r\n\r\n")
    assert b"Content-Length" not in server.requests[0]
    assert exchange.error is None


async def test_a_post_without_a_body_says_so() -> None:
    async with raw_server(OK) as server:
        await send(Request(method="POST", url=server.url))
        await send(Request(method="GET", url=server.url))
    assert b"Content-Length: 0\r\n" in server.requests[0]
    assert b"Content-Length" not in server.requests[1]


async def test_the_phases_come_in_order_with_their_times() -> None:
    events: list[SendEvent] = []
    async with raw_server(OK) as server:
        exchange = await send(f"http://localhost:{server.port}/", events=events)
    assert [e.name for e in events if isinstance(e, Phase)] == ["dns", "connect", "send", "wait", "receive"]
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Done)
    assert events[-1].exchange is exchange
    times = exchange.timings
    assert all(t is not None and t >= 0 for t in (times.dns, times.connect, times.send, times.wait, times.receive, times.total))
    assert times.tls is None
    assert [event.at for event in events] == sorted(event.at for event in events)
    connection = exchange.hops[0].connection
    assert connection.remote == f"127.0.0.1:{server.port}"
    assert connection.local.startswith("127.0.0.1:")


async def test_a_connection_is_used_again() -> None:
    sender = Sender()
    async with raw_server(OK) as server:
        first = await send(server.url, sender)
        second = await send(server.url, sender)
        await sender.close()
    assert server.connections == 1
    assert (first.hops[0].connection.reused, second.hops[0].connection.reused) == (False, True)
    assert second.timings.dns is None
    assert second.timings.connect is None


async def test_C38_a_kept_connection_that_was_closed_is_replaced_silently() -> None:
    turns = iter((OK, b"", OK))

    async def closes_on_the_second(connection: Connection) -> None:
        while await connection.request():
            answer = next(turns)
            if not answer:
                return
            await connection.send(answer)

    sender = Sender()
    async with raw_server(closes_on_the_second) as server:
        assert (await send(server.url, sender)).error is None
        exchange = await send(server.url, sender)
        await sender.close()
    assert exchange.error is None
    assert len(exchange.hops) == 1
    assert server.connections == 2


async def test_C38_a_post_is_not_sent_twice() -> None:
    turns = iter((OK, b""))

    async def closes_on_the_second(connection: Connection) -> None:
        while await connection.request():
            answer = next(turns)
            if not answer:
                return
            await connection.send(answer)

    sender = Sender()
    async with raw_server(closes_on_the_second) as server:
        await send(server.url, sender)
        exchange = await send(Request(method="POST", url=server.url), sender)
        await sender.close()
    assert exchange.error is not None
    assert "kept-open connection" in exchange.error.title
    assert "Send again" in exchange.error.hint
    assert server.connections == 1, "nothing went out over a second one"
    assert "retry" not in {mark.kind for hop in exchange.hops for mark in hop.marks}


REFUSAL = b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n"


@pytest.mark.parametrize("then", ["close", "reset", "stay"])
async def test_C37_an_early_refusal_of_an_upload_is_shown(then: str, tmp_path: Path) -> None:
    """The server answers after the head, and hangs up, or breaks the connection, or keeps it without reading on."""
    (tmp_path / "big.bin").write_bytes(bytes(20_000_000))

    async def refuse(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await connection.send(REFUSAL + (b"" if then == "stay" else b"Connection: close\r\n") + b"\r\nbig")
        if then == "reset":
            connection.reset()
        if then == "stay":
            connection.writer.transport.pause_reading()  # type: ignore[attr-defined]
            await asyncio.sleep(3600)

    sender = Sender()
    request = Request(method="POST", body=FileBody((FileChoice("big.bin"),)))
    for _ in range(10):
        async with raw_server(refuse, limit=65536) as server:
            exchange = await asyncio.wait_for(send(replace(request, url=server.url), sender, folder=tmp_path), 5)
        if then == "reset" and exchange.response is None:
            assert exchange.error is not None  # a reset may destroy what was on its way
            continue
        assert exchange.response is not None
        assert (exchange.response.status, exchange.response.body.data) == (413, b"big")
        assert exchange.request is not None
        assert exchange.request.body.size < 20_000_000
    await sender.close()
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_server_that_answers_while_it_reads_does_not_block_the_upload(tmp_path: Path) -> None:
    size = 20_000_000
    (tmp_path / "big.bin").write_bytes(bytes(size))

    async def echo(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await connection.send(H + b"Content-Length: %d\r\n\r\n" % size)
        left = size
        while left:
            piece = await connection.reader.read(65536)
            left -= len(piece)
            await connection.send(piece)

    async with raw_server(echo, limit=65536) as server:
        request = Request(method="POST", url=server.url, body=FileBody((FileChoice("big.bin"),)))
        exchange = await asyncio.wait_for(send(request, folder=tmp_path), 10)
    assert exchange.error is None
    assert exchange.response is not None
    assert exchange.response.body.size == size


async def test_expect_100_waits_for_the_server() -> None:
    seen = []

    async def patient(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        seen.append(len(connection.reader._buffer))  # type: ignore[attr-defined]
        await connection.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        seen.append(await connection.reader.readexactly(4))
        await connection.send(OK)

    async with raw_server(patient) as server:
        exchange = await send(
            Request(method="POST", url=server.url, headers=(Row("Expect", "100-continue"),), body=RawBody("text", "body"))
        )
    assert seen == [0, b"body"]
    assert exchange.error is None


async def hold(connection: Connection) -> None:
    await connection.request()
    await connection.reader.read()


async def hold_body(connection: Connection) -> None:
    await connection.request()
    await connection.send(H + b"Content-Length: 100\r\n\r\nab")
    await connection.reader.read()


@pytest.mark.parametrize("handler", [hold, hold_body])
async def test_F14_C40_cancel_ends_at_once_and_leaves_nothing(handler: Callable[[Connection], None]) -> None:
    before = sockets()
    sender = Sender()
    async with raw_server(handler) as server:  # type: ignore[arg-type]
        reached = asyncio.Event()
        wanted = HeadersReceived if handler is hold_body else Phase

        def emit(event: SendEvent) -> None:
            if isinstance(event, wanted) and getattr(event, "name", "wait") == "wait":
                reached.set()

        task = asyncio.get_running_loop().create_task(sender.send(SendJob(Request(url=server.url)), emit))
        await reached.wait()
        began = asyncio.get_running_loop().time()
        task.cancel()
        exchange = await task
        assert asyncio.get_running_loop().time() - began < 0.2
        assert exchange.error is not None
        assert exchange.error.kind == "cancelled"
        assert (exchange.response is not None) == (handler is hold_body)
        assert exchange.response is None or exchange.response.incomplete == "Incomplete: 2 bytes of the body came."
        await server.all_ended()
        again = await asyncio.wait_for(cancel_soon(sender, server.url), 5)
        assert again.error is not None
    await sender.close()
    await asyncio.sleep(0)
    assert sockets() == before
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def cancel_soon(sender: Sender, url: str):  # type: ignore[no-untyped-def]
    task = asyncio.get_running_loop().create_task(sender.send(SendJob(Request(url=url))))
    await asyncio.sleep(0)
    task.cancel()
    return await task


async def test_F14_after_many_cancels_the_next_sends_work() -> None:
    random.seed(7)
    sender = Sender()
    async with raw_server(OK) as server:
        for _ in range(10):
            tasks = [asyncio.get_running_loop().create_task(sender.send(SendJob(Request(url=server.url)))) for _ in range(30)]
            for _ in range(random.randint(1, 40)):
                await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks)
        results = await asyncio.gather(*(send(server.url, sender) for _ in range(50)))
        await sender.close()
    assert [exchange.error for exchange in results] == [None] * 50


async def test_F15_sends_are_bounded() -> None:
    most, now = 0, 0

    async def slow(connection: Connection) -> None:
        nonlocal most, now
        while await connection.request():
            now += 1
            most = max(most, now)
            await connection.pause(0.002)
            now -= 1
            await connection.send(OK)

    sender = Sender()
    async with raw_server(slow) as server:
        exchanges = await asyncio.gather(*(send(server.url, sender) for _ in range(100)))
        assert server.connections <= IN_FLIGHT
        await sender.close()
    assert 2 <= most <= IN_FLIGHT
    assert [exchange.error for exchange in exchanges] == [None] * 100, "waiting for a turn is no fault"


@pytest.mark.parametrize(("handler", "phase"), [(hold, "wait"), (hold_body, "receive")])
async def test_C36_C18_a_timeout_names_the_phase_and_the_limit(handler: Callable[[Connection], None], phase: str) -> None:
    async with raw_server(handler) as server:  # type: ignore[arg-type]
        exchange = await send(Request(url=server.url, settings=Settings(timeout=50)))
    assert exchange.error is not None
    assert (exchange.error.kind, exchange.error.phase) == ("timeout", phase)
    assert "0.05 s" in exchange.error.title
    assert exchange.error.reason
    assert (exchange.response is not None) == (phase == "receive")


async def test_C20_a_large_body_is_spooled_and_exact(tmp_path: Path) -> None:
    body = random.Random(1).randbytes(3_000_000)
    packed = gzip.compress(body, 1)
    answer = H + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed
    sender = Sender(tmp_path / "spool")
    events: list[SendEvent] = []
    async with raw_server(answer) as server:
        exchange = await send(server.url, sender, events)
    response = exchange.response
    assert response is not None
    assert response.body.path is not None
    assert response.body.path.is_relative_to(tmp_path)
    assert response.body.read() == body
    assert (response.body.size, response.encoded_size) == (len(body), len(packed))
    assert oct(response.body.path.stat().st_mode)[-3:] == "600"
    progress = [e for e in events if isinstance(e, Progress)]
    assert progress[-1].received == progress[-1].received_total == len(packed)
    await sender.close()


async def test_the_own_spool_folder_is_removed() -> None:
    async with raw_server(H + b"Content-Length: 2000000\r\n\r\n" + bytes(2_000_000)) as server:
        sender = Sender()
        exchange = await send(server.url, sender)
        assert exchange.response is not None
        path = exchange.response.body.path
        assert path is not None
        assert path.exists()
        await sender.close()
        assert not path.parent.exists()


@pytest.mark.parametrize("packed", [False, True])
async def test_C19_C22_a_body_is_read_up_to_the_limit(packed: bool) -> None:
    body = bytes(5_000_000)
    head, data = (b"Content-Encoding: gzip\r\n", gzip.compress(body)) if packed else (b"", body)
    async with raw_server(H + head + b"Content-Length: %d\r\n\r\n" % len(data) + data) as server:
        exchange = await send(server.url, options=SendOptions(SendSettings(max_body=2 * 1024 * 1024)))
    response = exchange.response
    assert response is not None
    assert response.body.size == 2 * 1024 * 1024
    assert "stopped at 2 MB" in response.incomplete
    assert exchange.error is None


@pytest.mark.parametrize("name", ["missing.bin", "folder", "fifo"])
async def test_D16_a_file_that_cannot_be_sent_costs_no_connection(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    async with raw_server(OK) as server:
        exchange = await send(Request(method="PUT", url=server.url, body=FileBody((FileChoice(name),))), folder=tmp_path)
    assert server.connections == 0
    assert exchange.error is not None
    assert (exchange.error.kind, exchange.error.phase) == ("file", "prepare")
    assert exchange.hops == ()


async def test_a_file_is_streamed_and_kept_by_its_path(tmp_path: Path) -> None:
    data = random.Random(2).randbytes(1_500_000)
    (tmp_path / "up.bin").write_bytes(data)
    events: list[SendEvent] = []
    async with raw_server(OK) as server:
        exchange = await send(
            Request(method="PUT", url=server.url, body=FileBody((FileChoice("up.bin", "image/x"),))), folder=tmp_path, events=events
        )
    assert server.requests[0].endswith(b"Content-Type: image/x\r\nContent-Length: 1500000\r\n\r\n" + data)
    assert exchange.request is not None
    assert exchange.request.body.path == tmp_path / "up.bin"
    assert [e.sent for e in events if isinstance(e, Progress)][-1] == 1_500_000


@pytest.mark.parametrize("change", ["grows", "shrinks", "rewritten", "untouched"])
async def test_D16_a_file_that_changes_while_it_goes_out_is_told(change: str, tmp_path: Path) -> None:
    path, size = tmp_path / "up.bin", 12_000_000
    path.write_bytes(bytes(size))
    go_on = asyncio.Event()

    async def slow(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await go_on.wait()
        await connection.reader.readexactly(size)
        await connection.send(OK)

    def changed(event: SendEvent) -> None:
        if go_on.is_set() or not isinstance(event, Progress) or not event.sent:
            return
        go_on.set()
        if change == "grows":
            with path.open("ab") as file:  # writing it anew would make it empty first
                file.write(b"x")
        elif change == "shrinks":
            os.truncate(path, 1000)
        elif change == "rewritten":
            os.utime(path, ns=(1, 1))

    async with raw_server(slow, limit=65536) as server:
        sender = Sender()
        job = SendJob(Request(method="PUT", url=server.url, body=FileBody((FileChoice("up.bin"),))), folder=tmp_path)
        exchange = await asyncio.wait_for(sender.send(job, changed), 5)
        await sender.close()
    told = any("was changed while it was being sent" in note for note in exchange.notes)
    assert exchange.request is not None
    if change == "shrinks":
        assert exchange.error is not None
        assert "shorter" in exchange.error.reason
        assert 0 < exchange.request.body.size < size, "what went out before is known"
    else:
        assert exchange.error is None
        assert told == (change != "untouched")
        assert (exchange.request.body.size, len(exchange.request.body.read())) == (size, size)


async def test_D08_a_variable_missing_in_the_host_stops_before_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *place, **_more: asked.append(place) or [])
    monkeypatch.setattr(socket.socket, "connect", lambda _self, place: asked.append(place))
    for url in ("http://{{host}}/x", "http://a.{{host}}.example:80/x", "https://{{host}}"):
        exchange = await send(url)
        assert exchange.error is not None
        assert (exchange.error.title, exchange.error.phase) == ("Variable host is not set", "prepare")
        assert exchange.hops == ()
    assert asked == [], "nobody was asked for a name, and nothing connected to"


async def test_idle_connections_end_when_the_server_ends_them() -> None:
    async def two_answers(connection: Connection) -> None:
        await connection.request()
        await connection.send(OK)

    before = sockets()
    sender = Sender()
    async with raw_server(two_answers) as server:
        await send(server.url, sender)
        await server.all_ended()
    for _ in range(20):
        await asyncio.sleep(0)
    assert sockets() == before
    await sender.close()


async def test_C35_F07_an_error_carries_what_the_system_said() -> None:
    async with raw_server(once(b"", reset=True)) as server:
        reset = await send(server.url)
    refused = await send("http://127.0.0.1:1/")
    unknown = await send("http://no-such-host.invalid/")
    codes = [exchange.error.code for exchange in (reset, refused, unknown) if exchange.error]
    assert codes[:2] == ["ECONNRESET (104)", "ECONNREFUSED (111)"] or sys.platform != "linux"
    assert codes[2].startswith("EAI_")


async def test_C37_an_early_refusal_over_tls_is_shown_and_the_file_left_in_peace(tmp_path: Path) -> None:
    (tmp_path / "big.bin").write_bytes(bytes(20_000_000))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    faults: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, fault: faults.append(fault))

    async def refuse(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await connection.send(REFUSAL + b"\r\nbig")
        connection.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(3600)

    options = SendOptions(SendSettings(verify_tls=False, timeout_s=5))
    async with raw_server(refuse, context, limit=65536) as server:
        for _ in range(5):
            request = Request(method="POST", url=server.url, body=FileBody((FileChoice("big.bin"),)))
            exchange = await send(request, folder=tmp_path, options=options)
            assert exchange.error is None
            assert exchange.response is not None
            assert exchange.response.status == 413
    gc.collect()
    await in_background(gc.collect)  # the reads under way come before it
    assert not faults
