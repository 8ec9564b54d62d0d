"""What tests of the window share: the event loop, the look, a session in a temporary profile, and what no test may leave behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from curlew.engine.session import Session
from curlew.storage.profile import Profile
from curlew.ui.actions import Actions
from curlew.ui.context import Ui
from curlew.ui.loop import Loop
from curlew.ui.tasks import TaskScope
from curlew.ui.theme import Theme
from helpers.looping import run


@pytest.fixture(scope="session")
def qt_loop(qapp: QApplication) -> Iterator[Loop]:
    """The one asyncio loop of all tests in this process; `qtbot.waitSignal` and `waitUntil` drive it."""
    loop = Loop(qapp, already_running=True)
    asyncio.events._set_running_loop(None)
    yield loop
    loop.stop()
    loop.close()


@pytest.fixture(autouse=True)
def loop(qt_loop: Loop) -> Iterator[Loop]:
    """Make the loop the running one for this test, and let no task outlive it."""
    asyncio.events._set_running_loop(qt_loop)
    yield qt_loop
    left = [task for task in asyncio.all_tasks(qt_loop) if not task.done()]
    for task in left:
        task.cancel()
    QApplication.processEvents()
    asyncio.events._set_running_loop(None)
    assert not left, f"tasks that still run: {[task.get_name() for task in left]}"


@pytest.fixture(autouse=True)
def no_leaked_windows(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves top-level widgets. (Set up before qtbot, so this looks after qtbot has closed its widgets.)"""
    before = set(QApplication.topLevelWidgets())
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
    described = [f"{type(widget).__name__} {widget.objectName()!r}" for widget in left]
    for widget in left:
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not left, f"top-level widgets left behind: {described}"


@pytest.fixture(scope="session")
def _dressed(qapp: QApplication, tmp_path_factory) -> Theme:
    theme = Theme(tmp_path_factory.mktemp("theme"))
    theme.apply(qapp)
    return theme


@pytest.fixture
def theme(qapp: QApplication, _dressed: Theme) -> Iterator[Theme]:
    """The application's look, light and at 100 % at the start of each test."""
    if not qapp.styleSheet():  # a whole window of an earlier test took the sheet for itself
        _dressed._sheeted = None
        qapp.setStyleSheet(_dressed.style_sheet())
    yield _dressed
    _dressed.set_zoom(1.0)
    _dressed.set_mode("light")


@dataclass
class Notices:
    """What the person would have been told."""

    shown: list[tuple[str, str, str, str]] = field(default_factory=list)
    acts: list[Callable[[], None] | None] = field(default_factory=list)

    def __call__(
        self, level: str, title: str, reason: str = "", hint: str = "", action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        self.shown.append((level, title, reason, hint))
        self.acts.append(act)


@pytest.fixture
def notices() -> Notices:
    return Notices()


@pytest.fixture
def session(loop: Loop, tmp_path, monkeypatch) -> Iterator[Session]:
    """A real session over an empty profile."""
    home = tmp_path / "curlew-home"
    monkeypatch.setenv("CURLEW_HOME", str(home))
    session = Session(Profile.from_environment())
    run(session.open_workspace())
    yield session
    run(session.close())


@pytest.fixture
def ui(theme: Theme, session: Session, notices: Notices, qtbot) -> Iterator[Ui]:
    """What panels are given, over the real session; errors of tasks fail the test."""
    yield from a_ui(theme, session, notices)


def a_ui(theme: Theme, session: Session, notices: Notices) -> Iterator[Ui]:
    """Make a Ui over any session."""
    errors: list[tuple[BaseException, str]] = []
    tasks = TaskScope(None, lambda error, name: errors.append((error, name)))
    window = QWidget()
    yield Ui(session, theme, tasks, Actions(window, theme), notices)
    tasks.cancel()
    QApplication.processEvents()
    window.deleteLater()
    if errors:
        raise errors[0][0]
