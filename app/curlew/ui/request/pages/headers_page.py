"""The Headers tab: own rows, and below them those that nobody typed here, each with where it comes from."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from curlew.engine.looking import Look, Mark
from curlew.model.inherit import Surroundings, inherited_headers
from curlew.model.prepared import Header
from curlew.model.request import Request, Settings
from curlew.model.rows import Row
from curlew.model.send_settings import TABLE
from curlew.model.settling import inherited, own_value, with_value
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.automatic_rows import HIDE, LATER, OMIT, OVERRIDE, RESTORE, REVEAL, TO_AUTH, AutomaticRow, rows_of
from curlew.ui.request.automatic_table import AutomaticTable
from curlew.ui.request.header_notes import HeaderNotes
from curlew.ui.request.page import ScrollPage
from curlew.ui.request.section_head import SectionHead
from curlew.ui.request.shapes import header_shape
from curlew.ui.widgets.cell_table import CellMark, RowsEditor
from curlew.ui.widgets.parts import TextButton
from curlew.ui.widgets.variables import VariableSource

_OMIT, _AS_IS = TABLE["omitHeaders"], TABLE["asIs"]


class HeadersPage(ScrollPage):
    """An own header that is switched on replaces inherited and automatic ones of its name.

    of_request: automatic headers are shown, too; `show_look` gives them. `go_to` asks for another tab.
    """

    go_to = Signal(str)

    def __init__(self, ui: Ui, source: VariableSource, of_request: bool = False) -> None:
        super().__init__(ui, source)
        self._of_request = of_request
        self._look: Look | None = None
        self._revealed: set[str] = set()
        self.own = RowsEditor(ui.theme, source, header_shape(), _("Headers"), fit=True)
        self.own.edited.connect(lambda key: self.change(f"headers:{key}" if key else "", headers=self.own.rows()))
        self.own.table.current_moved.connect(lambda rect: self.keep_visible(self.own.table.viewport(), rect))
        self.notes = HeaderNotes(ui.theme, self._send_as_is, self._go_to_row)
        note = (
            _("Added when you send; a header above of the same name replaces it.")
            if of_request
            else _("A header above of the same name replaces it.")
        )
        self._hide = TextButton(ui.theme, _("Hide"), "link", act=self._toggle)
        self.head = SectionHead(ui.theme, _("Sent automatically") if of_request else _("Inherited"), note, self._hide)
        self.automatic = AutomaticTable(ui.theme, source)
        self.automatic.wanted.connect(self._act)
        self.automatic.current_moved.connect(lambda rect: self.keep_visible(self.automatic.viewport(), rect))
        parts: tuple[QWidget, ...] = (self.own, self.notes, self.head, self.automatic)
        for part in parts:
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._is_open = True

    # --- showing ---

    def refresh(self) -> None:
        self.own.set_rows(self.request.headers)
        self._show_automatic()

    def show_look(self, look: Look) -> None:
        """Show what Curlew would add, and what is wrong with the own rows."""
        self._look = look
        self.own.table.cells.set_marks({(mark.row, mark.place): _cell_mark(mark) for mark in look.marks})
        self.notes.show_look(look, self.request.headers)
        self._show_automatic()

    def _show_automatic(self) -> None:
        names = {row.name.strip().lower() for row in self.request.headers if row.enabled}
        given = inherited_headers(self.around)
        replaced = [(row, above) for row, above in given if row.name.lower() in names]
        if self._look is not None and self._of_request:
            added = tuple(
                header
                for header in self._look.headers
                if header.origin == "omitted" or header.name.lower() not in names or header.origin in ("auth", "cookie")
            )
        else:
            added = tuple(_as_header(row, above.kind, above.name) for row, above in given if row.name.lower() not in names)
        rows = rows_of(added, replaced, self._revealed, self._has_cookies(), self._jar())
        self.automatic.set_rows(rows)
        self.head.show_count(sum(row.state == "sent" for row in rows))
        self.head.setVisible(bool(rows))
        self._hide.setText(_("Hide") if self._is_open else _("Show"))
        self._hide.setAccessibleName(_("Hide the added headers") if self._is_open else _("Show the added headers"))
        self.automatic.setVisible(bool(rows) and self._is_open)

    def _has_cookies(self) -> bool:
        return bool(cookies_command(self.ui))

    def _jar(self) -> str:
        """Return the name of the environment whose cookie jar counts here."""
        place = self.around.environment or self.around.workspace
        return place.name if place is not None else ""

    def _toggle(self) -> None:
        self._is_open = not self._is_open
        self._show_automatic()

    def hideEvent(self, event: QHideEvent) -> None:
        if self._revealed:
            self._revealed.clear()  # what was uncovered is covered again when one comes back
            self._show_automatic()
        super().hideEvent(event)

    # --- what a person does with a row ---

    def _act(self, row: AutomaticRow, action: str) -> None:
        name = row.name.lower()
        if action == OVERRIDE:
            self._override(row.header)
        elif action in (OMIT, RESTORE):
            self.change("", settings=_omitting(self.request.settings, self.around, row.name, action == OMIT))
        elif action in (REVEAL, HIDE):
            (self._revealed.add if action == REVEAL else self._revealed.discard)(name)
            self._show_automatic()
        elif action == TO_AUTH:
            self.go_to.emit("auth")
        else:
            self.ui.actions.trigger(cookies_command(self.ui))

    def _override(self, header: Header) -> None:
        """Put a header among the own ones and the caret into its value; a secret is not copied, for it would be in the file."""
        typed = next((row.value for row, _above in inherited_headers(self.around) if row.name.lower() == header.name.lower()), None)
        value = "" if header.secret or header.value == LATER else header.value
        if header.origin == "inherited" and typed is not None:
            value = typed  # with its variables, which hold the secrets
        self.change("", headers=(*self.request.headers, Row(header.name, value)))
        self.own.table.edit_cell(len(self.request.headers) - 1, "value")

    def _send_as_is(self, on: bool) -> None:
        self.change("", settings=with_value(self.request.settings, _AS_IS, True if on else self._as_is_off()))

    def _as_is_off(self) -> bool | None:
        """Return what says off: nothing, or a plain no where it comes from above."""
        given = inherited(_AS_IS, self.around)
        return False if given is not None and given.value is True else None

    def _go_to_row(self, number: int, place: str) -> None:
        self.own.show_text(False)
        self.own.table.edit_cell(number, place)

    def reveal(self, request: Request, other: Request) -> None:
        pairs = zip(request.headers, other.headers, strict=False)
        at = next((n for n, (one, two) in enumerate(pairs) if one != two), min(len(request.headers), len(other.headers)))
        self.own.table.setFocus()
        self.own.table.setCurrentIndex(self.own.table.cells.index(min(at, self.own.table.cells.rowCount() - 1), 1))

    def reveal_header(self, name: str) -> None:
        """Go to the own row of a header that something is wrong with."""
        marks = self._look.marks if self._look is not None else ()
        rows = self.request.headers
        found = next((mark for mark in marks if rows[mark.row].name.strip().lower() == name.lower()), None) if name else None
        at = next((n for n, row in enumerate(rows) if row.enabled and row.name.strip().lower() == name.strip().lower()), None)
        if found is not None:
            self._go_to_row(found.row, found.place)
        elif at is not None:
            self._go_to_row(at, "value")
        else:
            self.own.table.setFocus()


def _cell_mark(mark: Mark) -> CellMark:
    return CellMark(mark.level, mark.short, mark.text)


def _as_header(row: Row, kind: str, name: str) -> Header:
    reason = _("from folder {name}") if kind == "folder" else _("from collection {name}")
    return Header(row.name, row.value, "inherited", name, reason=reason.format(name=name))


def _omitting(settings: Settings, around: Surroundings, name: str, on: bool) -> Settings:
    """Leave an automatic header out, or send it again; what is as it would be without a word here needs none."""
    given = inherited(_OMIT, around)
    above: tuple[str, ...] = given.value if given is not None else ()
    own: Any = own_value(settings, _OMIT)
    now = tuple(one for one in (above if own is None else own) if one.lower() != name.lower())
    wanted = (*now, name) if on else now
    same = sorted(one.lower() for one in wanted) == sorted(one.lower() for one in above)
    return with_value(settings, _OMIT, None if same else wanted)


def cookies_command(ui: Ui) -> str:
    """Return the command that opens the cookie manager; empty where the window has none."""
    return next((spec.id for spec in ui.actions.bound() if spec.id == "cookies.open"), "")
