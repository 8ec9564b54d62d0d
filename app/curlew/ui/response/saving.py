"""Saving a body to a file that the person picks: unpacked, or as it was received."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from curlew.engine.body_file import write_body
from curlew.model.content import Content
from curlew.model.exchange import Exchange
from curlew.preview.file_name import packed_name, suggested_name
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response import texts
from curlew.ui.response.last_folder import keep_folder, last_folder
from curlew.ui.response.saving_strip import Saving, SavingStrip

ShowStrip = Callable[[SavingStrip], None]


def name_for(exchange: Exchange, packed: bool = False) -> str:
    """Return a safe name for the body of an exchange's response; packed: for the bytes as they were received."""
    request, response = exchange.request, exchange.response
    if response is None:
        return "response"
    name = suggested_name(
        request.url if request is not None else "", response.header("content-type"), response.header("content-disposition")
    )
    return packed_name(name, response.header("content-encoding")) if packed else name


def shown_bytes(exchange: Exchange, packed: bool) -> tuple[Content, str] | None:
    """Return the body of an exchange's response with a name for it, packed where that is looked at; None for an empty one."""
    response = exchange.response
    if response is None or not response.body.size:
        return None
    body = response.encoded if packed and response.encoded is not None else response.body
    return body, name_for(exchange, packed and body is response.encoded)


async def save_body(ui: Ui, parent: QWidget | None, exchange: Exchange, packed: bool = False, show: ShowStrip | None = None) -> Path | None:
    """Save the body of an exchange's response. packed: the bytes as they were received. See `save_content`."""
    response = exchange.response
    if response is None:
        return None
    if response.encoded is None or not response.encoded.size:
        return await save_content(ui, parent, response.body, name_for(exchange), _("Save the response body"), "", show)
    if packed:
        title, how = _("Save the response body as it was received"), _("as received")
        return await save_content(ui, parent, response.encoded, name_for(exchange, packed=True), title, how, show)
    return await save_content(ui, parent, response.body, name_for(exchange), _("Save the decoded response body"), _("decoded"), show)


async def save_content(
    ui: Ui, parent: QWidget | None, body: Content, name: str, title: str, how: str = "", show: ShowStrip | None = None
) -> Path | None:
    """Ask where, write, and say so. Return the file, None if nothing was written. An existing file is only replaced when confirmed.

    how: a word on which bytes these are. show: puts the strip that tells how far it is into sight.
    """
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("save_body_dialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDirectory(await last_folder(ui))
    dialog.selectFile(name)
    accepted = await ui.ask(dialog) == QDialog.DialogCode.Accepted
    chosen = dialog.selectedFiles()
    dialog.deleteLater()
    if not accepted or not chosen:
        return None
    path = Path(chosen[0])
    if not await _written(ui, body, path, show):
        return None
    await keep_folder(ui, path.parent)
    facts = " · ".join(part for part in (str(path.parent), texts.size(body.size), how) if part)
    ui.notify("info", _("Saved {name}").format(name=path.name), facts)
    return path


async def _written(ui: Ui, body: Content, path: Path, show: ShowStrip | None) -> bool:
    """Write a body; return whether it is there now. What kept it from being written is told."""
    saving = Saving(path.name, body.size)
    if show is not None:
        strip = SavingStrip(ui.theme, saving)
        strip.stop_wanted.connect(lambda: setattr(saving, "stopped", True))
        show(strip)
    try:
        done = await asyncio.to_thread(write_body, body, path, saving.told)
    except asyncio.CancelledError:
        saving.stopped = True
        raise
    except OSError as error:
        ui.notify("error", _("The body could not be saved"), f"{path}: {error.strerror or error}", _("Try another folder."))
        return False
    finally:
        saving.ended = True
    if not done:
        ui.notify("info", _("Saving {name} was stopped").format(name=path.name), _("Nothing was written."))
    return done
