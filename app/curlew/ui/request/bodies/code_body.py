"""Bodies of text: JSON, XML, plain text, SPARQL."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from curlew.model.body import Body, RawBody
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.bodies.body_editor import BodyEditor
from curlew.ui.request.file_facts import FileFacts
from curlew.ui.widgets.code_editor import CodePane
from curlew.ui.widgets.variables import VariableSource

LARGE = 200_000
"""From so many characters on the text is read after a pause in typing only."""

PAUSE_MS = 200


class CodeBody(BodyEditor):
    """One editor; its language is the body's kind."""

    can_find = True

    def __init__(self, ui: Ui, source: VariableSource, facts: FileFacts) -> None:
        super().__init__(ui, source, facts)
        self._body = RawBody()
        self._told: RawBody | None = None
        self.pane = CodePane(ui.theme, source, "json", _("Body"), _("The body of the request"))
        self.pane.text_edited.connect(self._typed)
        self.pane.faulted.connect(self.faulted)
        self.pane.offers_comments = True
        self.pane.comments_allowed.connect(self.comments_allowed)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(PAUSE_MS)
        self._late.timeout.connect(lambda: self.edited.emit("body"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pane)
        self.setFocusProxy(self.pane)

    @staticmethod
    def blank(kind: str) -> Body:
        return RawBody(kind)

    def show_body(self, body: Body) -> None:
        assert isinstance(body, RawBody)
        if body is self._told:
            return  # what this editor told of itself: comparing a large text again would be felt in typing
        self._body, self._told = body, None
        if not self._late.isActive():
            self.pane.set_language(body.kind)
            self.pane.set_text(body.text)

    def body(self) -> Body:
        self._told = self._body = replace(self._body, text=self.pane.text())
        return self._told

    def _typed(self) -> None:
        if self.pane.editor.document().characterCount() > LARGE:
            self._late.start()
        else:
            self.edited.emit("body")

    def set_comments(self, allowed: bool) -> None:
        self.pane.set_comments(allowed)

    def flush(self) -> None:
        if self._late.isActive():
            self._late.stop()
            self.edited.emit("body")

    def beautify(self) -> None:
        self.pane.beautify()

    def open_find(self) -> None:
        self.pane.open_find()

    @property
    def can_beautify(self) -> bool:  # type: ignore[override]
        return self._body.kind in ("json", "xml")
