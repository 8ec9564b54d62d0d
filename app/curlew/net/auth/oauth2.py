"""OAuth 2.0 (RFC 6749): the kind; how tokens are fetched stands in `net/auth/oauth`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curlew.model.auth import Auth
from curlew.model.exchange import Response
from curlew.model.prepared import Prepared
from curlew.net.access import AuthContext
from curlew.net.auth.failing import AuthError
from curlew.net.auth.fields import Field
from curlew.net.auth.kind import AuthKind, has_typed, signed, with_query, with_secret
from curlew.net.auth.oauth.settings import CLIENT, CODE, FLOW_ALIASES, IMPLICIT, PASSWORD, OAuthSettings, settings_of
from curlew.net.errors import SendingError
from curlew.text import _

if TYPE_CHECKING:
    from curlew.net.auth.oauth.token import Token

USED, TRIED = "oauth2 used", "oauth2 tried"
"""What is remembered of a send: the token that went out last, and that a refused one was renewed already."""


def apply(auth: Auth, prepared: Prepared) -> Prepared:
    return with_secret(prepared, auth.text("credentials.clientSecret"), auth.text("resourceOwner.password"))


async def sign(auth: Auth, prepared: Prepared, context: AuthContext) -> Prepared:
    from curlew.net.auth.oauth.flow import current, whole_settings  # with a server for the browser, which a start need not load

    settings = whole_settings(auth)
    if settings.header and has_typed(prepared, settings.header):
        return signed(prepared, context, settings.header, "")  # says that the typed one counts
    token = await current(settings, prepared, context)
    if token is None:
        return prepared
    value = _wanted(settings, token)
    context.state[USED] = value
    hidden = with_secret(prepared, *token.secrets)
    if settings.query:
        return with_query(hidden, settings.query, value, _("The access token"))
    return signed(hidden, context, settings.header, f"{settings.prefix} {value}".strip())


def _wanted(settings: OAuthSettings, token: Token) -> str:
    if settings.source != "id_token":
        return token.access
    if not token.identity:
        reason = _("The provider sent an access token, but no id_token.")
        hint = _("Ask for the scope openid, or choose the access token in the Auth tab.")
        raise AuthError(_("There is no ID token"), reason, hint)
    return token.identity


async def answer(auth: Auth, prepared: Prepared, response: Response, context: AuthContext) -> bool:
    """After a 401 renew the token, once in a send; the 401 itself stays to be seen where that does not help."""
    from curlew.net.auth.oauth.flow import after_refusal, whole_settings

    used = context.state.get(USED)
    if response.status != 401 or not used or context.state.get(TRIED) or context.state.get("oauth2 fresh"):
        return False
    context.state[TRIED] = True
    try:
        return await after_refusal(whole_settings(auth), used, prepared, context)
    except SendingError as error:
        context.say(" ".join(part for part in (error.title + ".", error.reason) if part))
        return False


def adds(auth: Auth) -> tuple[str, ...]:
    header = settings_of(auth).header
    return (header,) if header else ()


_BROWSER = ("flow", (CODE, IMPLICIT))
_PLACEMENTS = (("body", _("Body")), ("header", _("Header")), ("query", _("Query")))

OAUTH2 = AuthKind(
    "oauth2",
    _("OAuth 2"),
    (
        Field(
            "flow",
            _("Grant type"),
            kind="choice",
            choices=(
                (CODE, _("Authorization code")),
                (CLIENT, _("Client credentials")),
                (PASSWORD, _("Password")),
                (IMPLICIT, _("Implicit (cannot be used)")),
            ),
            aliases=FLOW_ALIASES,
        ),
        Field("authorizationUrl", _("Authorization URL"), placeholder="https://…/authorize", when=_BROWSER),
        Field("accessTokenUrl", _("Token URL"), placeholder="https://…/token", when=("flow", (CODE, CLIENT, PASSWORD))),
        Field("resourceOwner.username", _("User name"), when=("flow", (PASSWORD,))),
        Field("resourceOwner.password", _("Password"), secret=True, when=("flow", (PASSWORD,))),
        Field("credentials.clientId", _("Client ID")),
        Field(
            "credentials.clientSecret",
            _("Client secret"),
            secret=True,
            hint=_("May be empty: a public client proves itself with PKCE."),
            when=("flow", (CODE, CLIENT, PASSWORD)),
        ),
        Field("scope", _("Scopes"), placeholder="openid profile", hint=_("Separated by spaces.")),
        Field(
            "callbackUrl",
            _("Redirect address"),
            kind="callback",
            placeholder="http://127.0.0.1/callback",
            hint=_("Register this address with the provider. Without a port, any free one is taken."),
            when=_BROWSER,
        ),
        Field(
            "pkce.disabled",
            _("PKCE"),
            kind="switch",
            on=True,
            inverted=True,
            opposite="pkce.enabled",
            hint=_("Protects the code against theft on its way (RFC 7636)."),
            when=("flow", (CODE,)),
            group="advanced",
        ),
        Field(
            "pkce.method",
            _("PKCE challenge"),
            kind="choice",
            choices=(("S256", "S256"), ("plain", _("Plain"))),
            when=("flow", (CODE,)),
            group="advanced",
        ),
        Field("state", _("State"), placeholder=_("random"), when=_BROWSER, group="advanced"),
        Field(
            "refreshTokenUrl", _("Refresh URL"), placeholder=_("the token URL"), when=("flow", (CODE, CLIENT, PASSWORD)), group="advanced"
        ),
        Field(
            "credentials.placement",
            _("Client sent in"),
            kind="choice",
            choices=(("body", _("Body")), ("basic_auth_header", _("Header (Basic)"))),
            initial="basic_auth_header",
            when=("flow", (CODE, CLIENT, PASSWORD)),
            group="advanced",
        ),
        Field(
            "tokenConfig.placement",
            _("Token sent in"),
            kind="key",
            choices=(("header", _("Header")), ("query", _("Query"))),
            starts=(("header", "Bearer"), ("query", "access_token")),
            group="advanced",
        ),
        Field(
            "tokenConfig.placement.header",
            _("Scheme or header"),
            placeholder="Bearer",
            keep_empty=True,
            hint=_("A word such as Bearer stands before the token in Authorization; a name with a dash, such as X-Token, is a header."),
            when=("tokenConfig.placement", ("header",)),
            group="advanced",
        ),
        Field(
            "tokenConfig.placement.query",
            _("Parameter"),
            placeholder="access_token",
            keep_empty=True,
            when=("tokenConfig.placement", ("query",)),
            group="advanced",
        ),
        Field(
            "tokenConfig.source",
            _("Token to send"),
            kind="choice",
            choices=(("access_token", _("Access token")), ("id_token", _("ID token"))),
            group="advanced",
        ),
        Field(
            "tokenConfig.id",
            _("Token name"),
            hint=_("Requests share a token where all settings and this name agree; another name keeps tokens apart."),
            group="advanced",
        ),
        Field("settings.autoFetchToken", _("Fetch by itself"), kind="switch", on=True, group="advanced"),
        Field("settings.autoRefreshToken", _("Renew by itself"), kind="switch", on=True, group="advanced"),
        Field(
            "additionalParameters.authorizationRequest",
            _("More for signing in"),
            kind="list",
            choices=(("query", _("Query")),),
            when=_BROWSER,
            group="advanced",
        ),
        Field(
            "additionalParameters.accessTokenRequest",
            _("More for the token"),
            kind="list",
            choices=_PLACEMENTS,
            when=("flow", (CODE, CLIENT, PASSWORD)),
            group="advanced",
        ),
        Field(
            "additionalParameters.refreshTokenRequest",
            _("More for renewing"),
            kind="list",
            choices=_PLACEMENTS,
            when=("flow", (CODE, CLIENT, PASSWORD)),
            group="advanced",
        ),
    ),
    apply,
    sign,
    answer,
    adds,
)
