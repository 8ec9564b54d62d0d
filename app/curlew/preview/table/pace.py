"""How work in a worker leaves the window its turn, and how it is ended."""

from __future__ import annotations

import time

SLICE_S = 0.0015
"""Longest time for which the interpreter is kept."""

BREAK_S = 0.0003
"""Sleeping for no time would take the interpreter back before the window's thread has woken up."""


class Stopped(Exception):  # noqa: N818  # no error: somebody ended the work
    """Raised where work rests that has been ended."""


class Gate:
    """`busy`: the window is painting, and wants the interpreter for itself."""

    busy = False


class Pace:
    """Work calls `rest` after every few rows. gate: None for work in the window's thread itself, which does not pause.

    done, total: how far it has come, for whoever shows that.
    """

    def __init__(self, gate: Gate | None = None) -> None:
        self._gate = gate
        self._since = time.perf_counter()
        self.stopped = False
        self.done = 0
        self.total = 0

    def stop(self) -> None:
        self.stopped = True

    def rest(self) -> None:
        """Give way where it is time. Raises Stopped."""
        if self.stopped:
            raise Stopped
        if self._gate is None or time.perf_counter() - self._since < SLICE_S:
            return
        time.sleep(BREAK_S)
        waited = 0
        while self._gate.busy and waited < 50 and not self.stopped:
            time.sleep(0.001)
            waited += 1
        self._since = time.perf_counter()
