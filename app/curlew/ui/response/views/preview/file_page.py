"""A body that can neither be read nor drawn here: what it is, and what can be done with it."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from curlew.preview.file_types import FileFacts, file_facts
from curlew.preview.kinds import media_type
from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response import texts
from curlew.ui.response.fact_grid import FactGrid, Line
from curlew.ui.response.grid import Cell, GridModel, GridView
from curlew.ui.response.views.preview.page import PreviewPage
from curlew.ui.widgets.parts import Picture, TextButton, column, label, row


class FilePage(PreviewPage):
    """Says what it is, names what an archive holds, and offers to save it or to open it elsewhere."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        theme = ui.theme
        self.title = label("", "title", wrap=True)
        self._kind = label("", "muted", wrap=True)
        self.facts = FactGrid(theme, 110)
        trigger = ui.actions.trigger
        self.save = TextButton(theme, _("Save the body…"), "primary", "download", lambda: trigger("response.save"))
        self.open = TextButton(theme, _("Open with the system’s program"), "", "external", lambda: trigger("response.open_outside"))
        self.model = GridModel((_("Name"), _("Size")), self)
        self.entries = GridView(theme, _("What the archive holds"), self.model, lambda cells: cells[0].text)
        self.entries.set_widths(0, 120)
        head = row(Picture(theme, "file", "text2", 28), column(self.title, self._kind, spacing=2), spacing=12)
        head.setStretch(1, 1)
        head.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._column = column(head, self.facts, row(self.save, self.open, None), self.entries, margins=(24, 20, 24, 16), spacing=14)
        self._column.addStretch(1)
        self.setLayout(self._column)

    def show_body(self, opened: Opened) -> None:
        self.stop()
        self._tasks.start(self._show(opened), _("Looking at the file"))

    async def _show(self, opened: Opened) -> None:
        facts = await asyncio.to_thread(file_facts, opened.raw, opened.declared)
        self._say(facts, opened)
        self.done.emit()

    def _say(self, facts: FileFacts, opened: Opened) -> None:
        self.title.setText(facts.title)
        self._kind.setText(f"{media_type(opened.declared) or _('no declared type')} · {texts.exact_size(len(opened.raw))}")
        self.facts.show_lines([Line(name, value) for name, value in facts.lines])
        rows = [(Cell(name, mono=True), Cell(f"{size:,}", "text2", mono=True, right=True)) for name, size in facts.entries]
        if facts.more:
            rows.append((Cell(_("and {n} more").format(n=f"{facts.more:,}"), "text2"), Cell()))
        self.model.set_rows(rows)
        self.entries.setVisible(bool(rows))
        self._column.setStretch(3, 1 if rows else 0)

    def clear(self) -> None:
        self.stop()
        self.model.set_rows([])

    def tools(self) -> tuple[QWidget, ...]:
        return ()

    def copy(self) -> None:
        lines = [self.title.text(), self._kind.text(), self.facts.told]
        lines += [f"{self.model.row(number)[0].text}" for number in range(self.model.rowCount())]
        QGuiApplication.clipboard().setText("\n".join(line for line in lines if line))
