"""A body as its bytes in hex, with what they mean."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from curlew.preview.kinds import KINDS, media_type
from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response import texts
from curlew.ui.response.views.view import BodyView
from curlew.ui.widgets.hex_view import HexPane
from curlew.ui.widgets.parts import IconButton, column, label


class HexView(BodyView):
    """All bytes, however many; the bytes at the caret are read as numbers, characters and moments beside them."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._wanted_state: dict[str, Any] = {}
        self.pane = HexPane(ui.theme, _("Bytes of the response body"))
        self.pane.refused.connect(lambda words: ui.notify("warning", _("Nothing was copied"), str(words)))
        self._inspect = IconButton(ui.theme, "eye", _("Values at the caret"))
        self._inspect.setObjectName("inspector_button")
        self._inspect.setCheckable(True)
        self._inspect.setChecked(self.pane.is_inspecting)
        self._inspect.clicked.connect(self.pane.set_inspecting)
        self._facts = label("", "meta")
        self._facts.setObjectName("body_facts")
        self.setLayout(column(self.pane, spacing=0))
        self.setFocusProxy(self.pane)

    def show_body(self, opened: Opened) -> None:
        self.stop()
        kind = media_type(opened.declared) or _("unknown type")
        size = texts.size(len(opened.raw))
        self._facts.setText(f"{KINDS['binary'].label} · {kind} · {size}" if opened.kind == "binary" else texts.exact_size(len(opened.raw)))
        self.pane.set_data(opened.raw)
        self.pane.restore_state(self._wanted_state)
        self._wanted_state = {}
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._inspect.setVisible(self.pane.has_room)  # else it would be a button that does nothing

    def stop(self) -> None:
        self.pane.stop()

    def tools(self) -> tuple[QWidget, ...]:
        return self._facts, self._inspect

    def open_find(self) -> None:
        self.pane.open_find()

    def copy(self) -> None:
        self.pane.copy()

    def state(self) -> dict[str, Any]:
        return self._wanted_state or self.pane.state()

    def restore_state(self, state: dict[str, Any]) -> None:
        self._wanted_state = state
        self.pane.restore_state(state)
        self._inspect.setChecked(self.pane.is_inspecting)
