"""Requests to a token endpoint (RFC 6749 sections 4 and 6), sent with the TLS and proxy settings of the request that needs the token."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote_plus, urlencode

from curlew.model.exchange import Exchange
from curlew.model.prepared import Header, Payload, Prepared
from curlew.net import address
from curlew.net.access import AuthContext
from curlew.net.auth.failing import AuthError
from curlew.net.auth.oauth.settings import CLIENT, PASSWORD, Extra, OAuthSettings
from curlew.net.auth.oauth.token import Token, read_answer
from curlew.net.blocking import in_daemon_thread
from curlew.net.bodies.kind import utf8
from curlew.net.headers import checked, values
from curlew.text import _

LARGEST_ANSWER = 1024 * 1024
_SECRET = ("code", "code_verifier", "refresh_token", "password")
FORM = "application/x-www-form-urlencoded"


async def fetch(settings: OAuthSettings, parameters: dict[str, str], base: Prepared, context: AuthContext) -> Token:
    """Ask for a new token with the parameters of a grant."""
    return await _ask(settings, settings.token_url, parameters, settings.for_token, base, context, None)


async def renew(settings: OAuthSettings, token: Token, base: Prepared, context: AuthContext) -> Token:
    """Ask for a new token with the refresh token of an old one."""
    parameters = {"grant_type": "refresh_token", "refresh_token": token.refresh}
    if settings.scope:
        parameters["scope"] = settings.scope
    return await _ask(settings, settings.refresh_url, parameters, settings.for_refresh, base, context, token)


def grant(settings: OAuthSettings) -> dict[str, str]:
    """Return the parameters of the grants that need no browser."""
    found = {"grant_type": "client_credentials"} if settings.flow == CLIENT else {"grant_type": "password"}
    if settings.flow == PASSWORD:
        found |= {"username": settings.username, "password": settings.password}
    return found | ({"scope": settings.scope} if settings.scope else {})


async def _ask(
    settings: OAuthSettings,
    url: str,
    parameters: dict[str, str],
    extras: tuple[Extra, ...],
    base: Prepared,
    context: AuthContext,
    before: Token | None,
) -> Token:
    secrets = (*(parameters[name] for name in _SECRET if parameters.get(name)), *filter(None, (settings.client_secret,)))
    context.hide(secrets)  # a server that refuses may repeat them
    request = token_request(settings, url, parameters, extras, base)
    exchange = await context.send(request)
    response = exchange.response
    if exchange.error is not None or response is None:
        raise _unreachable(exchange, request.url)
    body = await in_daemon_thread(lambda: response.body.read(LARGEST_ANSWER)) if response.body.path else response.body.read(LARGEST_ANSWER)
    return read_answer(response.status, body, context.clock(), before, secrets)


def token_request(settings: OAuthSettings, url: str, parameters: dict[str, str], extras: tuple[Extra, ...], base: Prepared) -> Prepared:
    """Return a POST with the parameters and what the client says about itself. base: the request that needs the token."""
    if not url:
        title = _("There is no token URL")
        raise AuthError(title, _("The Auth tab names none."), _("Enter where the provider gives out tokens."))
    where = address.parse(with_parameters(url, ((one.name, one.value) for one in extras if one.placement == "query")))
    form = dict(parameters)
    headers = [Header("Host", where.host_header), *(header for header in base.headers if header.name.lower() == "user-agent")]
    headers.append(Header("Accept", "application/json"))
    headers.append(Header("Content-Type", FORM))
    if settings.client_in_body:
        form |= {"client_id": settings.client_id} if settings.client_id else {}
        form |= {"client_secret": settings.client_secret} if settings.client_secret else {}
    else:
        what = _("The client’s ID or secret")
        pair = ":".join(quote_plus(utf8(text, what)) for text in (settings.client_id, settings.client_secret))  # RFC 6749 section 2.3.1
        headers.append(Header("Authorization", "Basic " + base64.b64encode(pair.encode()).decode(), secret=True))
    headers += [checked(Header(one.name, one.value, secret=True), []) for one in extras if one.placement == "header"]
    form |= {one.name: one.value for one in extras if one.placement not in ("header", "query")}
    body = utf8(_form(form), _("A parameter of the token request"))
    headers.append(Header("Content-Length", str(len(body))))
    plain = replace(base.settings, follow_redirects=False, as_is=False, omit=(), unix_socket="", max_body=LARGEST_ANSWER)
    return Prepared(
        "POST",
        where.url,
        where.scheme,
        where.host,
        where.port,
        where.target,
        _unique(headers),
        Payload((body,), FORM, len(body)),
        plain,
        secrets=base.secrets,
    )


def _form(form: dict[str, str]) -> str:
    try:
        return urlencode(form)
    except UnicodeEncodeError:
        return "\udc00"  # refused with its reason by `utf8`


def _unique(headers: list[Header]) -> tuple[Header, ...]:
    """Let a header that was added by hand replace ours of its name."""
    return tuple(header for at, header in enumerate(headers) if not values(headers[at + 1 :], header.name))


def with_parameters(url: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Return a URL with parameters added to its query, its fragment cut off."""
    try:
        added = urlencode(list(parameters))
    except UnicodeEncodeError:
        title = _("A parameter of the sign-in holds half of a character")
        raise AuthError(title, _("A lone surrogate has no bytes."), _("Remove it in the Auth tab.")) from None
    url = url.partition("#")[0]
    return f"{url}{'&' if '?' in url else '?'}{added}" if added else url


def _unreachable(exchange: Exchange, url: str) -> AuthError:
    error = exchange.error
    title = _("No token could be fetched from {url}").format(url=url.partition("?")[0])
    if error is None:
        return AuthError(title, _("No answer came."))
    return AuthError(title, " ".join(part for part in (error.title + ".", error.reason) if part), error.hint)
