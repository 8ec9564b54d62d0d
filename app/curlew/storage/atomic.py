"""The one place that writes files of a workspace: whole or not at all, and never over what somebody else wrote."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from curlew.errors import ConflictError, StorageError
from curlew.text import _

_TEMPORARY = re.compile(r"\.curlew-([0-9a-f]{8})-([0-9]+)-[0-9a-f]{8}\.tmp")
_HOST = hashlib.sha256((os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")).encode()).hexdigest()[:8]
_STALE_AFTER = 24 * 3600
"""Seconds after which a temporary file of another machine (a shared folder) counts as left behind."""

_BINARY: int = getattr(os, "O_BINARY", 0)
_IN_FLIGHT: set[str] = set()


def content_hash(data: bytes) -> str:
    """Return what identifies a file's content."""
    return hashlib.sha256(data).hexdigest()


def save(path: Path, data: bytes, expected: str | None) -> str:
    """Write a file if the disk still holds what was read, and return the new hash.

    expected: the hash of the bytes that were read; None: there must be no file yet. Links are followed, the mode is kept. Raises
    ConflictError (nothing written, `theirs` is the disk's text) or StorageError (the old file stands). Syncs: not on the window's thread.
    """
    target = Path(os.path.realpath(path))
    with _told(path, _("Could not save {name}").format(name=path.name)):
        seen = _read(target)
        current = None if seen is None else content_hash(seen[0])
        new = content_hash(data)
        if current == new and expected is not None:
            return new
        if current != expected:
            raise _conflict(path, seen)
        if seen is not None and not (seen[1].st_mode & 0o222 and os.access(target, os.W_OK)):
            raise _read_only(path)
        temporary = _write_temporary(target, data, seen[1] if seen else None)
        try:
            _put_in_place(temporary, target, seen[1] if seen else None, path)
        finally:
            _IN_FLIGHT.discard(temporary.name)
            with suppress(OSError):
                os.unlink(temporary)
        sync_folder(target.parent)
    return new


def remove(path: Path, expected: str) -> None:
    """Delete a file if it still has that hash. Raises ConflictError or StorageError."""
    with _told(path, _("Could not delete {name}").format(name=path.name)):
        seen = _read(path)
        if seen is None or content_hash(seen[0]) != expected:
            raise _conflict(path, seen)
        os.unlink(path)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make what was renamed in a folder outlast a power cut. Not every system can; the files are whole either way."""
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def is_temporary(name: str) -> bool:
    """Whether a file name is one of ours for a file that is being written."""
    return _TEMPORARY.fullmatch(name) is not None


def sweep(folder: Path) -> int:
    """Delete temporary files that ended processes left in a folder and below; return how many."""
    count = 0
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in (".git", "node_modules")]
        for name in files:
            if _is_stray(name, root):
                with suppress(OSError):
                    os.unlink(os.path.join(root, name))
                    count += 1
    return count


def _is_stray(name: str, root: str) -> bool:
    found = _TEMPORARY.fullmatch(name)
    if found is None:
        return False
    if found.group(1) == _HOST:
        pid = int(found.group(2))
        if (pid == os.getpid() and name not in _IN_FLIGHT) or not is_alive(pid):
            return True
    with suppress(OSError):
        return time.time() - os.stat(os.path.join(root, name)).st_mtime > _STALE_AFTER
    return False


def is_alive(pid: int) -> bool:
    """Whether a process of that id runs on this machine."""
    if os.name == "nt":
        return _is_alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _is_alive_on_windows(pid: int) -> bool:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return bool(kernel.GetLastError() == 5)  # ERROR_ACCESS_DENIED: it is there
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == 259  # STILL_ACTIVE


def _read(path: Path) -> tuple[bytes, os.stat_result] | None:
    """Return a file's bytes and state; None if there is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _BINARY)
    except FileNotFoundError:
        return None
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EISDIR, _("It is no regular file."))
        pieces = []
        while piece := os.read(descriptor, max(state.st_size + 1, 65_536)):
            pieces.append(piece)
        return b"".join(pieces), state
    finally:
        os.close(descriptor)


