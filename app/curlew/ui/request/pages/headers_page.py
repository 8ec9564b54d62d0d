"""The Headers tab: own rows, and below them those that come from folders and the collection."""

from __future__ import annotations

from curlew.model.inherit import Above, inherited_headers
from curlew.model.request import Request
from curlew.model.rows import Row
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request.page import ScrollPage
from curlew.ui.request.section_head import SectionHead
from curlew.ui.request.shapes import header_shape
from curlew.ui.widgets.cell_table import CellTable, Column, Look, RowsEditor, Shape
from curlew.ui.widgets.variables import VariableSource

Inherited = tuple[Row, Above]


def _origin(pair: Inherited) -> Look:
    _row, above = pair
    kind = _("from folder {name}") if above.kind == "folder" else _("from collection {name}")
    return Look(badges=((kind.format(name=above.name), "badge", "badge_text"),))


def _inherited_shape(own_names: set[str]) -> Shape:
    columns = (
        Column("lock", "", lambda _pair: "", None, kind="look", width=40, look=lambda _pair: Look(icon="lock")),
        Column("name", _("Name"), lambda pair: str(pair[0].name)),
        Column("value", _("Value"), lambda pair: str(pair[0].value), share=1.5),
        Column("origin", _("Origin"), lambda pair: _origin(pair).badges[0][0], None, kind="look", mono=False, look=_origin),
    )
    return Shape(
        columns,
        lambda: None,
        lambda _pair: False,
        enabled=lambda pair: pair[0].name.lower() not in own_names,
        switch=None,
        row_name=_("inherited header"),
        row_height=31,
    )


class HeadersPage(ScrollPage):
    """An own header that is switched on replaces inherited ones of its name; those are shown dimmed."""

    def __init__(self, ui: Ui, source: VariableSource) -> None:
        super().__init__(ui, source)
        self._own_names: set[str] = set()
        self.own = RowsEditor(ui.theme, source, header_shape(), _("Headers"), fit=True)
        self.own.edited.connect(lambda key: self.change(f"headers:{key}" if key else "", headers=self.own.rows()))
        self.own.table.current_moved.connect(lambda rect: self.keep_visible(self.own.table.viewport(), rect))
        self.head = SectionHead(ui.theme, _("Inherited"), _("A header of the same name above replaces one."))
        self.inherited = CellTable(ui.theme, source, _inherited_shape(self._own_names), _("Inherited headers"), fit=True, ghost=False)
        self.inherited.horizontalHeader().hide()
        for part in (self.own, self.head, self.inherited):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def refresh(self) -> None:
        self.own.set_rows(self.request.headers)
        self._own_names.clear()
        self._own_names.update(row.name.strip().lower() for row in self.request.headers if row.enabled)
        rows = inherited_headers(self.around)
        self.inherited.set_rows(rows)
        self.inherited.viewport().update()
        self.head.show_count(len(rows))
        self.head.setVisible(bool(rows))
        self.inherited.setVisible(bool(rows))

    def reveal(self, request: Request, other: Request) -> None:
        pairs = zip(request.headers, other.headers, strict=False)
        at = next((n for n, (one, two) in enumerate(pairs) if one != two), min(len(request.headers), len(other.headers)))
        self.own.table.setFocus()
        self.own.table.setCurrentIndex(self.own.table.cells.index(min(at, self.own.table.cells.rowCount() - 1), 1))
