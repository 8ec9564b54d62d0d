"""Opening: workspaces and collections come into the tree, first by their names, then parsed as a whole in the background."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from curlew.engine.bundles import offer_unpacking
from curlew.engine.desk import Desk
from curlew.engine.messages import Message
from curlew.errors import BrokenFileError, CurlewError
from curlew.model.environment_file import EnvironmentFile
from curlew.model.ordering import ordered
from curlew.model.request import Collection
from curlew.model.tree import ROOT, Item, ItemKind, Tree
from curlew.model.workspace_file import WorkspaceFile
from curlew.storage import atomic, parsing
from curlew.storage.environments import read_environments
from curlew.storage.listing import COLLECTION_FILE, Known, Lister, Listing, Row
from curlew.storage.opencollection import codec
from curlew.storage.unpacking import bundled_in
from curlew.storage.workspace import WORKSPACE_FILE, place_of, read_workspace
from curlew.text import _, ngettext


@dataclass(slots=True)
class Opened:
    """A collection as it was read: its own row, what lies below, its environments."""

    item: Item
    listing: Listing
    environments: tuple[EnvironmentFile, ...] = ()
    problems: list[str] = field(default_factory=list)
    bundled: int = 0  # files that its own file would unpack to


class Opener:
    """Reads collections in the disk's thread, and puts them into the tree on the loop's."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: dict[int, dict[str, Known]] = {}
        self._waiting: dict[int, int] = {}
        self._idle: list[asyncio.Future[None]] = []

    async def open_workspace(self, folder: Path, take: Callable[[Tree], None]) -> None:
        """Replace the tree by that of another workspace, its collections by their names only; `take` gets it before all is announced."""
        desk = self._desk
        async with desk.changing:
            file, problem = await desk.disk.run(lambda: _workspace(folder))
            environments = await desk.disk.run(lambda: read_environments(folder))
            tree = Tree.for_workspace(file.name or folder.name, folder, desk.tree)
            for name, path in _collections_of(file, folder):
                tree.insert(ROOT, len(tree.children[ROOT]), Item(tree.new_id(), ItemKind.COLLECTION, name or path.name, path))
            desk.tree, desk.folder = tree, folder
            desk.environments = {ROOT: environments}
            desk.steps.clear()
            desk.gone.clear()
            self._rows.clear()
            take(tree)
        desk.announce("workspace")
        for told in (problem, _without_path(file)):
            if told is not None:
                desk.note(told)

    async def read_all(self, source: object = None) -> None:
        """Read every collection of the tree, one after the other; then sweep what a killed process left beside its files."""
        tree = self._desk.tree
        for item_id in tree.child_ids(ROOT):
            if tree is self._desk.tree and item_id in tree:
                await self.read(item_id, source)
        for folder in [self._desk.folder, *(tree[item_id].path for item_id in tree.child_ids(ROOT))]:
            self._desk.disk.later(partial(atomic.sweep, folder))

    async def read(self, item_id: int, source: object = None) -> None:
        """Read one collection (again): items keep the ids that their paths have. Call without holding `changing`."""
        desk = self._desk
        async with desk.changing:
            tree, item = desk.tree, desk.tree[item_id]
            ids = {str(below.path): below.id for below in tree.walk(item_id)}
            with _no_collector():
                opened = await desk.disk.run(lambda: self._read(item, lambda path: ids.get(path) or tree.new_id()))
            if tree is not desk.tree or item_id not in tree:
                return
            self._put(opened, source)

    def _read(self, item: Item, new_id: Callable[[str], int]) -> Opened:
        """In the disk's thread: read a collection's own file, list it, read its environments."""
        item, ignored = _own_row(item)
        if item.problem and not item.path.is_dir():
            return Opened(item, Listing(item.id, {}, {item.id: []}))
        lister = Lister(item.path, new_id, self._desk.cache.read(item.path), parsing.parse_row, ignored)
        return Opened(item, lister.below(item.path, item.id), read_environments(item.path), bundled=bundled_in(item.path))

    def list_folder(self, item: Item) -> Listing:
        """In the disk's thread: list what lies below a folder or collection that is not in the tree yet, its files parsed whole."""
        lister = Lister(item.path, lambda _path: self._desk.tree.new_id(), {}, parsing.parse_row)
        listing = lister.below(item.path, item.id)
        for path, below in listing.unread.items():
            known = parsing.parse_row(path)
            if known is not None:
                listing.items[below] = with_row(listing.items[below], known.row)
        return listing

    def _put(self, opened: Opened, source: object) -> None:
        desk, listing, item = self._desk, opened.listing, opened.item
        desk.tree.items[item.id] = item
        desk.tree.graft(item.id, listing.items, listing.children)
        desk.environments[item.id] = opened.environments
        if listing.notes:
            desk.messages.post(
                Message(
                    "info",
                    ngettext("{name}: {count} thing was left out", "{name}: {count} things were left out", len(listing.notes)).format(
                        name=item.name, count=len(listing.notes)
                    ),
                    "\n".join(listing.notes[:20]),
                )
            )
        if opened.bundled:
            offer_unpacking(desk, item, opened.bundled, self.read)
        self._rows[item.id] = dict(listing.seen)
        desk.announce("tree", (item.id,), source)
        desk.announce("environments", (item.id,), source)
        self._parse(item, listing.unread)

    # --- the full parse ---

    def _parse(self, item: Item, by_path: dict[str, int]) -> None:
        if not by_path:
            self._save_rows(item)
            return
        loop = asyncio.get_running_loop()
        tree = self._desk.tree
        self._waiting[item.id] = self._waiting.get(item.id, 0) + -(-len(by_path) // parsing.BATCH)

        def done(batch: Sequence[str], future: Future[list[Known | None]]) -> None:
            if future.cancelled():
                return
            rows = parsing.parse_rows(batch) if future.exception() else future.result()
            found = [(by_path[path], path, row) for path, row in zip(batch, rows, strict=True)]
            try:
                loop.call_soon_threadsafe(self._parsed, tree, item, found)
            except RuntimeError:
                pass  # the loop has ended; so has the session

        self._desk.disk.later(lambda: self._desk.pool.submit(list(by_path), done))  # starting processes takes a while

    def _parsed(self, tree: Tree, item: Item, found: list[tuple[int, str, Known | None]]) -> None:
        self._waiting[item.id] -= 1
        if tree is self._desk.tree and item.id in tree:
            self._take_rows(item, found)
            if not self._waiting[item.id]:
                self._save_rows(tree[item.id])
        if not any(self._waiting.values()):
            for waiting in self._idle:
                if not waiting.done():
                    waiting.set_result(None)
            self._idle.clear()

    def _take_rows(self, item: Item, found: list[tuple[int, str, Known | None]]) -> None:
        """Let the tree say what whole files say, as far as they are still where they were."""
        tree = self._desk.tree
        known = self._rows.setdefault(item.id, {})
        start = len(str(item.path)) + 1
        changed: dict[int, None] = {}
        for item_id, path, row in found:
            now = tree.items.get(item_id)
            if row is None or now is None or not now.provisional or str(now.path) != path:
                continue
            known[path[start:]] = row
            if self._update(now, row):
                changed[item_id] = None
        for parent in dict.fromkeys(tree.parents[changed_id] for changed_id in changed):
            tree.children[parent][:] = [child.id for child in ordered(tree[child] for child in tree.children[parent])]
        if changed:
            self._desk.announce("tree", changed)

    def _update(self, item: Item, known: Known) -> bool:
        """Give an item what the whole file says; return whether a person sees the difference."""
        whole = with_row(item, known.row)
        self._desk.tree.items[item.id] = whole
        return whole != replace(item, provisional=False)

    def _save_rows(self, item: Item) -> None:
        rows, path = dict(self._rows.get(item.id, {})), item.path
        if rows:
            self._desk.disk.later(lambda: self._desk.cache.write(path, rows))

    async def settled(self) -> None:
        """Wait until nothing is left to parse."""
        if any(self._waiting.values()):
            waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._idle.append(waiting)
            await waiting


@contextmanager
def _no_collector() -> Iterator[None]:
    """Hold the garbage collector while thousands of lasting objects are made: it would look at all of them again and again."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _workspace(folder: Path) -> tuple[WorkspaceFile, CurlewError | None]:
    """In the disk's thread: read a workspace's file. Where that is broken, its collections are those that lie in the folder."""
    try:
        return read_workspace(folder), None
    except BrokenFileError as error:
        where = _("line {line}: ").format(line=error.line) if error.line else ""
        found = sorted(path.parent.name for path in folder.glob(f"*/{COLLECTION_FILE}"))
        told = CurlewError(
            _("{path} is broken").format(path=error.path),
            where + (error.reason or error.title),
            _("The collections inside its folder are shown. Put the file right to change the list."),
        )
        return WorkspaceFile(folder.name, tuple((name, name) for name in found)), told


def _collections_of(file: WorkspaceFile, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield name and folder of each collection, once, though a file may name one twice or forget where it is."""
    seen: set[Path] = set()
    for name, place in file.collections:
        path = place_of(folder, place)
        if place.strip() and path not in seen:
            seen.add(path)
            yield name, path


def _without_path(file: WorkspaceFile) -> CurlewError | None:
    names = [name or "?" for name, place in file.collections if not place.strip()]
    if not names:
        return None
    title = ngettext("{count} collection has no path in {file}", "{count} collections have no path in {file}", len(names))
    return CurlewError(
        title.format(count=len(names), file=WORKSPACE_FILE),
        ", ".join(names),
        _("They are not shown. Say there in which folder each lies, or open the folder."),
    )


def _own_row(item: Item) -> tuple[Item, tuple[str, ...]]:
    """Return the collection's item as its own file says, and what its settings leave out of the tree."""
    file = item.path / COLLECTION_FILE
    try:
        value = codec.parse_collection(codec.decode_text(file.read_bytes()), item.path.name)
    except FileNotFoundError:
        problem = _("{file} is missing").format(file=COLLECTION_FILE) if item.path.is_dir() else _("the folder is not there")
        return replace(item, problem=problem, line=0), ()
    except BrokenFileError as error:
        return replace(item, problem=error.reason or error.title, line=error.line), ()
    except OSError as error:
        return replace(item, problem=str(error), line=0), ()
    return replace(item, name=value.name or item.name, problem="", line=0), ignored_paths(value)


def ignored_paths(value: Collection) -> tuple[str, ...]:
    """Return the paths that Bruno's own settings in a collection's file leave out."""
    bruno = value.extra.get("extensions.bruno")
    found = bruno.get("ignore") if isinstance(bruno, Mapping) else value.extra.get("extensions.ignore")
    paths = found if isinstance(found, list) else []
    return tuple(path.strip("/") for path in paths if isinstance(path, str) and path.strip("/"))


def with_row(item: Item, row: Row) -> Item:
    """Return an item as its whole file says."""
    return replace(
        item, kind=row.kind, name=row.name, label=row.label, url=row.url, seq=row.seq, problem=row.problem, line=row.line, provisional=False
    )
