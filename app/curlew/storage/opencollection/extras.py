"""Unknown keys of a file, kept in one flat mapping by their path ("http.foo"), and put back where they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curlew.storage.opencollection.fields import Tree

CONTAINERS = frozenset(("info", "http", "graphql", "runtime", "settings", "extensions", "request"))
"""Top-level mappings whose unknown keys are kept one by one."""


def keep(extra: Tree, container: str, left: Mapping[str, Any]) -> None:
    """Add what is left of a container ("" is the file itself)."""
    for key, value in left.items():
        if container:
            extra[f"{container}.{key}"] = value
        else:
            extra["." + key if key.startswith(".") or (key.partition(".")[0] in CONTAINERS and "." in key) else key] = value


def put_back(tree: Tree, extra: Mapping[str, Any]) -> None:
    """Put kept values back into a file's tree; what the tree says itself goes before."""
    for path, value in extra.items():
        container, dot, key = path.partition(".")
        if not dot or container not in CONTAINERS:
            tree.setdefault(path.removeprefix("."), value)
            continue
        inner = tree.setdefault(container, {})
        if isinstance(inner, dict):
            inner.setdefault(key, value)
