"""Keeps an eye on the edited request: what would be added to it, what becomes of its URL, what is wrong. Never while keys are pressed."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, QTimer, Signal

from curlew.engine.looking import Look
from curlew.model.body import RawBody
from curlew.model.inherit import Surroundings
from curlew.model.request import Request
from curlew.text import _
from curlew.ui.context import Ui

PAUSE_MS = 150
"""After the last change, while somebody looks at the result."""

IDLE_PAUSE_MS = 700
LARGE = 64 * 1024
"""Characters of a body that are worth looking through only where somebody looks at the result."""


class Lookout(QObject):
    """`changed` comes when `look` has become another one; it is None before the first. watched: somebody looks at it now."""

    changed = Signal()

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._tasks = ui.tasks.for_owner(self)
        self._wanted: tuple[Request, int | None, Surroundings, str] | None = None
        self._running: asyncio.Task[None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self.watched = False
        self.look: Look | None = None

    @property
    def is_done(self) -> bool:
        """Whether what is there is of the request as it is now."""
        return not self._timer.isActive() and (self._running is None or self._running.done())

    def see(self, request: Request, item_id: int | None, around: Surroundings, place: str = "") -> None:
        """Look at a request after a pause; a newer one takes its place."""
        wanted = (request, item_id, around, place)
        known = self._wanted
        if known is not None and known[0] is request and known[2] is around and (known[1], known[3]) == (item_id, place):
            return
        self._wanted = wanted
        first = known is None  # just opened: nobody types yet
        self._timer.start(PAUSE_MS if self.watched or first else IDLE_PAUSE_MS)

    def watch(self, watched: bool) -> None:
        """Say whether somebody looks; who begins to gets what is there at once."""
        if watched and not self.watched and self._wanted is not None:
            self._timer.start(0)
        self.watched = watched

    def again(self) -> None:
        """Look once more at the same: what stands around it has changed."""
        if self._wanted is not None:
            self._timer.start(PAUSE_MS if self.watched else IDLE_PAUSE_MS)

    def _begin(self) -> None:
        assert self._wanted is not None
        body = self._wanted[0].body
        if not self.watched and isinstance(body, RawBody) and len(body.text) > LARGE:
            return
        if self.is_done:
            self._running = self._tasks.start(self._look(), _("Working out headers"))
        else:
            self._timer.start(PAUSE_MS)

    async def _look(self) -> None:
        assert self._wanted is not None
        request, item_id, around, place = self._wanted
        look = await self._ui.session.look(request, item_id, around, place)
        if look != self.look:
            self.look = look
            self.changed.emit()
