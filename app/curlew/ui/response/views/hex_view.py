"""A body as its bytes in hex."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from curlew.preview.hexdump import hexdump
from curlew.preview.kinds import KINDS, media_type
from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response import texts
from curlew.ui.response.views.view import BodyView
from curlew.ui.widgets.parts import column, label
from curlew.ui.widgets.text_view import TextPane

MOST_DUMPED = 16 * 1024


class HexView(BodyView):
    """The bytes of the beginning, and what can be said of them."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.pane = TextPane(ui.theme, _("Bytes of the response body"))
        self._facts = label("", "meta")
        self._facts.setObjectName("body_facts")
        self.setLayout(column(self.pane, spacing=0))
        self.setFocusProxy(self.pane)

    def show_body(self, opened: Opened) -> None:
        self.stop()
        size = len(opened.raw)
        shown = min(size, MOST_DUMPED)
        words = _("first {n} bytes").format(n=f"{shown:,}") if shown < size else texts.exact_size(shown)
        if opened.kind == "binary":
            kind = media_type(opened.declared) or _("unknown type")
            words = f"{KINDS['binary'].label} · {kind} · {texts.size(size)} · {words}"
        self._facts.setText(words)
        self.pane.set_text(hexdump(opened.raw[:MOST_DUMPED]))
        self.shown.emit()

    def stop(self) -> None:
        self.pane.stop()

    def tools(self) -> tuple[QWidget, ...]:
        return (self._facts,)

    def open_find(self) -> None:
        self.pane.open_find()

    def copy(self) -> None:
        self.pane.view.copy_shown()

    def state(self) -> dict[str, Any]:
        return {"pane": self.pane.state()}

    def restore_state(self, state: dict[str, Any]) -> None:
        if isinstance(state.get("pane"), dict):
            self.pane.restore_state(state["pane"])
