"""Bearer tokens (RFC 6750)."""

from __future__ import annotations

from curlew.model.auth import Auth
from curlew.model.prepared import Prepared
from curlew.net.auth.fields import Field
from curlew.net.auth.kind import AuthKind, with_header, with_note, with_secret
from curlew.text import _


def apply(auth: Auth, prepared: Prepared) -> Prepared:
    token = auth.text("token").strip()
    if not token:
        return with_note(prepared, _("The bearer token is empty, so no Authorization was sent."))
    return with_secret(with_header(prepared, "Authorization", f"Bearer {token}"), token)


BEARER = AuthKind("bearer", _("Bearer token"), (Field("token", _("Token"), secret=True, hint=_("Sent as Authorization: Bearer …")),), apply)
