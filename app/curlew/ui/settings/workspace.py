"""The settings that the open workspace gives to all its collections: the rows of a request's Settings tab, kept at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curlew.errors import CurlewError
from curlew.model.inherit import Surroundings
from curlew.model.request import Request
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.documents.strip import Strip
from curlew.ui.widgets.variables import VariableSource

PAUSE_MS = 400


class WorkspacePage(QWidget):
    """Made small; `begin` reads the workspace's file and makes the rows, when the page is first seen."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.setObjectName("workspace_settings")
        self._ui = ui
        self._tasks = ui.tasks.for_owner(self)
        self._begun = False
        self._request = Request()
        self._strip = Strip(ui.theme)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self._strip)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(lambda: self._tasks.start(self._save(), _("Saving the workspace’s settings")))

    def begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._tasks.start(self._open(), _("Reading the workspace’s settings"))

    async def _open(self) -> None:
        from curlew.ui.request.pages.settings_page import SettingsPage

        try:
            settings = await self._ui.session.workspace_settings()
        except CurlewError as error:
            self._strip.say("err", error.title, error.reason)
            return
        self._request = Request(settings=settings)
        self.page = SettingsPage(self._ui, VariableSource(parent=self), side=0)
        self.page.fields = ("settings",)
        self.page.show_request(self._request, Surroundings())
        self.page.changed.connect(self._changed)
        self._box.addWidget(self.page, 1)

    def _changed(self, fields: dict[str, Any], _key: str) -> None:
        self._request = Request(settings=fields["settings"])
        self.page.show_request(self._request, self.page.around)
        self._later.start()

    async def _save(self) -> None:
        try:
            await self._ui.session.save_workspace_settings(self._request.settings, self)
            self._strip.clear()
        except CurlewError as error:
            self._strip.say("err", error.title, error.reason, _("Try again"), self._later.start)

    def flush(self) -> None:
        """Write at once what was changed just now; nobody may look at this page any more."""
        if self._later.isActive():
            self._later.stop()
            self._ui.tasks.start(_saved(self._ui, self._request), _("Saving the workspace’s settings"))


async def _saved(ui: Ui, request: Request) -> None:
    try:
        await ui.session.save_workspace_settings(request.settings)
    except CurlewError as error:
        ui.notify("error", error.title, error.reason, error.hint)
