"""A bounded stack of steps that can be taken back and made again; what a step is, its owner knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

S = TypeVar("S")


@dataclass(slots=True)
class UndoStack(Generic[S]):
    """`push` what was done; `undo` and `redo` return the step concerned, which the caller then carries out."""

    limit: int = 500
    _done: list[S] = field(default_factory=list)
    _undone: list[S] = field(default_factory=list)

    def push(self, step: S) -> None:
        self._done.append(step)
        del self._done[: -self.limit]
        self._undone.clear()

    def replace_top(self, step: S) -> None:
        """Merge: the newest step becomes `step` (typing one word is one step)."""
        self._done[-1] = step
        self._undone.clear()

    @property
    def top(self) -> S | None:
        return self._done[-1] if self._done else None

    @property
    def next(self) -> S | None:
        """What `redo` would return."""
        return self._undone[-1] if self._undone else None

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def undo(self) -> S | None:
        """Return the newest step and move it to the redo side; None if there is none."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> S | None:
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    def forget(self, step: S) -> None:
        """Drop a step that cannot be taken any more, from either side."""
        for side in (self._done, self._undone):
            side[:] = [kept for kept in side if kept is not step]

    def clear(self) -> None:
        self._done.clear()
        self._undone.clear()
