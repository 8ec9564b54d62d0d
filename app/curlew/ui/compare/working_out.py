"""Working a comparison out: bodies opened, compared in a thread or a child, progress told; ended when nobody wants it any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from curlew.engine.redact import MASK, Redactor
from curlew.model.exchange import Exchange
from curlew.preview.buffer import Buffer
from curlew.preview.compare.comparing import Outcome
from curlew.preview.compare.headers import Headers, compare_headers
from curlew.preview.compare.result import Rules
from curlew.preview.compare.running import Comparing
from curlew.preview.opened import Opened
from curlew.preview.opening import open_body
from curlew.preview.words import status_text

HEADERS, TIMING = "headers", "timing"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be compared: the part (`structure`, `text`, `headers`), the rules, and the headers that are left out."""

    mode: str
    rules: Rules
    headers: tuple[str, ...]


class WorkingOut:
    """Keeps the opened bodies of two sides, so that another view of them is quick."""

    def __init__(self) -> None:
        self._opened: dict[int, tuple[Exchange, Opened]] = {}

    def forget(self) -> None:
        self._opened.clear()

    async def run(self, a: Exchange, b: Exchange, wanted: Wanted, progress: Callable[[float], None]) -> Outcome:
        """Compare two responses. Raises CurlewError, OSError. Cancelling ends a child process at once."""
        if wanted.mode == HEADERS:
            return await asyncio.to_thread(lambda: _headers(a, b, wanted.headers).with_rows())
        one, other = await self._body(a), await self._body(b)
        comparing = Comparing(wanted.mode, _side(one), _side(other), wanted.rules)
        loop = asyncio.get_running_loop()

        wanted_still = True

        def show(share: float) -> None:
            if wanted_still:
                progress(share)

        def tell(share: float) -> None:
            loop.call_soon_threadsafe(show, share)

        try:
            return await asyncio.to_thread(comparing.run, tell)
        finally:
            wanted_still = False
            comparing.stop()

    async def _body(self, exchange: Exchange) -> Opened:
        kept = self._opened.get(id(exchange))
        if kept is not None and kept[0] is exchange:
            return kept[1]
        response = exchange.response
        opened = Opened(whole=True) if response is None else await open_body(response.body, response.header("content-type"))
        self._opened[id(exchange)] = (exchange, opened)
        return opened


def _side(opened: Opened) -> tuple[Buffer, str]:
    return (opened.raw if opened.kind in ("binary", "image") else opened.text), opened.kind


def _headers(a: Exchange, b: Exchange, left_out: tuple[str, ...]) -> Outcome:
    one, other = a.response, b.response
    heads = tuple(f"{r.http_version} {status_text(r)}" if r is not None else "" for r in (one, other))
    sides: tuple[Headers, Headers] = (one.headers if one else (), other.headers if other else ())
    if any(MASK in value for side in sides for _name, value in side):  # kept without secrets: the live side is compared as it would be kept
        redactor = Redactor((*a.secrets, *b.secrets))
        sides = _masked(sides[0], redactor), _masked(sides[1], redactor)
    found = compare_headers(*sides, (heads[0], heads[1]), left_out)
    return Outcome(found.comparison, found.a, found.b, HEADERS, HEADERS)


def _masked(headers: Headers, redactor: Redactor) -> Headers:
    return tuple((name, redactor.header(name, value)) for name, value in headers)
