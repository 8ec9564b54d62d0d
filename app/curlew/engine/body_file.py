"""A body written to a file of somebody's: whole or not at all, never one that can be run."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from curlew.model.content import Content
from curlew.text import _

SLICE = 1024 * 1024
_HANDED_OUT = "curlew-body-"
_KEPT_S = 2 * 24 * 3600

Told = Callable[[int], bool]
"""Is told how many bytes are written; returns whether to go on."""


def write_body(body: Content, path: Path, told: Told = lambda _written: True) -> bool:
    """Write a body to a file, replacing it when all is written; return False if it was stopped, and nothing has changed then.

    Not on the window's thread. Raises OSError; what stood there before stays. A device or a pipe is written to as it is.
    """
    if path.exists() and not path.is_file():
        with path.open("wb", buffering=0) as target:
            return _write(body, target, told)
    real = path.resolve()  # a link stays one
    part = real.with_name(f".{real.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb", buffering=0) as target:
            done = _write(body, target, told)
        if done:
            os.replace(part, real)
        return done
    finally:
        part.unlink(missing_ok=True)


def _write(body: Content, target: FileIO, told: Told) -> bool:
    written = 0
    with _Source(body) as source:
        while written < body.size:
            if not told(written):
                return False
            view = memoryview(source.read(min(SLICE, body.size - written)))
            if not view:
                raise OSError(errno.EIO, _("the file of the body is no longer whole"))
            written += len(view)
            while view:
                view = view[target.write(view) :]
    return told(written)


class _Source:
    """Reads a body in slices, wherever it is."""

    def __init__(self, body: Content) -> None:
        self._body, self._at = body, 0
        self._file = body.path.open("rb", buffering=0) if body.path is not None else None

    def __enter__(self) -> _Source:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._file is not None:
            self._file.close()

    def read(self, size: int) -> bytes:
        if self._file is not None:
            return self._file.read(size)
        assert self._body.data is not None
        self._at += size
        return self._body.data[self._at - size : self._at]


_PROGRAM = re.compile(
    r"(?:exe|com|bat|cmd|scr|pif|ms[ipc]|msix|appx|ps1|psm1|vb[se]|jse?|ws[fh]|hta|reg|lnk|url|cpl|dll|jar|jnlp|(?:ba|z|fi|c|k)?sh|command"
    r"|tool|app|pkg|dmg|desktop|run|bin|appimage|flatpakref|deb|rpm|py[wz]?|pl|rb|lua|php|action|workflow|scpt|terminal)",
    re.IGNORECASE,
)


def could_run(name: str) -> bool:
    """Tell whether a system might run a file of that name when it is opened."""
    stem, _dot, suffix = name.strip(" .").rpartition(".")
    return bool(stem) and _PROGRAM.fullmatch(suffix) is not None


def handed_out(body: Content, name: str, writable: bool = True) -> Path:
    """Return a copy of a body under a safe name, in a new folder that only this person may read; those of former days go.

    Not on the window's thread. Raises OSError.
    """
    _sweep(Path(tempfile.gettempdir()))
    path = Path(tempfile.mkdtemp(prefix=_HANDED_OUT)) / name
    write_body(body, path)
    path.chmod(0o600 if writable else 0o400)
    return path


def _sweep(folder: Path) -> None:
    """Remove earlier copies: a program may have them open for long, but not for days."""
    for old in folder.glob(f"{_HANDED_OUT}*"):
        with contextlib.suppress(OSError):
            if time.time() - old.lstat().st_mtime > _KEPT_S and not old.is_symlink():
                shutil.rmtree(old)
