"""The one place that starts coroutines: it keeps the tasks, reports their errors at once, and ends them with their owner."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QObject

T = TypeVar("T")

Report = Callable[[BaseException, str], None]
"""Told of an error and of the name of the task that met it."""


class TaskBoard:
    """The tasks of all scopes of a window, the oldest first; `changed` is called when one begins or ends."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self.changed = changed
        self.tasks: list[asyncio.Task[Any]] = []

    def add(self, task: asyncio.Task[Any]) -> None:
        self.tasks.append(task)
        self.changed()

    def remove(self, task: asyncio.Task[Any]) -> None:
        self.tasks.remove(task)
        self.changed()


class TaskScope:
    """Tasks that belong to one owner; they are cancelled when it is destroyed (None: only by `cancel`).

    board: where they are shown while they run; none for what runs as long as the window.
    """

    def __init__(self, owner: QObject | None, report: Report, board: TaskBoard | None = None) -> None:
        self._report = report
        self._board = board
        self._tasks: set[asyncio.Task[Any]] = set()
        if owner is not None:
            owner.destroyed.connect(self.cancel)

    def start(self, coroutine: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        """Start a coroutine. `name` is for people ("Saving List pets")."""
        task = asyncio.get_running_loop().create_task(coroutine, name=name)
        self._tasks.add(task)
        if self._board is not None:
            self._board.add(task)
        task.add_done_callback(self._finished)
        return task

    def for_owner(self, owner: QObject) -> TaskScope:
        """Return a scope that reports to the same place and ends with `owner`."""
        return TaskScope(owner, self._report, self._board)

    def cancel(self, *_: object) -> None:
        """Cancel all that runs."""
        for task in tuple(self._tasks):
            task.cancel()

    @property
    def running(self) -> tuple[asyncio.Task[Any], ...]:
        return tuple(self._tasks)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if self._board is not None:
            self._board.remove(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._report(error, task.get_name())
