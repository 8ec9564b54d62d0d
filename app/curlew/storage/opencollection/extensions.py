"""What Curlew needs beyond the standard: one top-level key, `extensions: {curlew: {…}}`, only where it differs from the default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curlew.storage.opencollection.extras import keep
from curlew.storage.opencollection.fields import Fields, Tree
from curlew.storage.opencollection.scalars import as_bool

_VERIFY = "verifyTls"


def take_extensions(file: Fields, extra: Tree) -> tuple[Tree, Any]:
    """Return Curlew's own extensions less what has a field in the model, and that: whether to verify TLS (None: not said)."""
    extensions = Fields(file.mapping("extensions"))
    ours = dict(extensions.mapping("curlew"))
    keep(extra, "extensions", extensions.rest())
    verify = ours.pop(_VERIFY) if as_bool(ours.get(_VERIFY)) is not None else None
    return ours, verify


def extensions_tree(ours: Mapping[str, Any], verify_tls: Any) -> Tree:
    tree: Tree = {} if verify_tls is None else {_VERIFY: verify_tls}
    tree.update(ours)
    return {"curlew": tree} if tree else {}
