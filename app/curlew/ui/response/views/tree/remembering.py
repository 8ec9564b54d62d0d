"""What is open in a tree, as places: kept for the next response of the same request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QTableView

from curlew.preview.outline.opening import place_of
from curlew.preview.outline.tree import Node
from curlew.preview.places import Place
from curlew.ui.response.views.tree.model import TreeModel

MOST = 200
DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Remembered:
    """opened: places of open containers, outer ones first. current: where the keyboard was. top: how far it was scrolled."""

    opened: tuple[Place, ...] = ()
    current: Place | None = None
    top: int = 0

    def as_json(self) -> dict[str, Any]:
        current = None if self.current is None else list(self.current)
        return {"open": [list(place) for place in self.opened], "current": current, "top": self.top}

    @classmethod
    def from_json(cls, state: dict[str, Any]) -> Remembered | None:
        """Return what was kept; None for what is no such state."""
        held = state.get("open")
        if not isinstance(held, list):
            return None
        opened = tuple(place for one in held[:MOST] if (place := _place(one)) is not None)
        top = state.get("top")
        return cls(opened, _place(state.get("current")), top if isinstance(top, int) and top >= 0 else 0)


def _place(parts: object) -> Place | None:
    if not isinstance(parts, list) or len(parts) > DEEPEST:
        return None
    return tuple(parts) if all(isinstance(part, str | int) for part in parts) else None


def remembered(model: TreeModel, table: QTableView) -> Remembered:
    """Return what is open now, as much as is kept: the outer levels first."""
    if model.outline is None or model.shape is None:
        return Remembered()
    opened: list[Place] = []
    level: list[Node] = [model.outline.root]
    while level and len(opened) < MOST and level[0].depth < DEEPEST:
        below = [child for node in level for child in node.nodes[:MOST]]
        opened += [place_of(model.shape, child, -1) for child in below[: MOST - len(opened)]]
        level = below[:MOST]
    row = table.currentIndex().row()
    current = model.place(row) if 0 <= row < model.rowCount() else None
    return Remembered(tuple(opened), current if current is None or len(current) <= DEEPEST else None, table.verticalScrollBar().value())
