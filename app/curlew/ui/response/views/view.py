"""What a view of a body is, and what the body tab asks of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from curlew.preview.opened import Opened
from curlew.preview.places import Place
from curlew.ui.context import Ui


class BodyView(QWidget):
    """Shows a body in one way. Made when it is first chosen; given each new body while it is in front, and when it comes to the front.

    A view that cannot show a body emits `failed` with the reason in words; the body tab then shows it raw, with that as a note.
    """

    shown = Signal()
    """The whole of the body is in place."""
    failed = Signal(str)
    notes_found = Signal(object)
    """tuple[str, ...]: what was doubtful, in words."""
    place_changed = Signal(object)
    """Place | None: where in a structured body the person is."""
    filter_wanted = Signal(str)
    """A JSONPath (XPath for XML) to filter by."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui

    def show_body(self, opened: Opened) -> None:
        """Show a body; ends whatever was under way for the one before. Returns at once: long work goes on in slices or elsewhere."""
        raise NotImplementedError

    def stop(self) -> None:
        """End what is under way: the body is no longer looked at in this view."""

    def tools(self) -> tuple[QWidget, ...]:
        """Return the view's own controls for the right end of the body bar, the same ones at every call."""
        return ()

    def set_facts(self, facts: str) -> None:
        """Take words on how the body came (`decoded from 9.1 MB gzip`), for a view that has a place for them."""

    def open_find(self) -> None:
        """Open the search of this view, if it has one."""

    def copy(self) -> str | None:
        """Put what is shown on the clipboard: the selection if there is one, else the whole.

        Returns what is to be said of it: None for the usual words, "" where the view itself tells, now or when it is done.
        """
        return None

    def go_to(self, place: Place) -> None:
        """Show a place of a structured body, where the view has such."""

    def state(self) -> dict[str, Any]:
        """Return JSON that brings the same look back: place, columns, zoom."""
        return {}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to a state, now or when the body is in place; what does not fit is ignored."""


@dataclass(frozen=True, slots=True)
class ViewKind:
    """A way to look at a body. votes: 0 … 1, how well it suits one; 0 where it cannot show it and is not offered."""

    id: str
    label: str
    votes: Callable[[Opened], float]
    make: Callable[[Ui], BodyView]
