"""The views of one body, made when they are first looked at; only the one in front holds the body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from curlew.preview.opened import Opened
from curlew.preview.places import Place
from curlew.ui.context import Ui
from curlew.ui.response.views import VIEWS
from curlew.ui.response.views.view import BodyView

NOTHING = Opened()


class ViewStack(QStackedWidget):
    """Passes on what the view in front tells; what one behind it still tells of is of no interest any more."""

    shown = Signal()
    """The view in front has the whole of what it was given in place."""
    failed = Signal(str, str)
    """The id of the view in front, and why it cannot show the body, in words."""
    notes_found = Signal(object)
    place_changed = Signal(object)
    filter_wanted = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._views: dict[str, BodyView] = {}
        self._given: dict[str, Opened] = {}
        self._done: set[str] = set()
        self._states: dict[str, Any] = {}
        self.front_id = ""

    @property
    def front(self) -> BodyView | None:
        """The view that was last brought to the front."""
        return self._views.get(self.front_id)

    @property
    def given(self) -> Opened:
        """What the view in front shows: the body, or what a filter found in it."""
        return self._given.get(self.front_id, NOTHING)

    @property
    def is_done(self) -> bool:
        """Whether the view in front has all in place."""
        return self.front_id in self._done

    def view(self, view_id: str) -> BodyView:
        """Return a view, made if it is not yet."""
        made = self._views.get(view_id)
        if made is None:
            made = self._views[view_id] = VIEWS[view_id].make(self._ui)
            self.addWidget(made)
            self._connect(view_id, made)
        return made

    def _connect(self, view_id: str, view: BodyView) -> None:
        view.shown.connect(lambda: self._note_shown(view_id))
        view.failed.connect(lambda reason: self.failed.emit(view_id, reason) if view_id == self.front_id else None)
        view.notes_found.connect(lambda notes: self.notes_found.emit(notes) if view_id == self.front_id else None)
        view.place_changed.connect(lambda place: self.place_changed.emit(place) if view_id == self.front_id else None)
        view.filter_wanted.connect(self.filter_wanted)

    def _note_shown(self, view_id: str) -> None:
        if view_id in self._given:
            self._done.add(view_id)
            if view_id == self.front_id:
                self.shown.emit()

    def bring(self, view_id: str, opened: Opened) -> BodyView:
        """Put a view in front and give it a body; one that has that body in place already keeps what it shows."""
        view = self.view(view_id)
        if self.front_id != view_id and self.front is not None:
            self._leave(self.front_id)
        self.front_id = view_id
        self.setCurrentWidget(view)
        if self._given.get(view_id) is opened and view_id in self._done:
            self.shown.emit()
            return view
        self._given[view_id] = opened
        self._done.discard(view_id)
        view.show_body(opened)
        if view_id in self._states:
            view.restore_state(self._states.pop(view_id))
        return view

    def take_over(self, before: Opened, opened: Opened) -> None:
        """Take a body for the one that was given before: more is known of it, but it looks the same."""
        for view_id, given in self._given.items():
            if given is before:
                self._given[view_id] = opened

    def go_to(self, place: Place) -> None:
        """Show a place in the view in front."""
        if self.front is not None:
            self.front.go_to(place)

    def _leave(self, view_id: str) -> None:
        """End what a view does; where it was not done, it begins again when it is looked at next."""
        self._views[view_id].stop()
        if view_id not in self._done:
            self._given.pop(view_id, None)

    def release(self) -> None:
        """Let go of the body in every view but the one in front, whose work ends; it shows on what it has until it is given the next."""
        for view_id in tuple(self._given):
            if view_id == self.front_id:
                self._views[view_id].stop()
                self._done.discard(view_id)
            else:
                self._empty(view_id)

    def release_all(self) -> None:
        """Let go of the body everywhere."""
        for view_id in tuple(self._given):
            self._empty(view_id)

    def _empty(self, view_id: str) -> None:
        del self._given[view_id]
        self._done.discard(view_id)
        self._views[view_id].show_body(NOTHING)

    def states(self) -> dict[str, Any]:
        """Return JSON: how each view looks."""
        return {**{view_id: view.state() for view_id, view in self._views.items()}, **self._states}

    def restore_states(self, states: Mapping[str, Any]) -> None:
        """Take how the views looked; each goes back to that with the next body that it shows."""
        self._states = {view_id: state for view_id, state in states.items() if view_id in VIEWS and isinstance(state, dict)}
