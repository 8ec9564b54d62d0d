"""The whole window over a real session, for tests in one process: what `running.run` does, without taking over the process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from curlew.engine.session import Session
from curlew.storage.profile import Profile
from curlew.ui.main_window import MainWindow
from curlew.ui.shell.workbench import Workbench
from curlew.ui.theme import Theme
from helpers.looping import run


@dataclass
class QuietReports:
    """Collects what would have gone into the log."""

    errors: list[BaseException] = field(default_factory=list)

    def attach(self, _tell: Any) -> None: ...

    def report(self, error: BaseException, _doing: str) -> None:
        self.errors.append(error)


@dataclass
class Start:
    """What the first stage of a start hands to the second."""

    profile: Profile
    theme: Theme
    window: MainWindow


@contextmanager
def whole_window(theme: Theme, home: Path, size: tuple[int, int] = (1200, 760), **started: Any) -> Iterator[Workbench]:
    """Yield the running window on a profile; at the end it is closed in good order, so that it can be opened again."""
    profile = Profile.at(home)
    profile.create()
    reports = QuietReports()
    window = MainWindow()
    window.resize(*size)
    first = Start(profile, theme, window)
    window.show()
    session = Session(profile)
    bench = Workbench(first, reports, session)
    try:
        run(bench.start(**{"sample": False, "path": None, **started}), 20)
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        yield bench
        assert not reports.errors, reports.errors
    finally:
        run(bench.finish(), 10)
        run(session.close(), 10)
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def press(keys: str, widget: QWidget | None = None) -> None:
    """Press keys ("Ctrl+K") where the keyboard is."""
    from PySide6.QtGui import QKeySequence

    target = widget or QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None, "nothing has the keyboard"
    QTest.keySequence(target, QKeySequence(keys))


def type_text(text: str) -> None:
    """Type where the keyboard is."""
    for character in text:  # the first one may open a field that takes the others
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the keyboard"
        QTest.keyClicks(target, character)


def key(which: Qt.Key) -> None:
    target = QApplication.focusWidget()
    assert target is not None, "nothing has the keyboard"
    QTest.keyClick(target, which)
