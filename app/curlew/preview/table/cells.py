"""What stands in one cell of a table: always the text of the body itself, never a number that went through Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from curlew.preview.json.structure import decoded

Path: TypeAlias = tuple[str | int, ...]
"""Where a column's value stands within its row: keys, and indices from 0."""

ITSELF: Path = ()
"""The column of rows that are no containers."""

KEY: Path = (-1,)
"""The column with the keys of an object whose members are the rows."""

SHOWN = 4096
"""Bytes of a value that a cell is painted from."""

NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?")
_WORDS = {b"true": "true", b"false": "false", b"null": "null"}
_ESCAPED = re.compile(r'\\(u[0-9a-fA-F]{0,3})?\\?"?$')


class Cell(NamedTuple):
    """kind: object array string number true false null broken, `text` (as it stands, from CSV), `missing`.

    raw: the text of the value; its beginning only where `cut`. times: how often its key stands in the row; the first is shown.
    """

    kind: str
    raw: bytes
    times: int = 1
    cut: bool = False


class Reader(NamedTuple):
    """Reads one column quickly. read: the text of a row's value, None where it is missing. kind: of such a text."""

    read: Callable[[int], bytes | None]
    kind: Callable[[bytes], str]

    def cell(self, row: int) -> Cell:
        """Return one cell."""
        raw = self.read(row)
        return MISSING if raw is None else Cell(self.kind(raw), raw)


MISSING = Cell("missing", b"")


def kind_of(raw: bytes) -> str:
    """Return the kind of a JSON value by its text."""
    first = raw[:1]
    if first == b'"':
        return "string"
    if first == b"{":
        return "object"
    if first == b"[":
        return "array"
    return _WORDS.get(raw) or ("number" if NUMBER.fullmatch(raw) else "broken")


def json_cell(raw: bytes, times: int = 1, cut: bool = False) -> Cell:
    """Return the cell of a JSON value."""
    return Cell("number" if cut and raw[:1] in b"-0123456789" else kind_of(raw), raw, times, cut)


def text_of(kind: str, raw: bytes) -> str:
    """Return what a value says: a string without its quotes and escapes, anything else as it is written."""
    if kind == "string":
        return decoded(raw, 0, len(raw))
    return raw.decode("utf-8", "replace")


def shown(cell: Cell) -> str:
    """Return the text of a cell as it is painted and copied; with an ellipsis where it is cut."""
    text = text_of(cell.kind, cell.raw)
    return f"{text.rstrip(chr(0xFFFD))}…" if cell.cut else text


def name_of(path: Path) -> str:
    """Return a column's title: `owner.email`, `[2]`."""
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name
