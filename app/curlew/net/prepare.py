"""From what the user wrote to what goes on the wire: variables filled in, inherited parts in place, everything checked."""

from __future__ import annotations

import re
import secrets as random_secrets
from collections.abc import Callable
from dataclasses import replace

from curlew import __version__
from curlew.model.auth import Auth
from curlew.model.body import UnknownBody
from curlew.model.inherit import Above, Surroundings, inherited_headers, settled_auth
from curlew.model.prepared import Header, Payload, Prepared, SendSettings
from curlew.model.request import Request
from curlew.model.template import PLACEHOLDER, Scope
from curlew.net import address
from curlew.net.auth import AUTH_KINDS, KEPT_ONLY
from curlew.net.auth.kind import with_note
from curlew.net.bodies import BODY_KINDS, BodyContext
from curlew.net.files import FileAccess, unread
from curlew.net.filler import Filler
from curlew.net.headers import checked, checked_method, is_sensitive, values
from curlew.net.settling import settled, with_files
from curlew.text import _

USER_AGENT = f"Curlew/{__version__}"
NO_FALLBACKS = SendSettings()
_WITH_LENGTH = {"POST", "PUT", "PATCH"}


def _fresh_boundary() -> str:
    return "curlew-" + random_secrets.token_hex(16)


def prepare(
    request: Request,
    around: Surroundings,
    scope: Scope,
    files: FileAccess = unread,
    fallbacks: SendSettings = NO_FALLBACKS,
    boundary: Callable[[], str] = _fresh_boundary,
) -> Prepared:
    """Return the request as it will be sent. Raise SendingError, in plain words, if it cannot be.

    fallbacks: what counts where neither the request nor anything above it says otherwise.
    Pure with the default `files`, which touches no disk: that is what previews and exports use.
    """
    filler = Filler(scope)
    notes: list[str] = []
    method = checked_method(filler.fill(request.method))
    settings = settled(request, around, filler, fallbacks)
    where = _address(request, filler, settings.encode_url)
    settings = with_files(settings, where.host, where.port, files)
    notes += where.notes
    own = _own_headers(request, around, filler)
    payload = _payload(request, filler, files, values(own, "content-type"), boundary, notes)
    prepared = Prepared(
        method,
        where.url,
        where.scheme,
        where.host,
        where.port,
        where.target,
        (*_automatic(where, own), *own),
        payload,
        settings,
        notes=tuple(notes),
    )
    if where.scheme == "https" and not settings.verify_tls:
        prepared = with_note(prepared, _("The server’s certificate was not checked: TLS verification is off for this request."))
    prepared = _signed(prepared, request, around, filler, where)
    prepared = replace(prepared, headers=(*prepared.headers, *_about_body(prepared)))
    return _finished(prepared, filler)


def _address(request: Request, filler: Filler, encode: bool) -> address.Address:
    text = filler.fill(request.url)
    unset = tuple(found.group(1).strip() for found in PLACEHOLDER.finditer(address.host_part(text)))
    filler.refuse_missing(unset, _("It stands in the URL’s host, so there is nothing to connect to."))
    wanted = {row.name: row.value for row in reversed(request.params) if row.kind == "path" and row.enabled}
    used = {name: filler.fill(wanted[name]) for name in address.segment_names(text) if name in wanted}
    return address.parse(text, encode, used)


def _own_headers(request: Request, around: Surroundings, filler: Filler) -> list[Header]:
    """Return inherited and own headers in order; an own one replaces the inherited ones of its name."""
    own = [_header(row.name, row.value, filler, "request", "") for row in request.headers if row.enabled and (row.name or row.value)]
    names = {header.name.lower() for header in own}
    inherited = [_header(row.name, row.value, filler, "inherited", giver.name) for row, giver in inherited_headers(around)]
    return [header for header in inherited if header.name.lower() not in names] + own


def _header(name: str, value: str, filler: Filler, origin: str, source: str) -> Header:
    name = filler.fill(name).strip(" \t")
    filled, has_secret = filler.fill_marked(value)
    return Header(name, filled, origin, source, has_secret or is_sensitive(name))


def _automatic(where: address.Address, own: list[Header]) -> list[Header]:
    given = {header.name.lower() for header in own}
    all_of_them = (("Host", where.host_header), ("User-Agent", USER_AGENT), ("Accept", "*/*"), ("Accept-Encoding", "gzip, deflate"))
    return [Header(name, value, "auto") for name, value in all_of_them if name.lower() not in given]


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
    payload = kind.encode(body, BodyContext(filler, files, content_type[0] if content_type else "", boundary, notes))
    empty = payload is not None and not payload.parts and request.method.upper() not in _WITH_LENGTH
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
    return _with_source(replace(AUTH_KINDS[auth.kind].apply(filled, prepared), auth=filled), giver)


def _signed_by_url(prepared: Prepared, userinfo: str) -> Prepared:
    """Send `user:password@` of a URL as Basic authentication, as curl and browsers do, and say so."""
    from urllib.parse import unquote

    user, _colon, password = userinfo.partition(":")
    auth = Auth("basic", {"username": unquote(user), "password": unquote(password)})
    note = _("User name and password in the URL were sent as Authorization: Basic.")
    return with_note(replace(AUTH_KINDS["basic"].apply(auth, prepared), auth=auth), note)


def _with_source(prepared: Prepared, giver: Above | None) -> Prepared:
    if giver is None:
        return prepared
    headers = tuple(replace(header, source=giver.name) if header.origin == "auth" else header for header in prepared.headers)
    return replace(prepared, headers=headers)


def _about_body(prepared: Prepared) -> list[Header]:
    payload, found = prepared.payload, []
    if payload is not None and payload.content_type and not values(prepared.headers, "content-type"):
        found.append(Header("Content-Type", payload.content_type, "auto"))
    framed = values(prepared.headers, "content-length") or values(prepared.headers, "transfer-encoding")
    if not framed and (payload is not None or prepared.method.upper() in _WITH_LENGTH):
        found.append(Header("Content-Length", str(payload.size if payload else 0), "auto"))
    return found


def _finished(prepared: Prepared, filler: Filler) -> Prepared:
    notes = [*prepared.notes, *filler.notes()]
    headers = tuple(checked(header, notes) for header in prepared.headers)
    size = prepared.payload.size if prepared.payload else 0
    for length in values(headers, "content-length"):
        if not re.fullmatch(r"[0-9]+", length) or int(length) != size:
            notes.append(
                _("Content-Length says {said}, but the body has {size} bytes; it was sent as typed.").format(said=length or "?", size=size)
            )
    secrets = tuple(dict.fromkeys((*prepared.secrets, *filler.secrets)))
    return replace(prepared, headers=headers, notes=tuple(notes), missing=filler.missing, secrets=secrets)
