"""Cookies told back, set and deleted."""

from __future__ import annotations

import re

from curlew.mock.answers import error_reply, json_reply
from curlew.mock.routes.route import Route
from curlew.mock.shapes import EchoRequest, Reply

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BAD_VALUE = re.compile(r"[\x00-\x1f\x7f;]")
_ATTRIBUTES = {
    name.lower(): name for name in ("Path", "Domain", "Max-Age", "Expires", "Secure", "HttpOnly", "SameSite", "Partitioned", "Priority")
}
_PAST = "Thu, 01 Jan 1970 00:00:00 GMT"


def cookies(request: EchoRequest) -> Reply:
    return json_reply({"cookies": request.cookies})


def set_cookies(request: EchoRequest) -> Reply:
    """Set what the query names, then send the client to /cookies."""
    return _redirect([(name, value, "Path=/") for name, value in request.query])


def set_cookie(request: EchoRequest) -> Reply:
    """Set one cookie, with the attributes that the query names, then send the client to /cookies."""
    given = [(name, value) for name, value in request.query if name.lower() in _ATTRIBUTES]
    unknown = [name for name, _value in request.query if name.lower() not in _ATTRIBUTES]
    if unknown or any(_BAD_VALUE.search(value) for _name, value in given):
        known = ", ".join(_ATTRIBUTES.values())
        return error_reply(
            400, f"{unknown[0]!r} is no attribute of a cookie." if unknown else "An attribute is malformed.", f"Use {known}."
        )
    said = {name.lower() for name, _value in given}
    attributes = [_attribute(name, value) for name, value in given] + ([] if "path" in said else ["Path=/"])
    return _redirect([(request.segments["name"], request.segments["value"], "; ".join(attributes))])


def _attribute(name: str, value: str) -> str:
    spelled = _ATTRIBUTES[name.lower()]
    return f"{spelled}={value}" if value else spelled


def delete_cookies(request: EchoRequest) -> Reply:
    return _redirect([(name, "", f"Expires={_PAST}; Max-Age=0; Path=/") for name, _ in request.query])


def _redirect(wanted: list[tuple[str, str, str]]) -> Reply:
    for name, value, _ in wanted:
        if not _NAME.fullmatch(name) or _BAD_VALUE.search(value):
            return error_reply(400, f"{name!r} with the value {value!r} cannot be a cookie.")
    lines = tuple(("Set-Cookie", f"{name}={value}; {attributes}") for name, value, attributes in wanted)
    return Reply(302, (("Location", "/cookies"), *lines))


ROUTES = (
    Route("/cookies", cookies, "Tells the request's cookies back"),
    Route("/cookies/set", set_cookies, "Sets the cookies that the query names and redirects to /cookies"),
    Route(
        "/cookies/set/{name}/{value}",
        set_cookie,
        "Sets one cookie, with attributes such as ?Secure&SameSite=Lax&Max-Age=60, and redirects to /cookies",
    ),
    Route("/cookies/delete", delete_cookies, "Deletes the cookies that the query names and redirects to /cookies"),
)
