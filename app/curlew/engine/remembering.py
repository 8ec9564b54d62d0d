"""What the history keeps of a send: masked by the names of fields and headers, and by the values of secrets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from operator import attrgetter, is_
from typing import Any

from curlew.engine.redact import MASK, Redactor, is_masked_header
from curlew.model.auth import Auth
from curlew.model.content import Content
from curlew.model.exchange import Exchange, Hop
from curlew.model.request import Request
from curlew.net.auth import AUTH_KINDS
from curlew.storage.exchange_json import LARGEST_BODY
from curlew.storage.history import HistoryEntry
from curlew.storage.opencollection import codec

LONG_ENOUGH = 8
_SECRET_FIELD = re.compile(r"password|secret|token|key|credential|passphrase|assertion", re.IGNORECASE)


def entry_of(request: Request, exchange: Exchange, path: str = "", collection: str = "", environment: str = "") -> HistoryEntry:
    """Return the line of the list for a send."""
    redactor = Redactor((*exchange.secrets, *typed_secrets(request)))
    sent = exchange.hops[0].request if exchange.hops else None  # what was asked for, not where redirects led
    response = exchange.response
    return HistoryEntry(
        "",
        exchange.started,
        sent.method if sent else request.method,
        redactor.about(sent.url if sent else request.url),
        response.status if response else None,
        response.reason if response else "",
        exchange.error.kind if exchange.error else "",
        exchange.timings.total,
        response.body.size if response else 0,
        request.name,
        path,
        collection,
        environment,
    )


def kept_of(request: Request, exchange: Exchange) -> Callable[[], tuple[Exchange, str]]:
    """Return what makes the masked exchange and the request's masked text; called in the history's thread."""

    def make() -> tuple[Exchange, str]:
        redactor = Redactor((*exchange.secrets, *typed_secrets(request), *cookie_secrets(exchange)))
        hops = tuple([_trimmed(hop, redactor) for hop in exchange.hops])
        trimmed = exchange if all(map(is_, hops, exchange.hops)) else replace(exchange, hops=hops)
        return redactor.exchange(trimmed), redactor.text(_rendered(request))

    return make


_ADDRESS = ("name", "kind", "method", "url")
_more_than_address = attrgetter(*(field.name for field in fields(Request) if field.name not in _ADDRESS))
_NO_MORE = _more_than_address(Request())
_last_rendered: list[tuple[Request, str]] = []


def _rendered(request: Request) -> str:
    """Return a request's text without typed credentials. Who sends a request often sends it again: the last text is remembered."""
    if _last_rendered and _is_same(_last_rendered[0][0], request):
        return _last_rendered[0][1]
    text = codec.render_item(masked_request(request), None)
    _last_rendered[:] = [(request, text)]
    return text


def _is_same(one: Request, other: Request) -> bool:
    """Whether two requests surely have the same text. Equal ones may not, where they hold data of any type: 1 equals 1.0 and true."""
    return one is other or (one == other and _more_than_address(one) == _NO_MORE)


def _trimmed(hop: Hop, redactor: Redactor) -> Hop:
    asked = _cut(hop.request.body, redactor)
    request, response = hop.request if asked is hop.request.body else replace(hop.request, body=asked), hop.response
    if response is not None:
        came = _cut(response.body, redactor)
        response = response if came is response.body else replace(response, body=came)
    return hop if request is hop.request and response is hop.response else replace(hop, request=request, response=response)


def _cut(content: Content, redactor: Redactor) -> Content:
    """Return the part of a body that is kept, masked; its size stays that of the whole where it was cut."""
    if content.data is not None and content.size <= LARGEST_BODY and redactor.masks_nothing:
        return content
    try:
        data = content.read(LARGEST_BODY)
    except OSError:  # its spool file has gone
        return Content(b"", None, content.size)
    masked = redactor.data(data)
    return Content(masked, None, len(masked) if len(data) == content.size else content.size)


def masked_request(request: Request) -> Request:
    """Return a request without the credentials that stand in it as typed; those given by variables stay."""
    headers = tuple(
        replace(row, value=MASK) if row.value and "{{" not in row.value and is_masked_header(row.name) else row for row in request.headers
    )
    return replace(request, headers=headers, auth=request.auth and _masked_auth(request.auth), examples=())


def typed_secrets(request: Request) -> tuple[str, ...]:
    """Return the credentials that stand in a request as typed: servers that echo send them back. Short ones are no secrets."""
    values = [value for row in request.headers if is_masked_header(row.name) for value in _credentials(row.name, row.value)]
    if request.auth is not None:
        values += _secret_fields(request.auth)
    return tuple(dict.fromkeys(value for value in values if len(value) >= LONG_ENOUGH and "{{" not in value))


def cookie_secrets(exchange: Exchange) -> tuple[str, ...]:
    """Return the values of cookies that went out or came in, where they look like keys: a page that echoes them tells who is logged in."""
    values: dict[str, None] = {}
    for hop in exchange.hops:
        said = hop.request.headers if hop.response is None else (*hop.request.headers, *hop.response.headers)
        for name, value in said:
            if name.lower() == "cookie":
                values.update(dict.fromkeys(_credentials(name, value)))
            elif name.lower() == "set-cookie":
                values[value.partition(";")[0].partition("=")[2].strip()] = None
    return tuple(value for value in values if _is_key(value))


def _is_key(value: str) -> bool:
    """Whether a cookie's value is more than a word such as `en-GB` or `dark`, which would mask half of a page."""
    return len(value) >= 2 * LONG_ENOUGH or (len(value) >= LONG_ENOUGH and any(letter.isdigit() for letter in value))


def _credentials(name: str, value: str) -> list[str]:
    """Return the parts of a header's value that are worth hiding: the values of cookies, what follows a scheme."""
    if "cookie" in name.lower():
        return [pair.partition("=")[2].strip() for pair in value.split(";")]
    return [value, value.partition(" ")[2]]


def _secret_fields(auth: Auth) -> list[str]:
    found: list[str] = []

    def look(value: Any, path: str) -> None:
        if isinstance(value, Mapping):
            for name, inner in value.items():
                look(inner, _below(path, name, value))
        elif isinstance(value, (list, tuple)):
            for inner in value:
                look(inner, path)
        elif isinstance(value, str) and _is_secret(auth.kind, path):
            found.append(value)

    look(auth.fields, "")
    return found


def _below(path: str, name: str, holder: Mapping[str, Any]) -> str:
    """Return the path of a part; the value of a named parameter goes by the parameter's name."""
    if name == "value" and isinstance(holder.get("name"), str):
        name = holder["name"]
    return f"{path}.{name}" if path else name


def _is_secret(kind: str, path: str) -> bool:
    """Whether a field of an auth holds a secret: by its kind where that declares it, else by its name."""
    known = AUTH_KINDS.get(kind)
    declared = known.field(path) if known is not None else None
    return declared.secret if declared is not None else bool(_SECRET_FIELD.search(path.rpartition(".")[2]))


def _masked_auth(auth: Auth) -> Auth:
    return replace(auth, fields={name: _masked_field(auth.kind, name, value) for name, value in auth.fields.items()})


def _masked_field(kind: str, path: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _masked_field(kind, _below(path, name, value), inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_masked_field(kind, path, inner) for inner in value]
    if not isinstance(value, str) or not value or "{{" in value:
        return value
    return MASK if _is_secret(kind, path) else value
