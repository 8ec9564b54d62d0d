"""The table of auth kinds, and of those that files can hold but that do not work yet."""

from __future__ import annotations

from curlew.net.auth.apikey import APIKEY
from curlew.net.auth.awsv4 import AWSV4
from curlew.net.auth.basic import BASIC
from curlew.net.auth.bearer import BEARER
from curlew.net.auth.digest import DIGEST
from curlew.net.auth.fields import Field
from curlew.net.auth.kind import AuthKind
from curlew.net.auth.netrc import NETRC
from curlew.net.auth.oauth2 import OAUTH2
from curlew.registry import Registry
from curlew.text import _

__all__ = ["AUTH_KINDS", "INHERIT", "KEPT_ONLY", "NONE", "AuthKind", "Field"]

NONE = AuthKind("none", _("No auth"), ())
INHERIT = AuthKind("inherit", _("Inherit"), ())
"""Resolved before a request is prepared (`model/inherit.py:settled_auth`)."""

AUTH_KINDS: Registry[AuthKind] = Registry([INHERIT, NONE, BEARER, BASIC, APIKEY, OAUTH2, DIGEST, AWSV4, NETRC])

KEPT_ONLY = {
    "oauth1": "OAuth 1.0",
    "ntlm": "NTLM",
    "wsse": "WSSE",
    "hawk": "Hawk",
    "akamai-edgegrid": "Akamai EdgeGrid",
}
"""Kinds by their label that are kept in files, but with which nothing is signed yet."""
