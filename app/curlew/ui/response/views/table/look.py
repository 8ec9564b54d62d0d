"""What a person has made of a table: where its rows come from, which columns, in which order, filtered by what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from curlew.preview.table.arrange import Wanted
from curlew.preview.table.cells import Path
from curlew.preview.table.columns import Column


@dataclass(slots=True)
class Look:
    """columns: all, in their order; shown: those that are seen; None: as they come, all of one step. source: a path, or a delimiter."""

    source: str = ""
    header: bool | None = None
    columns: list[Path] | None = None
    shown: set[Path] | None = None
    widths: dict[Path, int] = field(default_factory=dict)
    sorts: tuple[tuple[Path, bool], ...] = ()
    filters: dict[Path, str] = field(default_factory=dict)

    def begin_anew(self) -> None:
        """Forget all that belongs to the rows of one source."""
        self.columns, self.shown, self.sorts = None, None, ()
        self.widths, self.filters = {}, {}

    def in_order(self, columns: list[Column]) -> list[Column]:
        """Return all columns in the chosen order, those that are new at the end."""
        if self.columns is None:
            return columns
        by_path = {column.path: column for column in columns}
        chosen = [by_path.pop(path) for path in self.columns if path in by_path]
        return [*chosen, *by_path.values()]

    def visible(self, columns: list[Column], most: int) -> list[Column]:
        """Return the columns that are seen."""
        ordered = self.in_order(columns)
        if self.shown is None:
            return [column for column in ordered if len(column.path) <= 1][:most]
        return [column for column in ordered if column.path in self.shown]

    def toggle_sort(self, path: Path, adds: bool) -> None:
        """Go on from none to ascending, descending, none. adds: beside the columns that sort already."""
        now = dict(self.sorts)
        following = {None: False, False: True, True: None}[now.get(path)]
        sorts = [one for one in self.sorts if one[0] != path] if adds else []
        if adds and path in now and following is not None:
            sorts = [(one, following if one == path else down) for one, down in self.sorts]
        elif following is not None:
            sorts.append((path, following))
        self.sorts = tuple(sorts)

    def wanted(self, filters: dict[Path, str], summed: Path | None) -> Wanted:
        return Wanted(tuple(filters.items()), self.sorts, summed)

    def as_json(self) -> dict[str, Any]:
        made: dict[str, Any] = {"source": self.source, "header": self.header}
        if self.columns is not None:
            made["columns"] = [list(path) for path in self.columns]
        if self.shown is not None:
            made["shown"] = [list(path) for path in sorted(self.shown, key=repr)]
        made["widths"] = [[list(path), width] for path, width in self.widths.items()]
        made["sorts"] = [[list(path), down] for path, down in self.sorts]
        made["filters"] = [[list(path), text] for path, text in self.filters.items()]
        return made

    @classmethod
    def from_json(cls, state: dict[str, Any]) -> Look:
        """Return the look of a state; what does not fit is left out."""
        look = cls(source=str(state.get("source") or ""))
        look.header = state.get("header") if isinstance(state.get("header"), bool) else None
        look.columns = _paths(state["columns"]) if "columns" in state else None
        look.shown = set(_paths(state["shown"])) if "shown" in state else None
        look.widths = {path: value for path, value in _pairs(state.get("widths")) if isinstance(value, int) and 20 <= value <= 4000}
        look.sorts = tuple((path, value) for path, value in _pairs(state.get("sorts")) if isinstance(value, bool))
        look.filters = {path: value for path, value in _pairs(state.get("filters")) if isinstance(value, str)}
        return look


def _paths(value: object) -> list[Path]:
    items = value if isinstance(value, list) else []
    return [tuple(one) for one in items if isinstance(one, list) and all(isinstance(part, (str, int)) for part in one)]


def _pairs(value: object) -> list[tuple[Path, Any]]:
    items = value if isinstance(value, list) else []
    return [(path, pair[1]) for pair in items if isinstance(pair, list) and len(pair) == 2 for path in _paths([pair[0]])]
