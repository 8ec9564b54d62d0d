"""What the core has to tell a person; the attached front end shows it (the core never opens a dialog and never prints)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Level = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Message:
    """A notice. `action` names a button, `act` is what it does."""

    level: Level
    title: str
    reason: str = ""
    hint: str = ""
    action: str = ""
    act: Callable[[], None] | None = None


class Messages:
    """Keeps what nobody has seen yet until a front end attaches."""

    def __init__(self) -> None:
        self._show: Callable[[Message], None] | None = None
        self._waiting: list[Message] = []

    def attach(self, show: Callable[[Message], None]) -> None:
        self._show = show
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            show(message)

    def post(self, message: Message) -> None:
        if self._show is None:
            self._waiting.append(message)
        else:
            self._show(message)
