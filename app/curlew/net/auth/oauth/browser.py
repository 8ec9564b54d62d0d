"""Signing in with the system's browser: authorization code with PKCE (RFC 6749 section 4.1, RFC 7636, RFC 8252)."""

from __future__ import annotations

import asyncio
import base64
import hashlib

from curlew.model.prepared import Prepared
from curlew.net import address
from curlew.net.access import AuthContext
from curlew.net.auth.failing import AuthError
from curlew.net.auth.oauth.asking import fetch, with_parameters
from curlew.net.auth.oauth.listener import Listener, callback_of
from curlew.net.auth.oauth.settings import OAuthSettings
from curlew.net.auth.oauth.token import Token
from curlew.text import _

SIGN_IN_WITHIN_S = 300.0


def challenge_of(verifier: str, method: str) -> str:
    """Return the code challenge (RFC 7636 section 4.2)."""
    return _base64(hashlib.sha256(verifier.encode("ascii")).digest()) if method == "S256" else verifier


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def authorization_address(settings: OAuthSettings, redirect: str, state: str, verifier: str) -> str:
    """Return the page to open. Raise SendingError where it is none that a browser should be sent to."""
    if not settings.authorization_url:
        title = _("There is no authorization URL")
        raise AuthError(title, _("The Auth tab names none."), _("Enter the provider’s sign-in page."))
    where = address.parse(settings.authorization_url)  # refuses what is neither http nor https: no other program is to be started
    parameters = [("response_type", "code"), ("client_id", settings.client_id), ("redirect_uri", redirect)]
    parameters += [("scope", settings.scope)] if settings.scope else []
    parameters += [("state", state)]
    if settings.pkce:
        parameters += [("code_challenge", challenge_of(verifier, settings.pkce)), ("code_challenge_method", settings.pkce)]
    parameters += [(one.name, one.value) for one in settings.for_authorization if one.placement != "header"]
    return with_parameters(where.url, parameters)


async def sign_in(settings: OAuthSettings, base: Prepared, context: AuthContext) -> Token:
    """Open the sign-in page, wait for the browser to come back, and fetch the token. Cancelling ends all of it at once."""
    if context.open_browser is None:
        reason = _("The authorization code grant needs a person at a browser.")
        hint = _("Fetch the token in the window first, or use the client credentials grant.")
        raise AuthError(_("Nobody can sign in here"), reason, hint)
    state = settings.state or _base64(context.random(24))
    verifier = _base64(context.random(32))
    async with Listener(callback_of(settings.callback_url), state) as listener:
        page = authorization_address(settings, listener.address, state, verifier)
        await context.open_browser(page)
        try:
            async with asyncio.timeout(SIGN_IN_WITHIN_S):
                answer = await context.patiently(listener.answer())
        except TimeoutError:
            raise _nobody_came() from None
    if "code" not in answer:
        raise _refused(answer)
    parameters = {"grant_type": "authorization_code", "code": answer["code"], "redirect_uri": listener.address}
    if not settings.client_in_body:
        parameters |= {"client_id": settings.client_id}
    return await fetch(settings, parameters | ({"code_verifier": verifier} if settings.pkce else {}), base, context)


def _nobody_came() -> AuthError:
    minutes = int(SIGN_IN_WITHIN_S // 60)
    reason = _("The browser did not come back within {n} minutes; perhaps its window was closed.").format(n=minutes)
    hint = _("Send again for the page. The provider has to know the redirect address as the Auth tab shows it.")
    return AuthError(_("Nobody signed in"), reason, hint)


def _refused(answer: dict[str, str]) -> AuthError:
    said = ": ".join(part for part in (answer.get("error", ""), answer.get("error_description", "")) if part)
    hint = (
        _("Sign in again, and allow what is asked.")
        if answer.get("error") == "access_denied"
        else _("Compare the Auth tab with the provider.")
    )
    reason = _("The provider said: {said}").format(said=said[:400]) if said else _("The browser came back without a code.")
    return AuthError(_("The sign-in did not succeed"), reason, hint)
