"""Announcing changes: each once, with what changed and who did it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

E = TypeVar("E")


class Announcer(Generic[E]):
    """Calls its listeners in the order they came. A listener gets the event and the `source` that caused it."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[E, object], None]] = []

    def listen(self, listener: Callable[[E, object], None]) -> Callable[[], None]:
        """Add a listener and return what removes it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def announce(self, event: E, source: object = None) -> None:
        for listener in tuple(self._listeners):
            listener(event, source)
