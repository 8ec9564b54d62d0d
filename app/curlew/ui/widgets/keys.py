"""Keys in the words that people read, the same in menus, tooltips and lists."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

_NAMES = {"Return": "Enter", "Del": "Delete"}


def readable_keys(keys: str) -> str:
    """Return keys as a cap on the keyboard shows them: "Ctrl Shift S"."""
    return " ".join(_NAMES.get(part, part) for part in split_keys(keys))


def split_keys(keys: str) -> list[str]:
    """Split "Ctrl+Shift++" into its keys."""
    if not keys:
        return []
    head, plus, last = keys[:-1].rpartition("+")
    return [*head.split("+"), last + keys[-1]] if plus else [keys]


def with_keys(title: str, keys: str | QKeySequence.StandardKey) -> str:
    """Return a menu entry's title with its keys at the right; whoever opens the menu listens to them."""
    portable = keys if isinstance(keys, str) else QKeySequence(keys).toString()
    return f"{title}\t{readable_keys(portable)}" if portable else title
