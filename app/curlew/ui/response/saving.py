"""Saving a body to a file that the person picks."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from curlew.model.content import Content
from curlew.model.exchange import Exchange
from curlew.preview.file_name import suggested_name
from curlew.text import _
from curlew.ui.context import Ui


def name_for(exchange: Exchange) -> str:
    """Return a safe name for the body of an exchange's response."""
    request, response = exchange.request, exchange.response
    if request is None or response is None:
        return "response"
    return suggested_name(request.url, response.header("content-type"), response.header("content-disposition"))


def write_body(body: Content, path: Path) -> None:
    """Write a body to a file, replacing it. Never executable. Raises OSError. Not on the window's thread."""
    if body.data is not None:
        path.write_bytes(body.data)
        return
    assert body.path is not None
    with body.path.open("rb") as source, path.open("wb") as target:
        shutil.copyfileobj(source, target, 1024 * 1024)


async def save_body(ui: Ui, parent: QWidget, exchange: Exchange) -> Path | None:
    """Ask where, write, and say so. Return the file, None if nothing was written. An existing file is only replaced when confirmed."""
    response = exchange.response
    if response is None:
        return None
    dialog = QFileDialog(parent, _("Save the response body"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
    dialog.selectFile(name_for(exchange))
    accepted = await ui.ask(dialog) == QDialog.DialogCode.Accepted
    chosen = dialog.selectedFiles()
    dialog.deleteLater()
    if not accepted or not chosen:
        return None
    path = Path(chosen[0])
    try:
        await asyncio.to_thread(write_body, response.body, path)
    except OSError as error:
        ui.notify("error", _("The body could not be saved"), f"{path}: {error.strerror or error}", _("Try another folder."))
        return None
    ui.notify("info", _("Saved {name}").format(name=path.name), str(path.parent))
    return path
