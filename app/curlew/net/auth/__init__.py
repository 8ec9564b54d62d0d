"""The table of auth kinds, and of those that files can hold but that do not work yet."""

from __future__ import annotations

from curlew.net.auth.apikey import APIKEY
from curlew.net.auth.basic import BASIC
from curlew.net.auth.bearer import BEARER
from curlew.net.auth.kind import AuthKind, Field
from curlew.registry import Registry
from curlew.text import _

__all__ = ["AUTH_KINDS", "INHERIT", "KEPT_ONLY", "NONE", "AuthKind", "Field"]

NONE = AuthKind("none", _("No auth"), (), lambda _auth, prepared: prepared)
INHERIT = AuthKind("inherit", _("Inherit"), (), lambda _auth, prepared: prepared)
"""Resolved before a request is prepared (`model/inherit.py:settled_auth`)."""

AUTH_KINDS: Registry[AuthKind] = Registry([INHERIT, NONE, BASIC, BEARER, APIKEY])

KEPT_ONLY = {
    "digest": "Digest",
    "oauth1": "OAuth 1.0",
    "oauth2": "OAuth 2.0",
    "awsv4": "AWS Signature v4",
    "ntlm": "NTLM",
    "wsse": "WSSE",
    "hawk": "Hawk",
    "akamai-edgegrid": "Akamai EdgeGrid",
}
"""Kinds by their label that are kept in files, but with which nothing is signed yet."""
