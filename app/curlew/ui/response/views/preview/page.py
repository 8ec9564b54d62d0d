"""What a page of the preview is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from curlew.preview.opened import Opened
from curlew.ui.context import Ui


class PreviewPage(QWidget):
    """Depicts bodies of one kind. `done` when the whole is in place, `failed` with the reason when a body cannot be depicted."""

    done = Signal()
    failed = Signal(str)
    notes_found = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._tasks = ui.tasks.for_owner(self)

    def show_body(self, opened: Opened) -> None:
        """Depict a body; ends what was under way for the one before."""
        raise NotImplementedError

    def stop(self) -> None:
        """End what is under way."""
        self._tasks.cancel()

    def clear(self) -> None:
        """Let go of the body."""

    def tools(self) -> tuple[QWidget, ...]:
        """Return the controls for the bar, the same ones at every call."""
        return ()

    def copy(self) -> None:
        """Put what is depicted on the clipboard."""
