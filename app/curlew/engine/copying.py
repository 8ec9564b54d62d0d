"""Duplicating requests, folders and collections, each right after what it is a copy of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from curlew.engine.desk import Desk
from curlew.engine.opening import Opener
from curlew.engine.placing import Places
from curlew.errors import UsageError
from curlew.model.edits import AddItem, Edit
from curlew.model.tree import ROOT, Item, ItemKind
from curlew.storage import names
from curlew.storage.changes import CopyFile, CopyFolder, DiskChange, SetHead
from curlew.storage.itemfile import file_of
from curlew.storage.listing import Listing
from curlew.storage.workspace import with_collection
from curlew.text import _, ngettext


@dataclass(frozen=True, slots=True)
class Copy:
    """A planned copy: its item as it will be, and what it is a copy of."""

    item: Item
    of: Item


class Copying:
    def __init__(self, desk: Desk, opener: Opener) -> None:
        self._desk = desk
        self._opener = opener

    async def duplicate(self, items: Sequence[Item], source: object) -> tuple[int, ...]:
        """Copy items that are not below each other; return the ids of the copies."""
        desk = self._desk
        async with desk.changing:
            if any(item.problem and item.kind is ItemKind.COLLECTION for item in items):
                raise UsageError(_("A collection that cannot be read cannot be copied"))
            copies: list[Copy] = []
            for item in items:
                copies.append(await self._plan(item, copies))
            changes = [change for copy in copies for change in self._copied(copy)]
            groups: dict[int, list[Copy]] = {}
            for copy in copies:
                groups.setdefault(desk.tree.parents[copy.of.id], []).append(copy)
            places = {parent: self._placed(parent, group) for parent, group in groups.items() if parent != ROOT}
            changes += [change for place in places.values() for change in place.changes()]

            def edits(listings: dict[int, Listing]) -> list[Edit]:
                found: list[Edit] = []
                for parent, group in groups.items():
                    for offset, copy in enumerate(sorted(group, key=lambda copy: desk.tree.index(copy.of.id)), 1):
                        at = desk.tree.index(copy.of.id) + offset
                        found.append(_added(parent, at, copy.item, listings.get(copy.item.id)))
                    if parent in places:
                        found += places[parent].edits()
                return found

            label = items[0].name if len(items) == 1 else ngettext("{count} item", "{count} items", len(items)).format(count=len(items))
            await desk.perform(
                _("Duplicate {name}").format(name=label),
                changes,
                edits,
                lambda: self._listings(copies),
                source,
            )
        return tuple(copy.item.id for copy in copies)

    async def _plan(self, item: Item, earlier: Iterable[Copy]) -> Copy:
        desk = self._desk
        parent = desk.tree.parents[item.id]
        taken = {desk.tree[child].name for child in desk.tree.child_ids(parent)} | {copy.item.name for copy in earlier}
        name = _copy_name(item.name, taken)
        folder = desk.folder if item.kind is ItemKind.COLLECTION else item.path.parent
        suffix = "" if item.kind in (ItemKind.FOLDER, ItemKind.COLLECTION) else ".yml"
        used = [copy.item.path.name for copy in earlier if copy.item.path.parent == folder]

        def free() -> Path:
            there = [path.name for path in folder.iterdir()]
            return folder / names.free_name(name, suffix, [*there, *used])

        path = await desk.disk.run(free)
        shown = path.stem if item.kind is ItemKind.BROKEN else name
        return Copy(replace(item, id=desk.tree.new_id(), name=shown, path=path), item)

    def _copied(self, copy: Copy) -> list[DiskChange]:
        desk, item = self._desk, copy.item
        head = SetHead(file_of(item.kind, item.path), (("name", item.name),))
        if item.kind is ItemKind.COLLECTION:
            link = with_collection(desk.folder, item.name, item.path, desk.tree.index(copy.of.id) + 1)
            return [CopyFolder(copy.of.path, item.path, desk.trash), head, link]
        if item.kind is ItemKind.FOLDER:
            return [CopyFolder(copy.of.path, item.path, desk.trash), head]
        made = CopyFile(copy.of.path, item.path, desk.trash)
        return [made] if item.kind is ItemKind.BROKEN else [made, head]

    def _placed(self, parent: int, copies: Sequence[Copy]) -> Places:
        """Plan the children of one parent with each copy after its original."""
        tree = self._desk.tree
        after = {copy.of.id: copy.item for copy in copies}
        wanted: list[Item] = []
        for child in tree.child_ids(parent):
            wanted.append(tree[child])
            if child in after:
                wanted.append(after[child])
        places = Places(tree)
        places.arrange(parent, wanted, {copy.item.id for copy in copies}, anew=True)
        return places

    def _listings(self, copies: Iterable[Copy]) -> dict[int, Listing]:
        """In the disk's thread: list the copied folders."""
        return {
            copy.item.id: self._opener.list_folder(copy.item) for copy in copies if copy.item.kind in (ItemKind.FOLDER, ItemKind.COLLECTION)
        }


def _added(parent: int, index: int, item: Item, listing: Listing | None) -> AddItem:
    """Return the edit that adds an item with all that was listed below it."""
    below: list[tuple[int, Item]] = []

    def walk(above: int) -> None:
        for child in listing.children.get(above, ()) if listing else ():
            below.append((above, listing.items[child]))  # type: ignore[union-attr]
            walk(child)

    walk(item.id)
    return AddItem(parent, index, item, tuple(below))


def _copy_name(name: str, taken: set[str]) -> str:
    wanted, number = _("{name} copy").format(name=name), 1
    while wanted in taken:
        number += 1
        wanted = _("{name} copy {number}").format(name=name, number=number)
    return wanted
