"""The Params tab: query and path parameters, bound to the URL as typed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from curlew.model import urls
from curlew.model.request import Request
from curlew.model.rows import Param
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.request.page import ScrollPage
from curlew.ui.request.section_head import SectionHead
from curlew.ui.request.shapes import path_shape, query_shape
from curlew.ui.widgets.cell_table import CellTable, RowsEditor
from curlew.ui.widgets.parts import TextButton, frame, label, row
from curlew.ui.widgets.variables import VariableSource


class ParamsPage(ScrollPage):
    """Rows are spans of the URL; disabled rows and descriptions live in the list alone."""

    def __init__(self, ui: Ui, source: VariableSource) -> None:
        super().__init__(ui, source)
        self._bare: set[str] = set()
        self.query = RowsEditor(ui.theme, source, query_shape(), _("Query parameters"), fit=True)
        self.query.edited.connect(self._query_edited)
        self.query.table.current_moved.connect(lambda rect: self.keep_visible(self.query.table.viewport(), rect))
        self.path_head = SectionHead(ui.theme, _("Path"), _("One row for each :name of the URL."))
        self.path = CellTable(ui.theme, source, path_shape(), _("Path parameters"), fit=True, ghost=False)
        self.path.horizontalHeader().hide()
        self.path.edited.connect(self._path_edited)
        self.path.current_moved.connect(lambda rect: self.keep_visible(self.path.viewport(), rect))
        self.offer = self._offer_strip(ui)
        for part in (self.offer, self.query, self.path_head, self.path):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def _offer_strip(self, ui: Ui) -> QFrame:
        self._offer_text = label("", "muted")
        self._offer_button = TextButton(ui.theme, _("Make it a path parameter"), "link", act=self._make_colons)
        return frame("band", "bottom", row(self._offer_text, self._offer_button, None, margins=(16, 6, 16, 6)))

    def refresh(self) -> None:
        url = self.request.url
        query, path, _rest = urls.split_kinds(self.request.params)
        self._bare |= {piece.name for piece in urls.parse(url).pieces if piece.bare}
        self.query.set_rows(urls.bind(url, query))
        rows = urls.bind_path(url, path)
        self.path.set_rows(rows)
        self.path_head.show_count(len(rows))
        self.path_head.setVisible(bool(rows))
        self.path.setVisible(bool(rows))
        self._refresh_offer(urls.brace_names(url))

    def _refresh_offer(self, found: tuple[urls.PathName, ...]) -> None:
        self.offer.setVisible(bool(found))
        if found:
            names = ", ".join(f"{{{one.name}}}" for one in found)
            self._offer_text.setText(
                ngettext("{names} is sent as it is written.", "{names} are sent as they are written.", len(found)).format(names=names)
            )
            made = ", ".join(f":{one.name}" for one in found)
            self._offer_button.setText(_("Make it {names}").format(names=made))
            self._offer_button.setAccessibleName(self._offer_button.text())

    def _make_colons(self) -> None:
        url = urls.with_colons(self.request.url)
        self.change("", url=url, params=urls.retyped(self.request.url, url, self.request.params))
        self.path.edit_cell(0, "value")  # the button has gone; what is missing now is the value

    def _query_edited(self, key: str) -> None:
        url, rows = urls.with_rows(self.request.url, self.query.rows(), self._bare)
        params = urls.joined(self.request.params, rows, urls.split_kinds(self.request.params)[1])
        self.change(f"query:{key}" if key else "", url=url, params=params)

    def _path_edited(self, key: str) -> None:
        before, after = self.request, self.path.rows()
        old = urls.bind_path(before.url, urls.split_kinds(before.params)[1])
        url = before.url
        for was, now in zip(old, after, strict=True):
            url = urls.renamed(url, was.name, now.name) if was.name != now.name else url
        rows = urls.bind_path(url, after) if url != before.url else _renamed_back(old, after)
        params = urls.joined(before.params, urls.split_kinds(before.params)[0], rows)
        self.change(f"path:{key}" if key else "", url=url, params=params)
        # A name that no segment can carry is shown as it was again, once the cell is left.
        QTimer.singleShot(0, self, self.refresh)

    def reveal(self, request: Request, other: Request) -> None:
        rows, old = urls.bind(request.url, urls.split_kinds(request.params)[0]), urls.bind(other.url, urls.split_kinds(other.params)[0])
        at = next((n for n, (one, two) in enumerate(zip(rows, old, strict=False)) if one != two), min(len(rows), len(old)))
        self.query.table.setFocus()
        self.query.table.setCurrentIndex(self.query.table.cells.index(min(at, self.query.table.cells.rowCount() - 1), 1))


def _renamed_back(old: tuple[Param, ...], rows: tuple[Param, ...]) -> tuple[Param, ...]:
    return tuple(replace(row, name=was.name) for was, row in zip(old, rows, strict=True))
