"""Rows of a table written as text: tab separated for the clipboard, CSV (RFC 4180), or JSON with every value as it came."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from curlew.preview.table.cells import ITSELF, Cell, text_of
from curlew.preview.table.columns import Column, Source
from curlew.preview.table.csv import CsvRows

AT_A_TIME = 64
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_tsv(rows: Source, order: Iterable[int], columns: Sequence[Column], header: bool = False) -> Iterator[str]:
    """Yield lines with tabs, in pieces; what holds a tab, a quotation mark or a line end is quoted as spreadsheets do."""
    if header:
        yield "\t".join(_quoted(column.name, "\t") for column in columns) + "\n"
    for piece in _pieces(order):
        yield "".join("\t".join(_quoted(said(rows.cell(row, column.path)), "\t") for column in columns) + "\n" for row in piece)


def as_csv(rows: Source, order: Iterable[int], columns: Sequence[Column], guard: bool = False) -> Iterator[str]:
    """Yield CSV in pieces, titles first. null becomes empty. guard: texts that a spreadsheet would run as a formula get a `'` before."""
    yield ",".join(_quoted(_guarded(column.name) if guard else column.name, ",") for column in columns) + "\r\n"
    for piece in _pieces(order):
        yield "".join(",".join(_csv_field(rows.cell(row, column.path), guard) for column in columns) + "\r\n" for row in piece)


def as_json(rows: Source, order: Iterable[int], columns: Sequence[Column] | None) -> Iterator[str]:
    """Yield a JSON array in pieces. columns: those to keep; None for the rows as they stand in the body."""
    yield "["
    before = "\n  "
    for piece in _pieces(order):
        text = []
        for row in piece:
            text.append(before + _json_row(rows, row, columns))
            before = ",\n  "
        yield "".join(text)
    yield "\n]\n" if before.startswith(",") else "]\n"


def said(cell: Cell) -> str:
    """Return what a cell says, empty where it is missing."""
    return "" if cell.kind == "missing" else text_of(cell.kind, cell.raw)


def _csv_field(cell: Cell, guard: bool) -> str:
    if cell.kind in ("missing", "null"):
        return ""
    text = text_of(cell.kind, cell.raw)
    return _quoted(_guarded(text) if guard and cell.kind != "number" else text, ",")


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _quoted(text: str, mark: str) -> str:
    if mark in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _json_row(rows: Source, row: int, columns: Sequence[Column] | None) -> str:
    if columns is None and not isinstance(rows, CsvRows):
        return rows.value_source(row).decode("utf-8", "replace")
    if columns is None:
        assert isinstance(rows, CsvRows)
        names = [(path, rows.title(path)) for path in rows.paths(row)]
    else:
        names = [(column.path, column.name) for column in columns]
    members = []
    for path, name in names:
        cell = rows.cell(row, path)
        if path == ITSELF and len(names) == 1:
            return _json_value(cell)
        if cell.kind != "missing":
            members.append(f"{json.dumps(name, ensure_ascii=False)}: {_json_value(cell)}")
    return "{" + ", ".join(members) + "}"


def _json_value(cell: Cell) -> str:
    if cell.kind in ("text", "broken"):
        return json.dumps(cell.raw.decode("utf-8", "replace"), ensure_ascii=False)
    return cell.raw.decode("utf-8", "replace")


def _pieces(order: Iterable[int]) -> Iterator[list[int]]:
    piece: list[int] = []
    for row in order:
        piece.append(row)
        if len(piece) == AT_A_TIME:
            yield piece
            piece = []
    if piece:
        yield piece
