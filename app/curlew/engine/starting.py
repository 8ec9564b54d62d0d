"""What happens once at the start: the profile's files are read, and it is decided which workspace opens."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from curlew import assets
from curlew.engine.desk import Desk
from curlew.engine.messages import Message
from curlew.errors import StorageError
from curlew.storage import jsonfile
from curlew.storage.history import History
from curlew.storage.settings import SettingsStore
from curlew.storage.workspace import WORKSPACE_FILE, first_workspace, folder_of, kind_of, whole
from curlew.text import _


class Starting:
    """Reads drafts and history on the first opening, remembers the last workspace, copies the sample."""

    def __init__(self, desk: Desk, history: History, settings: SettingsStore) -> None:
        self._desk = desk
        self._history = history
        self._settings = settings
        self._loop: asyncio.AbstractEventLoop | None = None
        self._file = desk.profile.state / "workspace.json"

    async def begin(self, *loads: Callable[[], None]) -> None:
        """Read what earlier runs left, once; tell what was broken."""
        if self._loop is not None:
            return
        self._loop = asyncio.get_running_loop()
        desk = self._desk

        def read() -> None:
            desk.drafts.load()
            self._history.load()
            for load in loads:
                load()

        await desk.disk.run(read)
        for problem in (*self._settings.problems, *desk.drafts.problems):
            desk.messages.post(Message("warning", _("A file of Curlew was broken"), problem))
        if self._history.problems:
            desk.messages.post(Message("warning", _("A part of the history was broken"), "\n".join(self._history.problems[:10])))
        desk.announce("history")

    def post_from_thread(self, message: Message) -> None:
        """Post a message from any thread."""
        if self._loop is None:
            self._desk.messages.post(message)
            return
        try:
            self._loop.call_soon_threadsafe(self._desk.messages.post, message)
        except RuntimeError:
            pass  # the loop has ended, and nobody is there to read it

    async def folder_to_open(self, path: Path | None) -> Path:
        """Return the workspace to open: the one given, else the last one if it is still there, else the first."""
        return await self._desk.disk.run(lambda: folder_of(whole(path)) if path is not None else self._last())

    def _last(self) -> Path:
        last = jsonfile.read_mapping(self._file, []).get("last")
        if isinstance(last, str) and (Path(last) / WORKSPACE_FILE).is_file():
            return Path(last)
        if isinstance(last, str):
            reason = _("{path} is not there any more.").format(path=last)
            self.post_from_thread(Message("warning", _("The last workspace could not be opened"), reason))
        return first_workspace(self._desk.profile)

    def opened(self, folder: Path) -> None:
        """Remember the workspace for the next start, for which nobody waits; then there is time to empty the trash of what is old."""
        self._desk.disk.later(lambda: jsonfile.write_json(self._file, {"last": str(folder)}))
        self._desk.disk.later(self._desk.trash.sweep)

    async def look_at(self, path: Path) -> tuple[Literal["workspace", "collection"], Path]:
        """Say what stands at a path, and its folder. Raises NotACollectionError, StorageError."""
        return await self._desk.disk.run(lambda: (kind_of(whole(path)), folder_of(whole(path))))

    async def sample(self) -> tuple[Path, bool]:
        """Return the sample workspace in the user's data folder, copied there on first use, and whether it was now."""
        return await self._desk.disk.run(self._copied_sample)

    def _copied_sample(self) -> tuple[Path, bool]:
        folder = self._desk.profile.workspaces / "sample"
        if (folder / WORKSPACE_FILE).is_file():
            return folder, False
        partial = folder.with_name(".sample.tmp")
        try:
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(assets.path("sample"), partial, copy_function=shutil.copyfile)
            partial.rename(folder)
        except (OSError, shutil.Error) as error:
            raise StorageError(_("Could not copy the sample"), str(error), _("Look at the free space of your disk.")) from error
        return folder, True
