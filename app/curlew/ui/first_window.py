"""All that the first paint needs, and nothing else: settings, look, geometry, the bare frame."""

from __future__ import annotations

from time import monotonic
from typing import Any

from PySide6.QtCore import QByteArray, QEventLoop
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from curlew import __version__, assets
from curlew.storage.profile import Profile
from curlew.storage.settings import SettingsStore
from curlew.storage.state import StateStore
from curlew.ui.main_window import MainWindow
from curlew.ui.reports import Reports
from curlew.ui.theme import Theme

PATIENCE_S = 3.0


class FirstWindow:
    """Makes the window and waits for its first paint. `kept` is the state of the last run, `restore` whether to use it."""

    def __init__(self, app: QApplication, profile: Profile) -> None:
        app.setApplicationName("curlew")
        app.setApplicationDisplayName("")  # else Qt adds it to every title
        app.setApplicationVersion(__version__)
        app.setDesktopFileName("curlew")
        app.setQuitOnLastWindowClosed(False)
        app.setWindowIcon(QIcon(str(assets.path("icons", "curlew_icon.svg"))))
        self.profile = profile
        self.reports = Reports(profile.state)
        self.reports.install()
        self.settings = SettingsStore(profile.config / "settings.json")
        self.store = StateStore(profile.state)
        self.restore = self.store.begin() and self.settings.flag("session.restore")
        self.kept: dict[str, Any] = self.store.load()
        self.theme = Theme(profile.cache / "theme")
        self.theme.set_mode(self.settings.word("look.theme"))
        self.theme.set_zoom(self.settings.number("look.zoom") / 100)
        self.theme.apply(app)
        self.window = MainWindow(self.theme)
        self._place()

    def show_until_painted(self) -> None:
        """Show the window and let Qt work until it has been painted."""
        self.window.show()
        end = monotonic() + PATIENCE_S
        while not self.window.was_painted and monotonic() < end:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def _place(self) -> None:
        geometry = self.kept.get("geometry")
        restored = isinstance(geometry, str) and self.window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "replace")))
        if not restored:
            screen = self.window.screen().availableGeometry()
            self.window.resize(min(1400, screen.width() - 40), min(880, screen.height() - 60))
