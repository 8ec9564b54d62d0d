"""The context menu of a text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from curlew.text import _
from curlew.ui.widgets.keys import with_keys
from curlew.ui.widgets.text_view.folding import LEVELS

if TYPE_CHECKING:
    from curlew.ui.widgets.text_view.view import TextView

Keys = QKeySequence.StandardKey


def fill_menu(view: TextView, menu: QMenu) -> None:
    """Put into a menu what can be done with the text; what others add for the caret's place stands behind Copy."""
    chosen = view.selection[0] < view.selection[1]
    _add(view, menu, "copy", _("Copy"), view.copy, Keys.Copy).setEnabled(chosen)
    view.menu_opening.emit(menu, view.caret)
    _add(view, menu, "", _("Select all"), view.select_all, Keys.SelectAll)
    menu.addSeparator()
    _add(view, menu, "search", _("Find…"), view.find_requested.emit, Keys.Find)
    _add(view, menu, "", _("Go to line…"), view.go_to_requested.emit, "Ctrl+G")
    if view.folding.possible:
        menu.addMenu(_fold_menu(view, menu))
    menu.addSeparator()
    wrap = menu.addAction(_("Wrap long lines"), view.toggle_wrap)
    wrap.setCheckable(True)
    wrap.setChecked(view.wrap)
    zoom = menu.addMenu(_("Text size"))
    for title, steps in ((_("Larger"), 1), (_("Smaller"), -1), (_("Usual size"), 0)):
        _add(view, zoom, "", title, partial(view.zoom_by, steps))


def _fold_menu(view: TextView, parent: QMenu) -> QMenu:
    folding, row = view.folding, view.shown.row_of(view.caret)
    menu = QMenu(_("Fold"), parent)
    _add(view, menu, "collapse", _("Fold"), lambda: folding.close_at(view.caret), "Ctrl+Shift+[")
    unfold = _add(view, menu, "expand", _("Unfold"), lambda: folding.open(row), "Ctrl+Shift+]")
    unfold.setEnabled(view.shown.gap(row) is not None)
    menu.addSeparator()
    _add(view, menu, "", _("Fold all"), lambda: folding.close_below(0), "Ctrl+Alt+[")
    _add(view, menu, "", _("Unfold all"), folding.open_all, "Ctrl+Alt+]")
    menu.addSeparator()
    for level in range(1, LEVELS + 1):
        title = _("Fold to level {n}").format(n=level)
        _add(view, menu, "", title, partial(folding.close_below, level), f"Alt+{level}")
    return menu


def _add(view: TextView, menu: QMenu, icon: str, title: str, act: Callable[[], object], keys: str | Keys = "") -> QAction:
    """Add an entry; its keys are only shown, the view itself listens to them."""
    entry = menu.addAction(with_keys(title, keys))
    entry.triggered.connect(lambda _checked=False: act())
    if icon:
        entry.setIcon(view.theme.icon(icon, "text2", 14))
    return entry
