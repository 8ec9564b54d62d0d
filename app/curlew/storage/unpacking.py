"""Unpacking a collection that is all in one file, where it lies."""

from __future__ import annotations

from pathlib import Path

from curlew.errors import BrokenFileError, ConflictError, StorageError
from curlew.storage import atomic
from curlew.storage.opencollection import codec
from curlew.text import _

COLLECTION_FILE = "opencollection.yml"


def bundled_in(folder: Path) -> int:
    """Return how many files a collection's own file would unpack to; 0 where it is no bundle (or cannot be read)."""
    try:
        data = (folder / COLLECTION_FILE).read_bytes()
        if b"items:" not in data and b'"items"' not in data:
            return 0
        text = codec.decode_text(data)
        return len(codec.unbundle(text)) - 1 if codec.is_bundle(text) else 0
    except (OSError, BrokenFileError):
        return 0


def unpack(folder: Path) -> int:
    """Write every part of the bundle as a file of its own, last the collection's, and return how many parts there were.

    Nothing is overwritten: where a file of one of the names is there already, ConflictError, and the bundle stays as it is.
    """
    file = folder / COLLECTION_FILE
    title = _("Could not unpack {name}").format(name=folder.name)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise atomic.storage_error(error, title, file) from error
    texts = codec.unbundle(codec.decode_text(data))
    own = texts.pop(COLLECTION_FILE)
    taken = next((name for name in texts if (folder / name).exists()), None)
    if taken is not None:
        reason = _("There is already a file {name}.").format(name=taken)
        raise ConflictError(title, reason, _("Move it away, then try again."), path=str(folder / taken))
    written: list[Path] = []
    try:
        for name, text in texts.items():
            path = folder / name
            _make_folder(path.parent, title)
            atomic.save(path, text.encode("utf-8"), None)
            written.append(path)
        atomic.save(file, own.encode("utf-8"), atomic.content_hash(data))
    except (StorageError, ConflictError):
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return len(texts)


def _make_folder(folder: Path, title: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise atomic.storage_error(error, title, folder) from error
