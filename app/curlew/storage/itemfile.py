"""The file of an item: where it lies, how it reads, how it is written."""

from __future__ import annotations

from pathlib import Path

from curlew.errors import BrokenFileError, StorageError
from curlew.model.request import Collection, FileValue, Folder, Opaque, Request
from curlew.model.tree import ItemKind
from curlew.storage.listing import COLLECTION_FILE, FOLDER_FILE, Row, shown
from curlew.storage.opencollection import codec
from curlew.storage.opencollection.problems import located
from curlew.text import _


def file_of(kind: ItemKind, path: Path) -> Path:
    """Return the file that holds the name and number of an item: itself, or that of its folder."""
    if kind is ItemKind.COLLECTION:
        return path / COLLECTION_FILE
    return path / FOLDER_FILE if kind is ItemKind.FOLDER else path


def empty_value(file: Path) -> FileValue | None:
    """Return what a folder or collection without a file of its own has; None for any other file."""
    if file.name == COLLECTION_FILE:
        return Collection(name=stem_of(file))
    return Folder(name=stem_of(file)) if file.name == FOLDER_FILE else None


def read_bytes(path: Path) -> bytes | None:
    """Return a file's bytes, None if there is none. Raises StorageError where it cannot be read."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StorageError(_("Could not read {name}").format(name=shown(path.name)), error.strerror or str(error)) from error


def decode(path: Path, data: bytes) -> str:
    """Return a file's text. Raises BrokenFileError, with the path."""
    try:
        return codec.decode_text(data)
    except BrokenFileError as error:
        raise located(error, path) from None


def parse(path: Path, text: str) -> FileValue:
    """Parse an item's file by its name. Raises BrokenFileError, with the path."""
    try:
        name, stem = path.name, stem_of(path)
        if name == COLLECTION_FILE:
            return codec.parse_collection(text, stem)
        if name == FOLDER_FILE:
            return codec.parse_folder(text, stem)
        value = codec.parse_item(text, stem)
        # Another file that says it is a folder's is no folder: there is none for it.
        return Opaque(value.name, "folder", value.seq, text) if isinstance(value, Folder) else value
    except BrokenFileError as error:
        raise located(error, path) from None


def render(path: Path, value: FileValue, previous: str | None) -> str:
    """Write an item's file; an unchanged value gives `previous` itself."""
    if isinstance(value, Collection):
        return codec.render_collection(value, previous)
    return codec.render_item(value, previous)


def stem_of(path: Path) -> str:
    """Return what names an item whose file says no name."""
    return shown(path.parent.name if path.name in (FOLDER_FILE, COLLECTION_FILE) else path.stem)


def row_of(value: FileValue) -> Row:
    """Return what the tree shows of a file's value."""
    if isinstance(value, Collection):
        return Row(ItemKind.COLLECTION, value.name)
    kind = ItemKind.REQUEST if isinstance(value, Request) else ItemKind.FOLDER if isinstance(value, Folder) else ItemKind.OPAQUE
    url = value.url if isinstance(value, Request) else ""
    return Row(kind, value.name, codec.label_of(value), url, value.seq)
