"""Collections of the workspace: made new, opened by their path, renamed, ordered, and taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from curlew.engine.desk import Desk
from curlew.engine.opening import Opener
from curlew.errors import UsageError
from curlew.model.edits import AddItem, Edit, RemoveItem, SetField, SetOrder
from curlew.model.request import Collection
from curlew.model.tree import ROOT, Item, ItemKind
from curlew.storage import names
from curlew.storage.changes import DiskChange, NewFile, NewFolder, Rename, Rewrite, SetHead, ToTrash
from curlew.storage.listing import COLLECTION_FILE
from curlew.storage.opencollection import codec
from curlew.storage.workspace import WORKSPACE_FILE, Ref, Refs, linked, place_of, place_text, whole, with_collection, without_collection
from curlew.text import _


class Collections:
    """Each change is one step of the workspace's undo, but for opening by path, which changes nothing in the collection."""

    def __init__(self, desk: Desk, opener: Opener) -> None:
        self._desk = desk
        self._opener = opener

    async def add(self, name: str, folder: Path | None, source: object) -> int:
        """Make a collection in a new folder of the workspace, or in `folder`, whose files stay as they are."""
        desk = self._desk
        if not name.strip():
            raise UsageError(_("A collection needs a name"))
        async with desk.changing:
            path = await desk.disk.run(lambda: whole(folder) if folder is not None else names.free_path(desk.folder, name))
            there = await desk.disk.run(path.is_dir)
            text = codec.render_collection(Collection(name=name), None)
            changes: list[DiskChange] = [] if there else [NewFolder(path, desk.trash)]
            changes += [NewFile(path / COLLECTION_FILE, text, desk.trash), with_collection(desk.folder, name, path)]
            item = Item(desk.tree.new_id(), ItemKind.COLLECTION, name, path)
            edits = [AddItem(ROOT, len(desk.tree.children[ROOT]), item)]
            await desk.perform(_("Add {name}").format(name=name), changes, lambda _nothing: edits, lambda: None, source)
        if there:
            await self._opener.read(item.id, source)
        return item.id

    async def open(self, folder: Path, source: object = None) -> int:
        """Add a collection's folder to the workspace by its path, unless it is there; return its item's id."""
        desk = self._desk
        folder = whole(folder)
        async with desk.changing:
            known = {item_id: desk.tree[item_id].path for item_id in desk.tree.child_ids(ROOT)}
            there = await desk.disk.run(lambda: next((item_id for item_id, path in known.items() if _is_same(path, folder)), None))
            if there is not None:
                return there
            await desk.disk.run(lambda: with_collection(desk.folder, folder.name, folder).do())
            item = Item(desk.tree.new_id(), ItemKind.COLLECTION, folder.name, folder)
            desk.tree.insert(ROOT, len(desk.tree.children[ROOT]), item)
            desk.announce("tree", (item.id,), source)
        await self._opener.read(item.id, source)
        await self._keep_name(item.id)
        return item.id

    async def _keep_name(self, item_id: int) -> None:
        """Let the workspace's file say the name that the collection's own file gives."""
        desk = self._desk
        item = desk.item(item_id)
        if item.name != item.path.name:
            async with desk.changing:
                await desk.disk.run(lambda: _renamed(desk.folder, item.path, item.path.name, item.name).do())

    async def rename(self, item_id: int, name: str, source: object) -> None:
        """Rename a collection or the workspace itself.

        The folder of a collection that holds nothing yet follows its name, any other stays where people and tools know it.
        """
        desk = self._desk
        if not name.strip():
            raise UsageError(_("A name cannot be empty"))
        async with desk.changing:
            item = desk.item(item_id)
            if name == item.name:
                return
            if item_id == ROOT:
                changes: list[DiskChange] = [_workspace_renamed(desk.folder, item.name, name)]
                path = item.path
            else:
                path = await desk.disk.run(lambda: _path_after(desk.folder, item.path, name))
                changes = [SetHead(item.path / COLLECTION_FILE, (("name", name),)), _renamed(desk.folder, item.path, item.name, name)]
            if path != item.path:
                changes += [Rename(item.path, path), _relocated(desk.folder, item.path, path)]
            edits = [SetField(item_id, (("name", name), ("path", path)))]
            await desk.perform(_("Rename {name}").format(name=item.name), changes, lambda _nothing: edits, lambda: None, source)

    async def arrange(self, items: Sequence[Item], index: int, source: object) -> None:
        """Move collections before the one that is at `index` now. Call with `changing` held."""
        desk = self._desk
        ids = [item.id for item in items]
        former = list(desk.tree.child_ids(ROOT))
        wanted = [
            *(child for child in former[:index] if child not in ids),
            *ids,
            *(child for child in former[index:] if child not in ids),
        ]
        paths = {item_id: desk.tree[item_id].path for item_id in former}
        changes = [_arranged(desk.folder, [paths[child] for child in wanted], [paths[child] for child in former])]
        edits = [SetOrder(ROOT, tuple(wanted))]
        await desk.perform(_("Move {name}").format(name=items[0].name), changes, lambda _nothing: edits, lambda: None, source)

    def removal(self, item: Item) -> tuple[list[DiskChange], list[Edit]]:
        """Return what removes a collection: one inside the workspace goes to the trash, another one only out of the workspace."""
        desk = self._desk
        changes: list[DiskChange] = [without_collection(desk.folder, item.path)]
        if item.path.is_relative_to(desk.folder) and item.path.is_dir():
            changes.append(ToTrash(item.path, desk.trash))
        return changes, [RemoveItem(item.id)]


def _is_same(one: Path, two: Path) -> bool:
    try:
        return one == two or one.samefile(two)
    except OSError:
        return False


def _path_after(workspace: Path, folder: Path, name: str) -> Path:
    """Return the folder of a collection that was renamed: a new one where it lies in the workspace with nothing in it."""
    is_ours = folder.parent == workspace and folder.is_dir() and [each.name for each in folder.iterdir()] == [COLLECTION_FILE]
    return names.renamed_path(folder, name) if is_ours else folder


def _relocated(workspace: Path, old: Path, new: Path) -> DiskChange:
    def to(former: Path, now: Path, refs: Refs) -> Refs:
        return tuple((ref[0], place_text(workspace, now)) if place_of(workspace, ref[1]) == former else ref for ref in refs)

    return linked(workspace, lambda refs: to(old, new, refs), lambda refs: to(new, old, refs))


def _renamed(workspace: Path, folder: Path, old: str, new: str) -> DiskChange:
    def to(name: str, refs: Refs) -> Refs:
        return tuple((name, ref[1]) if place_of(workspace, ref[1]) == folder else ref for ref in refs)

    return linked(workspace, lambda refs: to(new, refs), lambda refs: to(old, refs))


def _arranged(workspace: Path, wanted: Sequence[Path], former: Sequence[Path]) -> DiskChange:
    def by(order: Sequence[Path], refs: Refs) -> Refs:
        ranks = {path: rank for rank, path in enumerate(order)}

        def rank(ref: Ref) -> int:
            return ranks.get(place_of(workspace, ref[1]), len(ranks))

        return tuple(sorted(refs, key=rank))

    return linked(workspace, lambda refs: by(wanted, refs), lambda refs: by(former, refs))


def _workspace_renamed(workspace: Path, old: str, new: str) -> DiskChange:
    def to(name: str, text: str) -> str:
        value = codec.parse_workspace(text, workspace.name)
        return codec.render_workspace(replace(value, name=name), text)

    return Rewrite(workspace / WORKSPACE_FILE, lambda text: to(new, text), lambda text: to(old, text))
