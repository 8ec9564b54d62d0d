"""A body given to another program: dragged onto its window, or opened by the one that the system has for such files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication

from curlew.engine.body_file import could_run, handed_out
from curlew.model.content import Content
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.tasks import TaskScope
from curlew.ui.widgets.parts import IconButton

Offered = Callable[[], tuple[Content, str] | None]
"""Returns the body that would be given now, and a safe name for it."""


async def open_outside(ui: Ui, body: Content, name: str) -> None:
    """Open a copy of a body with the system's program for such files; nothing that could run is opened."""
    if could_run(name):
        reason = _("“{name}” could be run as a program, so it is not opened from here.").format(name=name)
        ui.notify("warning", _("The body was not opened"), reason, _("Save it, look at it, and open it yourself."))
        return
    try:
        path = await asyncio.to_thread(handed_out, body, name, False)
    except OSError as error:
        ui.notify("error", _("The body could not be opened"), error.strerror or str(error), _("Save it and open the file."))
        return
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        reason = _("This system has no program for {name}.").format(name=name)
        ui.notify("error", _("The body could not be opened"), reason, _("Save it and open the file."))


class DragOutButton(IconButton):
    """A button that can be clicked, and dragged: then it puts a file with the body wherever it is dropped.

    The copy is written while the pointer moves on; the drag begins when it is there, if the pointer is still down.
    """

    def __init__(self, ui: Ui, tasks: TaskScope, icon: str, title: str, offered: Offered) -> None:
        super().__init__(ui.theme, icon, title)
        self._ui, self._tasks, self._offered = ui, tasks, offered
        self._pressed_at: QPoint | None = None
        self._is_writing = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None
        self.unsetCursor()
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        far = (event.position().toPoint() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        given = self._offered() if far and not self._is_writing else None
        if given is not None:
            self.setDown(False)  # letting go is no click any more
            self.setCursor(Qt.CursorShape.BusyCursor)
            self._is_writing = True
            self._tasks.start(self._prepare(*given), _("Preparing {name}").format(name=given[1]))

    async def _prepare(self, body: Content, name: str) -> None:
        try:
            path = await asyncio.to_thread(handed_out, body, name)
        except OSError as error:
            self._ui.notify("error", _("The body could not be dragged"), error.strerror or str(error), _("Save it to a file."))
            return
        finally:
            self._is_writing = False
            self.unsetCursor()
        if self._pressed_at is not None and self.is_held():
            QTimer.singleShot(0, self, lambda: self._drag(path))  # a drag has a loop of its own, which no coroutine may wait in

    def is_held(self) -> bool:
        """Tell whether the pointer's button is still down."""
        return bool(QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton)

    def _drag(self, path: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self._ui.theme.pixmap("file", "text", 24))
        self._pressed_at = None
        drag.exec(Qt.DropAction.CopyAction)
