"""The menu at the right end of the response's tabs, drawn from the table of commands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.widgets.parts import IconButton

LAST = ("response.clear",)
"""Commands behind a line at the end."""


class MenuButton(IconButton):
    """Opens the commands whose ids begin with `response.`; those that cannot be done now are grey."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "more", _("More for the response"))
        self._ui = ui
        self.setObjectName("response_menu_button")
        self.clicked.connect(self.open_menu)

    def open_menu(self) -> None:
        """Show the menu below the button, its right edge below the button's."""
        menu = self.make_menu()
        corner = self.mapToGlobal(QPoint(self.width(), self.height()))
        menu.popup(QPoint(corner.x() - menu.sizeHint().width(), corner.y() + 2))

    def make_menu(self) -> QMenu:
        """Return the menu; it is deleted when it closes."""
        menu = QMenu(self)
        menu.setObjectName("response_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions, theme = self._ui.actions, self._ui.theme
        found = [spec for spec in actions.bound() if spec.id.startswith("response.")]
        for spec in sorted(found, key=lambda spec: spec.id in LAST):
            if spec.id in LAST and menu.actions() and not menu.actions()[-1].isSeparator():
                menu.addSeparator()
            keys = actions.keys(spec.id)
            entry = menu.addAction(f"{spec.title}\t{keys}" if keys else spec.title)
            entry.setObjectName(spec.id)
            if spec.icon:
                entry.setIcon(theme.icon(spec.icon, "err" if spec.id in LAST else "text2", 14))
            entry.setEnabled(actions.is_enabled(spec.id))
            entry.triggered.connect(partial(self._run, spec.id))
        return menu

    def _run(self, action_id: str, _checked: bool = False) -> None:
        self._ui.actions.trigger(action_id)
