from __future__ import annotations

import asyncio
import os
import random
import socket
import sys
from collections.abc import Callable

import pytest

from curlew.engine.send import IN_FLIGHT, Sender, SendJob, SendOptions
from curlew.model.body import RawBody
from curlew.model.prepared import SendSettings
from curlew.model.request import Request, Settings
from curlew.model.rows import Row
from curlew.model.sendevent import Done, HeadersReceived, Phase, SendEvent, Started
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
