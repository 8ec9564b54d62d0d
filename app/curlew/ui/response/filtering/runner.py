"""The way from the field to the child process and back: one thing at a time, the newest first, nothing left behind."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, QTimer, Signal

from curlew.preview.filtering.child import FilterBody, FilterChild
from curlew.preview.filtering.completing import Wanted
from curlew.preview.filtering.result import FilterResult, KeysFound
from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui

IDLE_MS = 30_000
"""A child that nothing is asked of ends after that."""


class FilterRunner(QObject):
    """`ask` and `ask_keys` return at once; what is asked later takes the place of what was asked before."""

    found = Signal(object)
    """FilterResult: first what there is so far (`whole` false), then the end. One that was superseded tells nothing."""
    keys_found = Signal(object, object)
    """The Wanted that was asked about, and KeysFound."""
    running_changed = Signal(bool)

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = ui.tasks.for_owner(self)
        self._child: FilterChild | None = None
        self._expression: tuple[str, str] | None = None
        self._keys: tuple[str, Wanted] | None = None
        self._task: asyncio.Task[None] | None = None
        self._turn = 0
        self._prepare = self._doing = ""
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._end_idle_child)
        self._holder: list[FilterChild | None] = [None]
        self.destroyed.connect(lambda _object=None, holder=self._holder: _close(holder))

    def set_body(self, opened: Opened | None) -> None:
        """Take the body that is asked from now on; ends what was under way."""
        self.stop()
        if self._child is not None:
            self._child.close()
        self._child = FilterChild(FilterBody.of(opened)) if opened is not None else None
        self._holder[0] = self._child

    def ask(self, language: str, expression: str) -> None:
        """Work out an expression, after the keys that were asked for."""
        self._begin_anew(but_keys=True)
        self._expression = language, expression
        self._go_on()

    def prepare(self, language: str) -> None:
        """Let the child read the body: something will be asked soon."""
        self._prepare = language
        self._go_on()

    def ask_keys(self, language: str, wanted: Wanted) -> None:
        """Look for the keys at a place of an expression."""
        self._begin_anew()
        self._keys = language, wanted
        self._go_on()

    def stop(self) -> None:
        """End what is under way and forget what waits; nothing more is told of it."""
        self._expression = self._keys = None
        self._prepare = ""
        self._begin_anew()

    @property
    def is_running(self) -> bool:
        return self._task is not None

    # --- inner workings ---

    def _begin_anew(self, but_keys: bool = False) -> None:
        self._turn += 1
        if self._child is not None and self._task is not None and self._doing not in (("prepare", "keys") if but_keys else ("prepare",)):
            self._child.stop()

    def _go_on(self) -> None:
        self._idle.stop()
        if self._task is None and self._child is not None:
            self._task = self._tasks.start(self._work(), _("Filtering the body"))
            self.running_changed.emit(True)

    async def _work(self) -> None:
        try:
            while self._child is not None and (self._prepare or self._keys is not None or self._expression is not None):
                if self._prepare:
                    await self._make_ready(self._child)
                elif self._keys is not None:
                    await self._look_for_keys(self._child)
                else:
                    await self._work_out(self._child)
        finally:
            self._task, self._doing = None, ""
            self.running_changed.emit(False)
            self._idle.start()

    async def _make_ready(self, child: FilterChild) -> None:
        language, self._prepare, self._doing = self._prepare, "", "prepare"
        await asyncio.to_thread(child.prepare, language)

    async def _look_for_keys(self, child: FilterChild) -> None:
        assert self._keys is not None
        (language, wanted), self._keys, self._doing = self._keys, None, "keys"
        found: KeysFound = await asyncio.to_thread(child.keys, language, wanted.bases)
        if child is self._child:
            self.keys_found.emit(wanted, found)

    async def _work_out(self, child: FilterChild) -> None:
        assert self._expression is not None
        (language, expression), self._expression, turn = self._expression, None, self._turn
        self._doing = "ask"
        loop = asyncio.get_running_loop()

        def tell(result: FilterResult) -> None:
            if turn == self._turn:
                self.found.emit(result)

        def news(result: FilterResult) -> None:
            loop.call_soon_threadsafe(tell, result)

        result = await asyncio.to_thread(child.ask, language, expression, news)
        if not result.stopped:
            tell(result)

    def _end_idle_child(self) -> None:
        if self._child is not None and self._task is None:
            self._child.close()


def _close(holder: list[FilterChild | None]) -> None:
    if holder[0] is not None:
        holder[0].close()