def _write_temporary(target: Path, data: bytes, state: os.stat_result | None) -> Path:
    """Write the bytes beside the target, synced, of verified length and with the target's mode. Leaves nothing behind on failure."""
    temporary = target.with_name(f".curlew-{_HOST}-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    _IN_FLIGHT.add(temporary.name)
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
        try:
            if state is not None and hasattr(os, "fchmod"):
                with suppress(PermissionError):
                    os.fchmod(descriptor, stat.S_IMODE(state.st_mode))
            _write_all(descriptor, data)
            os.fsync(descriptor)
            if os.fstat(descriptor).st_size != len(data):
                raise OSError(errno.EIO, _("The disk took only a part of the file."))
        finally:
            os.close(descriptor)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        _IN_FLIGHT.discard(temporary.name)
        raise
    return temporary


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        written = os.write(descriptor, view)
        if written <= 0:
            raise OSError(errno.EIO, _("The disk took only a part of the file."))
        view = view[written:]


def _put_in_place(temporary: Path, target: Path, state: os.stat_result | None, path: Path) -> None:
    """Give the written file its name, unless somebody else wrote there in the meantime."""
    if state is None:
        try:
            os.link(temporary, target)
            return
        except FileExistsError:
            raise _conflict(path, _read(target)) from None
        except OSError:
            if os.path.lexists(target):  # a file system without hard links
                raise _conflict(path, _read(target)) from None
    else:
        try:
            now = os.stat(target)
        except FileNotFoundError:
            raise _conflict(path, None) from None
        if (now.st_ino, now.st_size, now.st_mtime_ns) != (state.st_ino, state.st_size, state.st_mtime_ns):
            raise _conflict(path, _read(target))
    _replace(temporary, target)


def _replace(temporary: Path, target: Path) -> None:
    """Rename over the target; on Windows a virus scanner may hold it for a moment."""
    for patience in (0.01, 0.05, 0.2, 0.0):
        try:
            os.replace(temporary, target)
            return
        except PermissionError:
            if os.name != "nt" or not patience:
                raise
            time.sleep(patience)


def _conflict(path: Path, seen: tuple[bytes, os.stat_result] | None) -> ConflictError:
    if seen is None:
        return ConflictError(
            _("{name} was deleted meanwhile").format(name=path.name),
            _("Another program removed or renamed the file since it was opened."),
            _("Save it again to put it back, or drop your change."),
            path=str(path),
            theirs=None,
        )
    return ConflictError(
        _("{name} was changed meanwhile").format(name=path.name),
        _("Another program wrote the file since it was opened; nothing was overwritten."),
        _("Keep your version, take the one on disk, or look at both."),
        path=str(path),
        theirs=seen[0].decode("utf-8", "replace"),
    )


def _read_only(path: Path) -> StorageError:
    return StorageError(
        _("Could not save {name}").format(name=path.name),
        _("The file is read-only."),
        _("Make it writable, or save your change somewhere else."),
    )


@contextmanager
def _told(path: Path, title: str) -> Iterator[None]:
    """Turn an error of the system into a StorageError in plain words."""
    try:
        yield
    except OSError as error:
        raise storage_error(error, title, path) from error


def storage_error(error: OSError, title: str, path: Path) -> StorageError:
    """Return what an error of the system means for whoever wanted to write at `path`."""
    folder = path.parent
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG):
        return StorageError(title, _("The disk is full."), _("Free some space, then save again; your change is still here."))
    if error.errno in (errno.EACCES, errno.EPERM):
        reason = _("You may not write in {folder}.").format(folder=folder)
        return StorageError(title, reason, _("Change the rights there, or save it somewhere else."))
    if error.errno == errno.EROFS:
        reason = _("{folder} is on a read-only disk.").format(folder=folder)
        return StorageError(title, reason, _("Save it somewhere else."))
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        reason = _("The folder {folder} is not there any more.").format(folder=folder)
        return StorageError(title, reason, _("Save it somewhere else."))
    if error.errno == errno.ENAMETOOLONG:
        return StorageError(title, _("The name is too long for this disk."), _("Choose a shorter name."))
    return StorageError(title, error.strerror or str(error), _("What was there before is unchanged. Try again, or save it somewhere else."))
