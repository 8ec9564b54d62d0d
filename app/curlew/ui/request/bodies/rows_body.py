"""Form fields, sent URL encoded."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout

from curlew.model.body import Body, FormBody
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.bodies.body_editor import BodyEditor
from curlew.ui.request.file_facts import FileFacts
from curlew.ui.request.shapes import form_shape
from curlew.ui.widgets.cell_table import RowsEditor
from curlew.ui.widgets.variables import VariableSource


class RowsBody(BodyEditor):
    """A table of names and values."""

    def __init__(self, ui: Ui, source: VariableSource, facts: FileFacts) -> None:
        super().__init__(ui, source, facts)
        self._body = FormBody()
        self.rows = RowsEditor(ui.theme, source, form_shape(), _("Form fields"))
        self.rows.edited.connect(self.edited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.rows)
        self.setFocusProxy(self.rows.table)

    @staticmethod
    def blank(kind: str) -> Body:
        return FormBody()

    def show_body(self, body: Body) -> None:
        assert isinstance(body, FormBody)
        self._body = body
        self.rows.set_rows(body.rows)

    def body(self) -> Body:
        return replace(self._body, rows=self.rows.rows())
