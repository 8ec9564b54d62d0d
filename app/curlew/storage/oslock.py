"""What the operating system knows of locks and processes, one small function a system."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable


def lock_file(descriptor: int, held: Callable[[], bool]) -> bool:
    """Lock an open file for this process; False where another one holds it.

    File systems without locks (some network ones) are asked through `held`, which looks at the note in the file.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # beyond the note, which others must be able to read
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            return False
        return not held()
    return True


def process_started(pid: int) -> str | None:
    """Return a text that tells this process from others that had its id before; None if no such process lives."""
    if sys.platform == "linux":
        try:
            with open(f"/proc/{pid}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            return None
        return None if fields[0] == b"Z" else fields[19].decode()
    elif sys.platform == "win32":  # noqa: RET505 - mypy follows platform checks only so
        return "alive"  # locks always work there, so nobody asks
    else:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return None
        except OSError:
            pass
        return "alive"
