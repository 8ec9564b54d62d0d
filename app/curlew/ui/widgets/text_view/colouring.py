"""Colours that take longer than painting may: found for a few milliseconds at a time, then painted."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from curlew.preview.text.lexing import Lexing

STEP_S = 0.003
PREPARED_MS = 15


class Colouring(QObject):
    """Call `go_on` after painting: `ready` comes when more colours are known."""

    ready = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lexing: Lexing | None = None
        self._steps: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)

    def go_on(self, lexing: Lexing | None) -> None:
        """Find the colours that this text wants now; those wanted of another are given up."""
        if lexing is not self._lexing:
            self._lexing, self._steps = lexing, None
            self._timer.stop()
        if lexing is not None and lexing.wanted and not self._timer.isActive():
            if not lexing.is_prepared:
                threading.Thread(target=lexing.prepare, daemon=True, name="lexer").start()
            self._timer.start(0 if lexing.is_prepared else PREPARED_MS)

    def _step(self) -> None:
        lexing = self._lexing
        if lexing is None:
            return
        if not lexing.is_prepared:
            self._timer.start(PREPARED_MS)
            return
        if self._steps is None:
            self._steps = lexing.steps()
        until = time.perf_counter() + STEP_S
        for _step in self._steps:
            if time.perf_counter() > until:
                self._timer.start(0)
                return
        self._steps = None
        self.ready.emit()
