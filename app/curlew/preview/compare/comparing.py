"""A comparison of two bodies from beginning to end: laid out, read, compared."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from curlew.preview.buffer import Buffer
from curlew.preview.compare.bytewise import compare_bytes
from curlew.preview.compare.json_tape import NotJsonError, Tape, Tick
from curlew.preview.compare.lines import Lines, find_breaks
from curlew.preview.compare.plain import compare_lines
from curlew.preview.compare.result import Comparison, Rules
from curlew.preview.compare.rows import DiffRows
from curlew.preview.compare.structure import Structure
from curlew.text import _

STRUCTURE, TEXT = "structure", "text"
_LONG_LINE = 4000
_LARGEST = 600 * 1024 * 1024
"""Bytes of both texts that are compared by structure or by lines."""


@dataclass(frozen=True, slots=True)
class Body:
    """One side. kind: an id of `KINDS`; data: its text in UTF-8, or its bytes where it is no text."""

    data: Buffer
    kind: str = "text"

    @property
    def is_text(self) -> bool:
        return self.kind not in ("binary", "image")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a comparison gives. mode: what was compared in the end; language: the colours of the lines; rows: all, and what differs."""

    comparison: Comparison
    a: Lines
    b: Lines
    mode: str = TEXT
    language: str = ""
    rows: tuple[DiffRows, DiffRows] = field(default_factory=lambda: (DiffRows.of(), DiffRows.of()))

    def with_rows(self) -> Outcome:
        """Return the outcome with its rows."""
        pieces = self.comparison.pieces
        return replace(self, rows=(DiffRows.of(pieces), DiffRows.of(pieces, True)))


def compare_bodies(mode: str, one: Body, other: Body, rules: Rules, tick: Tick = lambda _share: None) -> Outcome:
    """Compare two bodies. Raises UsageError for rules that are none."""
    if not (one.is_text and other.is_text):
        comparison, a, b = compare_bytes(one.data, other.data)
        return Outcome(comparison, a, b, TEXT)
    if len(one.data) + len(other.data) > _LARGEST:
        comparison, a, b = compare_bytes(one.data, other.data)
        comparison.notes = (_("These texts are too large to be compared line by line."), *comparison.notes)
        return Outcome(comparison, a, b, TEXT)
    note = ""
    if mode == STRUCTURE and one.kind == other.kind == "json":
        try:
            return _by_structure(one.data, other.data, rules, tick)
        except NotJsonError:
            note = _("At least one side is no valid JSON, so the texts are compared.")
    elif mode == STRUCTURE:
        note = _("Only JSON has a structure to compare, so the texts are compared.")
    outcome = _by_lines(one, other, tick)
    if note and mode == STRUCTURE:
        outcome.comparison.notes = (note, *outcome.comparison.notes)
    return outcome


def _by_structure(one: Buffer, other: Buffer, rules: Rules, tick: Tick) -> Outcome:
    a, tape_a = read_json(one)
    tick(0.2)
    b, tape_b = read_json(other)
    tick(0.4)
    structure = Structure(tape_a, tape_b, rules, lambda share: tick(0.4 + 0.6 * share))
    return Outcome(structure.compare(), a, b, STRUCTURE, "json")


def read_json(data: Buffer) -> tuple[Lines, Tape]:
    """Return a JSON text laid out, and what it consists of. Raises NotJsonError."""
    from curlew.preview.layout import lay_out

    laid = lay_out(data, "json")
    if laid.problem is not None:
        raise NotJsonError(laid.problem.offset)
    breaks = find_breaks(laid.data)
    return Lines(laid.data, breaks), Tape(laid.data, breaks)


def _by_lines(one: Body, other: Body, tick: Tick) -> Outcome:
    language = one.kind if one.kind == other.kind and one.kind in ("json", "xml", "html") else ""
    notes: tuple[str, ...] = ()
    data_a, data_b = one.data, other.data
    if language and (_has_long_lines(data_a) or _has_long_lines(data_b)):
        data_a, data_b = laid_out(data_a, language), laid_out(data_b, language)
        notes = (_("Both texts are laid out, so that they have lines to compare."),)
    tick(0.2)
    a, b = Lines(data_a), Lines(data_b)
    comparison = compare_lines(a, b, lambda share: tick(0.2 + 0.8 * share))
    comparison.notes = (*notes, *comparison.notes)
    return Outcome(comparison, a, b, TEXT, language)


def _has_long_lines(data: Buffer) -> bool:
    """Tell whether a text is written without line breaks."""
    head = data[: 64 * 1024]
    return len(head) > 200 and head.count(b"\n") * _LONG_LINE < len(head) and (len(head) > _LONG_LINE or b"\n" not in head)


def laid_out(data: Buffer, language: str) -> Buffer:
    """Return a text with a line for each value or tag."""
    from curlew.preview.layout import lay_out

    return lay_out(data, language).data
