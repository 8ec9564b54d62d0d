"""CSV and its kin as rows: found in slices, quoted line breaks and all; nothing is refused."""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from curlew.preview.buffer import Buffer
from curlew.preview.places import Place
from curlew.preview.table.cells import MISSING, NUMBER, SHOWN, Cell, Path, Reader
from curlew.text import _

DELIMITERS = (",", ";", "\t", "|")
SNIFFED = 64 * 1024
STEP = 128 * 1024
HEAVY = 64 * 1024
"""Bytes of a row that is looked into by a worker."""

LONGEST = 1024 * 1024
"""Bytes of a row after which a quotation mark that nothing closes is taken for a character."""


REMEMBERED = 2048
"""Fields of a row that are remembered: as many as a table has columns."""

_BLANK = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is cut into fields, and whether its first row names them."""

    delimiter: str = ","
    header: bool = True


def record_pattern(delimiter: str) -> re.Pattern[bytes]:
    """Return the expression for one row with its line end; a quotation mark in the middle of a field, or never closed, is a character."""
    at_start = rb"(?<![^" + re.escape(delimiter.encode()) + rb"\r\n])"
    return re.compile(rb'(?:[^"\r\n]++|' + at_start + rb'"(?:[^"]++|"")*"|")*(?:\r\n|\n|\r|\Z)')


def field_pattern(delimiter: str) -> re.Pattern[bytes]:
    """Return the expression for one field with the delimiter before it: what is quoted, what follows that, what is not quoted."""
    mark = re.escape(delimiter.encode())
    plain = rb"[^" + mark + rb"\r\n]*+"
    return re.compile(rb'(?:"((?:[^"]++|"")*)"(' + plain + rb")|(" + plain + rb"))(" + mark + rb"|\r\n|\n|\r|\Z)")


def nth_field_pattern(delimiter: str, number: int) -> re.Pattern[bytes]:
    """Return the expression for a row up to a field: what is quoted in it, what follows that, what is not quoted."""
    mark = re.escape(delimiter.encode())
    plain = rb"[^" + mark + rb"\r\n]*+"
    before = rb'(?:(?:"(?:[^"]++|"")*"' + plain + rb"|" + plain + rb")" + mark + rb"){%d}" % number
    return re.compile(before + rb'(?:"((?:[^"]++|"")*)"(' + plain + rb")|(" + plain + rb"))")


def sniff(data: Buffer, declared: str = "") -> Dialect | None:
    """Return how a text is most likely cut; None where it does not look like a table at all and is not declared to be one."""
    head = data[:SNIFFED]
    is_declared = "csv" in declared or "tab-separated" in declared
    scores = {mark: _score(head, mark, whole=len(head) == len(data)) for mark in DELIMITERS}
    best = "\t" if "tab-separated" in declared else max(DELIMITERS, key=lambda mark: scores[mark])
    if not is_declared and scores[best] < 1:
        return None
    if not scores[best] and "tab-separated" not in declared:
        best = ","
    return Dialect(best, _has_header(first_records(head, best, 20)))


def first_records(head: bytes, delimiter: str, most: int) -> list[list[bytes]]:
    """Return the first rows of a text, without those that are empty."""
    found: list[list[bytes]] = []
    for match in record_pattern(delimiter).finditer(head):
        if len(found) == most or match.start() == match.end():
            break
        if match.group().strip():
            found.append([raw for raw, _broken in fields(match.group(), delimiter)])
    return found


def fields(record: bytes, delimiter: str, most: int = sys.maxsize) -> list[tuple[bytes, bool]]:
    """Cut a row, or the first fields of it; with each field: whether its quotation marks are broken."""
    found: list[tuple[bytes, bool]] = []
    pattern, at = field_pattern(delimiter), 0
    while True:
        match = pattern.match(record, at)
        if match is None:
            return found
        quoted, behind, plain, stop = match.groups()
        if quoted is not None:
            found.append((quoted.replace(b'""', b'"') + behind, bool(behind.strip())))
        else:
            found.append((plain, plain[:1] == b'"'))
        at = match.end()
        if stop != delimiter.encode() or len(found) == most:
            return found


def _score(head: bytes, mark: str, whole: bool) -> float:
    """Return how many fields most rows have, above one, times how many rows agree; below 1 where it is no table."""
    records = first_records(head, mark, 50)
    if not whole and len(records) < 50 and len(records) > 1:
        records.pop()
    if len(records) < 2:
        return 0.0
    widths = [len(record) for record in records]
    usual = max(set(widths), key=widths.count)
    share = widths.count(usual) / len(widths)
    long = sum(len(field) > 200 for record in records for field in record)
    return (usual - 1) * share if usual > 1 and share >= 0.9 and not long else 0.0


def _has_header(records: list[list[bytes]]) -> bool:
    if not records:
        return True
    names = [name.strip() for name in records[0]]
    return all(names) and len(set(names)) == len(names) and not any(NUMBER.fullmatch(name) for name in names)


class CsvRows:
    """Rows of a text with delimiters. Columns are numbered from 0; `names` has their titles."""

    complete = False
    problem = ""

    def __init__(self, data: Buffer, dialect: Dialect) -> None:
        self._data, self._dialect = data, dialect
        self._starts = array("q")
        self._record = record_pattern(dialect.delimiter)
        self._at = 0
        self._cut: tuple[int, list[tuple[bytes, bool]]] = -1, []
        self.names: list[str] = []
        if dialect.header and len(data):
            match = self._match(0)
            self.names = [field.decode("utf-8", "replace") for field, _broken in fields(match.group(), dialect.delimiter)]
            self._at = match.end()

    def __len__(self) -> int:
        return max(0, len(self._starts) - 1)

    def steps(self) -> Iterator[None]:
        """Find all rows; a step takes a few milliseconds."""
        data, end = self._data, len(self._data)
        while self._at < end:
            stop = min(self._at + STEP, end)
            while self._at < stop:
                if data.find(b'"', self._at, stop) < 0 and data.find(b"\r", self._at, stop) < 0:
                    self._plain_lines(stop)
                    break
                self._records(stop)
            yield
        self._starts.append(end)
        self.complete = True

    def _records(self, stop: int) -> None:
        """Take rows up to `stop`, which may have quotation marks and line ends in them."""
        data, starts = self._data, self._starts
        limit = min(self._at + LONGEST, len(data))
        for match in self._record.finditer(data, self._at, limit):
            start, end = match.span()
            if end == limit < len(data) or end == start:
                break
            if data[start] not in _BLANK or match.group().strip():
                starts.append(start)
            self._at = end
            if end >= stop:
                return
        if self._at < stop:  # a row of which the end is far away
            starts.append(self._at)
            self._at = self._match(self._at).end()

    def _plain_lines(self, stop: int) -> None:
        """Take the lines up to `stop`, which hold no quotation marks; the last one may go on beyond it."""
        data, at = self._data, self._at
        last = data.rfind(b"\n", at, stop) + 1
        if last <= at:
            match = self._match(at)
            self._starts.append(at)
            self._at = match.end()
            return
        for line in data[at:last].split(b"\n")[:-1]:
            if line.strip():
                self._starts.append(at)
            at += len(line) + 1
        self._at = last

    def _match(self, at: int) -> re.Match[bytes]:
        end = len(self._data)
        match = self._record.match(self._data, at, min(at + LONGEST, end))
        assert match is not None
        if match.end() == at or (match.end() == at + LONGEST < end and match.group()[-1:] not in b"\r\n"):
            whole = self._record.match(self._data, at)  # a row of more than 1 MB
            assert whole is not None
            return whole
        return match

    def is_heavy(self, row: int) -> bool:
        return self._starts[row + 1] - self._starts[row] > HEAVY

    def paths(self, row: int) -> list[Path]:
        return [(number,) for number in range(max(len(self.names), len(self._fields(row))))]

    def cell(self, row: int, path: Path) -> Cell:
        number = path[0] if path else 0
        assert isinstance(number, int)
        found = self._fields(row) if number >= REMEMBERED else self._first_fields(row)
        return _cell(*found[number]) if 0 <= number < len(found) else MISSING

    def reader(self, path: Path) -> Reader:
        """Return what reads this column of many rows."""
        number = path[0] if path else 0
        assert isinstance(number, int)
        data, starts = self._data, self._starts
        wanted = nth_field_pattern(self._dialect.delimiter, number).match

        def read(row: int) -> bytes | None:
            match = wanted(data, starts[row], starts[row + 1])
            if match is None:
                return None
            quoted, behind, plain = match.groups()
            return (plain if quoted is None else quoted.replace(b'""', b'"') + behind) or None

        return Reader(read, _kind)

    def cells(self, row: int) -> dict[Path, Cell]:
        found: dict[Path, Cell] = {}
        for number, (raw, broken) in enumerate(self._fields(row)):
            cell = _cell(raw, broken)
            found[(number,)] = cell._replace(raw=raw[:SHOWN], cut=True) if len(raw) > SHOWN else cell
        return found

    def source(self, row: int) -> bytes:
        return self._data[self._starts[row] : self._starts[row + 1]].rstrip(b"\r\n")

    def title(self, path: Path) -> str:
        """Return what stands above a column."""
        number = path[0] if path else 0
        assert isinstance(number, int)
        return self.names[number] if number < len(self.names) else _("column {n}").format(n=number + 1)

    def place(self, row: int, path: Path) -> Place | None:
        return None

    def _first_fields(self, row: int) -> list[tuple[bytes, bool]]:
        """Cut the beginning of a row, once for all of its cells that are asked for one after another, in whichever thread."""
        known, found = self._cut
        if known != row:
            record = self._data[self._starts[row] : self._starts[row + 1]]
            found = fields(record, self._dialect.delimiter, REMEMBERED)
            self._cut = row, found
        return found

    def _fields(self, row: int) -> list[tuple[bytes, bool]]:
        return fields(self._data[self._starts[row] : self._starts[row + 1]], self._dialect.delimiter)


def _kind(raw: bytes) -> str:
    return "number" if NUMBER.fullmatch(raw) else "text"


def _cell(raw: bytes, broken: bool) -> Cell:
    if broken:
        return Cell("broken", raw)
    if not raw:
        return MISSING
    return Cell(_kind(raw), raw)
