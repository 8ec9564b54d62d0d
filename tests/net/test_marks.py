"""The timeline of a send: typed events with their times, kept with each hop."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from curlew.engine.send import IN_FLIGHT, Sender, SendJob
from curlew.model.exchange import Interim
from curlew.model.request import Request
from curlew.model.sendevent import Phase, SendEvent
from helpers.rawserver import OK, Connection, once, raw_server, send

H = b"HTTP/1.1 200 OK\r\n"


async def test_a_plain_send_is_marked_from_connection_to_end() -> None:
    async with raw_server(OK) as server:
        hop = (await send(server.url)).hops[0]
    assert [mark.kind for mark in hop.marks] == ["connect", "sent", "first-byte", "received"]
    assert all(earlier.at <= later.at for earlier, later in pairwise(hop.marks))
    assert hop.timings.dns is None
    assert hop.timings.connect is not None


async def test_a_name_is_looked_up_and_its_addresses_told() -> None:
    async with raw_server(OK) as server:
        hop = (await send(f"http://localhost:{server.port}/")).hops[0]
    dns = next(mark for mark in hop.marks if mark.kind == "dns")
    assert "127.0.0.1" in dns.detail
    assert hop.timings.dns is not None


async def test_a_failure_is_marked_with_what_went_wrong() -> None:
    async with raw_server(once(b"SSH-2.0-x\r\n")) as server:
        exchange = await send(server.url)
    assert exchange.error is not None
    assert (exchange.hops[0].marks[-1].kind, exchange.hops[0].marks[-1].detail) == ("failed", exchange.error.title)


async def test_C34_interim_responses_are_kept_with_their_headers() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
    async with raw_server(b"HTTP/1.1 100 Continue\r\n\r\n" + early + OK) as server:
        exchange = await send(server.url)
    assert exchange.response is not None
    assert exchange.response.status == 200
    assert exchange.hops[0].interim == (Interim(100, "Continue"), Interim(103, "Early Hints", (("Link", "</a.css>; rel=preload"),)))
    assert [mark.detail for mark in exchange.hops[0].marks if mark.kind == "interim"] == ["100 Continue", "103 Early Hints"]


async def test_C34_the_time_after_an_interim_response_is_waiting() -> None:
    async def late(connection: Connection) -> None:
        await connection.request()
        await connection.send(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        await connection.pause(0.1)
        await connection.send(OK)

    async with raw_server(late) as server:
        timings = (await send(server.url)).hops[0].timings
    assert timings.wait is not None
    assert timings.receive is not None
    assert timings.wait > 90 > timings.receive


async def test_C14_trailers_are_kept() -> None:
    body = b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\nServer-Timing: a, b\r\n\r\n"
    async with raw_server(H + body) as server:
        exchange = await send(server.url)
    assert exchange.response is not None
    assert exchange.response.trailers == (("X-Sum", "1"), ("Server-Timing", "a, b"))


async def test_C13_bytes_after_the_end_are_counted_and_shown() -> None:
    async with raw_server(once(OK + b"HTTP/1.1 500\x00\xff")) as server:
        exchange = await send(server.url)
    assert exchange.error is None
    assert "14 bytes came after the end of the response and were ignored: “HTTP/1.1 500\\x00\\xff”." in exchange.notes


async def test_redirects_and_their_marks_stand_with_the_hop_that_led_on() -> None:
    redirect = b"HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n"
    async with raw_server([redirect, OK]) as server:
        first, second = (await send(server.url)).hops
    assert first.marks[-1].kind == "redirect"
    assert first.marks[-1].detail == f"to {server.url}/next"
    assert (second.why, second.connection.reused) == ("redirect", True)
    assert second.started >= first.marks[-2].at


async def test_F15_waiting_for_a_turn_is_a_phase_with_a_time() -> None:
    gate, full = asyncio.Event(), asyncio.Event()

    async def patient(connection: Connection) -> None:
        if server.connections == IN_FLIGHT:
            full.set()
        while await connection.request():
            await gate.wait()
            await connection.send(OK)

    sender = Sender()
    events: list[SendEvent] = []
    async with raw_server(patient) as server:
        loop = asyncio.get_running_loop()
        running = [loop.create_task(sender.send(SendJob(Request(url=server.url)))) for _ in range(IN_FLIGHT)]
        await full.wait()
        last = loop.create_task(sender.send(SendJob(Request(url=server.url)), events.append))
        loop.call_later(0.05, gate.set)
        *others, waited = await asyncio.gather(*running, last)
        await sender.close()
    assert isinstance(events[0], Phase)
    assert events[0].name == "queue"
    assert waited.hops[0].marks[0].kind == "queue"
    assert waited.timings.queue is not None
    assert waited.timings.queue >= 45
    assert waited.hops[0].timings.queue == waited.timings.queue
    assert {exchange.timings.queue for exchange in others} == {None}


async def test_C38_a_silent_retry_is_marked() -> None:
    turns = iter((OK, b"", OK))

    async def closes_on_the_second(connection: Connection) -> None:
        while await connection.request():
            if not (answer := next(turns)):
                return
            await connection.send(answer)

    sender = Sender()
    async with raw_server(closes_on_the_second) as server:
        await send(server.url, sender)
        exchange = await send(server.url, sender)
        await sender.close()
    assert exchange.error is None
    kinds = [mark.kind for mark in exchange.hops[0].marks]
    assert len(exchange.hops) == 1
    assert exchange.hops[0].why == "retry"
    assert kinds.index("retry") < kinds.index("connect") < kinds.index("received")
