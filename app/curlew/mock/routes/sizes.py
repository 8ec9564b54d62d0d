"""Bodies of any size: lines that come one by one, and bytes."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import AsyncIterator

from curlew.mock.answers import error_reply
from curlew.mock.routes.methods import describe
from curlew.mock.routes.route import Route
from curlew.mock.shapes import EchoRequest, Reply

MAX_LINES = 100_000
MAX_BYTES = 1024**3
_PIECE = 64 * 1024


def _count(text: str, most: int) -> int | None:
    count = int(text) if re.fullmatch("[0-9]{1,12}", text) else -1
    return count if 0 <= count <= most else None


def stream(request: EchoRequest) -> Reply:
    """Send n lines of JSON in chunks, `?interval=` seconds apart."""
    count = _count(request.segments["count"], MAX_LINES)
    try:
        interval = float(request.argument("interval", "0"))
    except ValueError:
        interval = -1.0
    if count is None or not 0 <= interval <= 60:
        return error_reply(400, "That is no stream.", f"Use 0 to {MAX_LINES} lines, and an interval of 0 to 60 seconds.")
    told = describe(request)
    line = {name: told[name] for name in ("url", "args", "headers", "origin")}

    async def lines() -> AsyncIterator[bytes]:
        for number in range(count):
            if number:
                await asyncio.sleep(interval)
            yield json.dumps({"id": number, **line}, ensure_ascii=False).encode("utf-8", "replace") + b"\n"

    return Reply(200, (("Content-Type", "application/json"),), lines())


def random_bytes(request: EchoRequest) -> Reply:
    """Send n bytes; the same ones for the same `?seed=`."""
    count = _count(request.segments["count"], MAX_BYTES)
    if count is None:
        return error_reply(400, f"{request.segments['count']!r} is no number of bytes.", f"Use 0 to {MAX_BYTES}.")
    source = random.Random(request.argument("seed") or None)  # not for secrets

    async def pieces() -> AsyncIterator[bytes]:
        left = count
        while left:
            piece = min(left, _PIECE)
            yield source.randbytes(piece)
            left -= piece

    return Reply(200, (("Content-Type", "application/octet-stream"),), pieces(), length=count)


ROUTES = (
    Route("/stream/{count}", stream, "Sends so many lines of JSON in chunks; ?interval=0.5 waits between them"),
    Route("/bytes/{count}", random_bytes, "Sends so many random bytes; ?seed= makes them the same each time"),
)
