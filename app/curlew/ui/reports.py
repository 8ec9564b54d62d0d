"""Nothing goes wrong silently: exceptions, Qt's warnings and crashes go to a log in the profile, and a notice says so."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from curlew.errors import CurlewError
from curlew.text import _

LARGEST_LOG = 1_000_000
SAME_S = 60.0
MOST_SAME = 20
"""So often a minute the same mistake is written down: one in `paintEvent` or `data` comes with each painting."""
HARMLESS = ("This plugin does not support", "QWindowsWindow::setGeometry", "propagateSizeHints")

Tell = Callable[[str, str, str, str], None]
"""Shows a notice: level, title, reason, hint."""


class Reports:
    """The log and the way to the person. `attach` gives the latter, once there is a window."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "curlew.log"
        self._crash_path = folder / "crash.log"
        self._crash_file: IO[str] | None = None
        self._tell: Tell | None = None
        self._told: dict[str, float] = {}
        self._met: dict[tuple[type, str, int], tuple[float, int]] = {}  # what and where: since when, how often
        self._writing = threading.Lock()

    def install(self) -> None:
        """Take over the hooks of Python, threads and Qt, and let crashes write where they happened."""
        sys.excepthook = self._on_exception
        sys.unraisablehook = self._on_unraisable
        threading.excepthook = self._on_thread
        qInstallMessageHandler(self._on_qt)
        logging.lastResort = None
        handler = _Handler(self)
        logging.getLogger().addHandler(handler)
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._crash_file = self._crash_path.open("a", encoding="utf-8")
            faulthandler.enable(self._crash_file)

    def attach(self, tell: Tell) -> None:
        """Show notices through `tell` from now on; a crash of the last run is told at once."""
        self._tell = tell
        with contextlib.suppress(OSError):
            if self._crash_path.stat().st_size > 0:
                aside = self._crash_path.with_name("crash.1.log")
                aside.write_bytes(self._crash_path.read_bytes())
                if self._crash_file is not None:
                    self._crash_file.truncate(0)
                tell("warning", _("Curlew ended unexpectedly last time"), _("What was typed has been restored."), str(aside))

    def detach(self) -> None:
        """Give the hooks back: the window is gone."""
        self._tell = None
        sys.excepthook = sys.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)
        faulthandler.disable()
        if self._crash_file is not None:
            self._crash_file.close()

    def report(self, error: BaseException, doing: str) -> None:
        """Tell of an error: expected ones in their own words, others as what they are, a mistake in Curlew."""
        if isinstance(error, CurlewError):
            self.write(f"{doing}: {error}")
            self._say("error", error.title, error.reason, error.hint)
            return
        if self._is_flood(error):
            return
        self.write("".join(traceback.format_exception(error)).rstrip(), doing)
        reason = _("{doing}: {error}").format(doing=doing, error=f"{type(error).__name__}: {error}")
        hint = _("Nothing typed is lost. The details are in {path}").format(path=self.path)
        self._say("error", _("Something went wrong in Curlew"), reason, hint)

    def _is_flood(self, error: BaseException) -> bool:
        """Count a mistake by its kind and place; tell whether it came too often to be worth another entry."""
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        key = (type(error), frame.tb_frame.f_code.co_filename if frame else "", frame.tb_lineno if frame else 0)
        now = time.monotonic()
        since, count = self._met.get(key, (now, 0))
        if now - since >= SAME_S:
            since, count = now, 0
        self._met[key] = (since, count + 1)
        if count == MOST_SAME:
            self.write(f"{key[0].__name__} in {key[1]}, line {key[2]}, again and again: not written down for a minute")
        return count >= MOST_SAME

    def write(self, text: str, doing: str = "") -> None:
        """Add to the log, which begins anew past a megabyte. Never raises."""
        stamp = time.strftime("%Y-%m-%d %H:%M:%S")
        with self._writing, contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.exists() and self.path.stat().st_size > LARGEST_LOG:
                self.path.replace(self.path.with_name("curlew.1.log"))
            with self.path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(f"{stamp} {doing}\n{text}\n" if doing else f"{stamp} {text}\n")

    def _say(self, level: str, title: str, reason: str, hint: str) -> None:
        """Tell the person, the same thing at most once a minute. From other threads only the log is written."""
        now = time.monotonic()
        key = f"{title}\0{reason}"
        if self._tell is None or threading.current_thread() is not threading.main_thread() or now - self._told.get(key, -SAME_S) < SAME_S:
            return
        self._told[key] = now
        self._tell(level, title, reason, hint)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error.with_traceback(trace), _("In the window"))

    def _on_unraisable(self, found: Any) -> None:
        error = found.exc_value or RuntimeError(str(found.err_msg))
        self.report(error, str(found.err_msg or _("In the window")))

    def _on_thread(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self.write("".join(traceback.format_exception(found.exc_value)).rstrip(), f"in thread {found.thread}")

    def _on_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) or any(part in message for part in HARMLESS):
            return
        self.write(f"Qt {kind.name}: {message} ({context.category})")


class _Handler(logging.Handler):
    """Sends what libraries log to the file."""

    def __init__(self, reports: Reports) -> None:
        super().__init__(logging.WARNING)
        self._reports = reports

    def emit(self, record: logging.LogRecord) -> None:
        self._reports.write(f"{record.name}: {self.format(record)}")
