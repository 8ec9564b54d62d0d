"""The settings of OAuth 2, read from an auth whose variables are filled in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from curlew.model.auth import Auth
from curlew.net.headers import TOKEN

CODE, CLIENT, PASSWORD, IMPLICIT = "authorization_code", "client_credentials", "resource_owner_password_credentials", "implicit"

FLOW_ALIASES = (("password", PASSWORD), ("resource_owner_password", PASSWORD))
"""Spellings that older files hold."""


@dataclass(frozen=True, slots=True)
class Extra:
    """One parameter more. placement: `header`, `query` or `body`."""

    name: str
    value: str
    placement: str


@dataclass(frozen=True, slots=True)
class OAuthSettings:
    """pkce: `S256`, `plain`, or empty for none. header, prefix: where the token goes; query: the parameter's name instead."""

    flow: str
    authorization_url: str
    token_url: str
    refresh_url: str
    callback_url: str
    client_id: str
    client_secret: str
    client_in_header: bool
    username: str
    password: str
    scope: str
    state: str
    pkce: str
    for_authorization: tuple[Extra, ...]
    for_token: tuple[Extra, ...]
    for_refresh: tuple[Extra, ...]
    header: str
    prefix: str
    query: str
    source: str
    auto_fetch: bool
    auto_refresh: bool
    name: str

    @property
    def key(self) -> str:
        """Names the token of these settings; tells nothing of them."""
        extras = [[one.name, one.value, one.placement] for one in (*self.for_authorization, *self.for_token)]
        urls = [self.authorization_url, self.token_url, self.refresh_url]
        about: list[Any] = [self.flow, *urls, self.client_id, self.username, self.scope, self.name, extras]
        return hashlib.sha256(json.dumps(about).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def client_in_body(self) -> bool:
        """Whether the client names itself in the body; a client without a secret has nothing else."""
        return not self.client_in_header or not self.client_secret


def settings_of(auth: Auth) -> OAuthSettings:
    flow = auth.text("flow").strip() or CODE
    header, prefix, query = _placement(auth)
    return OAuthSettings(
        flow=dict(FLOW_ALIASES).get(flow, flow),
        authorization_url=auth.text("authorizationUrl").strip(),
        token_url=auth.text("accessTokenUrl").strip(),
        refresh_url=auth.text("refreshTokenUrl").strip() or auth.text("accessTokenUrl").strip(),
        callback_url=auth.text("callbackUrl").strip(),
        client_id=auth.text("credentials.clientId").strip(),
        client_secret=auth.text("credentials.clientSecret"),
        client_in_header=auth.text("credentials.placement") == "basic_auth_header",
        username=auth.text("resourceOwner.username"),
        password=auth.text("resourceOwner.password"),
        scope=auth.text("scope").strip(),
        state=auth.text("state"),
        pkce=_pkce(auth),
        for_authorization=_extras(auth, "authorizationRequest"),
        for_token=_extras(auth, "accessTokenRequest"),
        for_refresh=_extras(auth, "refreshTokenRequest"),
        header=header,
        prefix=prefix,
        query=query,
        source="id_token" if auth.text("tokenConfig.source") == "id_token" else "access_token",
        auto_fetch=auth.flag("settings.autoFetchToken", True),
        auto_refresh=auth.flag("settings.autoRefreshToken", True),
        name=auth.text("tokenConfig.id").strip(),
    )


def _pkce(auth: Auth) -> str:
    disabled = auth.at("pkce.disabled")
    off = not auth.flag("pkce.enabled", True) if disabled is None else auth.flag("pkce.disabled", False)
    if off or auth.text("pkce").lower() == "false":
        return ""
    return "plain" if auth.text("pkce.method").lower() == "plain" else "S256"


def _placement(auth: Auth) -> tuple[str, str, str]:
    """Return header, prefix and query parameter. A header's text with a dash in it is a header's name, another one a scheme."""
    held = auth.at("tokenConfig.placement")
    if isinstance(held, dict) and "query" in held and "header" not in held:
        return "", "", auth.text("tokenConfig.placement.query").strip() or "access_token"
    given = auth.text("tokenConfig.placement.header").strip()
    if not isinstance(held, dict) or "header" not in held or given.lower() == "authorization":
        return "Authorization", "Bearer", ""
    if "-" in given and TOKEN.fullmatch(given):
        return given, "", ""
    return "Authorization", given, ""


def _extras(auth: Auth, name: str) -> tuple[Extra, ...]:
    found: list[Extra] = []
    for row in auth.rows(f"additionalParameters.{name}"):
        parts = [row.get(key) for key in ("name", "value", "placement")]
        label, value, placement = (part if isinstance(part, str) else "" for part in parts)
        off = str(row.get("disabled", "")).lower() == "true" or str(row.get("enabled", "")).lower() == "false"
        if label.strip() and not off:
            found.append(Extra(label.strip(), value, {"queryparams": "query", "headers": "header"}.get(placement, placement)))
    return tuple(found)
