"""The parts of a multipart body: a list, and the part that is chosen, looked at like any other body."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QItemSelection
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from curlew.model.content import Content
from curlew.preview.buffer import Buffer
from curlew.preview.file_name import suggested_name
from curlew.preview.multipart import Part, Parts
from curlew.preview.opened import Opened
from curlew.preview.opening import open_now
from curlew.preview.working import in_worker
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.response import texts
from curlew.ui.response.blank import Blank
from curlew.ui.response.grid import Cell, GridModel, GridView
from curlew.ui.response.saving import save_content
from curlew.ui.response.view_stack import ViewStack
from curlew.ui.response.views import ranked
from curlew.ui.response.views.preview.page import PreviewPage
from curlew.ui.widgets.parts import TextButton, column, frame, label, row, set_tip
from curlew.ui.widgets.segments import FittingSegments

LIST_WIDTH = 330
LARGEST_PART = 64 * 1024 * 1024
"""Of a part, so many bytes are looked at here; all of it can be saved."""


class PartsPage(PreviewPage):
    """A part is opened when it is chosen."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        theme = ui.theme
        self._part_tasks = ui.tasks.for_owner(self)
        self._opened = Opened()
        self.parts: list[Part] = []
        self._part: Opened | None = None
        self.model = GridModel((_("Part"), _("Type"), _("Size")), self)
        self.table = GridView(theme, _("Parts of the body"), self.model, lambda cells: cells[0].text)
        self.table.set_widths(0, 110, 86)
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        self._facts = label("", "meta")
        self._name = label("", "medium")
        self._name.setMinimumWidth(1)
        self.save = TextButton(theme, _("Save this part…"), "link", "download", self._save_part)
        self.modes = FittingSegments(_("How the part is shown"), (("", ""),))
        self._modes_row = row(self._name, None, self.modes, self.save, margins=(16, 6, 12, 6))
        self.views = ViewStack(ui)
        self._blank = Blank(theme, "file", _("The part is empty"), "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.views)
        self._stack.addWidget(self._blank)
        right = column(frame("band", "bottom", self._modes_row), self._stack, spacing=0)
        right.setStretch(1, 1)
        self._list = frame("bg", "right", column(self.table, spacing=0))
        middle = row(self._list, right, spacing=0)
        middle.setStretch(1, 1)
        self.setLayout(middle)
        self.setFocusProxy(self.table)
        self.views.failed.connect(lambda _words: self._show_as(self._plainest))

    def show_body(self, opened: Opened) -> None:
        self.stop()
        self._opened = opened
        self._tasks.start(self._show(opened), _("Looking for the parts"))

    async def _show(self, opened: Opened) -> None:
        parts = Parts(opened.raw, opened.declared)
        await in_worker(parts.steps())
        if not parts.found:
            self.failed.emit(parts.problem)
            return
        self.parts = parts.found
        self.model.set_rows([_row(part) for part in self.parts])
        count = len(self.parts)
        self._facts.setText(ngettext("{n} part", "{n} parts", count).format(n=f"{count:,}"))
        self.notes_found.emit((parts.problem,) if parts.problem else ())
        self.table.selectRow(0)
        self.done.emit()

    def _chosen(self, _selected: QItemSelection, _former: QItemSelection) -> None:
        self._part_tasks.cancel()  # a part that was chosen before must not come after this one
        rows = self.table.selected_rows()
        if rows and rows[0] < len(self.parts):
            self._part_tasks.start(self._open(self.parts[rows[0]]), _("Opening a part"))

    async def _open(self, part: Part) -> None:
        opened = await asyncio.to_thread(self._read, part)
        self._part = opened
        self._name.setText(part.name or part.file_name or part.content_type or _("Part"))
        headers = "\n".join(f"{name}: {value}" for name, value in part.headers)
        set_tip(self._name, headers)
        if not opened.raw:
            self.modes.hide()
            self._stack.setCurrentWidget(self._blank)
            return
        offered = [kind for kind in ranked(opened) if kind.id in ("pretty", "raw", "preview", "hex")]
        self._offer([(kind.id, kind.label) for kind in offered])
        self._show_as(offered[0].id)

    def _read(self, part: Part) -> Opened:
        data = part.content(self._opened.raw)
        if data is None:
            data = self._opened.raw[part.start : min(part.end, part.start + LARGEST_PART)]
        return open_now(Content.of(data), part.content_type or ("" if part.file_name else "text/plain"), name=part.file_name)

    @property
    def _plainest(self) -> str:
        """The view that shows any part of this sort."""
        return "raw" if self._part is not None and len(self._part.text) else "hex"

    def _offer(self, choices: list[tuple[str, str]]) -> None:
        """Offer the ways in which the part can be shown."""
        self._modes_row.removeWidget(self.modes)
        self.modes.hide()
        self.modes.deleteLater()
        self.modes = FittingSegments(_("How the part is shown"), choices)
        self.modes.chosen.connect(self._show_as)
        self._modes_row.insertWidget(2, self.modes)
        QWidget.setTabOrder(self.table, self.modes)

    def _show_as(self, view_id: str) -> None:
        if self._part is None:
            return
        self.modes.show_choice(view_id)
        self._stack.setCurrentWidget(self.views)
        for tool in self.views.view(view_id).tools():  # there is no bar for them here
            tool.setParent(self)
            tool.hide()
        self.views.bring(view_id, self._part)

    def _save_part(self) -> None:
        rows = self.table.selected_rows()
        if rows:
            self._ui.tasks.start(self._save(self.parts[rows[0]], self._opened.raw, self.window()), _("Saving a part"))

    async def _save(self, part: Part, raw: Buffer, window: QWidget) -> None:
        """Save a part without its transfer encoding. Goes on where the tab is closed meanwhile."""
        whole = await asyncio.to_thread(part.whole, raw)
        name = suggested_name("", part.content_type, part.header("content-disposition"))
        await save_content(self._ui, window, Content.of(whole), name, _("Save the part"))

    def stop(self) -> None:
        super().stop()
        self._part_tasks.cancel()
        self.views.release_all()

    def clear(self) -> None:
        self.stop()
        self._opened, self._part, self.parts = Opened(), None, []
        self.model.set_rows([])

    def tools(self) -> tuple[QWidget, ...]:
        return (self._facts,)

    def copy(self) -> None:
        if self.views.front is not None and self._part is not None:
            self.views.front.copy()
        else:
            QGuiApplication.clipboard().setText("\n".join(part.name for part in self.parts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._list.setFixedWidth(min(self._ui.theme.px(LIST_WIDTH), self.width() * 2 // 5))


def _row(part: Part) -> tuple[Cell, ...]:
    name = part.name or part.file_name or _("Part")
    file = f" · {part.file_name}" if part.file_name and part.name else ""
    kind = part.content_type.partition(";")[0] or (_("text") if not part.file_name else "")
    return Cell(f"{name}{file}", mono=True), Cell(kind, "text2"), Cell(texts.size(part.end - part.start), "text2", right=True)
