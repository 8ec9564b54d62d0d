"""The columns of a table: all keys of its rows in the order in which they first appear, and what stands below them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from curlew.preview.json.structure import decoded
from curlew.preview.table.cells import ITSELF, KEY, Cell, Path, json_cell, name_of
from curlew.preview.table.csv import CsvRows
from curlew.preview.table.rows import JsonRows
from curlew.preview.table.scan import AT_ONCE, KnownKeys, spans
from curlew.text import _

Source = JsonRows | CsvRows

SAMPLED = 200
"""Rows by which a column is judged: its type, what is nested in it."""

MOST = 2000
MOST_NESTED = 200
DEEPEST = 3
FEW = 8
"""Different values up to which a column is one to choose from."""

_TYPES = {"true": "boolean", "false": "boolean", "text": "string", "broken": "broken"}


@dataclass(slots=True)
class Column:
    """path: where its value stands in a row. kinds: how often each kind was met in the sample. values: the first different texts."""

    path: Path
    name: str
    kinds: dict[str, int] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """What its values are: number, string, boolean, object, array, `mixed`; "" where the sample has none."""
        types = {_TYPES.get(kind, kind) for kind in self.kinds} - {"null", "missing"}
        if not types:
            return "null" if "null" in self.kinds else ""
        return types.pop() if len(types) == 1 else "mixed"

    @property
    def choices(self) -> tuple[str, ...]:
        """The values to choose from, where there are few that come again; empty otherwise."""
        if self.type == "boolean":
            return ("true", "false")
        seen = sum(self.values.values())
        return tuple(self.values) if self.type == "string" and 0 < len(self.values) <= FEW and seen >= 2 * len(self.values) else ()

    def meet(self, cell: Cell) -> None:
        self.kinds[cell.kind] = self.kinds.get(cell.kind, 0) + 1
        if cell.kind in ("string", "text") and len(self.values) <= FEW:
            text = cell.raw[:100].decode("utf-8", "replace").strip('"')
            self.values[text] = self.values.get(text, 0) + 1


class Columns:
    """Grows while rows are looked at: `sample` the first ones, `steps` all the others."""

    def __init__(self, rows: Source) -> None:
        self._rows = rows
        self._by_path: dict[Path, Column] = {}
        self._nested: dict[Path, list[Column]] = {}
        self._sampled = 0
        self.looked = 0
        self.problem = ""
        if isinstance(rows, CsvRows):
            for number in range(len(rows.names)):
                self._add((number,))

    @property
    def top(self) -> list[Column]:
        """The columns of one step, in order."""
        return list(self._by_path.values())

    @property
    def all(self) -> list[Column]:
        """Every column, those of nested values behind the one they stand in."""
        return [column for top in self.top for column in (top, *self._nested.get(top.path, ()))]

    def column(self, path: Path) -> Column | None:
        return next((column for column in self._nested.get(path[:1], ()) if column.path == path), None) or self._by_path.get(path)

    def sample(self) -> None:
        """Look at the first rows, as far as they are known."""
        for row in range(self._sampled, min(len(self._rows), SAMPLED)):
            for path, cell in self._rows.cells(row).items():
                column = self._add(path)
                if column is not None:
                    column.meet(cell)
                    self._look_within(column, cell, path[:1])
            self._sampled = row + 1
        self.looked = max(self.looked, self._sampled)

    def steps(self) -> Iterator[None]:
        """Look at the keys of all rows that are known; a step takes a few milliseconds."""
        known = self._known()
        while self.looked < len(self._rows):
            for row in range(self.looked, min(self.looked + 400, len(self._rows))):
                if known is not None and isinstance(self._rows, JsonRows) and self._rows.has_only(row, known):
                    continue
                if self._learn(row):
                    known = self._known()
            self.looked = min(self.looked + 400, len(self._rows))
            yield

    def _known(self) -> KnownKeys | None:
        names = [path[0] for path in self._by_path if path and isinstance(path[0], str)]
        return KnownKeys(names) if 0 < len(names) <= 300 else None

    def _learn(self, row: int) -> bool:
        new = [path for path in self._rows.paths(row) if path not in self._by_path]
        for path in new:
            column = self._add(path)
            if column is not None:
                column.meet(self._rows.cell(row, path))
        return bool(new)

    def _add(self, path: Path) -> Column | None:
        column = self._by_path.get(path)
        if column is None:
            if len(self._by_path) >= MOST:
                self.problem = _("Only the first {n} columns are offered.").format(n=f"{MOST:,}")
                return None
            column = self._by_path[path] = Column(path, self.title(path))
        return column

    def title(self, path: Path) -> str:
        """Return what stands above a column."""
        if path == KEY:
            return _("key")
        if path == ITSELF:
            return _("value")
        return self._rows.title(path) if isinstance(self._rows, CsvRows) else name_of(path)

    def _look_within(self, column: Column, cell: Cell, top: Path) -> None:
        if cell.kind != "object" or cell.cut or len(cell.raw) > AT_ONCE or len(column.path) >= DEEPEST:
            return
        nested = self._nested.setdefault(top, [])
        for key, key_end, start, end in spans(cell.raw, 0, len(cell.raw)):
            if key < 0 or len(nested) >= MOST_NESTED:
                continue
            path = (*column.path, decoded(cell.raw, key, key_end))
            inner = next((one for one in nested if one.path == path), None)
            if inner is None:
                inner = Column(path, name_of(path))
                nested.append(inner)
            value = json_cell(cell.raw[start:end])
            inner.meet(value)
            self._look_within(inner, value, top)
