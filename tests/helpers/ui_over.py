"""A `Ui` over any session, for tests of panels that need no disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from curlew.ui.actions import Actions
from curlew.ui.context import Ui
from curlew.ui.tasks import TaskScope
from curlew.ui.theme import Theme


@contextmanager
def ui_over(theme: Theme, session: Any, notify: Callable[..., None]) -> Iterator[Ui]:
    """Yield a Ui; an error in one of its tasks is raised at the end."""
    errors: list[BaseException] = []
    tasks = TaskScope(None, lambda error, _name: errors.append(error))
    window = QWidget()
    yield Ui(session, theme, tasks, Actions(window, theme), notify)
    tasks.cancel()
    QApplication.processEvents()
    window.deleteLater()
    if errors:
        raise errors[0]
