"""The Docs tab: Markdown with a preview that loads nothing and runs nothing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from curlew.model.request import Request
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.page import RequestPage
from curlew.ui.widgets.code_editor import CodePane
from curlew.ui.widgets.parts import frame, label, row
from curlew.ui.widgets.safe_browser import SafeBrowser
from curlew.ui.widgets.segments import Segments
from curlew.ui.widgets.variables import VariableSource


class DocsPage(RequestPage):
    """Write and Preview; a text that is there already opens as a preview."""

    def __init__(self, ui: Ui, source: VariableSource) -> None:
        super().__init__(ui, source)
        self._mode = ""
        self.mode = Segments(_("View"), [("write", _("Write")), ("preview", _("Preview"))])
        self.mode.chosen.connect(self._show_mode)
        self.pane = CodePane(ui.theme, source, "markdown", _("Documentation"), _("What this is for, in Markdown"))
        self.pane.editor.setLineWrapMode(self.pane.editor.LineWrapMode.WidgetWidth)
        self.pane.text_edited.connect(self._edited)
        self.preview = SafeBrowser()
        self.preview.setAccessibleName(_("Preview of the documentation"))
        self.preview.document().setDocumentMargin(16)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pane)
        self._stack.addWidget(self.preview)
        bar = frame("bg", "bottom", row(self.mode, None, label(_("Markdown"), "faint"), margins=(16, 7, 16, 7)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._stack, 1)
        ui.theme.changed.connect(self._show_preview)

    def refresh(self) -> None:
        self.pane.set_text(self.request.docs.content)
        if not self._mode:
            self._show_mode("preview" if self.request.docs.content.strip() else "write")
        elif self._mode == "preview":
            self._show_preview()

    def _show_mode(self, mode: str) -> None:
        self._mode = mode
        self.mode.show_choice(mode)
        self._stack.setCurrentWidget(self.pane if mode == "write" else self.preview)
        self._show_preview()

    def _show_preview(self) -> None:
        if self._mode == "preview":
            self.preview.show_markdown(self.pane.text())

    def _edited(self) -> None:
        text = self.pane.text()
        docs = replace(self.request.docs, content=text, mime=self.request.docs.mime if text else "")
        self.change("docs", docs=docs)

    def reveal(self, request: Request, other: Request) -> None:
        self._show_mode("write")
        self.pane.setFocus()
