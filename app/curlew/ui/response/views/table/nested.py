"""A popup with the whole of one value: nested JSON laid out, a long text on its lines."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from curlew.preview.json.format import pretty
from curlew.preview.table.cells import Cell, text_of
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.widgets.parts import IconButton, column, label, row
from curlew.ui.widgets.popup import Popup
from curlew.ui.widgets.text_view import TextPane

AT_ONCE = 64 * 1024
WIDE, HIGH = 460, 320


class ValuePopup(Popup):
    """`open_at` shows it below a place on the screen. Escape closes it."""

    def __init__(self, ui: Ui, parent: QWidget, title: str, cell: Cell) -> None:
        super().__init__(parent)
        self._ui, self._cell = ui, cell
        self._tasks = ui.tasks.for_owner(self)
        self.setObjectName("value_popup")
        self.pane = TextPane(ui.theme, _("Value of {column}").format(column=title), 12)
        copy = IconButton(ui.theme, "copy", _("Copy value"), 14, 26)
        copy.clicked.connect(self._copy)
        close = IconButton(ui.theme, "close", _("Close (Esc)"), 14, 26)
        close.clicked.connect(self.close)
        head = row(label(title[:80], "strong"), None, copy, close, margins=(12, 4, 6, 4), spacing=2)
        self.fill(column(head, self.pane, spacing=0))
        self._text = b""

    def open_at(self, place: QPoint) -> None:
        """Show it, within the screen."""
        size = QSize(self._ui.theme.px(WIDE), self._ui.theme.px(HIGH))
        screen = (QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()).availableGeometry()
        if len(self._cell.raw) <= AT_ONCE:
            self._show(written(self._cell))
            size.setHeight(min(size.height(), self._ui.theme.px(52 + 18 * (self._text.count(b"\n") + 2))))
        else:
            self._tasks.start(self._write(), _("Laying out a value"))
        size = size.boundedTo(screen.size())
        self.resize(size)
        self.move(
            max(screen.x(), min(place.x(), screen.right() - size.width())), max(screen.y(), min(place.y(), screen.bottom() - size.height()))
        )
        self.show()
        self.pane.setFocus(Qt.FocusReason.PopupFocusReason)

    async def _write(self) -> None:
        self._show(await asyncio.to_thread(written, self._cell))

    def _show(self, text: bytes) -> None:
        self._text = text
        self.pane.set_text(text, "json" if self._cell.kind in ("object", "array") else "")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.decode("utf-8", "replace").removesuffix("\n"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def written(cell: Cell) -> bytes:
    """Return a value as it is read best."""
    if cell.kind in ("object", "array"):
        return pretty(cell.raw)
    return text_of(cell.kind, cell.raw).encode("utf-8", "replace")
