"""The window of one file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow

from curlew import assets
from curlew.model.content import Content
from curlew.model.viewing import STDIN, Viewing
from curlew.preview.file_name import safe_name
from curlew.text import _
from curlew.ui.actions import Actions
from curlew.ui.context import Ui
from curlew.ui.response import text_commands, texts
from curlew.ui.response.body_tab import BodyTab
from curlew.ui.response.handing_out import DragOutButton, open_outside
from curlew.ui.response.notes_strip import NotesStrip
from curlew.ui.response.response_menu import MenuButton
from curlew.ui.response.saving import save_content
from curlew.ui.shell.notices import Notices
from curlew.ui.tasks import TaskScope
from curlew.ui.theme import Theme
from curlew.ui.viewing.own_copy import read_file
from curlew.ui.widgets.parts import IconButton, column, frame, label, row

if TYPE_CHECKING:
    from curlew.engine.messages import Level
    from curlew.engine.session import Session

ZOOM_STEP = 0.1


class FileWindow(QMainWindow):
    """Shows one file; `ended` comes when it is closed, `open_wanted` with a further file."""

    ended = Signal()
    open_wanted = Signal(str)

    def __init__(self, theme: Theme, report: Callable[[BaseException, str], None], file: str, wanted: Viewing, folder: Path) -> None:
        super().__init__()
        self.setObjectName("file_window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowIcon(QIcon(str(assets.path("icons", "curlew_icon.svg"))))
        self.setMinimumSize(480, 320)
        self._theme, self._file, self._wanted, self._folder = theme, file, wanted, folder
        self._name = _("Standard input") if file == STDIN else Path(file).name
        self._content = Content()
        self._began = time.perf_counter()
        self._is_beginning = self._has_begun = False
        self._tasks = TaskScope(self, report)
        self._actions = Actions(self, theme)
        self.notify = Notices(theme, self)
        self._ui = Ui(cast("Session", None), theme, self._tasks, self._actions, self.notify)  # a file belongs to no workspace
        self._build()
        self._bind()
        self.setWindowTitle(f"{self._name} – Curlew")
        self._tasks.start(self._read(), _("Reading {name}").format(name=self._name))

    def _build(self) -> None:
        theme = self._theme
        self.body = BodyTab(self._ui)
        self.body.notes_found.connect(self._take_notes)
        self.body.begun.connect(lambda: QTimer.singleShot(0, self, self._note_begun))
        self.body.shown.connect(self._note_shown)
        self.body.restore_state({"mode": self._wanted.mode})
        self.notes = NotesStrip(theme, "info")
        self.notes.setObjectName("notes_strip")
        self._facts = label("", "meta")
        self._facts.setObjectName("file_facts")
        name = label(self._name, "medium")
        name.setMinimumWidth(1)
        self._save = DragOutButton(self._ui, self._tasks, "download", _("Save a copy, or drag it to where it should be"), self._offered)
        self._save.setObjectName("save_body_button")
        self._save.clicked.connect(self._save_copy)
        self._light = IconButton(theme, "moon", self._actions.titled("view.theme"))
        self._light.clicked.connect(self._switch_theme)
        theme.changed.connect(self._show_light)
        self._show_light()
        parts = (name, self._facts, None, self._light, self._save, MenuButton(self._ui))
        head = frame("bg", "bottom", row(*parts, margins=(16, 5, 12, 5), spacing=8))
        self._column = column(head, self.notes, self.body, spacing=0)
        self._column.setStretch(2, 1)
        self.setCentralWidget(frame("bg", layout=self._column))

    def _bind(self) -> None:
        theme = self._theme
        self._actions.bind_all(
            {
                "find": self.body.open_find,
                "file.view": self._ask_for_file,
                "response.copy": self._copy,
                "response.filter": self.body.filter.toggle,
                "response.save": self._save_copy,
                **{command: partial(text_commands.run, command, self._ui, self.body) for command in text_commands.COMMANDS},
                "response.open_outside": self._open_outside,
                "tabs.close": self.close,
                "view.theme": self._switch_theme,
                "view.zoom_in": lambda: theme.set_zoom(theme.zoom + ZOOM_STEP),
                "view.zoom_out": lambda: theme.set_zoom(theme.zoom - ZOOM_STEP),
                "view.zoom_reset": lambda: theme.set_zoom(1.0),
                "window.quit": self._close_all,
            }
        )
        self._actions.set_flags(["page", "response"])

    def tell(self, level: str, title: str, reason: str, hint: str) -> None:
        """Show a notice of the log."""
        self.notify(cast("Level", level), title, reason, hint)

    # --- the file ---

    async def _read(self) -> None:
        try:
            content = await read_file(self._file, self._folder, self._show_beginning)
        except OSError as error:
            self.body.say_unreadable(error.strerror or str(error))
            return
        self._content, self._is_beginning = content, False
        self._facts.setText(texts.exact_size(content.size))
        self.setWindowTitle(f"{self._name} – {texts.size(content.size)} – Curlew")
        self.body.show_body(content, self._wanted.content_type, name=self._name, keep_look=True)

    def _show_beginning(self, beginning: Content, size: int) -> None:
        """Show the beginning of a large file; what is doubtful about it is not told, for it ends in the middle of something."""
        self._content, self._is_beginning = beginning, True
        self._facts.setText(_("{size}, is being read").format(size=texts.exact_size(size)) if size else _("is being read"))
        self.body.show_body(beginning, self._wanted.content_type, name=self._name)

    def _take_notes(self, notes: tuple[str, ...]) -> None:
        self.notes.say(() if self._is_beginning else notes)

    def _note_begun(self) -> None:
        if not self._has_begun:
            self._has_begun = True
            if self.body.front is not None:
                self.body.front.setFocus()
            self.body.repaint()
            self._time(_("first screen"))

    def _note_shown(self) -> None:
        if not self._is_beginning:
            self._time(_("whole"))
        front = self.body.front
        if self._wanted.line and not self._is_beginning and front is not None:
            pane = getattr(front, "pane", None)
            if pane is None:
                self.body.choose_view("raw")
                return
            pane.view.go_to_line(self._wanted.line)
            self._wanted = Viewing((), timings=self._wanted.timings)

    def _time(self, what: str) -> None:
        if self._wanted.timings:
            taken = (time.perf_counter() - self._began) * 1000
            sys.stderr.write(_("{name}: {what} after {n} ms").format(name=self._name, what=what, n=f"{taken:.0f}") + "\n")

    # --- commands ---

    def _offered(self) -> tuple[Content, str] | None:
        return None if self._is_beginning or not self._content.size else (self._content, safe_name(self._name))

    def _copy(self) -> None:
        self.body.copy()
        self.notify("info", _("Copied"))

    def _save_copy(self) -> None:
        offered = self._offered()
        if offered is not None:
            saving = save_content(self._ui, self, *offered, _("Save a copy"), show=lambda strip: self._column.insertWidget(1, strip))
            self._tasks.start(saving, _("Saving a copy"))

    def _open_outside(self) -> None:
        offered = self._offered()
        if offered is not None:
            self._tasks.start(open_outside(self._ui, *offered), _("Opening the file"))

    def _ask_for_file(self) -> None:
        self._tasks.start(self._open_another(), _("Opening a file"))

    async def _open_another(self) -> None:
        dialog = QFileDialog(self, _("Open a file in the viewer"), str(Path(self._file).parent if self._file != STDIN else Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        accepted = await self._ui.ask(dialog)
        chosen = dialog.selectedFiles()
        dialog.deleteLater()
        for file in chosen if accepted else ():
            self.open_wanted.emit(file)

    def _show_light(self) -> None:
        self._light.set_icon("sun" if self._theme.is_dark else "moon")

    def _switch_theme(self) -> None:
        self._theme.set_mode("light" if self._theme.is_dark else "dark")

    def _close_all(self) -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, FileWindow):
                window.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tasks.cancel()
        self.body.clear()
        self.ended.emit()
        super().closeEvent(event)
