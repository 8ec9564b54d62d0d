"""All that the first paint needs, and nothing else: how the window looked last, and the curtain in its place."""

from __future__ import annotations

import json
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEventLoop
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from curlew import __version__
from curlew.ui.curtain import SIDEBAR, Curtain
from curlew.ui.theme import MODES, Theme

if TYPE_CHECKING:
    from pathlib import Path

    from curlew.storage.profile import Profile

PATIENCE_S = 3.0


class TopWindow(QMainWindow):
    """The system's window; it knows when it has been painted first."""

    def __init__(self) -> None:
        super().__init__()
        self.was_painted = False
        self.setWindowTitle("Curlew")
        self.setMinimumSize(760, 480)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.was_painted = True


class FirstWindow:
    """Makes the window with its curtain and waits for the first paint. `kept` is the window's state of the last run, as it was read."""

    def __init__(self, app: QApplication, profile: Profile, window: TopWindow) -> None:
        app.setApplicationName("curlew")
        app.setApplicationVersion(__version__)
        app.setDesktopFileName("curlew")
        app.setQuitOnLastWindowClosed(False)
        self.profile = profile
        self.window = window
        settings = _mapping(profile.config / "settings.json")
        mode, zoom = settings.get("look.theme"), settings.get("look.zoom")
        self.theme = Theme(profile.cache / "theme")
        self.theme.set_mode(mode if mode in MODES else "system")
        self.theme.set_zoom(zoom / 100 if isinstance(zoom, int) else 1.0)
        self.theme.apply(app, with_sheet=False)
        self.kept = _mapping(profile.state / "window.json")
        columns = self.kept.get("columns")
        width = columns[0] if isinstance(columns, list) and columns and isinstance(columns[0], int) else self.theme.px(SIDEBAR)
        self._curtain = Curtain(self.theme, width)
        window.setCentralWidget(self._curtain)
        self._place()

    def show_until_painted(self) -> None:
        """Show the window and let Qt work until it has been painted."""
        self.window.show()
        QApplication.processEvents()  # the system has been asked now; while it puts the window up, what painting takes is loaded
        self._curtain.prepare()
        end = monotonic() + PATIENCE_S
        while not self.window.was_painted and monotonic() < end:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def _place(self) -> None:
        geometry = self.kept.get("geometry")
        restored = isinstance(geometry, str) and self.window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "replace")))
        if not restored:
            screen = self.window.screen().availableGeometry()
            self.window.resize(min(1400, screen.width() - 40), min(880, screen.height() - 60))


def _mapping(path: Path) -> dict[str, Any]:
    """Return a file's JSON mapping, empty if that fails: what is wrong with it is told when its own store reads it."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
