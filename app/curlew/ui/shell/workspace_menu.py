"""The menu behind the workspace's name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu

from curlew.text import _

if TYPE_CHECKING:
    from curlew.ui.shell.workbench import Workbench


class WorkspaceMenu(QMenu):
    """Opens below the left end of its button, where Qt would take the right one, the button being turned round."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        button = self.parentWidget()
        if button is not None:
            self.move(button.mapToGlobal(QPoint(0, button.height() + 2)))


def make_workspace_menu(bench: Workbench) -> QMenu:
    """Return a menu that is filled anew each time it opens."""
    menu = WorkspaceMenu(bench.window.frame.top_bar.workspace)
    menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # its button is turned round, so that the chevron stands behind the name
    menu.aboutToShow.connect(lambda: _fill(menu, bench))
    return menu


def _fill(menu: QMenu, bench: Workbench) -> None:
    menu.clear()
    for path in bench.openers.recent():
        title = f"{path.name}    {_place(path)}"[:90].replace("&", "&&")
        action = menu.addAction(bench.theme.icon("folder"), title)
        action.triggered.connect(lambda _checked=False, path=path: bench.openers.open_path(path))
    if bench.openers.recent():
        menu.addSeparator()
    home = menu.addAction(bench.theme.icon("layers"), _("My workspace"))
    home.triggered.connect(lambda _checked=False: bench.openers.open_home())
    for action_id in ("sample.open", "folder.open", "collection.new"):
        action, keys = bench.actions.action(action_id), bench.actions.keys(action_id)
        entry = menu.addAction(action.icon(), f"{action.text()}\t{keys}" if keys else action.text())
        entry.triggered.connect(lambda _checked=False, action=action: action.trigger())


def _place(path: Path) -> str:
    home = Path.home()
    return f"~/{path.parent.relative_to(home).as_posix()}" if path.parent.is_relative_to(home) else str(path.parent)
