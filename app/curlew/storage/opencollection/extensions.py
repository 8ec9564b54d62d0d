"""What Curlew needs beyond the standard: one top-level key, `extensions: {curlew: {…}}`, only where it differs from the default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from curlew.model.body import WITHOUT_COMMENTS
from curlew.model.request import Settings
from curlew.model.send_settings import TABLE, in_order
from curlew.storage.opencollection.extras import keep
from curlew.storage.opencollection.fields import Fields, Tree
from curlew.storage.opencollection.scalars import as_bool, as_number, as_text

_VERIFY, _SETTINGS = "verifyTls", "settings"


class OwnSettings(NamedTuple):
    """Settings without a place in the standard: whether to verify TLS (None: not said), and the others by their keys."""

    verify_tls: Any = None
    own: Mapping[str, Any] = {}


NO_OWN = OwnSettings()


def take_extensions(file: Fields, extra: Tree) -> tuple[Tree, OwnSettings]:
    """Return Curlew's own extensions less what has a field in the model, and that."""
    extensions = Fields(file.mapping("extensions"))
    ours = dict(extensions.mapping("curlew"))
    keep(extra, "extensions", extensions.rest())
    verify = ours.pop(_VERIFY) if as_bool(ours.get(_VERIFY)) is not None else None
    if (plain := as_bool(ours.get(WITHOUT_COMMENTS))) is not None:
        ours[WITHOUT_COMMENTS] = plain
    own = own_from(ours.pop(_SETTINGS)) if isinstance(ours.get(_SETTINGS), dict) else {}
    return ours, OwnSettings(verify, own) if own or verify is not None else NO_OWN


def own_from(data: Mapping[str, Any]) -> Tree:
    """Decode settings by their table; what it does not know, and a value of another type, stay as they are."""
    return {key: _decoded(key, value) for key, value in data.items()}


def _decoded(key: str, value: Any) -> Any:
    setting = TABLE.get(key)
    if setting is None or setting.field:
        return value
    found: Any
    match setting.kind:
        case "switch":
            found = as_bool(value)
        case "number":
            found = as_number(value)
        case "list":
            texts = [as_text(entry) for entry in value] if isinstance(value, list) else [None]
            found = None if None in texts else tuple(texts)
        case _:
            found = as_text(value)
    return value if found is None else found


def extensions_tree(ours: Mapping[str, Any], settings: Settings) -> Tree:
    """Return the key's content; what is not set is not written."""
    tree: Tree = {} if settings.verify_tls is None else {_VERIFY: settings.verify_tls}
    if settings.own:
        tree[_SETTINGS] = own_tree(settings.own)
    tree.update(ours)
    return {"curlew": tree} if tree else {}


def own_tree(own: Mapping[str, Any]) -> Tree:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in in_order(own).items()}
