"""The Vars tab: variables of the request, folder or collection itself."""

from __future__ import annotations

from curlew.model.request import Request
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.page import ScrollPage
from curlew.ui.request.shapes import variable_shape
from curlew.ui.widgets.cell_table import RowsEditor
from curlew.ui.widgets.parts import label
from curlew.ui.widgets.variables import VariableSource


class VarsPage(ScrollPage):
    """One table; the innermost place that sets a variable wins."""

    def __init__(self, ui: Ui, source: VariableSource) -> None:
        super().__init__(ui, source)
        self.rows = RowsEditor(ui.theme, source, variable_shape(), _("Variables"), fit=True)
        self.rows.edited.connect(lambda key: self.change(f"variables:{key}" if key else "", variables=self.rows.rows()))
        self.rows.table.current_moved.connect(lambda rect: self.keep_visible(self.rows.table.viewport(), rect))
        note = label(_("Used as {{name}}. A value set here wins over folders, the environment and the collection."), "meta", wrap=True)
        note.setContentsMargins(16, 10, 16, 10)
        self.body.addWidget(self.rows)
        self.body.addWidget(note)
        self.body.addStretch(1)

    def refresh(self) -> None:
        self.rows.set_rows(self.request.variables)

    def reveal(self, request: Request, other: Request) -> None:
        pairs = zip(request.variables, other.variables, strict=False)
        at = next((n for n, (one, two) in enumerate(pairs) if one != two), min(len(request.variables), len(other.variables)))
        self.rows.table.setFocus()
        self.rows.table.setCurrentIndex(self.rows.table.cells.index(min(at, self.rows.table.cells.rowCount() - 1), 1))
