"""Where each header that went out comes from."""

from __future__ import annotations

from curlew.engine.redact import redacted
from curlew.model.auth import Auth
from curlew.model.prepared import Header
from curlew.model.request import Request
from curlew.model.rows import Row
from curlew.net.headers import origins_of
from helpers.rawserver import OK, raw_server, send


async def test_what_was_typed_is_told_from_what_was_added():
    async with raw_server(OK) as server:
        request = Request(
            url=server.url, headers=(Row("X-Bird", "curlew"), Row("accept", "a/b")), auth=Auth("bearer", {"token": "t0k3n-5"})
        )
        exchange = redacted(await send(request))
    sent = exchange.hops[0].request
    origins = {name: origin for (name, _value), origin in zip(sent.headers, sent.origins, strict=True)}
    assert (origins["X-Bird"], origins["accept"], origins["Authorization"], origins["Host"]) == ("request", "request", "auth", "auto")


def test_http2_has_names_of_its_own():
    typed = (Header("Host", "h", "auto"), Header("X-A", "1"), Header("Cookie", "a=1", "cookie"))
    sent = ((":method", "GET"), (":authority", "h"), ("x-a", "1"), ("cookie", "a=1"))
    assert origins_of(typed, sent) == ("auto", "auto", "request", "cookie")
