"""The Scripts tab: scripts, assertions and actions, to be seen, edited and kept; they do not run yet."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from curlew.model.request import Request, Script
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.page import RequestPage
from curlew.ui.request.shapes import action_shape, assertion_shape
from curlew.ui.widgets.cell_table import CellTable
from curlew.ui.widgets.code_editor import CodePane
from curlew.ui.widgets.parts import Picture, frame, label, row
from curlew.ui.widgets.segments import FittingSegments
from curlew.ui.widgets.variables import VariableSource

PHASES = (
    ("before-request", _("Before the request")),
    ("after-response", _("After the response")),
    ("tests", _("Tests")),
    ("hooks", _("Hooks")),
)


class ScriptsPage(RequestPage):
    """One editor for each phase. `tables`: requests have assertions and actions besides."""

    def __init__(self, ui: Ui, source: VariableSource, tables: bool = True) -> None:
        super().__init__(ui, source)
        self._panes: dict[str, CodePane] = {}
        self._shown = ""
        self._titles = dict(PHASES)
        parts = [*PHASES]
        self.assertion_rows: CellTable | None = None
        self.action_rows: CellTable | None = None
        if tables:
            parts += [("assertions", _("Assertions")), ("actions", _("Actions"))]
        self.parts = FittingSegments(_("Part"), parts)
        self.parts.chosen.connect(self._show_part)
        note = row(
            Picture(ui.theme, "info", "info", 14),
            label(_("Kept in the file, not run yet."), "meta"),
            spacing=6,
        )
        bar = frame("bg", "bottom", row(self.parts, None, note, margins=(16, 7, 16, 7)))
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._stack, 1)

    def refresh(self) -> None:
        if not self._shown:
            self._shown = next((phase for phase, _title in PHASES if code_of(self.request, phase)), PHASES[0][0])
            self.parts.show_choice(self._shown)
        part = self._part(self._shown)
        if isinstance(part, CodePane):
            part.set_text(code_of(self.request, self._shown))
        elif part is self.assertion_rows and self.assertion_rows is not None:
            self.assertion_rows.set_rows(self.request.assertions)
        elif self.action_rows is not None:
            self.action_rows.set_rows(self.request.actions)
        self._stack.setCurrentWidget(part)

    def _show_part(self, part: str) -> None:
        self._shown = part
        self.parts.show_choice(part)
        self.refresh()

    def _part(self, part: str) -> QWidget:
        if part == "assertions":
            if self.assertion_rows is None:
                self.assertion_rows = CellTable(self.ui.theme, self.source, assertion_shape(), _("Assertions"))
                self.assertion_rows.edited.connect(self._assertions_edited)
                self._stack.addWidget(self.assertion_rows)
            return self.assertion_rows
        if part == "actions":
            if self.action_rows is None:
                self.action_rows = CellTable(self.ui.theme, self.source, action_shape(), _("Actions"))
                self.action_rows.edited.connect(self._actions_edited)
                self._stack.addWidget(self.action_rows)
            return self.action_rows
        if part not in self._panes:
            pane = CodePane(self.ui.theme, self.source, "javascript", self._titles[part], _("// JavaScript"))
            pane.text_edited.connect(lambda: self._code_edited(part))
            self._panes[part] = pane
            self._stack.addWidget(pane)
        return self._panes[part]

    def _assertions_edited(self, key: str) -> None:
        if self.assertion_rows is not None:
            self.change(f"assertions:{key}" if key else "", assertions=self.assertion_rows.rows())

    def _actions_edited(self, key: str) -> None:
        if self.action_rows is not None:
            self.change(f"actions:{key}" if key else "", actions=self.action_rows.rows())

    def _code_edited(self, phase: str) -> None:
        self.change(f"script:{phase}", scripts=with_code(self.request.scripts, phase, self._panes[phase].text()))

    def reveal(self, request: Request, other: Request) -> None:
        if request.assertions != other.assertions:
            self._show_part("assertions")
        elif request.actions != other.actions:
            self._show_part("actions")
        else:
            phases = (phase for phase, _title in PHASES if code_of(request, phase) != code_of(other, phase))
            self._show_part(next(phases, self._shown))
        self._part(self._shown).setFocus()


def code_of(request: Request, phase: str) -> str:
    """Return the code of the first script of a phase."""
    return next((script.code for script in request.scripts if script.phase == phase), "")


def with_code(scripts: tuple[Script, ...], phase: str, code: str) -> tuple[Script, ...]:
    """Change the code of a phase: an empty script goes, a new one takes its place in the usual order."""
    place = next((number for number, script in enumerate(scripts) if script.phase == phase), -1)
    if place >= 0:
        changed = () if not code and not scripts[place].extra else (replace(scripts[place], code=code),)
        return (*scripts[:place], *changed, *scripts[place + 1 :])
    if not code:
        return scripts
    order = [name for name, _title in PHASES]
    before = sum(script.phase in order[: order.index(phase)] for script in scripts)
    return (*scripts[:before], Script(phase, code), *scripts[before:])
