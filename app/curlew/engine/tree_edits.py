"""Adding, renaming, moving and removing: each is on disk at once, and can be taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from curlew.engine.collections import Collections
from curlew.engine.desk import Desk, Step
from curlew.engine.environments import Environments
from curlew.engine.opening import Opener
from curlew.engine.placing import Places, closed_up
from curlew.errors import UsageError
from curlew.model.edits import AddItem, Edit, MoveItem, RemoveItem, SetField
from curlew.model.request import Folder, Request
from curlew.model.tree import ROOT, Item, ItemKind
from curlew.storage import names
from curlew.storage.changes import DiskChange, NewFile, NewFolder, Rename, SetHead, ToTrash
from curlew.storage.itemfile import file_of, row_of
from curlew.storage.listing import FOLDER_FILE
from curlew.storage.opencollection import codec
from curlew.text import _, ngettext

HOLDERS = (ItemKind.COLLECTION, ItemKind.FOLDER)


class TreeEdits:
    """Plans each change from the tree, lets the disk's thread carry it out, and edits the tree when that has succeeded."""

    def __init__(self, desk: Desk, opener: Opener, collections: Collections, environments: Environments) -> None:
        self._desk = desk
        self._opener = opener
        self._collections = collections
        self._environments = environments

    # --- adding ---

    async def add_request(self, parent: int, request: Request, index: int | None, source: object) -> int:
        desk = self._desk
        if not request.name.strip():
            request = replace(request, name=_("New request"))
        async with desk.changing:
            holder = self._holder(parent)
            path = await desk.disk.run(lambda: names.free_path(holder.path, request.name, ".yml"))
            row = row_of(request)
            item = Item(desk.tree.new_id(), ItemKind.REQUEST, request.name, path, row.label, row.url)
            places = Places(desk.tree)
            places.insert(parent, [item], index, anew=True)
            seq = places.seq_of(item.id) or 1.0
            text = codec.render_item(replace(request, seq=seq), None)
            changes: list[DiskChange] = [NewFile(path, text, desk.trash), *places.changes(but=item.id)]
            edits = [AddItem(parent, len(desk.tree.children[parent]), replace(item, seq=seq)), *places.edits(but=item.id)]
            await self._perform(_("Add {name}").format(name=item.name), changes, edits, source)
        return item.id

    async def add_folder(self, parent: int, folder: Folder, index: int | None, source: object) -> int:
        desk = self._desk
        if not folder.name.strip():
            folder = replace(folder, name=_("New folder"))
        async with desk.changing:
            holder = self._holder(parent)
            path = await desk.disk.run(lambda: names.free_path(holder.path, folder.name))
            item = Item(desk.tree.new_id(), ItemKind.FOLDER, folder.name, path)
            places = Places(desk.tree)
            places.insert(parent, [item], index, anew=True)
            seq = places.seq_of(item.id) or 1.0
            text = codec.render_item(replace(folder, seq=seq), None)
            changes: list[DiskChange] = [
                NewFolder(path, desk.trash),
                NewFile(path / FOLDER_FILE, text, desk.trash),
                *places.changes(but=item.id),
            ]
            edits = [AddItem(parent, len(desk.tree.children[parent]), replace(item, seq=seq)), *places.edits(but=item.id)]
            await self._perform(_("Add {name}").format(name=item.name), changes, edits, source)
        return item.id

    # --- renaming ---

    async def rename(self, item_id: int, name: str, source: object) -> None:
        """Rename a request, folder or opaque item: its name stands in the file, the file's own name follows as a slug."""
        desk = self._desk
        if not name.strip():
            raise UsageError(_("A name cannot be empty"))
        async with desk.changing:
            item = desk.item(item_id)
            if name == item.name:
                return
            suffix = "" if item.kind is ItemKind.FOLDER else ".yml"
            path = await desk.disk.run(lambda: names.renamed_path(item.path, name, suffix))
            values: tuple[tuple[str, object], ...] = (("name", name),)
            changes: list[DiskChange] = []
            if item.kind is ItemKind.BROKEN:
                values = (("name", path.stem),)
            else:
                changes.append(SetHead(file_of(item.kind, item.path), values))
            if path != item.path:
                changes.append(Rename(item.path, path))
            places = Places(desk.tree)
            places.change(replace(item, name=name, path=path))
            edits = [SetField(item_id, values), *self._moved(item, path), *places.edits()]
            await self._perform(_("Rename {name}").format(name=item.name), changes, edits, source)

    # --- moving ---

    async def move(self, item_ids: Sequence[int], parent: int, index: int, source: object) -> None:
        desk = self._desk
        async with desk.changing:
            items = self.outermost(item_ids)
            if parent == ROOT and all(item.kind is ItemKind.COLLECTION for item in items):
                await self._collections.arrange(items, index, source)
                return
            holder = self._holder(parent)
            if any(item.id == parent or item in desk.tree.ancestors(parent) for item in items):
                raise UsageError(_("A folder cannot be moved into itself"))
            if any(item.kind is ItemKind.COLLECTION for item in items):
                raise UsageError(_("A collection cannot be moved into a folder"))
            coming = [item for item in items if desk.tree.parents[item.id] != parent]
            paths = await desk.disk.run(lambda: names.free_paths(holder.path, [item.path.name for item in coming]))
            places = Places(desk.tree)
            moved = {item.id: replace(item, path=path) for item, path in zip(coming, paths, strict=True)}
            places.insert(parent, [moved.get(item.id, item) for item in items], index)
            changes: list[DiskChange] = [Rename(item.path, moved[item.id].path) for item in coming]
            edits: list[Edit] = []
            for item in coming:
                edits += [MoveItem(item.id, parent, 0), *self._moved(item, moved[item.id].path)]
            edits += closed_up(desk.tree, {item.id for item in coming})
            label = self._many(_("Move {name}"), items)
            await self._perform(label, [*changes, *places.changes()], [*edits, *places.edits()], source)

    def _moved(self, item: Item, path: Path) -> list[Edit]:
        """Return the edits that give an item, and all below it, its new path."""
        if path == item.path:
            return []
        below = self._desk.tree.walk(item.id) if item.kind is ItemKind.FOLDER else [item]
        return [SetField(each.id, (("path", path / each.path.relative_to(item.path)),)) for each in below]

    # --- removing ---

    async def remove(self, item_ids: Sequence[int], source: object) -> None:
        desk = self._desk
        async with desk.changing:
            items = self.outermost(item_ids)
            changes: list[DiskChange] = []
            edits: list[Edit] = []
            for item in items:
                gone = (
                    self._collections.removal(item)
                    if item.kind is ItemKind.COLLECTION
                    else ([ToTrash(item.path, desk.trash)], [RemoveItem(item.id)])
                )
                changes += gone[0]
                edits += gone[1]
            edits += closed_up(desk.tree, {item.id for item in items})
            await self._perform(self._many(_("Delete {name}"), items), changes, edits, source)

    # --- taking back ---

    async def undo(self) -> str:
        """Take the newest step back; return its label, empty if there is none. Raises what the disk raised."""
        return await self._told(self._desk.step_back)

    async def redo(self) -> str:
        return await self._told(self._desk.step_forth)

    async def _told(self, take: Callable[[], Awaitable[Step | None]]) -> str:
        async with self._desk.changing:
            step = await take()
        if step is None:
            return ""
        for owner in step.owners:
            await self._environments.read_again(owner)
        if step.stale:
            await self._opener.read_all()
        return step.label

    # --- what they share ---

    def _many(self, label: str, items: Sequence[Item]) -> str:
        count = len(items)
        return label.format(name=items[0].name if count == 1 else ngettext("{count} item", "{count} items", count).format(count=count))

    def _holder(self, parent: int) -> Item:
        holder = self._desk.item(parent)
        if holder.kind not in HOLDERS:
            raise UsageError(_("Requests and folders belong into a collection"))
        return holder

    def outermost(self, item_ids: Iterable[int]) -> list[Item]:
        """Return the items in the order shown, without those below another one of them."""
        tree = self._desk.tree
        wanted = {self._desk.item(item_id).id for item_id in item_ids} - {ROOT}
        if not wanted:
            raise UsageError(_("Nothing is selected"))
        outer = [item_id for item_id in wanted if not any(above.id in wanted for above in tree.ancestors(item_id))]
        ranks = {item_id: _rank(self._desk, item_id) for item_id in outer}
        return [tree[item_id] for item_id in sorted(outer, key=lambda item_id: ranks[item_id])]

    async def _perform(self, label: str, changes: Sequence[DiskChange], edits: Sequence[Edit], source: object) -> None:
        await self._desk.perform(label, changes, lambda _nothing: edits, lambda: None, source)


def _rank(desk: Desk, item_id: int) -> tuple[int, ...]:
    """Return the place in the whole tree, to sort by."""
    chain = [item_id, *(above.id for above in desk.tree.ancestors(item_id))]
    return tuple(desk.tree.index(each) for each in reversed(chain) if each != ROOT)
