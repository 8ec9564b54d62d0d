"""Reading and writing the files of items: hashes tell whether somebody else wrote them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from curlew.engine.desk import Desk
from curlew.engine.messages import Message
from curlew.engine.own_settings import lost_settings, with_settings_of
from curlew.errors import BrokenFileError, ConflictError, CurlewError, UsageError
from curlew.model.ordering import ordered
from curlew.model.request import FileValue
from curlew.model.tree import ItemKind
from curlew.storage import atomic
from curlew.storage.itemfile import decode, empty_value, file_of, parse, read_bytes, render, row_of, stem_of
from curlew.storage.listing import Row
from curlew.text import _


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's value with the hash of the text it was read from (save wants it back) and that text."""

    value: FileValue
    hash: str
    text: str


class Files:
    """Loads and saves through the disk's thread; the tree follows what the files say."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._hashes: dict[int, str] = {}
        self._values: dict[int, FileValue] = {}

    def _file(self, item_id: int) -> Path:
        item = self._desk.item(item_id)
        return file_of(item.kind, item.path)

    async def load(self, item_id: int) -> Loaded:
        """Read and parse the file of an item; the tree is brought up to date where the file says otherwise."""
        desk = self._desk
        async with desk.changing:
            file = self._file(item_id)
            try:
                loaded = await desk.disk.run(lambda: _load(file))
            except BrokenFileError as error:
                self._show(item_id, Row(ItemKind.BROKEN, desk.item(item_id).name, problem=error.reason or error.title, line=error.line))
                raise
            self._hashes[item_id] = loaded.hash
            self._compare(item_id, loaded.value)
            self._show(item_id, row_of(loaded.value))
            return loaded

    async def load_text(self, item_id: int) -> tuple[str, str]:
        desk = self._desk
        async with desk.changing:
            file = self._file(item_id)
            return await desk.disk.run(lambda: _load_text(file))

    async def save(self, item_id: int, value: FileValue, expected: str, source: object) -> str:
        """Write a value. A deleted item's file is made again, and the item comes back into the tree."""
        return await self._write(item_id, expected, value, None, source)

    async def save_text(self, item_id: int, text: str, expected: str, source: object) -> str:
        return await self._write(item_id, expected, None, text, source)

    async def refresh(self, item_ids: Sequence[int], source: object) -> tuple[int, ...]:
        """Look whether files of items were changed by others since they were read; return and announce those that were."""
        desk = self._desk
        async with desk.changing:
            files = {item_id: self._file(item_id) for item_id in item_ids if item_id in desk.tree}
            found = await desk.disk.run(lambda: {item_id: _look(file) for item_id, file in files.items()})
        changed: list[int] = []
        for item_id, (now, row, value) in found.items():
            if item_id not in desk.tree or now == self._hashes.get(item_id):
                continue
            if item_id in self._hashes:
                changed.append(item_id)
            self._hashes[item_id] = now
            if value is not None:
                self._compare(item_id, value)
            if row is not None:
                self._show(item_id, row, source)
        if changed:
            desk.announce("file", changed, source)
        return tuple(changed)

    async def _write(self, item_id: int, expected: str, value: FileValue | None, text: str | None, source: object) -> str:
        desk = self._desk
        async with desk.changing:
            item = desk.tree.items.get(item_id)
            if item is None:
                return await self._bring_back(item_id, value, text, source)
            now, row = await desk.disk.run(lambda: _save(file_of(item.kind, item.path), value, text, expected))
            self._hashes[item_id] = now
            if value is not None:
                self._values[item_id] = value
            self._show(item_id, row, source)
            desk.announce("file", (item_id,), source)
            return now

    async def _bring_back(self, item_id: int, value: FileValue | None, text: str | None, source: object) -> str:
        """Save an item that was deleted while it was open: it stands where it stood again."""
        desk = self._desk
        if item_id not in desk.gone:
            desk.item(item_id)
        parent, item = desk.gone[item_id]
        if parent not in desk.tree or item.kind in (ItemKind.FOLDER, ItemKind.COLLECTION):
            raise UsageError(
                _("{name} cannot be saved: it was deleted").format(name=item.name),
                _("The folder that held it is gone, too."),
                _("Undo the deletion, or save it under another place."),
            )
        now, row = await desk.disk.run(lambda: _save(file_of(item.kind, item.path), value, text, None))
        del desk.gone[item_id]
        self._hashes[item_id] = now
        desk.tree.insert(parent, len(desk.tree.children[parent]), item)
        self._show(item_id, row, source, force=True)
        return now

    def _show(self, item_id: int, row: Row, source: object = None, force: bool = False) -> None:
        """Let the tree say what the file says."""
        tree = self._desk.tree
        item = tree[item_id]
        kind = item.kind if item.kind in (ItemKind.FOLDER, ItemKind.COLLECTION) else row.kind
        seq = item.seq if row.kind == ItemKind.BROKEN else row.seq
        shown = replace(
            item, kind=kind, name=row.name, label=row.label, url=row.url, seq=seq, problem=row.problem, line=row.line, provisional=False
        )
        if shown == replace(item, provisional=False) and not force:
            tree.items[item_id] = shown
            return
        tree.items[item_id] = shown
        parent = tree.parents[item_id]
        if kind is not ItemKind.COLLECTION:
            tree.children[parent][:] = [child.id for child in ordered(tree[child] for child in tree.children[parent])]
        self._desk.announce("tree", (item_id,), source)

    def _compare(self, item_id: int, value: FileValue) -> None:
        """Say so when a file has lost what only Curlew keeps in it, and offer to put it back."""
        former, self._values[item_id] = self._values.get(item_id), value
        lost = lost_settings(former, value) if former is not None else ()
        if former is None or not lost:
            return
        kept = former
        self._desk.messages.post(
            Message(
                "warning",
                _("{name} has lost what only Curlew knows").format(name=self._desk.item(item_id).name),
                _("Another program saved the file without “extensions.curlew”: {lost}.").format(lost=", ".join(lost)),
                "",
                _("Put it back"),
                lambda: self._put_back(item_id, kept),
            )
        )

    def _put_back(self, item_id: int, former: FileValue) -> None:
        """Write the lost settings into the file as it is now."""
        desk, loop = self._desk, asyncio.get_running_loop()
        if item_id not in desk.tree:
            return
        file = self._file(item_id)

        def done(now: str) -> None:
            self._hashes[item_id] = now
            desk.announce("file", (item_id,))

        def work() -> None:
            try:
                loaded = _load(file)
                now, _row = _save(file, with_settings_of(loaded.value, former), None, loaded.hash)
            except CurlewError as error:
                loop.call_soon_threadsafe(desk.note, error)
            else:
                loop.call_soon_threadsafe(done, now)

        desk.disk.later(work)


