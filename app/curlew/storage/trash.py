"""What was deleted: kept in the profile for thirty days, and put back as it was."""

from __future__ import annotations

import errno
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from curlew.errors import ConflictError, StorageError
from curlew.storage import jsonfile
from curlew.text import _

DAYS = 30
ALWAYS = 20
"""So many of the newest stay whatever the clock says."""


@dataclass(frozen=True, slots=True)
class TrashEntry:
    """One deleted file or folder: `place` is where it lies now, `path` where it was."""

    number: int
    path: Path
    place: Path


class Trash:
    """Numbered folders, each with the deleted thing under its own name and a note of where it was. For the disk's thread only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, path: Path) -> TrashEntry:
        """Move a file or folder here. Raises StorageError; then it is where it was."""
        title = _("Could not delete {name}").format(name=path.name)
        number = max([0, *self._numbers()]) + 1
        slot = self._folder / f"{number:08d}"
        try:
            slot.mkdir(mode=0o700, parents=True)
            entry = TrashEntry(number, path, slot / "content")
            jsonfile.write_json(slot / "note.json", {"path": os.fsencode(path).decode("utf-8", "replace"), "deleted": time.time()})
            move(path, entry.place)
        except FileNotFoundError as error:
            shutil.rmtree(slot, ignore_errors=True)
            raise ConflictError(title, _("It is not there any more."), path=str(path)) from error
        except OSError as error:
            shutil.rmtree(slot, ignore_errors=True)
            raise StorageError(title, error.strerror or str(error), path_hint(path)) from error
        return entry

    def restore(self, entry: TrashEntry) -> None:
        """Put it back where it was. Raises ConflictError where something stands there now, StorageError if it cannot be moved."""
        title = _("Could not put {name} back").format(name=entry.path.name)
        if os.path.lexists(entry.path):
            raise ConflictError(title, _("Something else has its place now."), _("Rename that first."), path=str(entry.path))
        try:
            entry.path.parent.mkdir(parents=True, exist_ok=True)
            move(entry.place, entry.path)
        except FileNotFoundError as error:
            raise ConflictError(title, _("It is not in the trash any more."), path=str(entry.path)) from error
        except OSError as error:
            raise StorageError(title, error.strerror or str(error), path_hint(entry.path)) from error
        shutil.rmtree(entry.place.parent, ignore_errors=True)

    def sweep(self, now: float | None = None) -> int:
        """Remove for good what is older than thirty days, the newest twenty excepted; return how many went."""
        now = time.time() if now is None else now
        gone = 0
        for number in sorted(self._numbers(), reverse=True)[ALWAYS:]:
            slot = self._folder / f"{number:08d}"
            try:
                note = jsonfile.read_json(slot / "note.json")
                deleted = float(note["deleted"])
            except (StorageError, ValueError, TypeError, LookupError):
                continue  # without a date nothing says that it is old
            if now - deleted > DAYS * 86_400:
                shutil.rmtree(slot, ignore_errors=True)
                gone += 1
        return gone

    def _numbers(self) -> list[int]:
        try:
            return [int(name) for name in os.listdir(self._folder) if name.isdecimal()]
        except FileNotFoundError:
            return []


def path_hint(path: Path) -> str:
    return _("Look at the rights and the free space of {folder}.").format(folder=path.parent)


def move(old: Path, new: Path) -> None:
    """Rename, or copy and remove where the two lie on different disks; what stood at `old` is whole in one place at any time."""
    try:
        os.rename(old, new)
        return
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    partial = new.with_name(f".{new.name}.{os.getpid()}.tmp")
    try:
        if old.is_dir() and not old.is_symlink():
            shutil.copytree(old, partial, symlinks=True)
        else:
            shutil.copy2(old, partial, follow_symlinks=False)
        os.rename(partial, new)
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    if old.is_dir() and not old.is_symlink():
        shutil.rmtree(old)
    else:
        old.unlink()
