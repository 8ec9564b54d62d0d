"""The headers that Curlew adds by itself, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from curlew import __version__
from curlew.model.body import Body
from curlew.model.prepared import Header, Payload, Prepared
from curlew.net.bodies import BODY_KINDS
from curlew.text import _

USER_AGENT = f"Curlew/{__version__}"
ACCEPT_ENCODING = "gzip, deflate, br, zstd"
WITH_LENGTH = {"POST", "PUT", "PATCH"}
"""Methods whose requests say that they have no body."""

OMITTED = "omitted"
"""The origin of a header that the settings leave out: shown as such, never sent."""

_FROM_URL = _("from the URL")
_PROGRAM = _("names the program and its version")
_ANY = _("any kind of content is welcome")
_UNPACKED = _("what Curlew can unpack")
_NO_BODY = _("there is no body")


def about_connection(host: str, own: Iterable[Header]) -> list[Header]:
    """Return the automatic headers that stand first, less those that the user typed or inherits."""
    given = {header.name.lower() for header in own}
    all_of_them = (
        ("Host", host, _FROM_URL),
        ("User-Agent", USER_AGENT, _PROGRAM),
        ("Accept", "*/*", _ANY),
        ("Accept-Encoding", ACCEPT_ENCODING, _UNPACKED),
    )
    return [Header(name, value, "auto", reason=reason) for name, value, reason in all_of_them if name.lower() not in given]


def about_body(method: str, payload: Payload | None, body: Body | None, present: Iterable[Header]) -> list[Header]:
    """Return the automatic headers that describe the body; `present` are all others."""
    given = {header.name.lower() for header in present}
    reason, found = _body_reason(body), []
    if payload is not None and payload.content_type and "content-type" not in given:
        found.append(Header("Content-Type", payload.content_type, "auto", reason=reason))
    if not given & {"content-length", "transfer-encoding"} and (payload is not None or method.upper() in WITH_LENGTH):
        found.append(Header("Content-Length", str(payload.size if payload else 0), "auto", reason=reason if payload else _NO_BODY))
    return found


def _body_reason(body: Body | None) -> str:
    kind = BODY_KINDS.get(body.kind) if body is not None else None
    return _("from the body: {kind}").format(kind=kind.label) if kind else ""


def with_origin(prepared: Prepared, reason: str, source: str = "") -> Prepared:
    """Say of the headers that an auth kind has added why they are there, and which folder or collection gave the auth."""
    if not any(header.origin == "auth" for header in prepared.headers):
        return prepared
    headers = [replace(h, source=source, reason=h.reason or reason) if h.origin == "auth" else h for h in prepared.headers]
    return replace(prepared, headers=tuple(headers))


def without_omitted(headers: tuple[Header, ...], omit: Iterable[str]) -> tuple[Header, ...]:
    """Leave out what the settings say: only what Curlew adds, never what a person typed."""
    left_out = set(omit)
    return tuple(h for h in headers if h.origin in ("request", "inherited") or h.name.lower() not in left_out) if left_out else headers


def marked_omitted(headers: Iterable[Header], omit: Iterable[str]) -> tuple[Header, ...]:
    """Mark instead of leaving out, for those who look."""
    left_out = set(omit)
    return tuple(
        replace(h, origin=OMITTED) if h.origin not in ("request", "inherited") and h.name.lower() in left_out else h for h in headers
    )
