"""The ways in: a folder, the sample, a curl command, what is dropped on the window."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from curlew.errors import CurlewError, NotACollectionError
from curlew.model.tree import ROOT, ItemKind
from curlew.storage.workspace import first_workspace
from curlew.text import _

if TYPE_CHECKING:
    from curlew.ui.shell.workbench import Workbench

MOST_RECENT = 10


def view_files(files: Sequence[str]) -> bool:
    """Open files in the viewer, which is a program of its own: a file of any size costs this one nothing. Return whether it began."""
    from PySide6.QtCore import QProcess

    program = [] if getattr(sys, "frozen", False) else ["-m", "curlew"]
    began, _pid = QProcess.startDetached(sys.executable, [*program, "view", "--", *files])
    return bool(began)


class Openers:
    """Opens things and shows them; what goes wrong becomes a notice."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._recent: list[Path] = []

    # --- folders ---

    def ask_for_folder(self) -> None:
        self._bench.tasks.start(self._ask_for_folder(), _("Opening a folder"))

    async def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self._bench.window, _("Open a folder") + " – Curlew", str(Path.home()))
        dialog.setObjectName("open_folder_dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        accepted = await self._bench.ui.ask(dialog) == QDialog.DialogCode.Accepted
        chosen = dialog.selectedFiles()
        dialog.deleteLater()
        if accepted and chosen:
            await self.show_path(Path(chosen[0]))

    def ask_for_file(self) -> None:
        """Ask for files and open each in the viewer."""
        self._bench.tasks.start(self._ask_for_file(), _("Opening a file"))

    async def _ask_for_file(self) -> None:
        dialog = QFileDialog(self._bench.window, _("Open a file in the viewer") + " – Curlew", str(Path.home()))
        dialog.setObjectName("view_file_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        accepted = await self._bench.ui.ask(dialog) == QDialog.DialogCode.Accepted
        chosen = dialog.selectedFiles()
        dialog.deleteLater()
        if accepted and chosen and not view_files(chosen):
            self._bench.notices("error", _("The viewer could not be started"), hint=_("Try “curlew view FILE” in a terminal."))

    def open_path(self, path: Path) -> None:
        self._bench.tasks.start(self.show_path(path), _("Opening {name}").format(name=path.name))

    async def show_path(self, path: Path) -> None:
        """Open a workspace or a collection, and show it in the tree."""
        bench = self._bench
        before = bench.session.tree
        bench.note_tabs()
        try:
            item_id = await bench.session.open_path(path)
        except NotACollectionError as error:
            self._offer_new_collection(path, error)
            return
        except CurlewError as error:
            bench.notices("error", error.title, error.reason, error.hint)
            return
        if bench.session.tree is not before:
            bench.switched()
        self._remember(path)
        if item_id is not None:
            bench.panels.reveal(item_id)
        await self.serve_sample()

    def open_home(self) -> None:
        """Open the workspace in the user's data folder."""
        self._bench.tasks.start(self._open_home(), _("Opening your workspace"))

    async def _open_home(self) -> None:
        await self.show_path(await asyncio.to_thread(first_workspace, self._bench.session.profile))

    def _offer_new_collection(self, path: Path, error: CurlewError) -> None:
        def make() -> None:
            self._bench.tasks.start(self._make_collection(path), _("New collection"))

        self._bench.notices("info", error.title, error.reason, error.hint, _("Make it a collection"), make)

    async def _make_collection(self, path: Path) -> None:
        item_id = await self._bench.session.add_collection(path.name, path)
        self._remember(path)
        self._bench.panels.reveal(item_id)

    # --- recent ---

    def recent(self) -> list[Path]:
        return list(self._recent)

    def restore_recent(self, kept: object) -> None:
        if isinstance(kept, list):
            self._recent = [Path(entry) for entry in kept if isinstance(entry, str)][:MOST_RECENT]

    def _remember(self, path: Path) -> None:
        self._recent = [path, *(other for other in self._recent if other != path)][:MOST_RECENT]
        self._bench.welcome.show_recent(self._recent)

    # --- the sample ---

    def open_sample(self) -> None:
        self._bench.tasks.start(self.show_sample(), _("Opening the sample"))

    async def show_sample(self) -> None:
        """Open the sample workspace, with the echo server running."""
        bench = self._bench
        before = bench.session.tree
        bench.note_tabs()
        try:
            item_id = await bench.session.open_sample()
        except CurlewError as error:
            bench.notices("error", error.title, error.reason, error.hint)
            return
        if bench.session.tree is not before:
            bench.switched()
        bench.panels.reveal(item_id)
        if bench.documents.count() == 0:
            self._open_first_request(item_id)
        await self.serve_sample()

    async def serve_sample(self) -> None:
        """Have the echo server running if the sample is open, in whichever way it was opened."""
        bench = self._bench
        if bench.session.tree[ROOT].path != bench.session.profile.workspaces / "sample":
            return
        try:
            await bench.echo.ensure()
        except CurlewError as error:
            bench.notices("error", error.title, error.reason, error.hint)

    def _open_first_request(self, collection: int) -> None:
        """Show the first request, so that there is something to send."""
        tree = self._bench.session.tree
        first = next((item.id for item in tree.walk(collection) if item.kind is ItemKind.REQUEST), None)
        if first is not None:
            self._bench.documents.open_item(first, permanent=False)

    # --- curl ---

    def paste_curl(self) -> None:
        """Make a request of the curl command on the clipboard."""
        text = QApplication.clipboard().text()
        if text.strip():
            self.take_curl(text)
        else:
            hint = _("Copy a curl command, for example from a browser's network tools.")
            self._bench.notices("info", _("The clipboard is empty"), hint=hint)

    def take_curl(self, text: str) -> None:
        from curlew.formats.curl import parse_curl

        try:
            found = parse_curl(text)
        except CurlewError as error:
            self._bench.notices("warning", error.title, error.reason, error.hint)
            return
        self._bench.documents.open_scratch(found.request)
        if found.notes:
            self._bench.notices("info", _("Taken over with notes"), "\n".join(found.notes))

    # --- dropping ---

    def take_drop(self, dropped: object) -> None:
        """Open dropped folders and files; dropped text may be a curl command."""
        from curlew.formats.curl import looks_like_curl

        paths, text = dropped  # type: ignore[misc]
        for name in paths:  # type: ignore[has-type]
            path = Path(name)
            self.open_path(path if path.is_dir() else path.parent)
        if not paths and looks_like_curl(text):  # type: ignore[has-type]
            self.take_curl(text)  # type: ignore[has-type]
