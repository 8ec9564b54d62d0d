"""Items of the tree in a drag or on the clipboard: their ids for this process, their names as text for all others."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

from PySide6.QtCore import QMimeData

from curlew.model.tree import Tree

MIME_ITEMS = "application/x-curlew-items"


def pack_items(tree: Tree, ids: Sequence[int], *, cut: bool = False) -> QMimeData:
    """Return mime data of the items; `cut` asks the paste to move them."""
    data = QMimeData()
    told = {"process": os.getpid(), "tree": id(tree), "ids": list(ids), "cut": cut}
    data.setData(MIME_ITEMS, json.dumps(told).encode())
    data.setText("\n".join(tree[item_id].name for item_id in ids if item_id in tree))
    return data


def _told(tree: Tree, data: QMimeData) -> dict[str, object]:
    if not data.hasFormat(MIME_ITEMS):
        return {}
    try:
        told = json.loads(bytes(data.data(MIME_ITEMS).data()))
    except ValueError:
        return {}
    if not isinstance(told, dict) or told.get("process") != os.getpid() or told.get("tree") != id(tree):
        return {}
    return told


def unpack_items(tree: Tree, data: QMimeData) -> tuple[int, ...]:
    """Return the ids that still stand in this tree; empty for anything from another process or workspace."""
    ids = _told(tree, data).get("ids")
    return tuple(item_id for item_id in ids if isinstance(item_id, int) and item_id in tree) if isinstance(ids, list) else ()


def is_cut(tree: Tree, data: QMimeData) -> bool:
    return _told(tree, data).get("cut") is True
