"""The frame of the expression: its icon, the field, what was found, and what can be done with that."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame

from curlew.text import _
from curlew.ui.response.filtering.expression_edit import ExpressionEdit
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, Picture, label, restyle, row, set_role


class FilterField(QFrame):
    """`edit` is the field itself."""

    cleared = Signal()
    stop_wanted = Signal()
    recent_wanted = Signal()
    copy_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("ground", "field")
        self.icon = Picture(theme, "filter", "accent", 14)
        self.edit = ExpressionEdit(theme)
        self.setFocusProxy(self.edit)
        self.edit.focused.connect(self._show_focus)
        self.status = label("", "meta")
        self.status.setObjectName("filter_status")
        self.stop = self._button("stop", _("Stop"), "filter_stop")
        self.stop.clicked.connect(self.stop_wanted)
        self.copy = self._button("copy", _("Copy the result"), "filter_copy")
        self.copy.clicked.connect(self.copy_wanted)
        self.save = self._button("download", _("Save the result"), "filter_save")
        self.save.clicked.connect(self.save_wanted)
        self.recent = self._button("history", _("Earlier expressions"), "filter_recent")
        self.recent.clicked.connect(self.recent_wanted)
        self.clear = self._button("close", _("Clear the filter"), "filter_clear")
        self.clear.clicked.connect(self.cleared)
        buttons = (self.stop, self.copy, self.save, self.recent, self.clear)
        line = row(self.icon, self.edit, self.status, *buttons, margins=(11, 0, 5, 0), spacing=2)
        line.insertSpacing(1, 7)
        line.insertSpacing(4, 4)
        line.setStretch(2, 1)
        self.setLayout(line)
        theme.changed.connect(self._fit)
        self._fit()

    def _button(self, icon: str, title: str, name: str) -> IconButton:
        made = IconButton(self._theme, icon, title, 13, 22, "text3")
        made.setObjectName(name)
        made.setProperty("kind", "inline")
        made.hide()
        return made

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.px(30))
        self.edit.setFixedHeight(self._theme.px(30) - 2)

    def _show_focus(self, focused: bool) -> None:
        self.setProperty("active", focused)
        restyle(self)

    def say(self, words: str, wrong: bool = False) -> None:
        """Say in a few words what was found; who hears it is told at the expression."""
        self.status.setText(words)
        if self.edit.accessibleDescription() != words:
            self.edit.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self.edit, QAccessible.Event.DescriptionChanged))
        set_role(self.status, "err" if wrong else "meta")
        self.status.setVisible(bool(words))
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            restyle(self)

    def settle(self, running: bool, has_text: bool, has_result: bool, has_recent: bool) -> None:
        """Show the buttons that there is a use for; where there is little room, only what ends the filter."""
        roomy = self.width() >= self._theme.px(420)
        self.stop.setVisible(running)
        self.copy.setVisible(has_result and roomy and not running)
        self.save.setVisible(has_result and roomy and not running)
        self.recent.setVisible(has_recent and not has_text)
        self.clear.setVisible(has_text)
