"""How to send: `settings` of a request, or of a folder's and collection's defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from curlew.model.request import Setting, Settings
from curlew.storage.opencollection.extensions import NO_OWN, OwnSettings
from curlew.storage.opencollection.fields import Tree, add_missing
from curlew.storage.opencollection.scalars import as_bool, as_number

_FIELDS: tuple[tuple[str, str, Callable[[Any], bool | float | None]], ...] = (
    ("encodeUrl", "encode_url", as_bool),
    ("timeout", "timeout", as_number),
    ("followRedirects", "follow_redirects", as_bool),
    ("maxRedirects", "max_redirects", as_number),
    ("forwardAuthorizationHeader", "forward_authorization", as_bool),
)
_KEYS = frozenset(key for key, _name, _decode in _FIELDS)


def settings_from(data: Mapping[str, Any], ours: OwnSettings = NO_OWN) -> Settings:
    """Decode; a value that is neither of its kind nor `inherit` stays as it is. ours: what stands in Curlew's own extension."""
    if not data and ours is NO_OWN:
        return NO_SETTINGS
    left = dict(data)
    found: dict[str, Any] = {}
    for key, name, decode in _FIELDS:
        if key in left:
            value: Setting = "inherit" if left[key] == "inherit" else decode(left[key])
            if value is not None:
                found[name] = value
                del left[key]
    return Settings(**found, verify_tls=as_bool(ours.verify_tls), own=ours.own, extra=left)


def all_settings_from(ours: OwnSettings) -> Settings:
    """Decode a workspace's settings, which all stand in Curlew's extension, those that have a place in other files too."""
    standard = {key: value for key, value in ours.own.items() if key in _KEYS}
    rest = {key: value for key, value in ours.own.items() if key not in _KEYS}
    return settings_from(standard, OwnSettings(ours.verify_tls, rest) if rest or ours.verify_tls is not None else NO_OWN)


def all_settings_tree(settings: Settings) -> Settings:
    """Return a workspace's settings as the extension holds them."""
    if settings == NO_SETTINGS:
        return settings
    return Settings(verify_tls=settings.verify_tls, own=settings_tree(settings) | dict(settings.own))


def settings_tree(settings: Settings) -> Tree:
    tree: Tree = {}
    for key, name, _decode in _FIELDS:
        value = getattr(settings, name)
        if value is not None:
            tree[key] = value
    add_missing(tree, settings.extra)
    return tree


NO_SETTINGS = Settings()
