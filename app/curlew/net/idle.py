"""Connections that wait for another request: closed after a while, also when none comes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

KEEP_ALIVE_S = 4.0
"""How long an idle connection is kept. Common servers close theirs after 5 s; reusing one at that moment fails (C38)."""


_CLOCK = getattr(time, "CLOCK_BOOTTIME", None)


def _now() -> float:
    """Return seconds of a clock that goes on while the machine sleeps, where there is one (F19)."""
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)


class Idle:
    """Knows how to close what is idle. One timer runs while there is anything, none otherwise."""

    def __init__(self) -> None:
        self._since: dict[object, tuple[float, Callable[[], None]]] = {}
        self._timer: asyncio.Handle | None = None

    def add(self, line: object, close: Callable[[], None]) -> None:
        self._since[line] = (_now(), close)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(KEEP_ALIVE_S, self._sweep)

    def remove(self, line: object) -> None:
        self._since.pop(line, None)

    def is_old(self, line: object) -> bool:
        """Whether a line has waited too long: the timer does not run while the machine sleeps, and servers do."""
        found = self._since.get(line)
        return found is not None and _now() - found[0] >= KEEP_ALIVE_S

    def _sweep(self) -> None:
        now = _now()
        for line, (since, close) in tuple(self._since.items()):
            if now - since >= KEEP_ALIVE_S - 0.01:
                del self._since[line]
                close()
        waits = [KEEP_ALIVE_S - (now - since) for since, _close in self._since.values()]
        self._timer = asyncio.get_running_loop().call_later(max(0.1, min(waits)), self._sweep) if waits else None

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._since.clear()
