"""Headers that nobody typed here: inherited ones and those that Curlew adds, each with where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from curlew.model.inherit import Above
from curlew.model.prepared import Header
from curlew.model.rows import Row
from curlew.text import _
from curlew.ui.request.shapes import HEADER_NOTE_SHARE
from curlew.ui.widgets.cell_table import Column, Look, Shape

OVERRIDE, OMIT, RESTORE, REVEAL, HIDE, TO_AUTH, TO_COOKIES = "edit", "ban", "undo", "eye", "eye_off", "key", "cookie"
"""What can be done with a row, by the icon that stands for it."""

ICONS = {"inherited": "folder", "auth": "key", "cookie": "cookie", "auto": "bolt", "omitted": "ban", "replaced": "arrow_up"}
_BY_NAME = {"host": "link", "user-agent": "settings", "content-type": "code", "content-length": "code"}
DOTS = "••••••••••"
LATER = "…"


@dataclass(frozen=True, slots=True)
class AutomaticRow:
    """state: `sent`, `omitted` (the settings leave it out) or `replaced` (a typed one takes its place).

    has_cookies: the window has a cookie manager. jar: the environment whose jar it is, empty for none.
    """

    header: Header
    state: str = "sent"
    revealed: bool = False
    has_cookies: bool = False
    jar: str = ""

    @property
    def name(self) -> str:
        return self.header.name

    @property
    def can_be_omitted(self) -> bool:
        return self.state == "sent" and self.header.origin != "inherited"

    @property
    def is_masked(self) -> bool:
        return self.header.secret and not self.revealed


def rows_of(
    headers: Iterable[Header], replaced: Iterable[tuple[Row, Above]], revealed: Iterable[str], has_cookies: bool, jar: str = ""
) -> tuple[AutomaticRow, ...]:
    """Return the rows to show: inherited headers first, those that are replaced among them, then the rest in wire order."""
    shown, all_of_them = set(revealed), list(headers)
    inherited = [header for header in all_of_them if header.origin == "inherited"]
    covered = [Header(row.name, row.value, "inherited", above.name) for row, above in replaced]
    others = [header for header in all_of_them if header.origin != "inherited"]
    return (
        *(AutomaticRow(header, "sent", header.name.lower() in shown) for header in inherited),
        *(AutomaticRow(header, "replaced") for header in covered),
        *(
            AutomaticRow(header, "omitted" if header.origin == "omitted" else "sent", header.name.lower() in shown, has_cookies, jar)
            for header in others
        ),
    )


def shown_value(row: AutomaticRow) -> str:
    """Return the value as it may be shown: of a secret one its scheme, or the names of its cookies."""
    value = row.header.value
    if not row.is_masked or value == LATER:
        return value
    if row.header.origin == "cookie" or row.name.lower() == "cookie":
        return "; ".join(f"{pair.partition('=')[0]}={DOTS[:4]}" for pair in value.split("; "))
    scheme, blank, _rest = value.partition(" ")
    return f"{scheme} {DOTS}" if blank and scheme.isalnum() else DOTS


def reason_of(row: AutomaticRow) -> str:
    """Return in words why the row is there, or why not."""
    if row.state == "replaced":
        return _("replaced by yours")
    if row.state == "omitted":
        return _("left out")
    if row.header.origin == "cookie" and row.jar:
        return _("{reason}, of {name}").format(reason=row.header.reason, name=row.jar)
    return row.header.reason or (_("inherited from {name}").format(name=row.header.source) if row.header.source else _("added by Curlew"))


def actions_of(row: AutomaticRow) -> tuple[tuple[str, str], ...]:
    """Return what can be done with a row: (icon, words)."""
    if row.state == "replaced":
        return ()
    if row.state == "omitted":
        return ((RESTORE, _("Send {name} again").format(name=row.name)),)
    found: list[tuple[str, str]] = []
    if row.header.origin == "auth":
        found.append((TO_AUTH, _("Open the Authorization tab")))
    elif row.header.origin == "cookie" and row.has_cookies:
        found.append((TO_COOKIES, _("Open the cookie manager")))
    found.append((OVERRIDE, _("Write {name} yourself").format(name=row.name)))
    if row.can_be_omitted:
        found.append((OMIT, _("Do not send {name}").format(name=row.name)))
    return tuple(found)


def _value_look(row: AutomaticRow) -> Look:
    trail: tuple[tuple[str, str], ...] = ()
    if row.header.secret and row.header.value not in ("", LATER) and row.state == "sent":
        trail = ((HIDE, _("Hide the value")),) if row.revealed else ((REVEAL, _("Show the value")),)
    return Look(shown_value(row), token="text2" if row.state == "sent" else "text3", mono=True, strike=row.state != "sent", trail=trail)


def _name_look(row: AutomaticRow) -> Look:
    return Look(row.name, token="text2" if row.state == "sent" else "text3", mono=True, strike=row.state != "sent")


def _reason_look(row: AutomaticRow) -> Look:
    origin = row.state if row.state != "sent" else row.header.origin
    icon = ICONS.get(origin, "bolt") if origin != "auto" else _BY_NAME.get(row.name.lower(), "bolt")
    return Look(badges=((reason_of(row), "badge", "badge_text", icon),), trail=actions_of(row))


def automatic_shape() -> Shape:
    """Return the columns, of the same widths as those of own headers."""

    def column(name: str, title: str, get: Callable[[AutomaticRow], str], look: Callable[[AutomaticRow], Look], share: float) -> Column:
        return Column(name, title, get, None, kind="look", share=share, look=look)

    lock = Look(icon="lock", token="text3")
    columns = (
        Column("lock", "", lambda _row: _("automatic"), None, kind="look", width=40, look=lambda _row: lock),
        column("name", _("Name"), lambda row: row.name, _name_look, 1.0),
        column("value", _("Value"), shown_value, _value_look, 1.5),
        column("reason", _("Reason"), reason_of, _reason_look, HEADER_NOTE_SHARE),
    )
    return Shape(
        columns, lambda: None, lambda _row: False, enabled=lambda row: row.state == "sent", switch=None, row_name=_("header"), row_height=31
    )
