"""Tabs over one value with one undo stack: the ground of the request editor and of the editors of folders and collections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from curlew.engine.dynamic import dynamic_value
from curlew.model.inherit import Surroundings, scope_for
from curlew.model.request import Request
from curlew.model.template import Layer, Scope
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.edit_history import EditHistory
from curlew.ui.request.page import RequestPage
from curlew.ui.widgets.parts import frame, row
from curlew.ui.widgets.tab_strip import TabStrip
from curlew.ui.widgets.variables import VariableSource

PAUSE_MS = 40
"""Longer than a repetition of a held key, shorter than what people see as a delay."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: how its page is made (when it is first shown), what its badge says, and which fields it shows.

    also: fields of other tabs of which it shows something, so that a change of theirs leads away from no such tab.
    """

    id: str
    title: str
    make: Callable[[Ui, VariableSource], RequestPage]
    badge: Callable[[Request], int | bool | str]
    fields: tuple[str, ...]
    also: tuple[str, ...] = ()


class DraftEditor(QWidget):
    """Shows a request in tabs. Every change by a person goes through `apply`, which keeps one undo stack for all of them."""

    edited = Signal()

    def __init__(self, ui: Ui, tabs: tuple[Tab, ...], first: str) -> None:
        super().__init__()
        self.ui = ui
        self.source = VariableSource(parent=self)
        self.source.is_settled = False
        self.request = Request()
        self.around = Surroundings()
        self.history = EditHistory()
        self.item_id: int | None = None
        self.scratch_place = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self._refresh)
        self._tabs = {tab.id: tab for tab in tabs}
        self._pages: dict[str, RequestPage] = {}
        self._first = first
        self.strip = TabStrip(ui.theme, _("Parts of the request"))
        for tab in tabs:
            self.strip.add(tab.id, tab.title)
        self.pages = QStackedWidget()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._beside_strip = row(self.strip, margins=(4, 0, 12, 0))
        self._beside_strip.setStretch(0, 1)
        self._layout.addWidget(frame("bg", "bottom", self._beside_strip))
        self._layout.addWidget(self.pages, 1)
        self.strip.select(first)
        self.strip.currentChanged.connect(lambda _index: self._show_page())

    # --- the value ---

    def show_request(self, request: Request, *, forget: bool = True) -> None:
        """Show a value from outside; an equal one changes nothing, and what is equal in it keeps its caret."""
        if request == self.request and self._pages:
            return
        self.request = request
        if forget:
            self.history = EditHistory()
        self._refresh()

    def current(self) -> Request:
        """Return the value with all that was typed up to now."""
        self.flush()
        return self.request

    def flush(self) -> None:
        """Take over what was typed and not told yet."""
        for page in tuple(self._pages.values()):
            page.flush()

    def set_surroundings(self, around: Surroundings) -> None:
        """Say what the request is seen in: inherited parts and variables follow."""
        self.around = around
        self.source.is_settled = True
        self._refresh_scope()
        self._refresh()

    def apply(self, fields: dict[str, Any], key: str, *, show_later: bool = False) -> None:
        """Change fields of the value, as one step or as part of the typing that goes on under the same key.

        show_later: page and badges follow after a pause in typing, so that no key waits for them to be painted.
        """
        before = self.request
        after = replace(before, **fields)
        if after == before:
            return
        self.request = after
        self.history.push(before, after, key)
        if "variables" in fields:
            self._refresh_scope()
        if show_later:
            self._later.start()
        else:
            self._refresh()
        self.edited.emit()

    def set_value(self, request: Request) -> None:
        """Put another value in the place of this one, as one step that can be undone."""
        if request != self.request:
            before, self.request = self.current(), request
            self.history.push(before, request, "")
            self._refresh_scope()
            self._refresh()
            self.edited.emit()

    # --- undo ---

    def undo(self) -> None:
        """Take the last change back and go to where it was."""
        self.flush()
        self._go(self.history.undo())

    def redo(self) -> None:
        self._go(self.history.redo())

    def can_undo(self) -> bool:
        self.flush()
        return self.history.can_undo

    def can_redo(self) -> bool:
        return self.history.can_redo

    def _go(self, request: Request | None) -> None:
        if request is None:
            return
        before, self.request = self.request, request
        self.reveal(before)
        self._refresh_scope()
        self._refresh()
        self.reveal_detail(before)
        self.edited.emit()

    def changed_fields(self, before: Request) -> set[str]:
        """Return the names of the fields in which the value differs from an earlier one."""
        return {name for name in Request.__dataclass_fields__ if getattr(before, name) != getattr(self.request, name)}

    def reveal(self, before: Request) -> None:
        """Bring the tab to the front that shows what differs."""
        changed = self.changed_fields(before)
        here = self._tabs[self.strip.current_id]
        if not changed & {*here.fields, *here.also}:
            found = next((tab.id for tab in self._tabs.values() if changed & set(tab.fields)), "")
            self.strip.select(found)

    def reveal_detail(self, before: Request) -> None:
        page = self._pages.get(self.strip.current_id)
        if page is not None and self.changed_fields(before) & set(self._tabs[self.strip.current_id].fields):
            page.reveal(self.request, before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        else:
            super().keyPressEvent(event)

    # --- showing ---

    def page(self, tab_id: str) -> RequestPage:
        """Return a tab's page, made now if need be."""
        if tab_id not in self._pages:
            page = self._tabs[tab_id].make(self.ui, self.source)
            page.fields = self._tabs[tab_id].fields + self._tabs[tab_id].also
            page.item_of = lambda: self.item_id
            page.secret_place = self.secret_place
            page.changed.connect(self.apply)
            self._pages[tab_id] = page
            self.pages.addWidget(page)
            page.show_request(self.request, self.around)
        return self._pages[tab_id]

    def _show_page(self) -> None:
        self.flush()
        self.history.close_burst()
        page = self.page(self.strip.current_id)
        page.show_request(self.request, self.around)
        self.pages.setCurrentWidget(page)

    def catch_up(self) -> None:
        """Show at once what was put off for a pause in typing."""
        if self._later.isActive():
            self._refresh()

    def _refresh(self) -> None:
        self._later.stop()
        if self.isVisible() or self._pages:
            page = self.page(self.strip.current_id)
            page.show_request(self.request, self.around)
            self.pages.setCurrentWidget(page)
        self._show_badges()

    def _show_badges(self) -> None:
        for tab in self._tabs.values():
            self.strip.set_badge(tab.id, tab.badge(self.request))

    def _refresh_scope(self) -> None:
        self.source.set_scope(self.scope())

    def scope(self) -> Scope:
        """Return the variables that the value sees."""
        return scope_for(self.request, self.around, self.secret_of, dynamic_value)

    def secret_place(self) -> str:
        """Return where the secrets of what is edited are kept; `scratch_place` says it for a request without a file."""
        return self.scratch_place if self.item_id is None else self.ui.session.secret_place(self.item_id)

    def secret_of(self, layer: Layer, name: str) -> str | None:
        return self.ui.session.secret_of_layer(layer, name, self.item_id)

    def showEvent(self, event: object) -> None:
        if not self._pages:
            self._show_page()

    # --- what is kept over restarts ---

    def state(self) -> dict[str, Any]:
        return {"tab": self.strip.current_id}

    def restore_state(self, state: dict[str, Any]) -> None:
        self.strip.select(str(state.get("tab", self._first)))
