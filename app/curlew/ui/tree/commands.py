"""What can be done to items of the tree: each command asks the session, and the selection follows what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from curlew.engine.session import Change
from curlew.model.request import Folder, Request
from curlew.model.tree import ROOT, Item, ItemKind
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.tree.clipboard import is_cut, pack_items, unpack_items
from curlew.ui.tree.model import HOLDERS, TreeModel, may_drop, outermost
from curlew.ui.tree.view import TreeView


class TreeCommands(QObject):
    """Commands on the selection of one tree. `made` says that a request was made and named."""

    made = Signal(object)

    def __init__(self, ui: Ui, view: TreeView, model: TreeModel) -> None:
        super().__init__(view)
        self._ui = ui
        self._session = ui.session
        self._tasks = ui.tasks.for_owner(self)
        self._view = view
        self._model = model
        self._unopened: int | None = None  # a new request, opened once its name is settled
        model.renamed.connect(self._rename)
        model.moved.connect(self.move)
        model.copied.connect(self.copy_to)
        view.rows.closeEditor.connect(self._name_settled)

    # --- new ---

    def place_for_new(self) -> tuple[int, int | None] | None:
        """Return (parent, index) for a new item: into the current folder, behind the current request; None without a collection."""
        tree = self._session.tree
        item = self._view.current_item()
        if item is None or item.id not in tree or (item.problem and item.kind in HOLDERS):
            usable = [c for c in tree.child_ids(ROOT) if not tree[c].problem]
            return (usable[0], None) if usable else None
        if item.kind in HOLDERS:
            return item.id, None
        return tree.parents[item.id], tree.index(item.id) + 1

    def new_request(self) -> None:
        self._tasks.start(self._new_request(), _("New request"))

    def new_folder(self) -> None:
        self._tasks.start(self._new_folder(), _("New folder"))

    def new_collection(self) -> None:
        self._tasks.start(self._new_collection(), _("New collection"))

    async def _place(self) -> tuple[int, int | None]:
        return self.place_for_new() or (await self._session.add_collection(_("My collection"), source=self), None)

    async def _new_request(self) -> None:
        parent, index = await self._place()
        request = Request(name=self._free_name(parent, _("New request")))
        made = await self._session.add_request(parent, request, index, source=self)
        self._unopened = made
        self._name_it(made)

    async def _new_folder(self) -> None:
        parent, index = await self._place()
        folder = Folder(name=self._free_name(parent, _("New folder")))
        self._name_it(await self._session.add_folder(parent, folder, index, source=self))

    async def _new_collection(self) -> None:
        name = self._free_name(ROOT, _("New collection"))
        self._name_it(await self._session.add_collection(name, source=self))

    def _free_name(self, parent: int, name: str) -> str:
        tree = self._session.tree
        taken = {tree[child].name for child in tree.child_ids(parent)}
        number = 2
        free = name
        while free in taken:
            free = f"{name} {number}"
            number += 1
        return free

    def _name_it(self, item_id: int) -> None:
        self._model.widen([item_id])
        self._view.rename(item_id)

    def _name_settled(self, *_: object) -> None:
        made, self._unopened = self._unopened, None
        if made is not None and made in self._session.tree:
            self.made.emit(made)

    # --- names ---

    def rename(self) -> None:
        item = self._view.current_item()
        if item is not None:
            self._view.rename(item.id)

    def _rename(self, item_id: int, name: str) -> None:
        self._tasks.start(self._session.rename(item_id, name, source=self), _("Renaming to {name}").format(name=name))

    # --- copies and moves ---

    def _chosen(self) -> tuple[int, ...]:
        return outermost(self._session.tree, self._view.selected_ids())

    def duplicate(self) -> None:
        ids = self._chosen()
        if ids:
            self._tasks.start(self._duplicate(ids), _("Duplicate"))

    async def _duplicate(self, ids: Sequence[int]) -> tuple[int, ...]:
        made = await self._session.duplicate(ids, source=self)
        self._show(made)
        return made

    def move(self, ids: Sequence[int], parent: int, index: int) -> None:
        if any(self._changes(item_id, parent, index) for item_id in ids):
            self._tasks.start(self._move(outermost(self._session.tree, ids), parent, index), _("Move"))

    def _changes(self, item_id: int, parent: int, index: int) -> bool:
        tree = self._session.tree
        return tree.parent_id(item_id) != parent or tree.index(item_id) not in (index, index - 1)

    async def _move(self, ids: Sequence[int], parent: int, index: int) -> None:
        await self._session.move(ids, parent, index, source=self)
        self._show(ids)

    def copy_to(self, ids: Sequence[int], parent: int, index: int) -> None:
        self._tasks.start(self._copy_to(outermost(self._session.tree, ids), parent, index), _("Copy"))

    async def _copy_to(self, ids: Sequence[int], parent: int, index: int) -> None:
        """Copy beside the originals, then move the copies; behind the place of each copy, the index has grown by one."""
        tree = self._session.tree
        before = tree.child_ids(parent)[index] if index < len(tree.child_ids(parent)) else None
        made = await self._session.duplicate(ids, source=self)
        at = len(tree.child_ids(parent)) if before is None else tree.index(before)
        await self._session.move(made, parent, at, source=self)
        self._show(made)

    def copy(self, *, cut: bool = False) -> None:
        """Put the selected items on the clipboard, with their names as text for other programs."""
        ids = self._chosen()
        if ids:
            QGuiApplication.clipboard().setMimeData(pack_items(self._session.tree, ids, cut=cut))
            self._view.rows.dimmed = set(ids) if cut else set()
            self._view.repaint_rows()

    def cut(self) -> None:
        self.copy(cut=True)

    def paste(self) -> None:
        """Put the items of the clipboard into the current folder, or behind the current request."""
        data = QGuiApplication.clipboard().mimeData()
        tree = self._session.tree
        ids = unpack_items(tree, data)
        place = self._paste_place(ids)
        if not ids or place is None:
            return
        parent, index = place
        cut = is_cut(tree, data)
        if not may_drop(tree, ids, parent, copying=not cut):
            reason = _("A collection stands beside others; a folder cannot go into itself.")
            self._ui.notify("warning", _("This cannot be pasted here"), reason)
            return
        self._view.rows.dimmed = set()
        if cut:
            QGuiApplication.clipboard().clear()
            self.move(ids, parent, index)
        else:
            self.copy_to(ids, parent, index)

    def _paste_place(self, ids: Sequence[int]) -> tuple[int, int] | None:
        tree = self._session.tree
        if any(tree[item_id].kind is ItemKind.COLLECTION for item_id in ids):
            return ROOT, len(tree.child_ids(ROOT))
        place = self.place_for_new()
        if place is None:
            return None
        parent, index = place
        return parent, len(tree.child_ids(parent)) if index is None else index

    # --- away ---

    def delete(self) -> None:
        ids = self._chosen()
        if ids:
            self._tasks.start(self._delete(ids), _("Delete"))

    async def _delete(self, ids: Sequence[int]) -> None:
        tree = self._session.tree
        items = [tree[item_id] for item_id in ids]
        beside = self._beside(ids)
        await self._session.remove(ids, source=self)
        self._view.select([beside] if beside is not None else [])
        label = self._session.undo_label
        title, reason = said_of_removal(items, tree[ROOT].path)
        self._ui.notify("info", title, reason, "", _("Undo"), lambda: self._take_back(label))

    def _beside(self, ids: Iterable[int]) -> int | None:
        """Return the item to select when these are gone: the next sibling that stays, the one before, or the parent."""
        gone = set(ids)
        last = max(gone, key=lambda item_id: self._view.visualRect(self._model.index_of(item_id)).y())
        tree = self._session.tree
        siblings = tree.child_ids(tree.parents[last])
        at = siblings.index(last)
        near = [*siblings[at + 1 :], *reversed(siblings[:at])]
        parent = tree.parents[last]
        return next((item_id for item_id in near if item_id not in gone), parent if parent != ROOT else None)

    def _take_back(self, label: str) -> None:
        """Undo the removal that a notice speaks of, unless something else has been done since."""
        if self._session.undo_label == label:
            self.undo()
        else:
            self._ui.notify("info", _("Other changes came after it"), _("Undo them first: each Undo takes the last change back."))

    def undo(self) -> None:
        self._tasks.start(self._follow(self._session.undo), _("Undo"))

    def redo(self) -> None:
        self._tasks.start(self._follow(self._session.redo), _("Redo"))

    async def _follow(self, step: Callable[[], Awaitable[str]]) -> None:
        """Undo or redo, and select what it touched."""
        touched: list[int] = []
        arrived: list[int] = []

        def note(change: Change, _source: object) -> None:
            if change.kind in ("tree", "item"):
                touched.extend(change.items)

        stop = self._session.changed.listen(note)
        self._model.arrived.connect(arrived.extend)
        try:
            await step()
        finally:
            stop()
            self._model.arrived.disconnect(arrived.extend)
        tree = self._session.tree
        self._show([item_id for item_id in dict.fromkeys(arrived or touched) if item_id in tree and item_id != ROOT])

    def _show(self, ids: Sequence[int]) -> None:
        self._model.widen(ids)
        self._view.select(ids)

    # --- outside ---

    def copy_path(self) -> None:
        tree = self._session.tree
        paths = [str(tree[item_id].path) for item_id in self._view.selected_ids()]
        if paths:
            QGuiApplication.clipboard().setText("\n".join(paths))

    def show_in_file_manager(self) -> None:
        item = self._view.current_item()
        if item is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder_of(item))))


def folder_of(item: Item) -> Path:
    """Return the folder to show for an item: its own, or the one its file lies in; one that is gone, the nearest above."""
    folder = item.path if item.kind in HOLDERS else item.path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def said_of_removal(items: Sequence[Item], workspace: Path) -> tuple[str, str]:
    """Return the notice's title and reason: collections from elsewhere only leave the workspace, all else goes to the trash."""
    elsewhere = [item for item in items if item.kind is ItemKind.COLLECTION and not item.path.is_relative_to(workspace)]
    if len(items) == 1:
        name = items[0].name
        if elsewhere:
            return _("{name} left the workspace").format(name=name), _("Its files stay where they are.")
        return _("{name} was deleted").format(name=name), ""
    title = ngettext("{n} item was deleted", "{n} items were deleted", len(items)).format(n=len(items))
    return title, _("The files of collections from elsewhere stay where they are.") if elsewhere else ""
