"""Starts the window: the profile first, then the bare frame on the screen, then everything else."""

from __future__ import annotations

import builtins
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

SAMPLE = "--sample"


def run_window(arguments: Sequence[str]) -> int:
    """Open the window on `[]`, `["--sample"]` or one absolute path; return the exit code when it is closed.

    Where another process has this profile, it is given the path (or raised), and this one ends at once, before Qt is loaded.
    """
    from curlew.storage import lock as locking
    from curlew.storage.profile import Profile

    wanted = arguments[0] if arguments else ""
    profile = Profile.from_environment()
    lock = locking.acquire(profile)
    if lock is None:
        return _hand_over(wanted)
    try:
        return _run(wanted, profile, lock)
    finally:
        lock.release()


def _hand_over(wanted: str) -> int:
    from curlew.storage import lock as locking
    from curlew.storage.profile import Profile

    path = Path(wanted) if wanted and wanted != SAMPLE else None
    if locking.hand_over(Profile.from_environment(), path):
        return 0
    from curlew.text import _

    sys.stderr.write(_("Another Curlew has this profile and does not answer. Close it, or set CURLEW_HOME to another folder.") + "\n")
    return 1


def load_qt() -> None:
    """Load Qt, and take back what PySide6 puts in the place of `import`.

    It reads and keeps the source of every module imported from then on, to look for `from __feature__ import`, which Curlew does
    not use: 25 ms and 7 MB of a start.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = plain


def _run(wanted: str, profile: object, lock: object) -> int:
    """Show the frame, then import and run the rest."""
    gc.disable()  # making thousands of lasting objects would start it again and again; running.py turns it on
    load_qt()
    from PySide6.QtWidgets import QApplication

    from curlew.storage.lock import ProfileLock
    from curlew.storage.profile import Profile
    from curlew.ui.first_window import FirstWindow
    from curlew.ui.main_window import MainWindow

    assert isinstance(profile, Profile)
    assert isinstance(lock, ProfileLock)
    # Asking the application for its style would make the 20 enums of QStyle before the first paint: 10 ms.
    app = QApplication([sys.argv[0] if sys.argv else "curlew", "-style", "fusion"])
    first = FirstWindow(app, profile, MainWindow())
    first.show_until_painted()

    from curlew.ui.running import run

    return run(app, first, lock, wanted)
