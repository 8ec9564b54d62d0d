"""Redirects: where the next hop goes, what it may carry, and when to stop and say so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from curlew.model.control import Question
from curlew.model.exchange import Response, SendError
from curlew.model.prepared import Header, Prepared
from curlew.net import address
from curlew.net.bypass import bypassed
from curlew.net.errors import SendingError
from curlew.net.headers import is_sensitive
from curlew.text import _, ngettext

REDIRECTS = {301, 302, 303, 307, 308}
_OF_BODY = {"content-type", "content-length", "content-encoding", "content-language", "content-location", "transfer-encoding", "expect"}
_RAW_LOCATION = re.compile(rb"^location:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
SHORTEST_SECRET = 4
"""A shorter value of a secret variable stands in half of all texts."""


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


def next_step(prepared: Prepared, response: Response, followed: int, granted: frozenset[str] = frozenset()) -> Step:
    """Return what follows from a response; `followed` counts the redirects already taken, `granted` names the questions answered with yes.

    `prepared`: as it was before its auth kind signed it and the jar's cookies came to it: both are made anew for the next hop.
    """
    if response.status not in REDIRECTS or not prepared.settings.follow_redirects:
        return Step()
    location = _location(response)
    if not location:
        return Step(notes=(_("The redirect names no Location, so it was not followed."),))
    if followed >= prepared.settings.max_redirects:
        return Step(error=_too_many(followed, location))
    try:
        where = _target(prepared, location)
    except SendingError as failure:
        why = ". ".join(part.rstrip(".") for part in (failure.title, failure.reason) if part) + "."
        return Step(notes=(_("The redirect to {location} was not followed. {why}").format(location=_short(location), why=why),))
    move = _Move(prepared, where, _becomes_get(prepared, response.status))
    return move.refusal(granted) or move.step()


def _too_many(followed: int, location: str) -> SendError:
    return SendError(
        "redirects",
        _("Stopped after {n} redirects").format(n=followed) if followed else _("The response is a redirect, and none may be followed"),
        _("The next one would lead to {location}.").format(location=_short(location)),
        _("If that is not a loop, allow more redirects in the request’s settings."),
        "receive",
    )


def _short(location: str) -> str:
    """Return a Location for a sentence, without the password that may stand in it."""
    location = re.sub(r"(//)[^/?#@]*@", r"\1", location)
    return location if len(location) <= 200 else location[:199] + "…"


def _location(response: Response) -> str:
    """Return where a redirect leads. Bytes that are no UTF-8 are percent-encoded as they came, as browsers and curl do."""
    text = response.header("location").strip()
    found = None if text.isascii() or response.head is None else _RAW_LOCATION.search(response.head)
    if found is None:
        return text
    try:
        found[1].decode("utf-8")
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in found[1]).strip()
    return text


def _target(prepared: Prepared, location: str) -> address.Address:
    location = re.sub(r"[\t\r\n]", "", location)
    if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", location) and not re.match(r"https?:", location, re.IGNORECASE):
        scheme = location.split(":", 1)[0]
        raise SendingError("url", _("{scheme}: is not a web address").format(scheme=scheme))
    if location.startswith("//"):
        location = f"{prepared.scheme}:{location}"
    elif not re.match(r"https?:", location, re.IGNORECASE):
        base = prepared.url.split("#", 1)[0]
        location = urljoin(base, location) if not location.startswith("?") else base.split("?", 1)[0] + location
    return address.parse(location)


def _becomes_get(prepared: Prepared, status: int) -> bool:
    """Return whether the next hop is a GET without the body: as browsers do it, unless the settings keep the method."""
    if prepared.settings.keep_method:
        return False
    return (status == 303 and prepared.method != "HEAD") or (status in (301, 302) and prepared.method == "POST")


@dataclass(frozen=True, slots=True)
class _Move:
    """A redirect that could be followed: from where, to where, and whether by GET without the body."""

    prepared: Prepared
    where: address.Address
    drops_body: bool

    @property
    def is_trusted(self) -> bool:
        """Whether all of the request may go there: the same origin, or a host that the settings trust."""
        return same_origin(self.prepared, self.where) or is_trusted_host(self.prepared, self.where)

    @property
    def leaves_encryption(self) -> bool:
        return self.prepared.scheme == "https" and self.where.scheme == "http"

    @property
    def takes_body_elsewhere(self) -> bool:
        if self.drops_body or self.is_trusted or not self.prepared.payload or not self.prepared.payload.size:
            return False
        return not (self.leaves_encryption and self.where.host.lower() == self.prepared.host.lower())  # that was asked already

    def refusal(self, granted: frozenset[str]) -> Step | None:
        """Return the question to be asked first, or the end where the settings forbid the hop; None if it may be taken."""
        settings = self.prepared.settings
        for holds, kind, setting, ask in (
            (self.leaves_encryption, "downgrade", settings.https_to_http, self._ask_downgrade),
            (self.takes_body_elsewhere, "body", settings.body_elsewhere, self._ask_body),
        ):
            if holds and kind not in granted and setting != "follow":
                step = ask()
                return step if setting == "ask" else Step(notes=(step.refused,))
        return None

    def _ask_downgrade(self) -> Step:
        url = self.where.url
        with_body = bool(self.prepared.payload and self.prepared.payload.size and not self.drops_body)
        why = _("From there on, everybody on the way can read and change what is sent and what comes back.")
        more = _("The request’s body would be sent again, readable for all.") if with_body else ""
        question = Question(
            "downgrade",
            _("Follow the redirect out of encryption?"),
            " ".join(part for part in (_("It leads from https to {url}.").format(url=_short(url)), why, more) if part),
            _("Follow"),
            _("Stop here"),
            url,
        )
        return Step(
            question=question, refused=_("The redirect to {url} was not followed: it would leave encryption.").format(url=_short(url))
        )

    def _ask_body(self) -> Step:
        url, payload = self.where.url, self.prepared.payload
        assert payload is not None
        question = Question(
            "body",
            _("Send the body again, to another server?"),
            ngettext(
                "The redirect leads to {host}, which would get the {n} byte that you sent to {former}.",
                "The redirect leads to {host}, which would get the {n} bytes that you sent to {former}.",
                payload.size,
            ).format(host=self.where.netloc, n=payload.size, former=_netloc(self.prepared)),
            _("Send it"),
            _("Stop here"),
            url,
        )
        text = _("The redirect to {url} was not followed: its body would go to another server.")
        return Step(question=question, refused=text.format(url=_short(url)))

    def step(self) -> Step:
        prepared, where, trusted = self.prepared, self.where, self.is_trusted
        headers, dropped = self._headers()
        may_sign = trusted or prepared.auth is None or prepared.settings.forward_authorization
        notes = []
        if dropped or not may_sign:
            text = _("Not sent on to {host}, another server: {names}.")
            names = dropped if dropped else [_("the credentials of the Auth tab")]
            notes.append(text.format(host=where.netloc, names=", ".join(names)))
        if self.leaves_encryption:
            notes.append(_("The redirect to {url} left encryption.").format(url=_short(where.url)))
        if where.userinfo is not None:
            notes.append(_("The user name and password in the redirect’s address were not used."))
        moved = replace(
            prepared,
            method="GET" if self.drops_body else prepared.method,
            payload=None if self.drops_body else prepared.payload,
            url=where.url,
            scheme=where.scheme,
            host=where.host,
            port=where.port,
            target=where.target,
            headers=headers,
            auth=prepared.auth if may_sign else None,
        )
        return Step(moved, tuple(notes))

    def _headers(self) -> tuple[tuple[Header, ...], list[str]]:
        kept: list[Header] = []
        dropped: list[str] = []
        same, trusted = same_origin(self.prepared, self.where), self.is_trusted
        for header in self.prepared.headers:
            name = header.name.lower()
            if self.drops_body and name in _OF_BODY:
                continue
            if name == "host" and (header.origin == "auto" or not same):
                kept.append(replace(header, value=self.where.host_header, origin="auto", secret=False))
            elif not trusted and carries_secret(self.prepared, header):
                dropped.append(header.name)
            else:
                kept.append(header)
        return tuple(kept), dropped


def _netloc(prepared: Prepared) -> str:
    return re.split(r"[/?#]", prepared.url.split("://", 1)[-1], maxsplit=1)[0]


def same_origin(prepared: Prepared, where: address.Address) -> bool:
    """Return whether scheme, host and port agree. From http to https on the same host and default ports counts as the same."""
    if prepared.host.lower() != where.host.lower():
        return False
    upgraded = (prepared.scheme, prepared.port, where.scheme, where.port) == ("http", 80, "https", 443)
    return upgraded or (prepared.scheme, prepared.port) == (where.scheme, where.port)


def is_trusted_host(prepared: Prepared, where: address.Address) -> bool:
    """Return whether the settings name a host as one that may get credentials by a redirect."""
    trusted = prepared.settings.trusted_hosts
    return bool(trusted) and bypassed(where.host, where.port, trusted)


def carries_secret(prepared: Prepared, header: Header) -> bool:
    """Return whether a header must not go to another origin: by its name, its origin, or a secret in it."""
    if header.name.lower() == "authorization" and prepared.settings.forward_authorization:
        return False
    if header.secret or header.origin in ("auth", "cookie") or is_sensitive(header.name):
        return True
    return any(len(secret) >= SHORTEST_SECRET and secret in f"{header.name}: {header.value}" for secret in prepared.secrets)
