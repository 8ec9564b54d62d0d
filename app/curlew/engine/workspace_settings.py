"""The workspace's own settings for sends: in its file, read again when that changed, inherited by all its collections."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from curlew.engine.desk import Desk
from curlew.errors import CurlewError
from curlew.model.inherit import Above
from curlew.model.request import Defaults, Settings
from curlew.model.tree import ROOT
from curlew.storage.opencollection import codec
from curlew.storage.workspace import WORKSPACE_FILE, read_workspace
from curlew.text import _


class WorkspaceSettings:
    """`above` may be called in the disk's thread only."""

    def __init__(self) -> None:
        self._seen: tuple[Path, int, int] | None = None
        self._above: Above | None = None

    def above(self, folder: Path) -> Above | None:
        """Return what a workspace gives; None where it says nothing, or its file is missing or broken (the tree says so)."""
        try:
            info = (folder / WORKSPACE_FILE).stat()
        except OSError:
            return None
        seen = (folder, info.st_mtime_ns, info.st_size)
        if seen != self._seen:
            self._above, self._seen = given_by(folder), seen
        return self._above


def given_by(folder: Path) -> Above | None:
    """Read what a workspace gives to all in it; None for nothing."""
    try:
        file = read_workspace(folder)
    except CurlewError:
        return None
    return None if file.settings == Settings() else Above("workspace", file.name, ROOT, Defaults(settings=file.settings))


async def read_settings(desk: Desk) -> Settings:
    """Return the open workspace's settings. Raises BrokenFileError, StorageError."""
    folder = desk.folder
    return (await desk.disk.run(lambda: read_workspace(folder))).settings


async def save_settings(desk: Desk, settings: Settings, source: object) -> None:
    """Write the open workspace's settings into its file, as a step that can be undone. Raises BrokenFileError, StorageError."""
    from curlew.storage.changes import Rewrite  # loaded by the first change, not by the start

    folder = desk.folder

    def to(wanted: Settings, text: str) -> str:
        return codec.render_workspace(replace(codec.parse_workspace(text, folder.name), settings=wanted), text)

    async with desk.changing:
        former = (await desk.disk.run(lambda: read_workspace(folder))).settings
        if former == settings:
            return
        change = Rewrite(folder / WORKSPACE_FILE, lambda text: to(settings, text), lambda text: to(former, text))
        await desk.perform(_("Change the workspace’s settings"), [change], lambda _nothing: (), lambda: None, source)
        desk.announce("settings", (), source)
