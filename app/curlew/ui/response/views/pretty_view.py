"""A body as text laid out and coloured for reading."""

from __future__ import annotations

import asyncio
import re
import time

from PySide6.QtGui import QHideEvent, QShowEvent

from curlew.preview.buffer import Buffer
from curlew.preview.layout import Laid, duplicate_notes, lay_out, laying_out
from curlew.preview.opened import Opened
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.views.text_body import TextBody

AT_ONCE = 64 * 1024
"""Bytes that are laid out here: handing them over would take longer."""

SLICE_S = 0.004
LONGEST_FAULT = 400
_WORD = re.compile(rb"[^\s,:{}\[\]\x80-\xff]{1,60}")
"""What is selected where a text is wrong, in place of a single character."""


class PrettyView(TextBody):
    """The first screen early, the whole later; broken text as far as it goes, with a way to what is wrong."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _("Response body"))
        self._fault_at = 0
        self._unchecked: Buffer | None = None  # shown already; whether keys stand twice in it is looked at later
        self._check_tasks = ui.tasks.for_owner(self)
        self.foot.fault_wanted.connect(self.go_to_fault)

    def _show(self, opened: Opened) -> None:
        self.foot.say_fault("")
        self._unchecked = None
        if len(opened.text) > AT_ONCE:
            self._tasks.start(self._lay_out(opened.text), _("Formatting the body"))
            return
        steps, until = laying_out(opened.text, self._language), time.perf_counter() + SLICE_S
        while time.perf_counter() < until:
            try:
                next(steps)
            except StopIteration as end:
                self._take(end.value, started=False)
                return
        self._tasks.start(self._lay_out(opened.text), _("Formatting the body"))

    async def _lay_out(self, text: Buffer) -> None:
        loop, wanted, started = asyncio.get_running_loop(), True, False

        def begin(beginning: bytes) -> None:
            nonlocal started
            if wanted:
                started = True
                is_laid_out = text[: len(beginning)] == beginning  # then most likely all of it is: its rows are found meanwhile
                self.pane.set_text(text if is_laid_out else beginning, self._language)

        def unwanted() -> bool:
            time.sleep(0)  # the window's thread gets the interpreter, if it waits for it
            return not wanted

        def first(beginning: bytes) -> None:
            loop.call_soon_threadsafe(begin, beginning)

        try:
            laid = await asyncio.to_thread(lay_out, text, self._language, first, unwanted)
        except OSError as error:
            self.failed.emit(_("the formatted text could not be kept: {reason}.").format(reason=error.strerror or error))
            return
        finally:
            wanted = False
        self._take(laid, started)
        if laid.unchecked:
            self._unchecked = text
            self._check()

    def _check(self) -> None:
        self._check_tasks.cancel()
        if self._unchecked is not None and self.isVisible():
            self._check_tasks.start(self._check_keys(self._unchecked), _("Looking for keys that stand twice"))

    def stop(self) -> None:
        super().stop()
        self._check_tasks.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._check()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._check_tasks.cancel()

    async def _check_keys(self, text: Buffer) -> None:
        """Tell of keys that stand twice in a large text, which is shown already."""
        wanted = True
        try:
            notes = await asyncio.to_thread(duplicate_notes, text, lambda: not wanted)
        finally:
            wanted = False
        self._unchecked = None
        if notes:
            self._notes = (*self._notes, *notes)
            self.notes_found.emit(self._notes)

    def _take(self, laid: Laid, started: bool) -> None:
        if laid.problem is not None:
            self._fault_at = laid.problem_out
            self.foot.say_fault(str(laid.problem))
        self._placed(laid.data, laid.notes, goes_on=started)

    def go_to_fault(self) -> None:
        """Show where the text stops being what it should be."""
        data = self.pane.view.source.data
        near = data[self._fault_at : self._fault_at + LONGEST_FAULT]
        at = self._fault_at + len(near) - len(near.lstrip())
        word = _WORD.match(near.lstrip())
        start, end = min(at, len(data)), min(at + (word.end() if word is not None else 1), len(data))
        self.pane.view.select(start, end, middle=True)
        self.pane.view.setFocus()
