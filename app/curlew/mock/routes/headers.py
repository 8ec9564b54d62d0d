"""Headers told back, and headers as asked for."""

from __future__ import annotations

import re

from curlew.mock.answers import error_reply, gathered, joined_headers, json_reply
from curlew.mock.routes.route import Route
from curlew.mock.shapes import EchoRequest, Reply

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_FRAMING = {"content-length", "transfer-encoding", "connection", "upgrade", "trailer", "te"}


def headers(request: EchoRequest) -> Reply:
    return json_reply({"headers": joined_headers(request), "headers_list": [list(header) for header in request.headers]})


def response_headers(request: EchoRequest) -> Reply:
    """Answer with the headers that the query names, in its order, duplicates too."""
    wanted = [(name, value.strip(" \t")) for name, value in request.query]
    for name, value in wanted:
        if not _NAME.fullmatch(name) or _CONTROL.search(value):
            return error_reply(
                400, f"{name!r} with the value {value!r} cannot be a header.", "Names are letters, digits and -; values one line."
            )
        if name.lower() in _FRAMING:
            return error_reply(400, f"{name} frames the answer itself and cannot be chosen.")
    reply = json_reply(gathered(wanted))
    own = [header for header in reply.headers if header[0].lower() not in {name.lower() for name, _ in wanted}]
    return Reply(200, (*own, *wanted), reply.body)


ROUTES = (
    Route("/headers", headers, "Tells the request's headers back, in wire order too"),
    Route("/response-headers", response_headers, "Answers with the headers that the query names: ?X-One=1&X-Two=2"),
)
