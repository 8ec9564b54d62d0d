"""The session in the window: makes the panels, restores what was open, follows changes, and ends in good order."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from curlew.errors import CurlewError
from curlew.model.tree import ROOT
from curlew.storage.state import StateStore
from curlew.text import _, ngettext
from curlew.ui.actions import Actions
from curlew.ui.browsing import PageOpener
from curlew.ui.context import Ui
from curlew.ui.documents.documents import Documents
from curlew.ui.documents.looking_again import LookAgain
from curlew.ui.documents.page import Page
from curlew.ui.main_window import MainWindow
from curlew.ui.shell.commands import Commands
from curlew.ui.shell.echo_server import EchoServer
from curlew.ui.shell.notices import Notices
from curlew.ui.shell.openers import Openers
from curlew.ui.shell.panels import Panels
from curlew.ui.shell.shortcut_store import kept_shortcuts
from curlew.ui.shell.welcome import Welcome
from curlew.ui.tasks import TaskBoard, TaskScope

if TYPE_CHECKING:
    from curlew.engine.session import Change, Session
    from curlew.ui.first_window import FirstWindow
    from curlew.ui.reports import Reports

KEEP_STATE_MS = 2000
PATIENCE_MS = 500
"""Work longer than this is shown in the status bar, where it can be cancelled."""


class Workbench(QObject):
    """Everything behind one window."""

    def __init__(self, first: FirstWindow, reports: Reports, session: Session) -> None:
        super().__init__(first.window)
        assert isinstance(first.window, MainWindow)
        self.window, self.theme, self.session, self.reports = first.window, first.theme, session, reports
        self.window.raise_curtain(self.theme)
        self.theme.add_sheet(self.window)
        self._store = StateStore(first.profile.state)
        self._restores = self._store.begin() and session.settings.flag("session.restore")
        self._kept: dict[str, Any] = self._store.load()
        self._selected: int | None = None
        self.notices = Notices(self.theme, self.window)
        self.reports.attach(lambda level, title, reason, hint: self.notices(level, title, reason, hint))  # type: ignore[arg-type]
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._show_task)
        self.board = TaskBoard(self._tasks_changed)
        self.tasks = TaskScope(None, self.reports.report, self.board)
        self.actions = Actions(self.window, self.theme, kept_shortcuts(session.settings))
        self.ui = Ui(session, self.theme, self.tasks, self.actions, self.notices)
        self.echo = EchoServer(TaskScope(None, self.reports.report), self._echo_changed)
        self.welcome = Welcome(self.theme)
        self.documents = Documents(self.ui, self.welcome)
        LookAgain(self.ui, self.documents)
        self.openers = Openers(self)
        self.commands = Commands(self)
        self.panels = Panels(self.ui, self.window.frame.sidebar, self.documents)
        self.window.fill(self.panels)
        self.commands.bind()
        self._saver = QTimer(self)
        self._saver.setSingleShot(True)
        self._saver.setInterval(KEEP_STATE_MS)
        self._saver.timeout.connect(lambda: self.tasks.start(self.keep_state(), _("Keeping the window's state")))
        self._connect()

    def _connect(self) -> None:
        self.session.messages.attach(self.notices.show_message)
        self.session.set_browser(PageOpener(self.notices))
        self.session.changed.listen(self._on_change)
        self.session.settings.changed.listen(lambda setting, _source: self._apply_setting(setting))
        self.documents.changed.connect(self._follow_document)
        self.documents.looks_changed.connect(self._saver.start)
        self.documents.windows.opened.connect(self.notices.also_over)
        self.documents.windows.at_work_changed.connect(self._settle_flags)
        self.documents.stack.changed.connect(self._settle_flags)
        self.welcome.chosen.connect(self.actions.trigger)
        self.welcome.recent_chosen.connect(self.openers.open_path)
        self.window.dropped.connect(self.openers.take_drop)
        self.window.about_to_close.connect(self.documents.keep_drafts)
        self.actions.changed.connect(self._show_keys)
        self.window.frame.status_bar.cancel_requested.connect(self._cancel_task)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._settle_flags)
        app.applicationStateChanged.connect(self._look_at_disk)

    def _look_at_disk(self, state: Qt.ApplicationState) -> None:
        """Coming back from another program: see whether it changed files that are open here."""
        ids = [page.item_id for page in self.documents.pages if page.item_id is not None]
        if state is Qt.ApplicationState.ApplicationActive and ids:
            self.tasks.start(self.session.refresh(ids), _("Looking for changes on disk"))

    def _settle_flags(self) -> None:
        self.commands.settle_flags()

    # --- the beginning ---

    async def start(self, sample: bool, path: Path | None) -> None:
        """Open the workspace, restore what was open, then what was asked for."""
        self.panels.collections.set_loading(True)
        try:
            await self.session.open_workspace()
        except CurlewError as error:
            self.notices("error", error.title, error.reason, error.hint)
        finally:
            self.panels.collections.set_loading(False)
        if self._restores:
            self._restore()
        else:
            title = _("The tabs of the last run were not opened again")
            reason, hint = _("Curlew ended unexpectedly more than once."), _("Nothing is lost: they and their drafts are kept.")
            self.notices("warning", title, reason, hint, _("Open them"), self._restore)
        self._show_keys()
        self._follow_workspace()
        self.welcome.show_recent(self.openers.recent())
        self._follow_document()
        if sample:
            await self.openers.show_sample()
        elif path is not None:
            await self.openers.show_path(path)
        else:
            self.tasks.start(self.openers.serve_sample(), _("Starting the echo server"))
            if self.documents.count() == 0:
                self.welcome.focus_first()
        for problem in self._store.problems:
            self.notices("warning", _("A file of the profile was broken"), problem)
        self.tasks.start(self.session.warm_up(), _("Getting ready to send"))

    def _restore(self) -> None:
        self.window.restore_columns(self._kept)
        self.openers.restore_recent(self._kept.get("recent"))
        panels = self._kept.get("panels")
        if isinstance(panels, dict):
            self.panels.restore_state(panels)
        tabs = self._kept.get("tabs")
        own = tabs.get(str(self._workspace)) if isinstance(tabs, dict) else None
        self.documents.restore_state(own if isinstance(own, dict) else {})  # scratch requests come back without it too
        self.commands.settle_split()

    @property
    def _workspace(self) -> Path:
        return self.session.tree[ROOT].path

    # --- the end ---

    async def keep_state(self) -> None:
        """Write down what is open, so that the next start finds it."""
        state = self._state()
        await asyncio.to_thread(self._store.save, state)

    def _state(self) -> dict[str, Any]:
        tabs = dict(self._kept.get("tabs") or {})
        tabs[str(self._workspace)] = self.documents.state()
        recent = [str(path) for path in self.openers.recent()]
        self._kept = {**self.window.state(), "panels": self.panels.state(), "tabs": tabs, "recent": recent}
        return self._kept

    def note_good_start(self) -> None:
        """Note that this start was no crash: from now on the state may be written."""
        self.tasks.start(asyncio.to_thread(self._store.settled), _("Noting the start"))

    async def finish(self) -> None:
        """Keep drafts and state, then end what runs."""
        self.documents.keep_drafts()
        state = self._state()
        self._saver.stop()
        self.documents.clear()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.disconnect(self._settle_flags)
        app.applicationStateChanged.disconnect(self._look_at_disk)
        self.tasks.cancel()
        await asyncio.to_thread(self._write_last, state)
        with contextlib.suppress(OSError):
            await self.echo.stop()

    def _write_last(self, state: dict[str, Any]) -> None:
        self._store.settled()
        self._store.save(state)

    # --- switching ---

    def note_tabs(self) -> None:
        """Keep the tabs of the open workspace, in case another one is opened."""
        self.documents.keep_drafts()
        self._state()

    def switched(self) -> None:
        """Open the tabs that the workspace had when it was open last."""
        tabs = self._kept.get("tabs")
        own = tabs.get(str(self._workspace)) if isinstance(tabs, dict) else None
        self.documents.restore_state(own if isinstance(own, dict) else {"beside": self.documents.beside})
        self._follow_workspace()

    def open_from_outside(self, path: str) -> None:
        """Come to the front, and open what another start of Curlew handed over."""
        if self.window.isMinimized():
            self.window.showNormal()
        self.window.raise_()
        self.window.activateWindow()
        if path:
            self.openers.open_path(Path(path))

    # --- following ---

    def _on_change(self, change: Change, _source: object) -> None:
        if change.kind in ("workspace", "tree", "item"):
            self._follow_workspace()
        self._saver.start()

    def _follow_workspace(self) -> None:
        self.window.frame.top_bar.set_workspace(self.session.tree[ROOT].name)
        self._follow_document()

    def _follow_document(self) -> None:
        page = self.documents.current
        self.window.show_title(page.look().title if page is not None else "", self.session.tree[ROOT].name)
        self.commands.settle_flags()
        self._say_saved(page)
        self._select_in_tree(page.item_id if page is not None else None)
        self._saver.start()

    def _select_in_tree(self, item_id: int | None) -> None:
        """Let the tree's selection follow the tab in front."""
        if item_id == self._selected:
            return
        self._selected = item_id
        collections = self.panels.collections
        if item_id is not None and item_id in self.session.tree and item_id not in collections.selected_ids():
            collections.reveal(item_id)

    def _say_saved(self, page: Page | None) -> None:
        drafts = [draft for draft in self.session.drafts.all() if draft.path is not None]
        tree = self.session.tree
        ids = {item.id for draft in drafts if draft.path is not None and (item := tree.by_path(draft.path)) is not None}
        self.panels.collections.set_dirty(ids)
        if drafts:
            text = ngettext("{n} file with unsaved edits", "{n} files with unsaved edits", len(drafts)).format(n=len(drafts))
        else:
            text = _("Saved to {place}").format(place=_short_place(self._workspace)) if page is not None else ""
        self.window.frame.status_bar.say_place(text)

    def _tasks_changed(self) -> None:
        """Show work that goes on for a while; the end of it at once."""
        if not self.board.tasks:
            self._patience.stop()
            self.window.frame.status_bar.show_task("")
        elif not self._patience.isActive():
            self._patience.start()

    def _show_task(self) -> None:
        if QApplication.activeModalWidget() is not None:
            self._patience.start()  # it is the person who is waited for
        elif self.board.tasks:
            self.window.frame.status_bar.show_task(self.board.tasks[0].get_name())

    def _cancel_task(self) -> None:
        if self.board.tasks:
            self.board.tasks[0].cancel()

    def _show_keys(self) -> None:
        self.window.frame.top_bar.search.set_keys(self.actions.keys("palette.open"))
        self.welcome.show_keys(self.actions)

    def _echo_changed(self, address: str) -> None:
        from curlew.mock.identity import base_url, secure_url

        secure = self.echo.secure
        self.session.set_runtime_value("base", address if address not in ("", base_url()) else None)
        self.session.set_runtime_value("secure", secure if secure not in ("", secure_url()) else None)
        text = _("Echo server at {address}").format(address=address.removeprefix("http://")) if address else ""
        self.window.frame.status_bar.say_server(text)

    def _apply_setting(self, setting: str) -> None:
        settings = self.session.settings
        if setting == "look.theme":
            self.theme.set_mode(settings.word(setting))
        elif setting == "look.zoom":
            self.theme.set_zoom(settings.number(setting) / 100)


def _short_place(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
