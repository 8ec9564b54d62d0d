"""Long work on the window's thread, a few milliseconds at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

SLICE_S = 0.005


class Slices(QObject):
    """Runs the steps of one piece of work between the events of the loop; a new one takes the place of the one before."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] | None = None
        self._done: Callable[[], None] = lambda: None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    @property
    def going(self) -> bool:
        return self._steps is not None

    def begin(self, steps: Iterator[None], done: Callable[[], None]) -> None:
        """Run the first step now and the others as the loop gets to them, then `done`."""
        self._steps, self._done = steps, done
        self._run(0.0)

    def finish(self) -> None:
        """Run all that is left at once."""
        self._run(float("inf"))

    def drop(self) -> None:
        """Leave the rest undone."""
        self._steps = None
        self._timer.stop()

    def _go_on(self) -> None:
        self._run(perf_counter() + SLICE_S)

    def _run(self, end: float) -> None:
        steps = self._steps
        while steps is not None and steps is self._steps:
            if next(steps, True):
                self.drop()
                self._done()
            elif perf_counter() >= end:
                break
        if self._steps is not None:
            self._timer.start(0)
