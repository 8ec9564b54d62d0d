"""Redirects: so many, or to a place."""

from __future__ import annotations

import re
from urllib.parse import quote

from curlew.mock.answers import error_reply
from curlew.mock.routes.route import Route
from curlew.mock.shapes import EchoRequest, Reply

MAX_REDIRECTS = 100
_STATUSES = ("301", "302", "303", "307", "308")


def redirect(request: EchoRequest) -> Reply:
    """Redirect n times, the last time to /get."""
    text = request.segments["count"]
    count = int(text) if re.fullmatch("[0-9]{1,3}", text) else 0
    if not 1 <= count <= MAX_REDIRECTS:
        return error_reply(400, f"{text!r} is no number of redirects.", f"Use 1 to {MAX_REDIRECTS}.")
    return Reply(302, (("Location", f"/redirect/{count - 1}" if count > 1 else "/get"),))


def redirect_to(request: EchoRequest) -> Reply:
    target, status = request.argument("url"), request.argument("status_code", "302")
    if not target or re.search(r"[\x00-\x1f\x7f]", target):
        return error_reply(400, "The query names no place to go to.", "For example /redirect-to?url=/get&status_code=307")
    if status not in _STATUSES:
        return error_reply(400, f"{status!r} is no redirect.", f"Use one of {', '.join(_STATUSES)}.")
    return Reply(int(status), (("Location", quote(target, safe="!#$%&'()*+,/:;=?@[]~")),))


ROUTES = (
    Route("/redirect/{count}", redirect, "Redirects so many times, the last time to /get"),
    Route("/redirect-to", redirect_to, "Redirects to ?url=, with &status_code= if given"),
)
