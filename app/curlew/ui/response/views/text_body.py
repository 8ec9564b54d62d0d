"""What the views of a body as text have in common: the painted text, its foot, and the place that is kept."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.views.text_foot import TextFoot
from curlew.ui.response.views.view import BodyView
from curlew.ui.widgets.parts import IconButton, column
from curlew.ui.widgets.text_view import TextPane

COUNTED = 1_000_000
"""Bytes of a selection whose characters are counted; of more, the bytes are told."""


class TextBody(BodyView):
    """A body as text. Views say what text that is (`_show`)."""

    def __init__(self, ui: Ui, title: str) -> None:
        super().__init__(ui)
        self._tasks = ui.tasks.for_owner(self)
        self._opened = Opened()
        self._wanted_state: dict[str, Any] = {}
        self._in_place = False
        self.pane = TextPane(ui.theme, title)
        self.foot = TextFoot(ui.theme)
        self._wrap = IconButton(ui.theme, "wrap", _("Wrap long lines"))
        self._wrap.setObjectName("wrap_button")
        self._wrap.setCheckable(True)
        self._wrap.setChecked(self.pane.view.wrap)
        self._wrap.clicked.connect(self.pane.view.toggle_wrap)
        self.pane.view.wrap_changed.connect(self._wrap.setChecked)
        self.pane.view.selection_changed.connect(self._tell_place)
        layout = column(self.pane, self.foot, spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.pane)

    def show_body(self, opened: Opened) -> None:
        self.stop()
        self._opened, self._in_place = opened, False
        self.foot.say_charset(opened.charset)
        self._show(opened)

    def _show(self, opened: Opened) -> None:
        raise NotImplementedError

    def _placed(self, notes: tuple[str, ...] = ()) -> None:
        """Take the whole text as shown: go back to where the person was."""
        self._in_place = True
        if self._wanted_state:
            self.pane.restore_state(self._wanted_state)
            self._wanted_state = {}
        self._tell_place()
        self.notes_found.emit(notes)
        self.shown.emit()

    @property
    def _language(self) -> str:
        return "" if self._opened.kind == "text" else self._opened.kind

    def stop(self) -> None:
        self._tasks.cancel()
        self.pane.stop()

    def tools(self) -> tuple[QWidget, ...]:
        return (self._wrap,)

    def open_find(self) -> None:
        self.pane.open_find()

    def copy(self) -> None:
        self.pane.view.copy_shown()

    def set_facts(self, facts: str) -> None:
        self.foot.set_facts(facts)

    def state(self) -> dict[str, Any]:
        return {"pane": self._wanted_state or self.pane.state()}

    def restore_state(self, state: dict[str, Any]) -> None:
        pane = state.get("pane")
        if not isinstance(pane, dict):
            return
        self.pane.view.set_wrap(bool(pane.get("wrap", True)))
        self._wrap.setChecked(self.pane.view.wrap)
        if self._in_place:
            self.pane.restore_state(pane)
        else:
            self._wanted_state = pane

    def _tell_place(self) -> None:
        view = self.pane.view
        start, end = view.selection
        self.foot.say_place(*view.caret_place())
        if end - start <= COUNTED:
            self.foot.say_selected(len(view.selected_text()))
        else:
            self.foot.say_selected(end - start, exact=False)
