"""A folder or a collection in a tab: what it gives to the requests below it."""

from __future__ import annotations

from typing import Any

from curlew.model.request import Collection, FileValue, Folder
from curlew.model.tree import ItemKind
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.documents.item_page import ItemPage
from curlew.ui.documents.tab_bar import TabLook
from curlew.ui.request.defaults_editor import DefaultsEditor
from curlew.ui.widgets.parts import column


class DefaultsPage(ItemPage):
    """Edits a folder's or collection's own file."""

    def __init__(self, ui: Ui, item_id: int) -> None:
        super().__init__(ui, f"item:{item_id}", item_id)
        self.editor = DefaultsEditor(ui)
        self.editor.edited.connect(self._note_edit)
        layout = column(self.head, self.strip, self.editor, spacing=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _fill(self, value: FileValue) -> None:
        assert isinstance(value, (Folder, Collection))
        self.editor.load(value, self._item_id)

    def _value(self) -> FileValue:
        return self.editor.value()

    def look(self) -> TabLook:
        tree = self.ui.session.tree
        collection = self._item_id is not None and self._item_id in tree and tree[self._item_id].kind is ItemKind.COLLECTION
        return TabLook(self.name, icon="layers" if collection else "folder", dirty=self.is_dirty, place=self._place())

    def state(self) -> dict[str, Any]:
        return {"editor": self.editor.state()}

    def _apply_state(self) -> None:
        wanted, self._wanted_state = self._wanted_state, {}
        if wanted:
            self.editor.restore_state(wanted.get("editor", {}))

    def surroundings_changed(self) -> None:
        self.tasks.start(self._look_around(), _("Reading what is inherited"))

    async def _look_around(self) -> None:
        self.editor.set_surroundings(await self.ui.session.surroundings(self._item_id))

    def focus_first(self) -> None:
        self.editor.setFocus()

    def undo(self) -> None:
        self.editor.undo()

    def redo(self) -> None:
        self.editor.redo()
