"""A list of any length: for looking at answers of any size as text, tree or table, for filtering and comparing them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from curlew.mock.answers import error_reply
from curlew.mock.routes.route import Route
from curlew.mock.shapes import EchoRequest, Reply

MOST = 2_000_000
USUAL = 248
_PIECE = 500
"""Sightings that are made at a time, between which others have their turn."""

_BIRDS = (
    ("Eurasian curlew", "Numenius arquata", 850),
    ("Whimbrel", "Numenius phaeopus", 430),
    ("Bar-tailed godwit", "Limosa lapponica", 340),
    ("Oystercatcher", "Haematopus ostralegus", 540),
    ("Dunlin", "Calidris alpina", 48),
    ("Lapwing", "Vanellus vanellus", 220),
    ("Ringed plover", "Charadrius hiaticula", 64),
)
_STATES = ("feeding", "resting", "flying", "calling")
_NOTES = (("colour rings",), ("juvenile",), ("limping", "juvenile"), ("with chicks",))
_PLACES = ("North bay", "Salt marsh", "River mouth", "Old pier")
_SINCE = datetime(2026, 4, 12, 5, 30, tzinfo=UTC)
_COLUMNS = ("id", "name", "latin", "state", "weight_g", "place", "seen", "ring")


def sighting(number: int, day: int) -> dict[str, Any]:
    """Return one bird of a day's list: the same for the same number and day; days differ in a few."""
    mixed = (number * 2654435761 + 40503) & 0xFFFFFFFF
    name, latin, weight = _BIRDS[mixed % len(_BIRDS)]
    found: dict[str, Any] = {
        "id": number + 1,
        "name": name,
        "latin": latin,
        "state": _STATES[(mixed >> 8) % len(_STATES)],
        "weight_g": round(weight * (0.85 + (mixed >> 4) % 301 / 1000), 1),
        "place": _PLACES[(mixed >> 12) % len(_PLACES)],
        "seen": f"{_SINCE + timedelta(seconds=number * 37):%Y-%m-%dT%H:%M:%SZ}",
        "ring": None,
        "notes": [],
    }
    if (mixed >> 5) % 5 < 2:
        found["ring"] = {"code": f"{mixed & 0xFFFFFF:06X}", "since": 2010 + (mixed >> 16) % 15, "record": 9007199254740993 + number}
    if (mixed >> 9) % 5 == 0:
        found["notes"] = list(_NOTES[(mixed >> 20) % len(_NOTES)])
    if (number + day) % 29 == 0:
        found["state"] = _STATES[day % len(_STATES)]
    if day > 1 and number % 83 == day:
        found["id"] += MOST  # another bird in its place
    if (number + 3 * day) % 41 == 0:
        found["weight_g"] = round(found["weight_g"] + day, 1)
    return found


def flock(request: EchoRequest) -> Reply:
    """Send `?n=` sightings of `?day=`, as `?format=` json, ndjson or csv; `?indent=` blanks a level, 0 for one line."""
    wanted = [request.argument(name, usual) for name, usual in (("n", str(USUAL)), ("day", "1"), ("indent", "2"))]
    if not all(re.fullmatch("[0-9]{1,9}", text) for text in wanted):
        return error_reply(400, "That is no flock.", "n, day and indent are whole numbers.")
    count, day, indent = map(int, wanted)
    make = _FORMATS.get(request.argument("format", "json"))
    if make is None or count > MOST or indent > 8:
        return error_reply(400, "That is no flock.", f"Use up to {MOST} birds, an indent up to 8, and json, ndjson or csv as the format.")
    content_type, pieces = make(count, day, indent)
    return Reply(200, (("Content-Type", content_type), ("Cache-Control", "max-age=60")), pieces)


def _laid_out(value: Any, indent: int, depth: int) -> str:
    """Return a value as `json.dumps` would lay it out, which is slow with an indent. Texts are our own: nothing in them is escaped."""
    if isinstance(value, str):
        return f'"{value}"'
    if not value or not isinstance(value, (dict, list)):
        return "null" if value is None else str(value)
    pad = "\n" + " " * (indent * (depth + 1))
    if isinstance(value, list):
        parts = [_laid_out(item, indent, depth + 1) for item in value]
    else:
        parts = [f'"{key}": {_laid_out(item, indent, depth + 1)}' for key, item in value.items()]
    opening, closing = "[]" if isinstance(value, list) else "{}"
    return f"{opening}{pad}{f',{pad}'.join(parts)}{pad[: -indent or None]}{closing}"


Made = tuple[str, AsyncIterator[bytes]]


def _as_json(count: int, day: int, indent: int) -> Made:
    def text(number: int) -> str:
        bird = sighting(number, day)
        return _laid_out(bird, indent, 2) if indent else json.dumps(bird, ensure_ascii=False)

    line, outer, inner = ("\n", " " * indent, " " * (2 * indent)) if indent else ("", "", "")

    async def pieces() -> AsyncIterator[bytes]:
        yield f'{{{line}{outer}"day": {day},{line}{outer}"birds": ['.encode()
        for at in range(0, count, _PIECE):
            made = [text(number) for number in range(at, min(at + _PIECE, count))]
            yield ("," * bool(at) + ",".join(f"{line}{inner}{one}" for one in made)).encode()
            await asyncio.sleep(0)
        yield f'{line}{outer}],{line}{outer}"total": {count}{line}}}'.encode()

    return "application/json", pieces()


def _lines(count: int, text: Callable[[int], str], first: str = "") -> AsyncIterator[bytes]:
    async def pieces() -> AsyncIterator[bytes]:
        if first:
            yield first.encode()
        for at in range(0, count, _PIECE):
            yield "".join(f"{text(number)}\n" for number in range(at, min(at + _PIECE, count))).encode()
            await asyncio.sleep(0)

    return pieces()


def _as_ndjson(count: int, day: int, _indent: int) -> Made:
    return "application/x-ndjson", _lines(count, lambda number: json.dumps(sighting(number, day), ensure_ascii=False))


def _as_csv(count: int, day: int, _indent: int) -> Made:
    def text(number: int) -> str:
        bird = sighting(number, day)
        cells = {**bird, "ring": bird["ring"]["code"] if bird["ring"] else ""}
        return ",".join(str(cells[name]) for name in _COLUMNS)

    return "text/csv; charset=utf-8; header=present", _lines(count, text, ",".join(_COLUMNS) + "\n")


_FORMATS: dict[str, Callable[[int, int, int], Made]] = {"json": _as_json, "ndjson": _as_ndjson, "csv": _as_csv}
ROUTES = (Route("/flock", flock, "Sends a list of any length: ?n=248&day=1&format=json&indent=2; ndjson and csv too", ("GET", "HEAD")),)
