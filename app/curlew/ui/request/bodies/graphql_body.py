"""GraphQL: a query and its variables, side by side."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from curlew.model.body import Body, GraphQLBody
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.bodies.body_editor import BodyEditor
from curlew.ui.request.file_facts import FileFacts
from curlew.ui.request.section_head import SectionHead
from curlew.ui.widgets.code_editor import CodePane
from curlew.ui.widgets.variables import VariableSource


class GraphQLBodyEditor(BodyEditor):
    """Variables are JSON text, sent as typed inside the JSON that goes out."""

    can_beautify = True
    can_find = True

    def __init__(self, ui: Ui, source: VariableSource, facts: FileFacts) -> None:
        super().__init__(ui, source, facts)
        self._body = GraphQLBody()
        self.query = CodePane(ui.theme, source, "graphql", _("GraphQL query"), _("query { … }"))
        self.query.text_edited.connect(lambda: self.edited.emit("graphql:query"))
        self.variables = CodePane(ui.theme, source, "json", _("GraphQL variables"), "{ }")
        self.variables.text_edited.connect(lambda: self.edited.emit("graphql:variables"))
        self.variables.faulted.connect(self.faulted)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(_under(SectionHead(ui.theme, _("Query")), self.query))
        splitter.addWidget(_under(SectionHead(ui.theme, _("Variables"), _("JSON")), self.variables))
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        self.setFocusProxy(self.query)

    @staticmethod
    def blank(kind: str) -> Body:
        return GraphQLBody()

    def show_body(self, body: Body) -> None:
        assert isinstance(body, GraphQLBody)
        self._body = body
        self.query.set_text(body.query)
        self.variables.set_text(body.variables)

    def body(self) -> Body:
        return replace(self._body, query=self.query.text(), variables=self.variables.text())

    def beautify(self) -> None:
        self.variables.beautify()

    def open_find(self) -> None:
        (self.variables if self.variables.isAncestorOf(self.focusWidget() or self) else self.query).open_find()


def _under(head: QWidget, pane: QWidget) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(head)
    layout.addWidget(pane, 1)
    return made
