"""API keys: a name and a value, in a header or in the query."""

from __future__ import annotations

from dataclasses import replace

from curlew.model.auth import Auth
from curlew.model.prepared import Prepared
from curlew.net.address import quote_query_value
from curlew.net.auth.kind import AuthKind, Field, with_header, with_note, with_secret
from curlew.net.bodies.kind import utf8
from curlew.text import _


def apply(auth: Auth, prepared: Prepared) -> Prepared:
    key, value = auth.text("key").strip(), auth.text("value")
    if not key:
        return with_note(prepared, _("The API key has no name, so it was not sent."))
    if auth.text("placement") in ("query", "queryparams"):
        return with_secret(_with_query(prepared, key, value), value)
    return with_secret(with_header(prepared, key, value), value)


def _with_query(prepared: Prepared, key: str, value: str) -> Prepared:
    """Add `key=value` to the query, in front of a fragment that goes out as typed."""
    utf8(key + value, _("The API key"))
    added = f"{quote_query_value(key)}={quote_query_value(value)}"
    before, hash_mark, fragment = prepared.url.partition("#")
    url = before + ("&" if "?" in before else "?") + added + hash_mark + fragment
    target = url[url.index("/", url.index("://") + 3) :]
    return replace(prepared, url=url, target=target.encode("utf-8"))


APIKEY = AuthKind(
    "apikey",
    _("API key"),
    (
        Field("key", _("Name"), placeholder="X-Api-Key"),
        Field("value", _("Value"), secret=True),
        Field("placement", _("Send in"), kind="choice", choices=(("header", _("Header")), ("query", _("Query")))),
    ),
    apply,
)
