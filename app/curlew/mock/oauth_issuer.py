"""What a small authorization server gives out and remembers: codes, tokens, and which of them are used up."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

CODE_GOOD_FOR_S = 60
MOST_REMEMBERED = 10_000


@dataclass(slots=True)
class Issuer:
    """Codes and tokens are JSON Web Tokens signed with a key of this process, so that only used and revoked ones have to be remembered."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    over: dict[str, None] = field(default_factory=dict)

    def make(self, use: str, lifetime: float, **claims: Any) -> str:
        """Return a signed text for one use (`code`, `access`, `refresh`, `id`)."""
        now = time.time()
        held = {"use": use, "iat": int(now), "exp": now + lifetime, "jti": secrets.token_hex(8), **claims}
        head = _base64(b'{"alg":"HS256","typ":"JWT"}')
        body = _base64(json.dumps(held, separators=(",", ":")).encode())
        return f"{head}.{body}.{self._proof(head, body)}"

    def read(self, text: str, use: str) -> dict[str, Any] | None:
        """Return the claims of a text of ours that is still good for a use, else None."""
        head, _dot, rest = text.partition(".")
        body, _dot, proof = rest.partition(".")
        if not hmac.compare_digest(self._proof(head, body).encode(), proof.encode("utf-8", "replace")):
            return None
        held: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        if held["use"] != use or held["exp"] <= time.time() or held["jti"] in self.over:
            return None
        return held

    def end(self, held: dict[str, Any]) -> None:
        """Let a code or token count no more."""
        self.over[held["jti"]] = None
        while len(self.over) > MOST_REMEMBERED:
            self.over.pop(next(iter(self.over)))

    def _proof(self, head: str, body: str) -> str:
        return _base64(hmac.new(self.key, f"{head}.{body}".encode("utf-8", "replace"), hashlib.sha256).digest())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def fits(verifier: str, challenge: str, method: str) -> bool:
    """Return whether a code verifier belongs to a code challenge (RFC 7636 section 4.6)."""
    if not 43 <= len(verifier) <= 128 or not verifier.isascii():
        return False
    found = _base64(hashlib.sha256(verifier.encode()).digest()) if method == "S256" else verifier
    return hmac.compare_digest(found.encode(), challenge.encode("utf-8", "replace"))
