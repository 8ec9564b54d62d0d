"""Runs `curlew view`: no profile is locked or written, no running Curlew is asked."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curlew.model.viewing import Viewing

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from curlew.ui.theme import Theme
    from curlew.ui.viewing.window import FileWindow

WIDTH, HEIGHT = 1100, 800
STAGGER = 32


def run_viewer(viewing: Viewing) -> int:
    """Open a window for each file and return the exit code when the last is closed."""
    from curlew.storage.profile import Profile
    from curlew.ui.app import load_qt

    load_qt()
    from PySide6.QtWidgets import QApplication

    from curlew import __version__

    profile = Profile.from_environment()
    app = QApplication([sys.argv[0] if sys.argv else "curlew", "-style", "fusion"])
    app.setApplicationName("curlew")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("curlew")
    app.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory(prefix="view-", dir=profile.cache, ignore_cleanup_errors=True) as folder:
        return _Viewer(app, profile.config / "settings.json", profile.state / "viewer", Path(folder), viewing).run()


class _Viewer:
    """The windows of one call."""

    def __init__(self, app: QApplication, settings: Path, log: Path, folder: Path, viewing: Viewing) -> None:
        from curlew.ui.reports import Reports

        self._app, self._folder, self._viewing = app, folder, viewing
        self._theme = _theme(app, settings, folder)
        self._reports = Reports(log)
        self._windows: list[FileWindow] = []
        self._stop = asyncio.Event()

    def run(self) -> int:
        from curlew.ui.loop import Loop

        self._reports.install()
        loop = Loop(self._app)
        loop.set_exception_handler(lambda _loop, found: self._report_fault(found))
        try:
            loop.run_until_complete(self._main())
        except RuntimeError as error:  # the loop was stopped from outside: the screen is gone
            self._reports.write(str(error), "The window lost its screen")
            return 1
        finally:
            self._reports.detach()
            loop.close()
        return 0

    async def _main(self) -> None:
        with suppress(NotImplementedError, RuntimeError):  # Windows tells the window itself
            for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(name, self._stop.set)
        _load_views()
        for file in self._viewing.files:
            self._open(file)
        await self._stop.wait()
        for window in tuple(self._windows):
            window.close()
        await asyncio.sleep(0)  # what was cancelled ends

    def _open(self, file: str) -> None:
        from curlew.ui.viewing.window import FileWindow

        window = FileWindow(self._theme, self._reports.report, file, self._viewing, self._folder)
        window.ended.connect(lambda: self._close(window))
        window.open_wanted.connect(self._open)
        screen = window.screen().availableGeometry()
        window.resize(min(self._theme.px(WIDTH), screen.width() - 40), min(self._theme.px(HEIGHT), screen.height() - 60))
        if self._windows:
            corner = self._windows[-1].pos()
            window.move(corner.x() + STAGGER, corner.y() + STAGGER)
        self._windows.append(window)
        self._reports.attach(window.tell)
        window.show()

    def _close(self, window: FileWindow) -> None:
        self._windows.remove(window)
        if self._windows:
            self._reports.attach(self._windows[-1].tell)
        else:
            self._stop.set()

    def _report_fault(self, found: dict[str, Any]) -> None:
        error, doing = found.get("exception"), str(found.get("message", ""))
        self._reports.report(error if isinstance(error, BaseException) else RuntimeError(doing), doing)


def _load_views() -> None:
    """Load what nearly every file needs, before a window is there to be kept waiting."""
    from curlew.preview.opened import Opened
    from curlew.ui.response.views import pretty_view, ranked  # noqa: F401
    from curlew.ui.viewing import window  # noqa: F401

    ranked(Opened.of_text(b"[]", "json"))


def _theme(app: QApplication, settings: Path, folder: Path) -> Theme:
    """Return the look that the person chose for the window."""
    from curlew.ui.theme import MODES, Theme

    kept: object = None
    with suppress(OSError, ValueError, RecursionError):
        kept = json.loads(settings.read_bytes())
    chosen: dict[str, Any] = kept if isinstance(kept, dict) else {}
    mode, zoom = chosen.get("look.theme"), chosen.get("look.zoom")
    theme = Theme(folder / "theme")
    theme.set_mode(mode if mode in MODES else "system")
    theme.set_zoom(zoom / 100 if isinstance(zoom, int) else 1.0)
    theme.apply(app)
    return theme
