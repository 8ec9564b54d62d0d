"""API keys: a name and a value, in a header, in the query or in a cookie."""

from __future__ import annotations

from curlew.model.auth import Auth
from curlew.model.prepared import Prepared
from curlew.net.auth.fields import Field
from curlew.net.auth.kind import AuthKind, with_cookie, with_header, with_note, with_query, with_secret
from curlew.text import _


def apply(auth: Auth, prepared: Prepared) -> Prepared:
    key, value = auth.text("key").strip(), auth.text("value")
    if not key:
        return with_note(prepared, _("The API key has no name, so it was not sent."))
    if auth.text("placement") in ("query", "queryparams"):
        return with_secret(with_query(prepared, key, value, _("The API key")), value)
    if auth.text("placement") == "cookie":
        return with_secret(with_cookie(prepared, key, value), value)
    return with_secret(with_header(prepared, key, value), value)


APIKEY = AuthKind(
    "apikey",
    _("API key"),
    (
        Field("key", _("Name"), placeholder="X-Api-Key"),
        Field("value", _("Value"), secret=True),
        Field(
            "placement",
            _("Send in"),
            kind="choice",
            choices=(("header", _("Header")), ("query", _("Query")), ("cookie", _("Cookie"))),
            aliases=(("queryparams", "query"),),
        ),
    ),
    apply,
)
