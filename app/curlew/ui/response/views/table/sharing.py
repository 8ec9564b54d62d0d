"""Taking rows out of a table: to the clipboard, or into a file that the person picks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path as File

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from curlew.preview.table.pace import Gate, Pace, Stopped
from curlew.text import _
from curlew.ui.context import Ui

MOST_COPIED = 50_000_000
"""Characters that are put on the clipboard."""

AT_ONCE = 2000
"""Cells that are copied without a worker."""

Pieces = Callable[[], Iterator[str]]


class Sharing:
    """Writes pieces of text; one thing at a time."""

    def __init__(self, ui: Ui, parent: QWidget, gate: Gate) -> None:
        self._ui, self._parent, self._gate = ui, parent, gate
        self._tasks = ui.tasks.for_owner(parent)
        self._pace = Pace()

    def stop(self) -> None:
        self._pace.stop()
        self._tasks.cancel()

    def copy(self, pieces: Pieces, cells: int) -> None:
        """Put a text on the clipboard; cells: how many it is made of."""
        if cells <= AT_ONCE:
            QGuiApplication.clipboard().setText("".join(pieces()).removesuffix("\n"))
            return
        self.stop()
        self._tasks.start(self._copy(pieces), _("Copying rows"))

    async def _copy(self, pieces: Pieces) -> None:
        pace = self._pace = Pace(self._gate)
        try:
            text = await asyncio.to_thread(_gathered, pieces, pace)
        except Stopped:
            return
        finally:
            pace.stop()
        if text is None:
            reason = _("They have more than {n} characters.").format(n=f"{MOST_COPIED:,}")
            title = _("The rows are too many for the clipboard")
            self._ui.notify("warning", title, reason, _("Save them to a file, or filter them first."))
            return
        QGuiApplication.clipboard().setText(text.removesuffix("\n"))
        self._ui.notify("info", _("The rows are on the clipboard"))

    def save(self, title: str, name: str, pieces: Pieces) -> None:
        """Ask for a file and write it."""
        self.stop()
        self._tasks.start(self._save(title, name, pieces), _("Saving rows"))

    async def _save(self, title: str, name: str, pieces: Pieces) -> None:
        dialog = QFileDialog(self._parent, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
        dialog.selectFile(name)
        accepted = await self._ui.ask(dialog) == QDialog.DialogCode.Accepted
        chosen = dialog.selectedFiles()
        dialog.deleteLater()
        if accepted and chosen:
            await self.write(File(chosen[0]), pieces)

    async def write(self, path: File, pieces: Pieces) -> None:
        """Write a file in UTF-8 and say so."""
        pace = self._pace = Pace(self._gate)
        try:
            await asyncio.to_thread(_written, path, pieces, pace)
        except Stopped:
            return
        except OSError as error:
            reason = f"{path}: {error.strerror or error}"
            self._ui.notify("error", _("The rows could not be saved"), reason, _("Try another folder."))
            return
        finally:
            pace.stop()
        self._ui.notify("info", _("Saved {name}").format(name=path.name), str(path.parent))


def _gathered(pieces: Pieces, pace: Pace) -> str | None:
    found, size = [], 0
    for piece in pieces():
        size += len(piece)
        if size > MOST_COPIED:
            return None
        found.append(piece)
        pace.rest()
    return "".join(found)


def _written(path: File, pieces: Pieces, pace: Pace) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            for piece in pieces():
                file.write(piece)
                pace.rest()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
