"""Basic authentication (RFC 7617), user name and password in UTF-8."""

from __future__ import annotations

import base64

from curlew.model.auth import Auth
from curlew.model.prepared import Prepared
from curlew.net.auth.fields import Field
from curlew.net.auth.kind import AuthKind, with_header, with_note, with_secret
from curlew.net.bodies.kind import utf8
from curlew.text import _


def credentials(username: str, password: str) -> str:
    return base64.b64encode(utf8(f"{username}:{password}", _("The password"))).decode("ascii")


def apply(auth: Auth, prepared: Prepared) -> Prepared:
    username, password = auth.text("username"), auth.text("password")
    if ":" in username:
        prepared = with_note(prepared, _("The user name holds a colon: the server will take what follows it for the password."))
    encoded = credentials(username, password)
    return with_secret(with_header(prepared, "Authorization", f"Basic {encoded}"), password, encoded)


BASIC = AuthKind("basic", _("Basic"), (Field("username", _("User name")), Field("password", _("Password"), secret=True)), apply)
