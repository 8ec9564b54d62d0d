"""From what the user wrote to what goes on the wire: variables filled in, inherited parts in place, everything checked."""

from __future__ import annotations

import secrets as random_secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar

from curlew.model.auth import Auth
from curlew.model.body import WITHOUT_COMMENTS, UnknownBody
from curlew.model.inherit import Above, Surroundings, inherited_headers, settled_auth
from curlew.model.prepared import FilePart, Header, Payload, Prepared, SendSettings
from curlew.model.request import Request
from curlew.model.rows import Row
from curlew.model.template import PLACEHOLDER, Scope
from curlew.net import address
from curlew.net.auth import AUTH_KINDS, KEPT_ONLY
from curlew.net.auth.kind import with_note
from curlew.net.automatic import USER_AGENT, WITH_LENGTH, about_body, about_connection, with_origin, without_omitted
from curlew.net.bodies import BODY_KINDS, BodyContext
from curlew.net.files import FileAccess, unread
from curlew.net.filler import Filler
from curlew.net.framing import check_framing
from curlew.net.headers import checked, checked_method, is_sensitive, values
from curlew.net.settling import settled, with_files
from curlew.text import _

__all__ = ["USER_AGENT", "prepare", "prepare_with"]

NO_FALLBACKS = SendSettings()
NOWHERE = address.Address("http", "", 80, "/")
T = TypeVar("T")


class Attempt(Protocol):
    """Takes one step of preparing; what happens where it fails is the caller's."""

    def __call__(self, step: Callable[[], T], instead: T, /) -> T: ...


def _strictly(step: Callable[[], T], _instead: T) -> T:
    return step()


def fresh_boundary() -> str:
    return "curlew-" + random_secrets.token_hex(16)


def prepare(
    request: Request,
    around: Surroundings,
    scope: Scope,
    files: FileAccess = unread,
    fallbacks: SendSettings = NO_FALLBACKS,
    boundary: Callable[[], str] = fresh_boundary,
) -> Prepared:
    """Return the request as it will be sent. Raise SendingError, in plain words, if it cannot be.

    fallbacks: what counts where neither the request nor anything above it says otherwise.
    Pure with the default `files`, which touches no disk: that is what previews and exports use.
    """
    prepared = prepare_with(_strictly, request, around, scope, files, fallbacks, boundary)
    kept = without_omitted(prepared.headers, prepared.settings.omit)
    return prepared if kept is prepared.headers else replace(prepared, headers=kept)


def prepare_with(
    attempt: Attempt,
    request: Request,
    around: Surroundings,
    scope: Scope,
    files: FileAccess,
    fallbacks: SendSettings,
    boundary: Callable[[], str],
) -> Prepared:
    """Take each step of preparing through `attempt`, so that one can go on where a request is not finished.

    The headers that the settings leave out are still among the others.
    """
    filler = Filler(scope)
    notes: list[str] = []
    settings = attempt(lambda: settled(request, around, filler, fallbacks), fallbacks)
    method = attempt(lambda: checked_method(filler.fill(request.method), settings.as_is), "GET")
    where = attempt(lambda: _address(request, filler, method, settings), NOWHERE)
    settings = attempt(lambda: with_files(settings, where.host, where.port, files), settings)
    notes += where.notes
    own = _own_headers(request, around, filler, settings.as_is)
    payload = attempt(lambda: _payload(request, filler, files, values(own, "content-type"), boundary, notes), None)
    prepared = Prepared(
        method,
        where.url,
        where.scheme,
        where.host,
        where.port,
        where.target,
        (*about_connection(where.host_header, own), *own),
        payload,
        settings,
        notes=tuple(notes),
    )
    if where.scheme == "https" and not settings.verify_tls:
        prepared = with_note(prepared, _("The server’s certificate was not checked: TLS verification is off for this request."))
    signed = prepared
    prepared = attempt(lambda: _signed(signed, request, around, filler, where), signed)
    headers = [*prepared.headers, *about_body(method, payload, request.body, prepared.headers)]
    return _finished(attempt, prepared, headers, filler, files is not unread)


def _address(request: Request, filler: Filler, method: str, settings: SendSettings) -> address.Address:
    text = filler.fill(request.url)
    unset = tuple(found.group(1).strip() for found in PLACEHOLDER.finditer(address.host_part(text)))
    filler.refuse_missing(unset, _("It stands in the URL’s host, so there is nothing to connect to."))
    wanted = {row.name: row.value for row in reversed(request.params) if row.kind == "path" and row.enabled}
    used = {name: filler.fill(wanted[name]) for name in address.segment_names(text) if name in wanted}
    return address.parse(text, settings.encode_url, used, method, settings.as_is)


