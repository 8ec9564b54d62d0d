"""Files that a request sends: only those inside the collection, or picked by the user on this machine."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from curlew.model.prepared import FilePart
from curlew.net.errors import SendingError
from curlew.net.reasons import os_reason
from curlew.text import _

FileAccess = Callable[[str], FilePart]
"""Turns a path as written into a file to send; raises SendingError if it may not or cannot be sent."""


def unread(path: str) -> FilePart:
    """Stand in where nothing is sent and no disk is touched: the path as written, size 0."""
    return FilePart(Path(path), 0)


class Files:
    """folder: what relative paths are relative to, and whose files may be sent; allowed: files picked on this machine."""

    def __init__(self, folder: Path | None, allowed: Iterable[Path] = ()) -> None:
        self._folder = folder
        self._allowed = {Path(os.path.realpath(path)) for path in allowed}

    def __call__(self, path: str) -> FilePart:
        """Return the file with its size. It is looked at, not read. Links are followed before they are judged (D15)."""
        if not path:
            raise SendingError("file", _("No file is chosen"), _("The body names no file."), _("Choose one in the Body tab."), "prepare")
        if "\0" in path:
            raise SendingError(
                "file", _("The file name holds a NUL byte"), _("No file can have such a name."), _("Choose the file again."), "prepare"
            )
        real = Path(os.path.realpath((self._folder or Path()) / path))
        inside = self._folder is not None and real.is_relative_to(os.path.realpath(self._folder))
        if not inside and real not in self._allowed:
            raise SendingError(
                "file",
                _("The file {path} was not sent").format(path=path),
                _("It lies outside the collection’s folder, and was not chosen on this machine."),
                _("Choose the file in the Body tab to allow it, or move it into the collection’s folder."),
                "prepare",
            )
        return FilePart(real, _size(real, path))


def _size(real: Path, path: str) -> int:
    try:
        info = real.stat()
    except OSError as error:
        reason = _("There is no such file.") if isinstance(error, FileNotFoundError) else os_reason(error)
        raise SendingError(
            "file", _("The file {path} cannot be read").format(path=path), reason, _("Choose the file again."), "prepare"
        ) from error
    if not stat.S_ISREG(info.st_mode):
        raise SendingError(
            "file",
            _("{path} is not a file").format(path=path),
            _("It is a folder, a device or a pipe."),
            _("Choose a regular file."),
            "prepare",
        )
    if not os.access(real, os.R_OK):
        raise SendingError(
            "file",
            _("The file {path} cannot be read").format(path=path),
            _("This user may not read it."),
            _("Change its permissions."),
            "prepare",
        )
    return info.st_size
