"""The rows of a table: the elements of an array, the members of an object, or values that stand one after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from curlew.preview.buffer import Buffer
from curlew.preview.json.structure import Children, decoded
from curlew.preview.places import Place
from curlew.preview.table.cells import ITSELF, KEY, MISSING, SHOWN, Cell, Path, Reader, json_cell, kind_of
from curlew.preview.table.scan import KeySearch, KnownKeys, spans

HEAVY = 64 * 1024
"""Bytes of a row that is looked into by a worker."""


class Rows(Protocol):
    """Rows that become known in steps, which may run in a worker meanwhile."""

    complete: bool
    problem: str

    def __len__(self) -> int: ...

    def steps(self) -> Iterator[None]:
        """Find all rows; a step takes a few milliseconds."""

    def is_heavy(self, row: int) -> bool:
        """Tell whether looking into the row takes longer than the window's thread can wait."""

    def paths(self, row: int) -> list[Path]:
        """Return the columns for which this row has a value, in order."""

    def cell(self, row: int, path: Path) -> Cell:
        """Return one cell, whole."""

    def reader(self, path: Path) -> Reader:
        """Return what reads this column of many rows."""

    def cells(self, row: int) -> dict[Path, Cell]:
        """Return what the row's cells show, by columns of one step; long ones are cut."""

    def source(self, row: int) -> bytes:
        """Return the row as it stands in the body."""

    def place(self, row: int, path: Path) -> Place | None:
        """Return where a cell stands in the body, None where bodies of this kind have no places."""


class JsonRows:
    """Rows in JSON: the children of the container at start:end, which stands at `at` in the body."""

    def __init__(self, data: Buffer, start: int, end: int, kind: str, at: Place = ()) -> None:
        self._data = data
        self._stop, self._kind = end, kind
        self._children = Children(data, start, end, kind)
        self._at = at
        self._names: dict[bytes, str] = {}
        self._searches: dict[str, KeySearch] = {}
        self.keyed = kind == "object"

    @property
    def complete(self) -> bool:
        return self._children.complete

    @property
    def problem(self) -> str:
        return self._children.problem if self._children.end >= self._stop else ""  # else other parts of the body follow

    @property
    def end(self) -> int:
        """Behind the container, once the rows are complete."""
        return self._children.end

    def __len__(self) -> int:
        return len(self._children)

    def steps(self) -> Iterator[None]:
        return self._children.steps()

    def is_heavy(self, row: int) -> bool:
        value = self._children.value(row)
        return value.end - value.start > HEAVY

    def paths(self, row: int) -> list[Path]:
        value = self._children.value(row)
        own: list[Path] = [KEY] if self.keyed else []
        if value.kind == "object":
            members = enumerate(spans(self._data, value.start, value.end))
            return own + list(dict.fromkeys((self._name(a, b) if a >= 0 else number,) for number, (a, b, _start, _end) in members))
        if value.kind == "array":
            return own + [(index,) for index in range(len(spans(self._data, value.start, value.end)))]
        return [*own, ITSELF]

    def cell(self, row: int, path: Path) -> Cell:
        value = self._children.value(row)
        if path == KEY:
            return Cell("text", self._key(value.key).encode("utf-8", "surrogatepass"))
        if not path and value.kind in ("object", "array"):
            return MISSING
        start, end, kind = value.start, value.end, value.kind
        for part in path:
            found = self._step(start, end, kind, part)
            if found is None:
                return MISSING
            start, end = found
            kind = "object" if self._data[start] == 0x7B else "array" if self._data[start] == 0x5B else "scalar"
        return json_cell(self._data[start:end]) if path else Cell(kind, self._data[start:end])

    def reader(self, path: Path) -> Reader:
        """Return what reads this column of many rows."""

        def slow(row: int) -> bytes | None:
            cell = self.cell(row, path)
            return None if cell.kind == "missing" else cell.raw

        if self.keyed or len(path) != 1 or not isinstance(path[0], str):
            return Reader(slow, (lambda _raw: "text") if path == KEY else kind_of)
        gap = 0 if self._kind == "top" else 1
        return Reader(KeySearch(path[0]).reader(self._data, self._children.marks, gap, slow), kind_of)

    def has_only(self, row: int, known: KnownKeys) -> bool:
        """Tell, quickly, that a row has no keys but known ones; False where it is not sure."""
        value = self._children.value(row)
        return value.kind == "object" and known.cover(self._data, value.start, value.end)

    def cells(self, row: int) -> dict[Path, Cell]:
        value = self._children.value(row)
        found: dict[Path, Cell] = {}
        if self.keyed:
            found[KEY] = self.cell(row, KEY)
        if value.kind not in ("object", "array"):
            raw = self._data[value.start : min(value.end, value.start + SHOWN)]
            found[ITSELF] = Cell(value.kind, raw, 1, value.end - value.start > SHOWN)
            return found
        for number, (key, key_end, start, end) in enumerate(spans(self._data, value.start, value.end)):
            path: Path = (self._name(key, key_end),) if key >= 0 else (number,)
            before = found.get(path)
            if before is not None:
                found[path] = before._replace(times=before.times + 1)
            else:
                found[path] = json_cell(self._data[start : min(end, start + SHOWN)], 1, end - start > SHOWN)
        return found

    def source(self, row: int) -> bytes:
        value = self._children.value(row)
        return self._data[value.key[0] if value.key else value.start : value.end]

    def value_source(self, row: int) -> bytes:
        """Return the same without its key."""
        value = self._children.value(row)
        return self._data[value.start : value.end]

    def place(self, row: int, path: Path) -> Place | None:
        if path == KEY:
            path = ()
        return (*self._at, self._key(self._children.value(row).key) if self.keyed else row, *path)

    def _step(self, start: int, end: int, kind: str, part: str | int) -> tuple[int, int] | None:
        if kind == "object" and isinstance(part, str):
            search = self._searches.get(part)
            if search is None:
                search = self._searches[part] = KeySearch(part)
            return search.find(self._data, start, end)
        if kind in ("array", "object") and isinstance(part, int) and part >= 0:  # in an object: what has no key, since it is broken
            elements = spans(self._data, start, end)
            return elements[part][2:] if part < len(elements) and elements[part][0] < 0 else None
        return None

    def _key(self, key: tuple[int, int] | None) -> str:
        return decoded(self._data, *key) if key else ""

    def _name(self, start: int, end: int) -> str:
        raw = self._data[start:end]
        name = self._names.get(raw)
        if name is None:
            name = decoded(raw, 0, len(raw))
            if len(self._names) < 10_000:  # keys that are data would fill the memory
                self._names[raw] = name
        return name
