"""The OAuth 2 token of a request: looked at, fetched, renewed and forgotten outside of a send."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from curlew.engine.send import Sender, SendJob, preview
from curlew.model.auth import Auth
from curlew.model.prepared import Prepared
from curlew.model.token import TokenState
from curlew.net.access import AuthContext
from curlew.net.auth.failing import AuthError
from curlew.net.auth.oauth.flow import anew, kept, refreshed, whole_settings
from curlew.net.auth.oauth.settings import OAuthSettings, settings_of
from curlew.net.auth.oauth.token import Token, state_of
from curlew.net.errors import SendingError
from curlew.text import _

if TYPE_CHECKING:
    from curlew.engine.sending import Sending
    from curlew.model.request import Request

KIND = "oauth2"
NO_TOKEN = TokenState("none")


class TokenDesk:
    """What a person does with tokens in the Auth tab. A request stands for its own auth, or for the one that it inherits.

    item_id and place as in `Sending.send`.
    """

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    async def state(self, request: Request, item_id: int | None = None, place: str = "") -> TokenState:
        """Return what may be shown of the token; status `none` where there is none, or no OAuth 2."""
        job = await self._sending.job(request, item_id, place=place)
        try:
            auth, _base, context = _parts(self._sending.sender, job)
        except SendingError:
            return NO_TOKEN
        if auth is None:
            return NO_TOKEN
        return self._state(settings_of(auth), await kept(settings_of(auth), context))

    async def fetch(self, request: Request, item_id: int | None = None, place: str = "") -> TokenState:
        """Fetch a new token, signing in where that is needed. Raises SendingError in words; cancelling ends a sign-in at once."""
        return await self._renewed(anew, request, item_id, place)

    async def refresh(self, request: Request, item_id: int | None = None, place: str = "") -> TokenState:
        """Renew the token with its refresh token. Raises SendingError in words."""
        return await self._renewed(refreshed, request, item_id, place)

    async def forget(self, request: Request, item_id: int | None = None, place: str = "") -> None:
        job = await self._sending.job(request, item_id, place=place)
        auth, _base, context = _parts(self._sending.sender, job)
        if auth is not None:
            await context.secrets.set(settings_of(auth).key, None)

    async def value(self, request: Request, item_id: int | None = None, place: str = "") -> str:
        """Return the token itself, to be copied by the person; empty for none."""
        job = await self._sending.job(request, item_id, place=place)
        auth, _base, context = _parts(self._sending.sender, job)
        token = await kept(settings_of(auth), context) if auth is not None else None
        if token is None or auth is None:
            return ""
        return token.identity if settings_of(auth).source == "id_token" else token.access

    async def _renewed(
        self, do: Callable[[OAuthSettings, Prepared, AuthContext], Awaitable[object]], request: Request, item_id: int | None, place: str
    ) -> TokenState:
        job = await self._sending.job(request, item_id, place=place)
        auth, base, context = _parts(self._sending.sender, job)
        if auth is None:
            raise AuthError(_("There is no OAuth 2 here"), _("Another kind is chosen, or none."))
        settings = whole_settings(auth)
        await do(settings, base, context)
        return self._state(settings, await kept(settings, context))

    def _state(self, settings: OAuthSettings, token: Token | None) -> TokenState:
        state = state_of(token, time.time(), settings.scope, settings.source)
        return replace(state, kept=self._sending.tokens.kept)


def _parts(sender: Sender, job: SendJob) -> tuple[Auth | None, Prepared, AuthContext]:
    """Return the auth with its variables filled in (None where it is not OAuth 2), a request for its settings, and what it may use.

    The request's own address does not count: a token can be fetched before there is one.
    """
    bare = replace(job.request, method="GET", url="http://localhost/", headers=(), params=(), body=None, scripts=())
    base = preview(replace(job, request=bare))
    auth = base.auth if base.auth is not None and base.auth.kind == KIND else None
    return auth, base, sender.auth_context(job)
