"""The folder that a person saved to last, over restarts too."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

from curlew.errors import CurlewError
from curlew.storage import jsonfile

if TYPE_CHECKING:
    from curlew.ui.context import Ui

_FILE = "saved.json"


def _place(ui: Ui) -> Path | None:
    profile = getattr(ui.session, "profile", None)  # none where there is only a viewer
    return profile.state / _FILE if profile is not None else None


async def last_folder(ui: Ui) -> str:
    """Return where to begin: the folder of the last save if it is still there, else that of downloads."""
    place = _place(ui)
    found = await asyncio.to_thread(_read, place) if place is not None else ""
    return found or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)


def _read(place: Path) -> str:
    with suppress(CurlewError, ValueError, OSError):
        found = jsonfile.read_json(place)
        folder = found.get("folder") if isinstance(found, dict) else None
        if isinstance(folder, str) and Path(folder).is_dir():
            return folder
    return ""


async def keep_folder(ui: Ui, folder: Path) -> None:
    """Remember a folder; that it cannot be remembered hinders nobody."""
    place = _place(ui)
    if place is not None:
        with suppress(CurlewError):
            await asyncio.to_thread(jsonfile.write_json, place, {"folder": str(folder)})
