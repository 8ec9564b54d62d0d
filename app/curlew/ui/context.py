"""What every part of the window is given: the session, the look, the tasks, and a way to talk to the person."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from curlew.engine.messages import Level
    from curlew.engine.session import Session
    from curlew.ui.actions import Actions
    from curlew.ui.tasks import TaskScope
    from curlew.ui.theme import Theme


class Notify(Protocol):
    """Shows a notice that stops nobody: `action` names a button, `act` is what it does."""

    def __call__(
        self, level: Level, title: str, reason: str = "", hint: str = "", action: str = "", act: Callable[[], None] | None = None
    ) -> None: ...


@dataclass(slots=True)
class Ui:
    """Passed to every panel first. `actions` is the table of commands; run one with `ui.actions.trigger("request.send")`."""

    session: Session
    theme: Theme
    tasks: TaskScope
    actions: Actions
    notify: Notify

    async def ask(self, dialog: QDialog) -> int:
        """Open a dialog and return its result when it is closed; it is deleted then, unless the caller keeps it as a child.

        The only way to a dialog from a coroutine: `exec` there would stop all other tasks for good.
        """
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        dialog.finished.connect(lambda result: None if done.done() else done.set_result(result))
        dialog.open()
        try:
            return await done
        finally:
            dialog.close()
