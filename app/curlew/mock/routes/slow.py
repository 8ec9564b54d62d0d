"""Answers that come bit by bit: events, drips, hints before and trailers behind."""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import AsyncIterator

from curlew.mock.answers import JSON, error_reply
from curlew.mock.routes.methods import describe
from curlew.mock.routes.route import Route
from curlew.mock.samples import BIRDS
from curlew.mock.shapes import EchoRequest, Interim, Reply

MAX_EVENTS = 100_000
MAX_DRIP = 10 * 1024 * 1024
MAX_SECONDS = 600.0


def _whole(request: EchoRequest, name: str, default: int, most: int) -> int | None:
    text = request.argument(name, str(default))
    number = int(text) if re.fullmatch("[0-9]{1,9}", text) else -1
    return number if 0 <= number <= most else None


def _seconds(request: EchoRequest, name: str, default: float) -> float | None:
    try:
        seconds = float(request.argument(name, str(default)))
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and 0 <= seconds <= MAX_SECONDS else None


def events(request: EchoRequest) -> Reply:
    """Send `count` events, `delay` seconds apart; a client that comes back with Last-Event-ID gets those that follow."""
    count, delay = _whole(request, "count", 10, MAX_EVENTS), _seconds(request, "delay", 1.0)
    retry = _whole(request, "retry", 3000, 3_600_000)
    name = request.argument("event", "sighting")
    last = request.header("last-event-id").strip()
    if count is None or delay is None or retry is None or re.search(r"[\r\n]", name):
        hint = f"Use /sse?count=10&delay=1&event=sighting&retry=3000: up to {MAX_EVENTS} events, 0 to {MAX_SECONDS:.0f} seconds apart."
        return error_reply(400, "That is no stream of events.", hint)
    if last and not re.fullmatch("[0-9]{1,9}", last):
        return error_reply(400, f"The Last-Event-ID {last!r} is none of ours.", "Ours are the numbers from 1.")
    first = int(last) + 1 if last else 1

    async def lines() -> AsyncIterator[bytes]:
        yield f"retry: {retry}\n\n".encode()
        for number in range(first, count + 1):
            if number > first:
                await asyncio.sleep(delay)
            bird = BIRDS[(number - 1) % len(BIRDS)]
            data = json.dumps({"number": number, "of": count, "bird": bird["name"]}, ensure_ascii=False)
            yield f"id: {number}\n{f'event: {name}{chr(10)}' if name else ''}data: {data}\n\n".encode()

    return Reply(200, (("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")), lines())


def drip(request: EchoRequest) -> Reply:
    """Send `numbytes` bytes evenly over `duration` seconds, after `delay` seconds, with the status `code`."""
    size, duration = _whole(request, "numbytes", 10, MAX_DRIP), _seconds(request, "duration", 2.0)
    delay, code = _seconds(request, "delay", 0.0), _whole(request, "code", 200, 599)
    if not size or duration is None or delay is None or code is None or code < 200 or code in (204, 205, 304):
        hint = f"Use /drip?numbytes=10&duration=2&delay=0&code=200: 1 to {MAX_DRIP} bytes, 0 to {MAX_SECONDS:.0f} seconds."
        return error_reply(400, "That is no drip.", hint)

    async def drops() -> AsyncIterator[bytes]:
        steps = min(size, max(1, round(duration * 100)))  # no more often than each hundredth of a second
        sent = 0
        for step in range(1, steps + 1):
            due = size * step // steps
            yield b"*" * (due - sent)
            sent = due
            if step < steps:
                await asyncio.sleep(duration / (steps - 1))

    return Reply(code, (("Content-Type", "application/octet-stream"),), drops(), length=size, delay_s=delay)


def early_hints(_request: EchoRequest) -> Reply:
    """Send 103 Early Hints, then the page they are for."""
    hint = Interim(103, (("Link", "</style.css>; rel=preload; as=style"), ("Link", "</script.js>; rel=preload; as=script")))
    page = b"<!doctype html>\n<title>Early hints</title>\n<p>Two links went before this page, in a 103 answer.</p>\n"
    return Reply(200, (("Content-Type", "text/html; charset=utf-8"),), page, early=(hint,))


def trailers(request: EchoRequest) -> Reply:
    """Tell the request back in pieces, with headers behind the body."""
    body = (json.dumps({"url": describe(request)["url"], "trailers": True}, indent=2) + "\n").encode()

    async def piece() -> AsyncIterator[bytes]:
        yield body

    behind = (("X-Body-Size", str(len(body))), ("Server-Timing", "done;dur=1.5"))
    return Reply(200, (("Content-Type", JSON), ("Trailer", "X-Body-Size, Server-Timing")), piece(), trailers=behind)


ROUTES = (
    Route("/sse", events, "Sends events: ?count=10&delay=1&event=sighting&retry=3000; honours Last-Event-ID", ("GET", "HEAD")),
    Route("/drip", drip, "Sends bytes slowly: ?numbytes=10&duration=2&delay=0&code=200", ("GET", "HEAD")),
    Route("/early-hints", early_hints, "Sends 103 Early Hints before its page"),
    Route("/trailers", trailers, "Sends headers behind the body (trailers)"),
)
