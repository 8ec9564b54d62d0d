"""Redirects: where the next hop goes, what it may carry, and when to stop and say so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from curlew.model.control import Question
from curlew.model.exchange import Response, SendError
from curlew.model.prepared import Header, Prepared
from curlew.net import address
from curlew.net.errors import SendingError
from curlew.net.headers import is_sensitive
from curlew.text import _

REDIRECTS = {301, 302, 303, 307, 308}
_OF_BODY = {"content-type", "content-length", "content-encoding", "content-language", "content-location", "transfer-encoding", "expect"}


@dataclass(frozen=True, slots=True)
class Step:
    """What a response leads to: another hop (`prepared`), or the end, with notes that say why, or with an error.

    question: to be answered with yes before the hop; else it is the end, for which `refused` says why.
    """

    prepared: Prepared | None = None
    notes: tuple[str, ...] = ()
    error: SendError | None = None
    question: Question | None = None
    refused: str = ""


def next_step(prepared: Prepared, response: Response, followed: int) -> Step:
    """Return what follows from a response; `followed` counts the redirects already taken."""
    if response.status not in REDIRECTS or not prepared.settings.follow_redirects:
        return Step()
    location = response.header("location").strip()
    if not location:
        return Step(notes=(_("The redirect names no Location, so it was not followed."),))
    if followed >= prepared.settings.max_redirects:
        return Step(error=_too_many(followed, location))
    try:
        where = _target(prepared, location)
    except SendingError as failure:
        return Step(
            notes=(_("The redirect to {location} was not followed. {why}").format(location=_short(location), why=failure.title + "."),)
        )
    return _followed(prepared, response.status, where)


def _too_many(followed: int, location: str) -> SendError:
    return SendError(
        "redirects",
        _("Stopped after {n} redirects").format(n=followed) if followed else _("The response is a redirect, and none may be followed"),
        _("The next one would lead to {location}.").format(location=_short(location)),
        _("If that is not a loop, allow more redirects in the request’s settings."),
        "receive",
    )


def _short(location: str) -> str:
    return location if len(location) <= 200 else location[:199] + "…"


def _target(prepared: Prepared, location: str) -> address.Address:
    location = re.sub(r"[\t\r\n]", "", location)
    if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", location) and not re.match(r"https?://", location, re.IGNORECASE):
        scheme = location.split(":", 1)[0]
        raise SendingError("url", _("{scheme}: is not a web address").format(scheme=scheme))
    if location.startswith("//"):
        location = f"{prepared.scheme}:{location}"
    elif not re.match(r"https?://", location, re.IGNORECASE):
        base = prepared.url.split("#", 1)[0]
        location = urljoin(base, location) if not location.startswith("?") else base.split("?", 1)[0] + location
    return address.parse(location)


def _followed(prepared: Prepared, status: int, where: address.Address) -> Step:
    if prepared.scheme == "https" and where.scheme == "http":
        text = _("The redirect to {url} was not followed: it would leave encryption.")
        return Step(notes=(text.format(url=where.url),))
    same = same_origin(prepared, where)
    to_get = (status == 303 and prepared.method != "HEAD") or (status in (301, 302) and prepared.method == "POST")
    if prepared.payload is not None and prepared.payload.size and not to_get and not same:
        text = _("The redirect to {url} was not followed: its body would go to another server. Send it there yourself if you trust it.")
        return Step(notes=(text.format(url=where.url),))
    headers, dropped = _headers(prepared, where, same, to_get)
    notes = []
    if dropped:
        notes.append(_("Not sent on to {host}, another server: {names}.").format(host=where.netloc, names=", ".join(dropped)))
    if where.userinfo is not None:
        notes.append(_("The user name and password in the redirect’s address were not used."))
    moved = replace(
        prepared,
        method="GET" if to_get else prepared.method,
        payload=None if to_get else prepared.payload,
        url=where.url,
        scheme=where.scheme,
        host=where.host,
        port=where.port,
        target=where.target,
        headers=headers,
    )
    return Step(moved, tuple(notes))


def same_origin(prepared: Prepared, where: address.Address) -> bool:
    """Return whether scheme, host and port agree. From http to https on the same host and default ports counts as the same."""
    if prepared.host.lower() != where.host.lower():
        return False
    upgraded = (prepared.scheme, prepared.port, where.scheme, where.port) == ("http", 80, "https", 443)
    return upgraded or (prepared.scheme, prepared.port) == (where.scheme, where.port)


def _headers(prepared: Prepared, where: address.Address, same: bool, to_get: bool) -> tuple[tuple[Header, ...], list[str]]:
    kept: list[Header] = []
    dropped: list[str] = []
    for header in prepared.headers:
        name = header.name.lower()
        if to_get and name in _OF_BODY:
            continue
        if name == "host" and (header.origin == "auto" or not same):
            kept.append(Header("Host", where.host_header, "auto"))
        elif not same and _stays(prepared, header):
            dropped.append(header.name)
        else:
            kept.append(header)
    return tuple(kept), dropped


def _stays(prepared: Prepared, header: Header) -> bool:
    """Return whether a header must not go to another origin."""
    if header.name.lower() == "authorization" and prepared.settings.forward_authorization:
        return False
    return header.secret or header.origin == "auth" or is_sensitive(header.name)
