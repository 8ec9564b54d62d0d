"""A comparison as Markdown, to be pasted into an issue or a message."""

from __future__ import annotations

from collections.abc import Sequence

from curlew.text import _

_MOST = 200


def report(title: str, sides: tuple[str, str], rows: Sequence[tuple[str, str, str, str]], notes: Sequence[str], more: int = 0) -> str:
    """Return the report. rows: kind, place, before and after of each difference; more: differences that are not among them."""
    lines = [f"## {_cell(title)}", "", f"- A: {_cell(sides[0])}", f"- B: {_cell(sides[1])}", *(f"- {_cell(note)}" for note in notes), ""]
    if not rows:
        return "\n".join([*lines, _("No differences."), ""])
    lines += [f"| {_('Kind')} | {_('Where')} | A | B |", "| --- | --- | --- | --- |"]
    lines += [f"| {kind} | {_code(place)} | {_code(before)} | {_code(after)} |" for kind, place, before, after in rows[:_MOST]]
    left = more + max(0, len(rows) - _MOST)
    if left:
        lines += ["", _("… and {n} more").format(n=f"{left:,}")]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _code(text: str) -> str:
    """Return a text in a code span, whatever it holds."""
    flat = " ".join(text.split()).replace("|", "\\|")
    if not flat:
        return ""
    fence = "`"
    while fence in flat:
        fence += "`"
    inner = f" {flat} " if flat.startswith("`") or flat.endswith("`") else flat
    return f"{fence}{inner}{fence}"