def _own_headers(request: Request, around: Surroundings, filler: Filler, as_is: bool) -> list[Header]:
    """Return inherited and own headers in order; an own one replaces the inherited ones of its name."""
    own = [_header(row, filler, as_is) for row in request.headers if row.enabled and (row.name or row.value)]
    names = {header.name.lower() for header in own}
    inherited = [_header(row, filler, as_is, giver) for row, giver in inherited_headers(around)]
    return [header for header in inherited if header.name.lower() not in names] + own


def _header(row: Row, filler: Filler, as_is: bool, giver: Above | None = None) -> Header:
    name = filler.fill(row.name)
    name = name if as_is else name.strip(" \t")
    filled, has_secret = filler.fill_marked(row.value)
    secret = has_secret or is_sensitive(name)
    if giver is None:
        return Header(name, filled, secret=secret)
    return Header(name, filled, "inherited", giver.name, secret, _("inherited from {name}").format(name=giver.name))


def _payload(
    request: Request, filler: Filler, files: FileAccess, content_type: list[str], boundary: Callable[[], str], notes: list[str]
) -> Payload | None:
    body = request.body
    if body is None:
        return None
    kind = BODY_KINDS.get(body.kind)
    if kind is None or isinstance(body, UnknownBody):
        notes.append(_("Curlew does not know the body kind {kind}, so no body was sent.").format(kind=body.kind or "?"))
        return None
    plain = request.extensions.get(WITHOUT_COMMENTS) is True
    context = BodyContext(filler, files, content_type[0] if content_type else "", boundary, notes, plain)
    payload = kind.encode(body, context)
    empty = payload is not None and not payload.parts and request.method.upper() not in WITH_LENGTH
    return None if empty else payload  # an empty editor is no body: a GET says nothing about it


def _signed(prepared: Prepared, request: Request, around: Surroundings, filler: Filler, where: address.Address) -> Prepared:
    auth, giver = settled_auth(request.auth, around)
    if where.userinfo is not None and auth is not None and auth.kind != "none":
        prepared = with_note(prepared, _("User name and password in the URL were not used: the Auth tab says otherwise."))
    if auth is not None and auth.kind in KEPT_ONLY:
        text = _("{kind} authentication cannot be used yet: this request was sent without it.")
        return with_note(prepared, text.format(kind=KEPT_ONLY[auth.kind]))
    if auth is not None and auth.kind not in AUTH_KINDS:
        return with_note(prepared, _("Curlew does not know the auth kind {kind}: this request was sent without it.").format(kind=auth.kind))
    if (auth is None or auth.kind == "none") and where.userinfo:
        return _signed_by_url(prepared, where.userinfo)
    if auth is None:
        return prepared
    filled = Auth(auth.kind, filler.fill_all(dict(auth.fields)))
    applied = replace(AUTH_KINDS[auth.kind].apply(filled, prepared), auth=filled)
    label = AUTH_KINDS[auth.kind].label
    if giver is None:
        return with_origin(applied, _("from Auth: {kind}").format(kind=label))
    return with_origin(applied, _("from Auth: {kind}, inherited from {name}").format(kind=label, name=giver.name), giver.name)


def _signed_by_url(prepared: Prepared, userinfo: str) -> Prepared:
    """Send `user:password@` of a URL as Basic authentication, as curl and browsers do, and say so."""
    from urllib.parse import unquote

    user, _colon, password = userinfo.partition(":")
    auth = Auth("basic", {"username": unquote(user), "password": unquote(password)})
    note = _("User name and password in the URL were sent as Authorization: Basic.")
    applied = replace(AUTH_KINDS["basic"].apply(auth, prepared), auth=auth)
    return with_note(with_origin(applied, _("from the user name in the URL")), note)


def _finished(attempt: Attempt, prepared: Prepared, described: list[Header], filler: Filler, sized: bool) -> Prepared:
    notes, settings = [*prepared.notes, *filler.notes()], prepared.settings
    headers = tuple([attempt(lambda header=header: checked(header, notes, settings), header) for header in described])  # type: ignore[misc]
    size = prepared.payload.size if prepared.payload else 0
    known = size if sized or not _has_files(prepared) else None
    attempt(lambda: check_framing(without_omitted(headers, settings.omit), known, settings.as_is, notes), None)
    secrets = tuple(dict.fromkeys((*prepared.secrets, *filler.secrets))) if filler.secrets else prepared.secrets
    if (headers, tuple(notes), secrets, filler.missing) == (prepared.headers, prepared.notes, prepared.secrets, prepared.missing):
        return prepared
    return replace(prepared, headers=headers, notes=tuple(notes), missing=filler.missing, secrets=secrets)


def _has_files(prepared: Prepared) -> bool:
    return prepared.payload is not None and any(isinstance(part, FilePart) for part in prepared.payload.parts)
