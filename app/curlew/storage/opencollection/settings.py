"""How to send: `settings` of a request, or of a folder's and collection's defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from curlew.model.request import Setting, Settings
from curlew.storage.opencollection.fields import Tree, add_missing
from curlew.storage.opencollection.scalars import as_bool, as_number

_FIELDS: tuple[tuple[str, str, Callable[[Any], bool | float | None]], ...] = (
    ("encodeUrl", "encode_url", as_bool),
    ("timeout", "timeout", as_number),
    ("followRedirects", "follow_redirects", as_bool),
    ("maxRedirects", "max_redirects", as_number),
    ("forwardAuthorizationHeader", "forward_authorization", as_bool),
)


def settings_from(data: Mapping[str, Any], verify_tls: Any = None) -> Settings:
    """Decode; a value that is neither of its kind nor `inherit` stays as it is."""
    if not data and verify_tls is None:
        return NO_SETTINGS
    left = dict(data)
    found: dict[str, Any] = {}
    for key, name, decode in _FIELDS:
        if key in left:
            value: Setting = "inherit" if left[key] == "inherit" else decode(left[key])
            if value is not None:
                found[name] = value
                del left[key]
    return Settings(**found, verify_tls=as_bool(verify_tls), extra=left)


def settings_tree(settings: Settings) -> Tree:
    tree: Tree = {}
    for key, name, _decode in _FIELDS:
        value = getattr(settings, name)
        if value is not None:
            tree[key] = value
    add_missing(tree, settings.extra)
    return tree


NO_SETTINGS = Settings()
