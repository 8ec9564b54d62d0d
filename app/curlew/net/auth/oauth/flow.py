"""The token of a request: the kept one, a renewed one or a new one; fetched once, however many requests wait for it."""

from __future__ import annotations

from dataclasses import fields

from curlew.model.auth import Auth
from curlew.model.prepared import Prepared
from curlew.model.template import PLACEHOLDER
from curlew.net.access import AuthContext
from curlew.net.address import host_part
from curlew.net.auth.failing import AuthError
from curlew.net.auth.oauth.asking import fetch, grant, renew
from curlew.net.auth.oauth.browser import sign_in
from curlew.net.auth.oauth.settings import CLIENT, CODE, IMPLICIT, PASSWORD, OAuthSettings, settings_of
from curlew.net.auth.oauth.token import RefusedError, Token, from_json
from curlew.net.errors import SendingError
from curlew.text import _


def whole_settings(auth: Auth) -> OAuthSettings:
    """Return the settings. Raise SendingError where a variable in them has no value."""
    settings = settings_of(auth)
    texts = [value for field in fields(settings) if isinstance(value := getattr(settings, field.name), str)]
    texts += [one.value for one in (*settings.for_authorization, *settings.for_token, *settings.for_refresh)]
    for text in texts:
        unset = PLACEHOLDER.search(text)
        if unset is not None:
            title = _("Variable {name} is not set").format(name=unset.group(1).strip())
            hint = _("Set it in an environment, the collection, a folder or the request; a secret one in the environment’s editor.")
            raise SendingError("variable", title, _("The OAuth 2 settings need it to fetch a token."), hint, "prepare", field="auth")
    return settings


async def kept(settings: OAuthSettings, context: AuthContext) -> Token | None:
    return from_json(await context.secrets.get(settings.key))


async def current(settings: OAuthSettings, base: Prepared, context: AuthContext) -> Token | None:
    """Return a token that is good for now: the kept one, else renewed, else new. None where nothing may be fetched by itself."""
    token = await kept(settings, context)
    if token is not None and not token.is_due(context.clock()):
        return token
    async with context.secrets.lock(settings.key):
        token = await kept(settings, context)
        if token is not None:
            if not token.is_due(context.clock()):
                return token
            renewed = await _renewed_in_time(settings, token, base, context)
            if renewed is not None:
                return renewed
        if not settings.auto_fetch:
            context.say(_("There is no valid token, and fetching one by itself is switched off; the request went out without."))
            return None
        return await _obtained(settings, base, context)


async def _renewed_in_time(settings: OAuthSettings, token: Token, base: Prepared, context: AuthContext) -> Token | None:
    """Return the renewed token, or the old one as long as it is valid; None for neither. Raise SendingError as `renew`."""
    try:
        renewed = await _renewed(settings, token, base, context)
    except SendingError as error:
        if token.is_over(context.clock()):
            raise
        context.say(_("The token could not be renewed: {reason}").format(reason=error.reason or error.title))
        return token
    return renewed or (None if token.is_over(context.clock()) else token)


async def anew(settings: OAuthSettings, base: Prepared, context: AuthContext) -> Token:
    """Fetch a new token, whatever is kept."""
    async with context.secrets.lock(settings.key):
        return await _obtained(settings, base, context)


async def refreshed(settings: OAuthSettings, base: Prepared, context: AuthContext) -> Token:
    """Renew the kept token now. Raise SendingError where it cannot be renewed."""
    async with context.secrets.lock(settings.key):
        token = await kept(settings, context)
        if token is None or not token.refresh:
            reason = _("The provider gave no refresh token with it.") if token else _("There is no token yet.")
            raise AuthError(_("The token cannot be renewed"), reason, _("Fetch a new one."))
        return await _keep(settings, await renew(settings, token, base, context), context)


async def after_refusal(settings: OAuthSettings, used: str, base: Prepared, context: AuthContext) -> bool:
    """Return whether there is another token than the one that a server refused with 401."""
    async with context.secrets.lock(settings.key):
        token = await kept(settings, context)
        if token is not None and used not in (token.access, token.identity):
            return True  # another request was quicker
        if token is not None and settings.auto_refresh and token.refresh and await _renewed(settings, token, base, context):
            return True
        if settings.flow in (CLIENT, PASSWORD) and settings.auto_fetch:
            await _obtained(settings, base, context)
            return True
    context.say(_("The server did not accept the access token. Sign in again in the Auth tab."))
    return False


async def _renewed(settings: OAuthSettings, token: Token, base: Prepared, context: AuthContext) -> Token | None:
    """Return the renewed token; None where it cannot be renewed, and the server said so."""
    if not settings.auto_refresh or not token.refresh:
        return None
    try:
        renewed = await _keep(settings, await renew(settings, token, base, context), context)
        context.mark(_("the access token was renewed at {host}").format(host=_host(settings.refresh_url)))
        return renewed
    except RefusedError as error:
        if error.error in ("invalid_grant", "invalid_token"):
            await context.secrets.set(settings.key, None)
        context.say(_("The token could not be renewed: {reason}").format(reason=error.reason))
        return None


async def _obtained(settings: OAuthSettings, base: Prepared, context: AuthContext) -> Token:
    if settings.flow == CODE:
        token = await sign_in(settings, base, context)
    elif settings.flow in (CLIENT, PASSWORD):
        token = await fetch(settings, grant(settings), base, context)
    else:
        raise _unusable(settings.flow)
    context.state["oauth2 fresh"] = True
    context.mark(_("a new access token from {host}").format(host=_host(settings.token_url)))
    return await _keep(settings, token, context)


def _host(url: str) -> str:
    return host_part(url).rpartition("@")[2]


def _unusable(flow: str) -> AuthError:
    title = _("The grant type {flow} cannot be used").format(flow=flow)
    reason = _("Curlew does not know it.")
    if flow == IMPLICIT:
        reason = _("It puts the token into the browser’s address, which the rules for OAuth 2 forbid by now (RFC 9700 section 2.1.2).")
    return AuthError(title, reason, _("Use the authorization code grant with PKCE."))


async def _keep(settings: OAuthSettings, token: Token, context: AuthContext) -> Token:
    await context.secrets.set(settings.key, token.to_json())
    return token
