"""One token: what a server answered, kept as JSON, and what it says about itself."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus

from curlew.model.token import TokenState
from curlew.net.auth.failing import AuthError
from curlew.text import _

EARLY_S = 60.0
"""How long before its end a token is renewed."""

SHOWN_OF_TOKEN = 24
"""Tokens from this length on are shown by their first and last letters."""


@dataclass(frozen=True, slots=True)
class Token:
    """obtained, expires: seconds since the epoch; expires is None where the server did not say."""

    access: str
    kind: str = "Bearer"
    refresh: str = ""
    expires: float | None = None
    obtained: float = 0.0
    scope: str = ""
    identity: str = ""

    def is_over(self, now: float) -> bool:
        return self.expires is not None and now >= self.expires

    def is_due(self, now: float) -> bool:
        """Return whether it should be renewed: a minute before its end, or in the last quarter of a short life."""
        if self.expires is None:
            return False
        return now >= self.expires - min(EARLY_S, max(self.expires - self.obtained, 0.0) / 4)

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple(secret for secret in (self.access, self.refresh, self.identity) if secret)

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def from_json(text: str | None) -> Token | None:
    """Return a kept token; None where nothing is kept, or nothing that can be read."""
    try:
        held = json.loads(text) if text else None
    except ValueError:
        return None
    if not isinstance(held, dict) or not isinstance(held.get("access"), str):
        return None
    known = {field.name for field in fields(Token)}
    token = Token(**{name: value for name, value in held.items() if name in known})
    fine = all(isinstance(part, str) for part in (token.kind, token.refresh, token.scope, token.identity))
    return token if fine and isinstance(token.obtained, (int, float)) and isinstance(token.expires, (int, float, type(None))) else None


def read_answer(status: int, body: bytes, now: float, before: Token | None = None, secrets: tuple[str, ...] = ()) -> Token:
    """Return the token that a token endpoint answered (RFC 6749 section 5). Raise SendingError with what it said otherwise.

    before: the token that was renewed, whose refresh token and scope stay where the answer has none.
    secrets: what was sent, which is left out where an error repeats it.
    """
    held = _fields_of(body)
    access = held.get("access_token")
    if status >= 400 or "error" in held or not isinstance(access, str) or not access:
        raise refused(status, held, body, secrets)
    lifetime = _number(held.get("expires_in"))
    return Token(
        access,
        _text(held, "token_type") or "Bearer",
        _text(held, "refresh_token") or (before.refresh if before else ""),
        now + lifetime if lifetime is not None else None,
        now,
        _text(held, "scope") or (before.scope if before else ""),
        _text(held, "id_token") or (before.identity if before else ""),
    )


class RefusedError(AuthError):
    """The authorization server said no. error: its code, such as `invalid_grant`."""

    def __init__(self, error: str, reason: str, hint: str) -> None:
        super().__init__(_("The authorization server gave no token"), reason, hint)
        self.error = error


def refused(status: int, held: dict[str, Any], body: bytes, secrets: tuple[str, ...] = ()) -> RefusedError:
    error, description = _text(held, "error"), _text(held, "error_description")
    said = ": ".join(part for part in (error, description) if part)
    if not said:
        said = _("its answer holds no access_token") if held else _start_of(body, secrets)
    reason = _("It answered with status {status}: {said}").format(status=status, said=_without(said, secrets)[:400])
    return RefusedError(
        error, reason, _HINTS.get(error, _("Compare the token URL and the client in the Auth tab with what the provider says."))
    )


def _start_of(body: bytes, secrets: tuple[str, ...]) -> str:
    """Return how an answer begins that cannot be read; nothing of one that may hold a token all the same."""
    text = _without(body.decode("utf-8", "replace"), secrets).strip()
    if "_token" in text.lower():
        return _("its answer is damaged or too long, and cannot be read")
    return text[:200] or _("it answered nothing")


def _without(text: str, secrets: tuple[str, ...]) -> str:
    """Leave secrets out, before a text is cut: half of one would not be found any more where secrets are masked."""
    for secret in secrets:
        for form in (secret, quote(secret, safe=""), quote_plus(secret)):
            text = text.replace(form, "…")
    return text


_HINTS = {
    "invalid_client": _("Check client ID and secret, and whether they belong into the header or the body (Advanced)."),
    "invalid_grant": _("Sign in again; where a user name and password are given, check them."),
    "invalid_scope": _("Check the scopes: the provider does not know one of them, or does not allow it."),
    "unauthorized_client": _("Allow this grant type for the client at the provider, or choose another one."),
    "unsupported_grant_type": _("Choose another grant type."),
}


def _fields_of(body: bytes) -> dict[str, Any]:
    """Return the fields of an answer in JSON or, as some providers answer, as a form."""
    text = body.decode("utf-8", "replace").strip()
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        held = dict(parse_qsl(text)) if "=" in text and not text.startswith("<") else {}
    return held if isinstance(held, dict) else {}


def _text(held: dict[str, Any], name: str) -> str:
    value = held.get(name)
    return " ".join(str(part) for part in value) if isinstance(value, list) else value if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    try:
        number = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number < 1e12 else None


def state_of(token: Token | None, now: float, scope: str = "", source: str = "access_token") -> TokenState:
    """Return what may be shown of a token."""
    if token is None:
        return TokenState("none")
    shown = token.identity if source == "id_token" and token.identity else token.access
    claims = _claims(token.identity) or _claims(token.access)
    account = next((str(claims[name]) for name in ("email", "preferred_username", "upn", "name", "sub") if claims.get(name)), "")
    kind = f"{token.kind}, JWT" if _claims(shown) else token.kind
    scopes = tuple((token.scope or scope).replace(",", " ").split())
    preview = f"{shown[:10]}…{shown[-4:]}" if len(shown) >= SHOWN_OF_TOKEN else "•" * 8
    return TokenState(
        "expired" if token.is_over(now) else "valid", kind, token.obtained, token.expires, scopes, bool(token.refresh), preview, account
    )


def _claims(token: str) -> dict[str, Any]:
    """Return the claims of a JSON Web Token, unchecked: only to be shown."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        held = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}
