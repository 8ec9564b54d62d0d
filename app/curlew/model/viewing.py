"""What `curlew view` is asked for."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass

MODES = ("pretty", "tree", "table", "raw", "preview", "hex", "base64")
"""The ways to look at a file, by the ids of the views of a body."""

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Viewing:
    """Files and how to look at them.

    files: paths that can be read, or `-` for standard input. mode: one of MODES, "" for what suits the file. content_type: what the
    file is, "" to find out. line: where to begin, from 1; 0 for nowhere. timings: whether to print how long it took, on standard error.
    """

    files: tuple[str, ...]
    mode: str = ""
    content_type: str = ""
    line: int = 0
    timings: bool = False


def is_endless(file: str | int) -> bool:
    """Tell whether a file (its path, or an open one) is a device that is no terminal and not the empty one. Raises OSError, ValueError."""
    found = os.stat(file)
    if not stat.S_ISCHR(found.st_mode) or _is_same_device(found, os.devnull):
        return False
    return not (os.isatty(file) if isinstance(file, int) else _is_terminal(file))


def _is_same_device(found: os.stat_result, path: str) -> bool:
    try:
        return found.st_rdev == os.stat(path).st_rdev
    except OSError:
        return False


def _is_terminal(path: str) -> bool:
    """Ask the device itself; it is neither waited for nor made the terminal of this process."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    try:
        return os.isatty(handle)
    finally:
        os.close(handle)