def _load(file: Path) -> Loaded:
    """In the disk's thread. A folder without a file of its own has an empty value, and the hash "" (there is no file)."""
    data = read_bytes(file)
    if data is None:
        value = empty_value(file) if file.parent.is_dir() else None
        if value is None:
            raise _gone(file)
        return Loaded(value, "", "")
    text = decode(file, data)
    return Loaded(parse(file, text), atomic.content_hash(data), text)


def _load_text(file: Path) -> tuple[str, str]:
    data = read_bytes(file)
    if data is None:
        raise _gone(file)
    return decode(file, data), atomic.content_hash(data)


def _gone(file: Path) -> ConflictError:
    name = stem_of(file)
    return ConflictError(
        _("{name} is not there any more").format(name=name), _("The file was deleted or moved by another program."), path=str(file)
    )


def _look(file: Path) -> tuple[str, Row | None, FileValue | None]:
    """In the disk's thread: the hash of an item's file now, with what it says; empty and None where it is gone."""
    try:
        loaded = _load(file)
    except ConflictError:
        return "", None, None
    except BrokenFileError as error:
        data = read_bytes(file) or b""
        return atomic.content_hash(data), Row(ItemKind.BROKEN, stem_of(file), problem=error.reason or error.title, line=error.line), None
    except CurlewError as error:
        return "", Row(ItemKind.BROKEN, stem_of(file), problem=str(error)), None
    return loaded.hash, row_of(loaded.value), loaded.value


def _save(file: Path, value: FileValue | None, text: str | None, expected: str | None) -> tuple[str, Row]:
    """In the disk's thread: write a value into the text that the file has, or a text as it is. Return the new hash and row."""
    former = read_bytes(file)
    if text is None:
        assert value is not None
        text = render(file, value, _previous(file, former, expected))
    data = text.encode("utf-8", "surrogatepass")
    now = atomic.content_hash(data) if former == data and expected == atomic.content_hash(former) else None
    if now is None:
        now = atomic.save(file, data, expected or None)
    try:
        row = row_of(value if value is not None else parse(file, text))
    except BrokenFileError as error:
        row = Row(ItemKind.BROKEN, stem_of(file), problem=error.reason or error.title, line=error.line)
    return now, row


def _previous(file: Path, former: bytes | None, expected: str | None) -> str | None:
    """Return the text to change, if the disk still has the one that was read; `save` refuses otherwise."""
    if former is None or not expected or atomic.content_hash(former) != expected:
        return None
    return decode(file, former)
