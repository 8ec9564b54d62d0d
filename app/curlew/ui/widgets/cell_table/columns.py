"""What a table shows: its columns, how a row gives and takes their values, and how a row is written as a line of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from curlew.model.rows import Note
from curlew.text import _
from curlew.ui.widgets.completion import Provider

Row = Any
"""A frozen dataclass of the model; the shape's functions know which."""

Kind = Literal["check", "text", "pick", "look", "switch"]


@dataclass(frozen=True, slots=True)
class Look:
    """A cell painted in another way than as text. trail: icons that can be clicked.

    badges: (text, ground token, text token) and, for one with an icon, its name.
    """

    text: str = ""
    icon: str = ""
    token: str = "text"
    mono: bool = False
    badges: tuple[tuple[str, ...], ...] = ()
    trail: tuple[tuple[str, str], ...] = ()  # (icon, what it does, for the tooltip)
    strike: bool = False


@dataclass(frozen=True, slots=True)
class CellMark:
    """What is wrong with, or to be known of, the text of a cell. level: `err`, `warn` or `note`; short: the words in the cell."""

    level: Literal["err", "warn", "note"]
    short: str
    text: str

    @property
    def colors(self) -> tuple[str, str]:
        """Ground and text."""
        return {"err": ("err_soft", "err"), "warn": ("warn_soft", "warn")}.get(self.level, ("badge", "badge_text"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `get` and `put` read and change a row; without `put` it is read only. width: pixels, or 0 for a `share` of the rest.

    choices: for `pick`, (value, label) pairs. A `switch` gets and puts "1" and "".
    look: gives a Look, or None where the cell is text after all.
    provider: completion for the text cell of a row.
    """

    id: str
    title: str
    get: Callable[[Row], str]
    put: Callable[[Row, str], Row] | None = None
    kind: Kind = "text"
    width: int = 0
    share: float = 1.0
    mono: bool = True
    placeholder: str = ""
    choices: Callable[[Row], tuple[tuple[str, str], ...]] | None = None
    look: Callable[[Row], Look | None] | None = None
    provider: Callable[[Row], Provider] | None = None
    masked: Callable[[Row], bool] | None = None
    editable: Callable[[Row], bool] | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a table with what a row needs besides. `row_name` names a row for people ("header").

    to_line and from_line write and read a row as a line of text; without them there is no text form and no pasting of rows.
    """

    columns: tuple[Column, ...]
    blank: Callable[[], Row]
    is_blank: Callable[[Row], bool]
    enabled: Callable[[Row], bool] = lambda row: bool(row.enabled)
    switch: Callable[[Row, bool], Row] | None = lambda row, on: replace(row, enabled=on)
    to_line: Callable[[Row], str] | None = None
    from_line: Callable[[str], Row] | None = None
    same_name: Callable[[Row, Row], bool] = lambda one, other: bool(one.name == other.name)
    merge: Callable[[Row, Row], Row] | None = None
    row_name: str = ""
    row_height: int = 34


def check_column(shape_switch: Callable[[Row, bool], Row] | None = None) -> Column:
    """Return the first column of most tables: whether the row counts."""
    return Column("enabled", "", lambda row: "1" if row.enabled else "", None, kind="check", width=40)


def with_note(row: Row, text: str) -> Row:
    """Return the row with another description; the same one where the text is the same."""
    return row if text == row.description.content else replace(row, description=Note(text, row.description.mime if text else ""))


def note_column(title: str = "") -> Column:
    return Column(
        "description", title or _("Description"), lambda row: row.description.content, with_note, mono=False, placeholder=_("Description")
    )


def field(name: str) -> tuple[Callable[[Row], str], Callable[[Row, str], Row]]:
    """Return `get` and `put` for a text field of the row."""
    return lambda row: str(getattr(row, name) or ""), lambda row, text: replace(row, **{name: text})


OFF = "// "


def line_of(row: Row, enabled: bool | None = None) -> str:
    """Write a row with name and value as `name: value`, after `// ` where it is switched off."""
    on = row.enabled if enabled is None else enabled
    value = (
        row.value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r") if "\n" in row.value or "\r" in row.value else row.value
    )
    return f"{'' if on else OFF}{row.name}: {value}"


def parts_of_line(line: str) -> tuple[str, str, bool]:
    """Read (name, value, enabled) from `name: value`, `name=value` or `name<tab>value`, each after `//` where it is switched off."""
    text = line.strip()
    enabled = not text.startswith("//")
    if not enabled:
        text = text[2:].strip()
    if "\t" in text:
        name, _tab, value = text.partition("\t")
        return name.strip(), value.strip(), enabled
    colon, equals = text.find(":"), text.find("=")
    if text.startswith(":"):  # an HTTP/2 pseudo header, as browsers copy them
        colon = text.find(":", 1)
    if colon >= 0 and (equals < 0 or colon < equals):
        return text[:colon].strip(), text[colon + 1 :].strip(), enabled
    if equals >= 0:
        return text[:equals].strip(), text[equals + 1 :].strip(), enabled
    return text, "", enabled
