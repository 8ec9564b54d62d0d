"""What is known of a request before it is sent, however unfinished it is: the headers that will be added, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from curlew.model.exchange import SendError
from curlew.model.inherit import Surroundings
from curlew.model.prepared import FilePart, Header, Prepared, SendSettings
from curlew.model.request import Request
from curlew.model.template import Scope
from curlew.net.access import CookieAccess
from curlew.net.auth import AUTH_KINDS
from curlew.net.automatic import marked_omitted, with_origin
from curlew.net.errors import SendingError
from curlew.net.files import unread
from curlew.net.headers import shown_value, with_cookies
from curlew.net.prepare import prepare_with
from curlew.text import _

T = TypeVar("T")

LATER = "…"
"""Stands for a value that is only known when the request is sent."""

BOUNDARY = "curlew-" + "0" * 32


@dataclass(slots=True)
class Outlook:
    """headers: those that Curlew adds to the ones typed, in wire order. problems: what would keep it from being sent."""

    headers: tuple[Header, ...] = ()
    problems: list[SendError] = field(default_factory=list)

    def attempt(self, step: Callable[[], T], instead: T) -> T:
        """Take a step of preparing; a failure is kept, and `instead` counts."""
        try:
            return step()
        except SendingError as failure:
            self.problems.append(failure.as_error("prepare"))
            return instead


def outlook(request: Request, around: Surroundings, scope: Scope, fallbacks: SendSettings, cookies: CookieAccess | None = None) -> Outlook:
    """Look at a request without touching network or disk. Never raises for what a person typed.

    Headers that the settings leave out are there with the origin `omitted`; a value that only the sending gives is “…”.
    """
    found = Outlook()
    prepared = prepare_with(found.attempt, request, around, scope, unread, fallbacks, lambda: BOUNDARY)
    prepared = with_expected(prepared, cookies if prepared.host else None)
    added = [_shown(header, prepared) for header in prepared.headers if header.origin != "request"]
    found.headers = marked_omitted(added, prepared.settings.omit)
    return found


def with_expected(prepared: Prepared, cookies: CookieAccess | None) -> Prepared:
    """Add what only the sending adds: the jar's cookies, and a placeholder for credentials that are worked out then."""
    kind = AUTH_KINDS.get(prepared.auth.kind) if prepared.auth else None
    if kind is not None and kind.sign is not None and prepared.auth is not None:
        held = {header.name.lower() for header in prepared.headers}
        added = [Header(name, LATER, "auth", secret=True) for name in kind.adds(prepared.auth) if name.lower() not in held]
        reason = _("from Auth: {kind}, worked out while sending").format(kind=kind.label)
        prepared = with_origin(replace(prepared, headers=(*prepared.headers, *added)), reason)
    if cookies is None or not prepared.settings.send_cookies:
        return prepared
    value = cookies.header(prepared.url)
    return with_cookies(prepared, value) if value else prepared


def _shown(header: Header, prepared: Prepared) -> Header:
    """Return a header as it can be shown; the size of a file is not known before it is looked at."""
    of_files = prepared.payload is not None and any(isinstance(part, FilePart) for part in prepared.payload.parts)
    if header.origin == "auto" and header.name == "Content-Length" and of_files:
        return replace(header, value=LATER)
    if BOUNDARY in header.value:
        return replace(header, value=header.value.replace(BOUNDARY, "curlew-" + LATER))
    return header if header.value.isascii() else replace(header, value=shown_value(header))
