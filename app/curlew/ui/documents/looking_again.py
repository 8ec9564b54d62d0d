"""Looks whether files of open tabs were changed by other programs: when a tab comes to the front, and when the window does."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.documents.documents import Documents
from curlew.ui.documents.page import Page


class LookAgain(QObject):
    """What was changed, the session announces; the pages follow that."""

    def __init__(self, ui: Ui, documents: Documents) -> None:
        super().__init__(documents)
        self._ui = ui
        self._documents = documents
        self._front: Page | None = None
        documents.changed.connect(self._front_changed)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.applicationStateChanged.connect(self._state_changed)

    def _front_changed(self) -> None:
        front = self._documents.current
        if front is not None and front is not self._front:
            self._look([front])
        self._front = front

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._look(self._documents.pages)

    def _look(self, pages: Iterable[Page]) -> None:
        items = [page.item_id for page in pages if page.item_id is not None]
        if items:
            self._ui.tasks.start(self._ui.session.refresh(items), _("Looking for changes on disk"))
