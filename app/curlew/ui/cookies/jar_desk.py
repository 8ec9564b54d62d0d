"""What the manager does with a jar: loading, keeping, deleting, taking back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from curlew.engine.session import Change
from curlew.errors import CurlewError, UsageError
from curlew.formats.netscape import read_netscape, write_netscape
from curlew.model.cookies_rules import Cookie, readable
from curlew.storage import jsonfile
from curlew.text import _, ngettext
from curlew.ui.context import Ui

Key = tuple[str, str, str, bool]


class JarDesk(QObject):
    """One jar at a time, by its environment's name.

    loaded: there are cookies to show, the key of one of them to go to or None. refused: a cookie cannot be kept, with the reason.
    told: something was done, in words, and whether it can be taken back.
    """

    loaded = Signal(object)
    refused = Signal(str)
    told = Signal(str, bool)

    def __init__(self, ui: Ui, environment: str, url: str, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._jars = ui.session.cookies
        self._tasks = ui.tasks.for_owner(self)
        self._gone: tuple[Cookie, ...] = ()
        self.environment = environment
        self.environments: tuple[str, ...] = ()
        self.cookies: tuple[Cookie, ...] = ()
        self.going: frozenset[Key] = frozenset()
        self.is_off = False
        self.url = url
        forget = ui.session.changed.listen(self._changed)
        self.destroyed.connect(lambda: forget())

    @property
    def file(self) -> Path:
        return self._jars.file_of(self.environment)

    def load(self) -> None:
        self._tasks.start(self._load(None), _("Reading cookies"))

    def title_of(self, environment: str) -> str:
        return self._jars.title_of(environment)

    def show_jar(self, environment: str) -> None:
        self.environment, self._gone = environment, ()
        self.load()

    def put(self, cookie: Cookie, former: Cookie | None) -> None:
        self._tasks.start(self._put(cookie, former), _("Keeping a cookie"))

    def remove(self, cookies: Iterable[Cookie]) -> None:
        self._tasks.start(self._remove(tuple(cookies)), _("Deleting cookies"))

    def take_back(self) -> None:
        """Put what was deleted last where it was."""
        gone, self._gone = self._gone, ()
        self._tasks.start(self._restore(gone), _("Taking back"))

    def switch(self, on: bool) -> None:
        self._tasks.start(self._jars.set_off(self.environment, not on, self), _("Switching the jar"))

    def read_file(self, path: Path) -> None:
        self._tasks.start(self._read_file(path), _("Reading cookies"))

    def write_file(self, path: Path) -> None:
        self._tasks.start(self._write_file(path), _("Writing cookies"))

    # --- inner workings ---

    def _changed(self, change: Change, source: object) -> None:
        if change.kind in ("cookies", "environments", "workspace") and source is not self:
            self.load()

    async def _load(self, go_to: Key | None) -> None:
        self.environments = await self._jars.environments()
        self.cookies = await self._jars.all(self.environment)
        self.is_off = await self._jars.is_off(self.environment)
        going = await self._jars.for_url(self.environment, self.url) if self.url else ()
        self.going = frozenset(cookie.key for cookie in going)
        self.loaded.emit(go_to)

    async def _put(self, cookie: Cookie, former: Cookie | None) -> None:
        try:
            kept = await self._jars.put(self.environment, cookie, former.key if former else None, self)
        except UsageError as error:
            self.refused.emit(error.reason or error.title)
            return
        await self._load(kept.key)

    async def _remove(self, cookies: tuple[Cookie, ...]) -> None:
        self._gone = await self._jars.remove(self.environment, (cookie.key for cookie in cookies), self)
        await self._load(None)
        count = len(self._gone)
        self.told.emit(ngettext("{n} cookie was deleted", "{n} cookies were deleted", count).format(n=count), bool(count))

    async def _restore(self, gone: tuple[Cookie, ...]) -> None:
        await self._jars.restore(self.environment, gone, self)
        await self._load(gone[0].key if gone else None)
        self.told.emit("", False)

    async def _read_file(self, path: Path) -> None:
        try:
            data = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            self.told.emit(_("{name} cannot be read: {why}").format(name=path.name, why=error.strerror or error), False)
            return
        read = read_netscape(data)
        refused = await self._jars.admit(self.environment, read.cookies, self)
        await self._load(read.cookies[0].key if read.cookies else None)
        count = len(read.cookies) - len(refused)
        told = ngettext("{n} cookie was read", "{n} cookies were read", count).format(n=count)
        left = [*read.problems, *(f"{readable(cookie.name)}: {reason}" for cookie, reason in refused)]
        self.told.emit("; ".join((told, *left[:3])), False)

    async def _write_file(self, path: Path) -> None:
        data, _left = write_netscape(self.cookies, time.time())
        try:
            await asyncio.to_thread(jsonfile.write_bytes, path, data)
        except CurlewError as error:
            self.told.emit(f"{error.title}. {error.reason}", False)
            return
        self.told.emit(_("Written to {name}, readable by you only").format(name=path.name), False)
