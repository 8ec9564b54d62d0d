"""What every editor of a body is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curlew.model.body import Body
from curlew.ui.context import Ui
from curlew.ui.request.file_facts import FileFacts
from curlew.ui.widgets.cell_table import CellTable, Shape
from curlew.ui.widgets.variables import VariableSource


class BodyEditor(QWidget):
    """Shows a body of one of its kinds and gives it back as edited. `edited` comes with a merge key.

    `comments_allowed`: a person wants comments to stay in the text and to be left out of what is sent.
    """

    edited = Signal(str)
    faulted = Signal(bool)
    comments_allowed = Signal()

    def __init__(self, ui: Ui, source: VariableSource, facts: FileFacts) -> None:
        super().__init__()
        self.ui, self.source, self.facts = ui, source, facts
        self.is_faulty = False
        self.faulted.connect(self._note_fault)

    def _table_of_files(self, shape: Shape, name: str) -> CellTable:
        """Fill the editor with one table on whose rows files can be dropped."""
        table = CellTable(self.ui.theme, self.source, shape, name)
        table.accepts_files = True
        self.facts.changed.connect(table.viewport().update)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(table)
        self.setFocusProxy(table)
        return table

    def _note_fault(self, faulty: bool) -> None:
        self.is_faulty = faulty

    @staticmethod
    def blank(kind: str) -> Body:
        """Return an empty body of a kind."""
        raise NotImplementedError

    def show_body(self, body: Body) -> None:
        raise NotImplementedError

    def body(self) -> Body:
        """Return the body with all that was typed."""
        raise NotImplementedError

    def set_comments(self, allowed: bool) -> None:
        """Take comments in the text for no fault, or for one."""

    def flush(self) -> None:
        """Tell at once of what was typed and not told yet."""

    def reveal(self) -> None:
        """Take the focus after an undo."""
        self.setFocus()

    def beautify(self) -> None:
        """Indent the text, where the kind knows how."""

    def open_find(self) -> None:
        """Open the find bar, where there is one."""

    can_beautify = False
    can_find = False
