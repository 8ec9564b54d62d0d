"""Any status, after any wait."""

from __future__ import annotations

import math
import random
import re
from http import HTTPStatus

from curlew.mock.answers import error_reply, json_reply
from curlew.mock.routes.methods import describe
from curlew.mock.routes.route import Route
from curlew.mock.shapes import EchoRequest, Interim, Reply

MAX_DELAY_S = 600.0
_WEIGHTED = re.compile(r"(?P<code>[1-9][0-9]{2})(?::(?P<weight>[0-9]{1,9}(?:\.[0-9]{1,9})?))?")


def status(request: EchoRequest) -> Reply:
    """Answer with a status, or one of a list like `200,500` or `200:9,500:1`; an informational one goes out before a 200."""
    text = request.segments["code"]
    code = _chosen(text)
    if code is None:
        hint = "Use a number from 100 to 999, but not 101; of a list such as 200,500 or 200:9,500:1 one is drawn, by weight."
        return error_reply(400, f"{text!r} is not a status that can be answered.", hint)
    if code < 200:
        return Reply(200, (("Content-Type", "text/plain"),), f"{code} went before this.\n".encode(), early=(Interim(code),))
    if code in (204, 205, 304):
        return Reply(code)
    extra = (("Location", "/get"),) if code in (301, 302, 303, 307, 308) else ()
    return json_reply({"status": code, "reason": _phrase(code)}, code, extra)


def _chosen(text: str) -> int | None:
    """Draw one of the statuses of a list with weights; None if something in it is no status."""
    codes: list[int] = []
    weights: list[float] = []
    for entry in text.split(","):
        found = _WEIGHTED.fullmatch(entry.strip())
        if found is None or found["code"] == "101":
            return None
        codes.append(int(found["code"]))
        weights.append(float(found["weight"] or 1))
    return random.choices(codes, weights)[0] if 0 < math.fsum(weights) < math.inf else None


def _phrase(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return ""


def delay(request: EchoRequest) -> Reply:
    try:
        seconds = float(request.segments["seconds"])
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= MAX_DELAY_S:
        return error_reply(
            400, f"{request.segments['seconds']!r} is no time to wait.", f"Use seconds from 0 to {MAX_DELAY_S:.0f}; 0.5 works."
        )
    reply = json_reply({**describe(request), "delay": seconds})
    return Reply(reply.status, reply.headers, reply.body, delay_s=seconds)


ROUTES = (
    Route("/status/{code}", status, "Answers with this status, or one drawn of a list such as 200,500"),
    Route("/delay/{seconds}", delay, "Tells the request back after so many seconds"),
)
