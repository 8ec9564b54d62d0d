"""Steps on disk that can be taken back exactly: each is carried out whole or not at all, and returns its inverse."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeAlias

from curlew.errors import ConflictError, CurlewError, StorageError
from curlew.storage import atomic
from curlew.storage.itemfile import decode, empty_value, parse, read_bytes, render
from curlew.storage.trash import Trash, TrashEntry, move
from curlew.text import _


class DiskChange(Protocol):
    """One step. `do` raises ConflictError or StorageError and has changed nothing then."""

    def do(self) -> DiskChange: ...


def carry_out(changes: Sequence[DiskChange]) -> tuple[DiskChange, ...]:
    """Do all of them, or none: what was done before a failure is taken back. Return what takes all of them back, in order."""
    done: list[DiskChange] = []
    try:
        for change in changes:
            done.insert(0, change.do())
    except CurlewError as error:
        stuck = [failure for change in done if (failure := _failure(change)) is not None]
        if stuck:
            hint = _("A part of it was done and could not be taken back: {what}.").format(what="; ".join(stuck))
            raise StorageError(error.title, error.reason, hint) from error
        raise
    return tuple(done)


def _failure(change: DiskChange) -> str | None:
    """Do a step; return in words why that failed, None if it did not."""
    try:
        change.do()
    except CurlewError as error:
        return f"{error.title} ({error.reason})"
    return None


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a file or folder another place. Never replaces anything; a change of case alone is safe everywhere."""

    old: Path
    new: Path

    def do(self) -> DiskChange:
        title = _("Could not move {name}").format(name=self.old.name)
        same = _is_same(self.old, self.new)
        if os.path.lexists(self.new) and not same:
            raise ConflictError(title, _("There is already something named {name}.").format(name=self.new.name), path=str(self.new))
        try:
            if same:
                between = self.old.with_name(f".{self.old.name}.{os.getpid()}.tmp")
                os.rename(self.old, between)
                os.rename(between, self.new)
            else:
                move(self.old, self.new)
            atomic.sync_folder(self.new.parent)
        except FileNotFoundError as error:
            raise ConflictError(title, _("It is not there any more."), path=str(self.old)) from error
        except OSError as error:
            raise StorageError(title, error.strerror or str(error)) from error
        return Rename(self.new, self.old)


def _is_same(old: Path, new: Path) -> bool:
    """Whether both names lead to one file: a file system that takes no notice of case, asked for a change of case."""
    if old == new or str(old).casefold() != str(new).casefold():
        return False
    try:
        return os.path.samestat(os.lstat(old), os.lstat(new))
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class ToTrash:
    """Delete, restorably."""

    path: Path
    trash: Trash

    def do(self) -> DiskChange:
        return FromTrash(self.trash.put(self.path), self.trash)


@dataclass(frozen=True, slots=True)
class FromTrash:
    """Put a deleted thing back as it was."""

    entry: TrashEntry
    trash: Trash

    def do(self) -> DiskChange:
        self.trash.restore(self.entry)
        return ToTrash(self.entry.path, self.trash)


@dataclass(frozen=True, slots=True)
class NewFile:
    """Write a file that is not there yet."""

    path: Path
    text: str
    trash: Trash

    def do(self) -> DiskChange:
        atomic.save(self.path, self.text.encode("utf-8"), None)
        return ToTrash(self.path, self.trash)


@dataclass(frozen=True, slots=True)
class NewFolder:
    path: Path
    trash: Trash

    def do(self) -> DiskChange:
        try:
            self.path.mkdir()
        except OSError as error:
            raise StorageError(_("Could not make the folder {name}").format(name=self.path.name), error.strerror or str(error)) from error
        return ToTrash(self.path, self.trash)


@dataclass(frozen=True, slots=True)
class CopyFolder:
    """Copy a folder with all in it; links stay links."""

    old: Path
    new: Path
    trash: Trash

    def do(self) -> DiskChange:
        partial = self.new.with_name(f".{self.new.name}.{os.getpid()}.tmp")
        try:
            shutil.copytree(self.old, partial, symlinks=True, ignore=shutil.ignore_patterns(".git"))
            os.rename(partial, self.new)
        except (OSError, shutil.Error) as error:
            shutil.rmtree(partial, ignore_errors=True)
            raise StorageError(_("Could not copy {name}").format(name=self.old.name), str(error)) from error
        return ToTrash(self.new, self.trash)


@dataclass(frozen=True, slots=True)
class CopyFile:
    """Copy one file, byte by byte."""

    old: Path
    new: Path
    trash: Trash

    def do(self) -> DiskChange:
        data = read_bytes(self.old)
        if data is None:
            raise ConflictError(_("Could not copy {name}").format(name=self.old.name), _("It is not there any more."), path=str(self.old))
        atomic.save(self.new, data, None)
        return ToTrash(self.new, self.trash)


Values: TypeAlias = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class SetHead:
    """Change `name` or `seq` in the file of an item; a folder may have none yet.

    Taken back, the file gets its former bytes if nobody wrote it since, else only these fields.
    """

    path: Path
    values: Values
    former: bytes | None = None
    was: str = ""

    def do(self) -> DiskChange:
        data = read_bytes(self.path)
        if self.was and data is not None and atomic.content_hash(data) == self.was:
            return self._put_back(data)
        text = None if data is None else decode(self.path, data)
        value = empty_value(self.path) if text is None else parse(self.path, text)
        if value is None:
            raise ConflictError(
                _("Could not change {name}").format(name=self.path.name), _("It is not there any more."), path=str(self.path)
            )
        kept = tuple((name, getattr(value, name)) for name, _value in self.values)
        written = render(self.path, replace(value, **dict(self.values)), text).encode("utf-8", "surrogatepass")  # type: ignore[arg-type]
        atomic.save(self.path, written, None if data is None else atomic.content_hash(data))
        return SetHead(self.path, kept, data, atomic.content_hash(written))

    def _put_back(self, data: bytes) -> DiskChange:
        value = parse(self.path, decode(self.path, data))
        values = tuple((name, getattr(value, name)) for name, _value in self.values)
        if self.former is None:
            atomic.remove(self.path, self.was)
            return SetHead(self.path, values)
        atomic.save(self.path, self.former, self.was)
        return SetHead(self.path, values, data, atomic.content_hash(self.former))


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Change a file through a pure function of its text, whose inverse function is given as well."""

    path: Path
    forth: Callable[[str], str]
    back: Callable[[str], str]
    former: bytes | None = None
    was: str = ""

    def do(self) -> DiskChange:
        data = read_bytes(self.path)
        if data is None:
            raise ConflictError(_("{name} is not there any more").format(name=self.path.name), path=str(self.path))
        now = atomic.content_hash(data)
        exact = self.former is not None and now == self.was
        written = self.former if exact and self.former is not None else self.forth(decode(self.path, data)).encode("utf-8")
        if written != data:
            atomic.save(self.path, written, now)
        return Rewrite(self.path, self.back, self.forth, data, atomic.content_hash(written))
