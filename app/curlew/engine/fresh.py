"""What was found on the disk a moment ago: sends in quick succession need not look again."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from curlew.engine.desk import Change, Desk

T = TypeVar("T")

FRESH_S = 1.0
"""How long what was found counts: the way to the disk's thread and back costs half as much as a small send."""

KEPT = 64


class Fresh(Generic[T]):
    """Keeps what was found, by what was asked for. A change made here counts at once, one from outside after at most a second."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: dict[Hashable, tuple[float, T]] = {}
        self._changes = 0
        desk.changed.listen(self._changed)

    def _changed(self, change: Change, _source: object) -> None:
        if change.kind not in ("history", "cookies"):
            self._changes += 1
            self._found.clear()

    async def get(self, asked: Hashable, look: Callable[[], T]) -> T:
        """Return what `look` found in the disk's thread, now or a moment ago."""
        changes, began = self._changes, time.monotonic()
        known = self._found.get(asked)
        if known is not None and began - known[0] < FRESH_S:
            return known[1]
        found = await self._desk.disk.run(look)
        if changes == self._changes:
            if len(self._found) >= KEPT:
                self._found.clear()
            self._found[asked] = (began, found)
        return found
