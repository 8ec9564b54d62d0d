"""What can be done with one value of a body, wherever it is picked: copy it, filter by it, make a variable from it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from curlew.preview.picked import PickedValue
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.tree.menu import new_menu

__all__ = ["PickedValue", "ValueActions"]

AT_ONCE = 64 * 1024
"""Bytes of a value that are worked on in the window's thread."""

LARGEST_COPY = 50 * 1000 * 1000
LARGEST_VARIABLE = 1000 * 1000


class ValueActions:
    """The menu of a value, and its entries one by one for keys. filter_by: takes a JSONPath or XPath; None where nothing filters."""

    def __init__(self, ui: Ui, filter_by: Callable[[str], object] | None = None) -> None:
        self._ui = ui
        self._filter_by = filter_by

    def menu(self, parent: QWidget, value: PickedValue, copy_keys: str = "") -> QMenu:
        """Return the menu of a value, to be shown with `popup`; it is deleted when it closes. copy_keys: what copies without it."""
        menu = new_menu(parent)
        menu.setObjectName("value_menu")
        self._fill_copies(menu, value, copy_keys)
        menu.addSeparator()
        if self._filter_by is not None:
            self._add(menu, "filter", _("Filter by this value"), lambda: self.filter_by(value))
        if value.kind not in ("object", "array") and self._can_make_variables:
            self._add(menu, "globe", _("Make an environment variable…"), lambda: self.make_variable(parent, value))
        return menu

    def _fill_copies(self, menu: QMenu, value: PickedValue, keys: str) -> None:
        title = _("Copy value")
        self._add(menu, "copy", f"{title}\t{keys}" if keys else title, lambda: self.copy_value(value))
        self._add(menu, "braces", _("Copy as XML") if value.is_xml else _("Copy as JSON"), lambda: self.copy_source(value))
        if value.key is not None:
            self._add(menu, "key", _("Copy key"), lambda: put(value.key_text()))
        self._add(menu, "link", _("Copy path"), lambda: put(value.path()))

    def _add(self, menu: QMenu, icon: str, title: str, act: Callable[[], object]) -> None:
        entry = menu.addAction(self._ui.theme.icon(icon, "text2", 14), title)
        entry.triggered.connect(lambda _checked=False: act())

    @property
    def _can_make_variables(self) -> bool:
        return self._ui.session is not None  # a window for one file has no workspace

    def copy_value(self, value: PickedValue) -> None:
        """Copy what a value says; a container as it is laid out."""
        self._copy(value, value.source if value.kind in ("object", "array") else value.value)

    def copy_source(self, value: PickedValue) -> None:
        """Copy a value as it stands in the body; a container laid out on lines."""
        self._copy(value, value.source)

    def _copy(self, value: PickedValue, make: Callable[[], str]) -> None:
        if value.size <= AT_ONCE:
            put(make())
        elif value.size <= LARGEST_COPY:
            self._ui.tasks.start(self._copy_later(make), _("Copying a value"))
        else:
            title, hint = _("The value is too large for the clipboard"), _("Save the body instead, or filter it first.")
            self._ui.notify("warning", title, _("It has {n} bytes.").format(n=f"{value.size:,}"), hint)

    async def _copy_later(self, make: Callable[[], str]) -> None:
        put(await asyncio.to_thread(make))

    def filter_by(self, value: PickedValue) -> None:
        if self._filter_by is not None:
            self._filter_by(value.filter_text())

    def make_variable(self, parent: QWidget, value: PickedValue) -> None:
        """Ask for a name and an environment, and set the value there."""
        if value.size > LARGEST_VARIABLE:
            reason = _("It has {n} bytes, a variable takes a million at most.").format(n=f"{value.size:,}")
            self._ui.notify("warning", _("The value is too large for a variable"), reason, _("Pick a smaller part of it."))
            return
        from curlew.ui.response.making_variable import make_variable

        self._ui.tasks.start(make_variable(self._ui, parent, value), _("Making an environment variable"))


def put(text: str) -> None:
    """Put a text on the clipboard."""
    QGuiApplication.clipboard().setText(text)
