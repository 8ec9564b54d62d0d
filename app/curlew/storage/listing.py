"""What lies in a collection's folder, read fast: names, methods and order from the cache or from the head of each file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from curlew.model.ordering import ordered
from curlew.model.tree import Item, ItemKind
from curlew.storage.opencollection.head import Head, scan_head, usual_head
from curlew.text import _

COLLECTION_FILE = "opencollection.yml"
FOLDER_FILE = "folder.yml"
ENVIRONMENTS = "environments"
HEAD_BYTES = 4096
NEVER = frozenset({"node_modules"})
"""Folders that are never looked into; nor is anything hidden (so neither .git nor our own temporary files)."""


class Row(NamedTuple):
    """What the tree shows of one file."""

    kind: ItemKind
    name: str
    label: str = ""
    url: str = ""
    seq: float | None = None
    problem: str = ""
    line: int = 0


class Known(NamedTuple):
    """A row with the size and time of the file that it came from, and whether the whole file was parsed."""

    size: int
    mtime_ns: int
    row: Row


@dataclass(slots=True)
class Listing:
    """The tree below one folder. unread: ids by path of items known by their head only, to be parsed; seen: rows by relative path."""

    root: int
    items: dict[int, Item] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)
    seen: dict[str, Known] = field(default_factory=dict)


def shown(name: str) -> str:
    """Return a file name as it can be shown: bytes that are no UTF-8 stand as escapes."""
    return name if name.isascii() else name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


class Lister:
    """Lists folders of one collection.

    new_id: gives an id for a path (the one it had, or a new one); known: rows of earlier runs by relative path;
    parse: reads a file whole, where its head does not tell; ignored: paths relative to the collection that Bruno leaves out, too.
    """

    def __init__(
        self,
        collection: Path,
        new_id: Callable[[str], int],
        known: Mapping[str, Known],
        parse: Callable[[str], Known | None],
        ignored: tuple[str, ...] = (),
    ) -> None:
        self._collection = str(collection)
        self._new_id = new_id
        self._known = known
        self._parse = parse
        self._ignored = ignored
        self._real_root = os.path.realpath(collection)

    def below(self, folder: Path, item_id: int) -> Listing:
        """List all below a folder of the collection, whose item has `item_id`."""
        listing = Listing(item_id)
        text = str(folder)
        self._walk(listing, item_id, folder, self._relative(text), frozenset({os.path.realpath(folder)}))
        return listing

    def _relative(self, path: str) -> str:
        return path[len(self._collection) :].strip(os.sep)

    def _walk(self, listing: Listing, item_id: int, folder: Path, relative: str, above: frozenset[str]) -> None:
        found: list[Item] = []
        prefix = relative + os.sep if relative else ""
        entries = self._entries(listing, folder)
        paths = _paths_in(folder) if len(entries) > 1 else {}
        for entry in entries:
            name = entry.name
            if name[0] == "." or name in NEVER or (self._ignored and self._is_ignored(prefix + name)):
                continue
            if name.endswith(".yml"):
                if name in (FOLDER_FILE, COLLECTION_FILE):
                    continue
                if entry.is_symlink() and self._refused(listing, entry, prefix + name, above):
                    continue
                if entry.is_file():
                    found.append(self._file(listing, entry, paths.get(name) or folder / name, prefix + name))
                    continue
            elif entry.is_symlink() and self._refused(listing, entry, prefix + name, above):
                continue
            if entry.is_dir() and (relative or name != ENVIRONMENTS):
                found.append(self._folder(listing, entry, folder, prefix + name, above))
        listing.children[item_id] = [item.id for item in ordered(found)]
        listing.items.update((item.id, item) for item in found)

    def _entries(self, listing: Listing, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except OSError as error:
            listing.notes.append(_("{path} could not be read: {reason}").format(path=shown(str(folder)), reason=error.strerror or error))
            return []

    def _is_ignored(self, relative: str) -> bool:
        path = relative.replace(os.sep, "/")
        return any(path == ignored or path.startswith(ignored + "/") for ignored in self._ignored)

    def _refused(self, listing: Listing, entry: os.DirEntry[str], relative: str, above: frozenset[str]) -> bool:
        """Whether a link is left out, with a note: dangling, out of the collection, or back to a folder above it."""
        real = os.path.realpath(entry.path)
        if not os.path.exists(real):
            reason = _("it leads nowhere")
        elif real != self._real_root and not real.startswith(self._real_root + os.sep):
            reason = _("it leads out of the collection")
        elif real in above:
            reason = _("it leads back to a folder above it")
        else:
            return False
        listing.notes.append(_("The link {path} was left out: {reason}").format(path=shown(relative), reason=reason))
        return True

    def _folder(self, listing: Listing, entry: os.DirEntry[str], folder: Path, relative: str, above: frozenset[str]) -> Item:
        path = folder / entry.name
        item_id = self._new_id(entry.path)
        row = self._folder_row(listing, entry.path, relative)
        item = Item(item_id, ItemKind.FOLDER, row.name or shown(entry.name), path, "", "", row.seq, row.problem, row.line)
        inner = above | {os.path.realpath(path)} if entry.is_symlink() else above | {os.path.join(self._real_root, relative)}
        self._walk(listing, item_id, path, relative, inner)
        return item

    def _folder_row(self, listing: Listing, path: str, relative: str) -> Row:
        """Return what a folder's own file says. It is small, and parsed whole."""
        file = os.path.join(path, FOLDER_FILE)
        place = relative + os.sep + FOLDER_FILE
        try:
            row = self._remembered(listing, place, os.stat(file))
        except OSError:
            return Row(ItemKind.FOLDER, "")
        return row or self._whole(listing, file, place) or Row(ItemKind.FOLDER, "")

    def _file(self, listing: Listing, entry: os.DirEntry[str], path: Path, relative: str) -> Item:
        item_id = self._new_id(entry.path)
        row: Row | None = None
        try:
            if relative in self._known:
                row = self._remembered(listing, relative, entry.stat())
            if row is None:
                head = _head(entry)
                if head.sure and head.kind is not ItemKind.FOLDER:
                    listing.unread[entry.path] = item_id
                    return Item(item_id, head.kind, head.name, path, head.label, head.url, head.seq, "", 0, True)
                row = self._whole(listing, entry.path, relative)
        except OSError as error:
            row = Row(ItemKind.BROKEN, _stem(entry), problem=error.strerror or str(error))
        if row is None:
            row = Row(ItemKind.BROKEN, _stem(entry), problem=_("It went away while it was read."))
        return Item(item_id, row.kind, row.name, path, row.label, row.url, row.seq, row.problem, row.line)

    def _remembered(self, listing: Listing, relative: str, info: os.stat_result) -> Row | None:
        """Return what an earlier run knew of a file, if that is as it was."""
        known = self._known.get(relative)
        if known is None or known.size != info.st_size or known.mtime_ns != info.st_mtime_ns:
            return None
        listing.seen[relative] = known
        return known.row

    def _whole(self, listing: Listing, path: str, relative: str) -> Row | None:
        """Parse a file whose head does not tell; None if it is gone."""
        known = self._parse(path)
        if known is None:
            return None
        listing.seen[relative] = known
        return known.row


def _paths_in(folder: Path) -> dict[str, Path]:
    """Return the paths of a folder's entries by name: made in one go, they cost a third of `folder / name`."""
    try:
        return {path.name: path for path in folder.iterdir()}
    except OSError:
        return {}


def _head(entry: os.DirEntry[str]) -> Head:
    """Read the head of a file and say what it is. Raises OSError."""
    descriptor = os.open(entry.path, os.O_RDONLY)
    try:
        data = os.read(descriptor, HEAD_BYTES)
    finally:
        os.close(descriptor)
    return usual_head(data) or scan_head(data, _stem(entry))


def _stem(entry: os.DirEntry[str]) -> str:
    return shown(entry.name[:-4])
