"""An environment in a tab."""

from __future__ import annotations

from typing import Any

from curlew.errors import CurlewError
from curlew.model.environment_file import EnvironmentFile
from curlew.model.tree import ROOT
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.documents import opening
from curlew.ui.documents.page import Page
from curlew.ui.documents.tab_bar import TabLook
from curlew.ui.environments.editor import EnvironmentEditor
from curlew.ui.widgets.parts import column


class EnvironmentPage(Page):
    """Holds the editor; drafts and saving are the editor's."""

    def __init__(self, ui: Ui, owner: int, file: EnvironmentFile) -> None:
        super().__init__(ui, opening.environment_key(file))
        self.owner = owner
        self._path = file.path
        self._name = file.name
        self.editor = EnvironmentEditor(ui, owner, file)
        self.editor.edited.connect(self._note_edit)
        self.editor.open_requested.connect(self._open_other)
        layout = column(self.editor, spacing=0)
        self.setLayout(layout)

    @property
    def environment_owner(self) -> int:
        return self.owner

    @property
    def is_dirty(self) -> bool:
        return bool(self.editor.is_dirty)

    def look(self) -> TabLook:
        place = _("Workspace")
        if self.owner != ROOT and self.owner in self.ui.session.tree:
            place = self.ui.session.tree[self.owner].name
        return TabLook(self._name or _("Environment"), icon="globe", dirty=self.is_dirty, place=place)

    def flags(self) -> frozenset[str]:
        return frozenset({"page", "saveable"} if self.is_dirty else {"page"})

    def descriptor(self) -> dict[str, Any]:
        return {"kind": "environment", "path": str(self._path)}

    async def save(self) -> bool:
        try:
            await self.editor.save()
        except CurlewError as error:
            self.ui.notify("error", error.title, error.reason, error.hint)
            return False
        self.surroundings_changed()
        return not self.is_dirty

    def surroundings_changed(self) -> None:
        """Follow a new name."""
        for file in self.ui.session.environments(self.owner):
            if file.path == self._path:
                self._name = file.name
        self.look_changed.emit()

    def focus_first(self) -> None:
        self.editor.setFocus()

    def keep_draft(self) -> None:
        self.editor.keep_draft()

    def undo(self) -> None:
        self.editor.undo()

    def redo(self) -> None:
        self.editor.redo()

    def _open_other(self, owner: int, file: EnvironmentFile) -> None:
        open_environment = getattr(self.window(), "open_environment", None)
        if open_environment is not None:
            open_environment(owner, file)

    def _note_edit(self) -> None:
        self.edited.emit()
        self.look_changed.emit()
