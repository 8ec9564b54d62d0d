"""What leaves the response pane: the body saved, dragged out, or opened with the system's program, as it is looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from curlew.model.content import Content
from curlew.model.exchange import Exchange
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.handing_out import DragOutButton, open_outside
from curlew.ui.response.saving import save_body, shown_bytes
from curlew.ui.response.saving_strip import SavingStrip


class GivingOut:
    """Gives the body of the exchange that is shown. packed: tells whether its bytes are looked at as they were received."""

    def __init__(
        self, ui: Ui, owner: QWidget, shown: Callable[[], Exchange], packed: Callable[[], bool], show: Callable[[SavingStrip], None]
    ) -> None:
        self._ui, self._owner = ui, owner
        self._tasks = ui.tasks.for_owner(owner)
        self._shown, self._packed, self._show = shown, packed, show
        self.button = DragOutButton(ui, self._tasks, "download", _("Save the body, or drag it to where it should be"), self._offered)
        self.button.setObjectName("save_body_button")
        self.button.clicked.connect(self.save)

    def _offered(self) -> tuple[Content, str] | None:
        return shown_bytes(self._shown(), self._packed())

    def save(self) -> None:
        """Ask for a file and write the body into it. Goes on where the tab is closed meanwhile."""
        if self._offered() is None:
            self._ui.notify("info", _("There is no body to save"))
            return
        saving = save_body(self._ui, self._owner.window(), self._shown(), self._packed(), self._show)
        self._ui.tasks.start(saving, _("Saving the body"))

    def open_outside(self) -> None:
        """Open a copy of the body with the system's program."""
        offered = self._offered()
        if offered is not None:
            self._tasks.start(open_outside(self._ui, *offered), _("Opening the body"))
