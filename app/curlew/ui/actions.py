"""The one table of commands: menus, the palette, tooltips and the shortcut page are drawn from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from curlew.registry import Registry
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.keys import readable_keys


@dataclass(frozen=True, slots=True)
class Action:
    """One command.

    shortcut: in Qt's portable words, "" for none. when: flags that must all be set for it to be enabled (see `Actions.set_flags`).
    scope: the part of the window in which the shortcut counts (`window`, or `tree`). listed: whether the palette offers it.
    """

    id: str
    title: str
    group: str
    shortcut: str = ""
    icon: str = ""
    when: tuple[str, ...] = ()
    scope: str = "window"
    listed: bool = True


def _views() -> tuple[Action, ...]:
    view = _("View")
    return (
        Action("view.collections", _("Collections"), view, "", "layers"),
        Action("view.environments", _("Environments"), view, "Ctrl+E", "globe"),
        Action("view.variables", _("Variables in scope"), view, "Ctrl+Shift+E", "eye"),
        Action("view.history", _("History"), view, "Ctrl+Shift+H", "history"),
        Action("cookies.open", _("Cookies"), view, "Ctrl+Shift+K", "cookie"),
        Action("view.filter", _("Filter the collections"), view, "", "filter"),
        Action("view.sidebar", _("Show or hide the sidebar"), view, "Ctrl+\\", "sidebar"),
        Action("view.split", _("Response below or beside"), view, "Ctrl+J", "split"),
        Action("view.theme", _("Light or dark"), view, "", "moon"),
        Action("view.zoom_in", _("Larger"), view, "Ctrl+=", "plus"),
        Action("view.zoom_out", _("Smaller"), view, "Ctrl+-", "minus"),
        Action("view.zoom_reset", _("Normal size"), view, "Ctrl+0", "text"),
    )


def _responses() -> tuple[Action, ...]:
    """Return what can be done with the response in front: the menu at its right end is drawn from these but for `body.…`."""
    response = _("Response")
    return (
        Action("response.copy", _("Copy the response body"), response, "Ctrl+.", "copy", ("response",)),
        Action("response.filter", _("Filter the response body"), response, "Ctrl+Alt+F", "filter", ("response",)),
        Action("body.go_to_line", _("Go to a line of the body"), response, "Ctrl+G", "text", ("response",)),
        Action("body.fold_all", _("Fold the whole body"), response, "Ctrl+Alt+[", "collapse", ("response",)),
        Action("body.unfold_all", _("Unfold the whole body"), response, "Ctrl+Alt+]", "expand", ("response",)),
        Action("response.save", _("Save the response body…"), response, "", "download", ("response",)),
        Action("response.save_example", _("Save as example…"), response, "", "file", ("live",)),
        Action("response.open_outside", _("Open the body with the system’s program"), response, "", "external", ("response",)),
        Action("response.own_window", _("Response in a window of its own, or back"), response, "Ctrl+Shift+J", "external", ("request",)),
        Action("response.compare", _("Compare with the response before"), response, "", "swap", ("live",)),
        Action("response.compare_other", _("Compare with another response…"), response, "", "swap", ("live",)),
        Action("response.compare_environments", _("Compare under another environment…"), response, "", "globe", ("request",)),
        Action("response.clear", _("Clear the response"), response, "", "trash", ("exchange",)),
    )


def _table() -> tuple[Action, ...]:
    requests, items, window = _("Requests"), _("Collections"), _("Window")
    tabs = tuple(
        Action(f"tabs.go_{n}", _("Go to tab {n}").format(n=n), window, f"Ctrl+{n}", when=("page",), listed=False) for n in range(1, 9)
    )
    return (
        Action("request.send", _("Send, or cancel while it runs"), requests, "Ctrl+Return", "play", ("request",)),
        Action("request.send_and_save", _("Send and save the response"), requests, "", "download", ("request",)),
        Action("request.new", _("New request"), requests, "Ctrl+N", "plus"),
        Action("request.scratch", _("New tab"), requests, "Ctrl+T", "plus"),
        Action("file.save", _("Save"), requests, "Ctrl+S", "save", ("saveable",)),
        Action("file.save_all", _("Save all"), requests, "Ctrl+Shift+S", "save", ("page",)),
        Action("file.revert", _("Go back to what is saved"), requests, "", "undo", ("dirty",)),
        Action("request.focus_url", _("Go to the URL"), requests, "Ctrl+L", "link", ("request",)),
        Action("request.beautify", _("Beautify the body"), requests, "Ctrl+B", "sparkle", ("request",)),
        Action("request.paste_curl", _("Paste a cURL command"), requests, "", "clipboard"),
        Action("request.copy_curl", _("Copy as cURL"), requests, "Ctrl+Shift+C", "copy", ("request",)),
        Action("request.examples", _("Examples of the request"), requests, "", "file", ("request",)),
        *_responses(),
        Action("find", _("Find in the pane"), requests, "Ctrl+F", "search", ("page",)),
        Action("collection.new", _("New collection"), items, "Ctrl+Shift+N", "layers"),
        Action("folder.new", _("New folder"), items, "", "folder", ("tree",)),
        Action("folder.open", _("Open a folder"), items, "Ctrl+Shift+O", "folder_open"),
        Action("file.view", _("Open a file in the viewer"), items, "Ctrl+O", "file"),
        Action("sample.open", _("Open the sample"), items, "", "flask"),
        Action("item.duplicate", _("Duplicate"), items, "Ctrl+D", "duplicate", ("tree",)),
        Action("item.rename", _("Rename"), items, "F2", "edit", ("tree",), "tree"),
        Action("item.delete", _("Delete"), items, "Del", "trash", ("tree",), "tree"),
        Action("item.open", _("Open"), items, "", "external", ("tree",), "tree", listed=False),
        Action("item.cut", _("Cut"), items, "Ctrl+X", "", ("tree",), "tree", listed=False),
        Action("item.copy", _("Copy"), items, "Ctrl+C", "copy", ("tree",), "tree", listed=False),
        Action("item.paste", _("Paste"), items, "Ctrl+V", "clipboard", ("tree",), "tree", listed=False),
        Action("item.copy_curl", _("Copy as cURL"), items, "", "terminal", ("tree",), "tree", listed=False),
        Action("item.compare", _("Compare their latest responses"), items, "", "swap", ("tree",), "tree", listed=False),
        Action("item.send_compare", _("Send both and compare"), items, "", "play", ("tree",), "tree", listed=False),
        Action("item.copy_path", _("Copy the path"), items, "", "link", ("tree",), "tree", listed=False),
        Action("item.show_file", _("Show in the file manager"), items, "", "folder_open", ("tree",), "tree", listed=False),
        Action("item.settings", _("Edit settings"), items, "", "settings", ("tree",), "tree", listed=False),
        Action("item.reveal", _("Show in the tree"), items, "", "reveal", ("item",)),
        Action("edit.undo", _("Undo"), items, "Ctrl+Z", "undo"),
        Action("edit.redo", _("Redo"), items, "Ctrl+Shift+Z", "redo"),
        Action("palette.open", _("Search or run a command"), window, "Ctrl+K", "search", listed=False),
        Action("quick.open", _("Open a request quickly"), window, "Ctrl+P", "search"),
        Action("tabs.close", _("Close the tab"), window, "Ctrl+W", "close", ("page",)),
        Action("tabs.close_others", _("Close the other tabs"), window, "", "", ("page",)),
        Action("tabs.reopen", _("Reopen the closed tab"), window, "Ctrl+Shift+T", "refresh", ("closed",)),
        Action("tabs.recent", _("Go to the tab used before"), window, "Ctrl+Tab", "swap", ("page",)),
        Action("tabs.side", _("Open to the side"), window, "Ctrl+Alt+J", "columns", ("several",)),
        Action("tabs.other_side", _("Go to the other side"), window, "F6", "swap", ("split",)),
        Action("tabs.close_side", _("Close the side"), window, "", "columns", ("split",)),
        *tabs,
        Action("tabs.go_last", _("Go to the last tab"), window, "Ctrl+9", when=("page",), listed=False),
        *_views(),
        Action("settings.open", _("Settings"), window, "Ctrl+,", "settings"),
        Action("workspace.settings", _("Settings of this workspace"), window, "", "layers"),
        Action("settings.shortcuts", _("Keyboard shortcuts"), window, "Ctrl+/", "keyboard"),
        Action("window.quit", _("Quit"), window, "Ctrl+Q", ""),
    )


ACTIONS: Registry[Action] = Registry(_table())


class Actions(QObject):
    """The commands of one window. A command without `bind` is shown nowhere."""

    changed = Signal()
    """A shortcut was changed."""

    def __init__(self, window: QWidget, theme: Theme, shortcuts: Mapping[str, str] | None = None) -> None:
        """Take changed `shortcuts` by action id; ids that no longer exist are ignored."""
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._flags: frozenset[str] = frozenset()
        self._shortcuts = {id_: keys for id_, keys in (shortcuts or {}).items() if id_ in ACTIONS}
        self._actions: dict[str, QAction] = {}
        theme.changed.connect(self._recolour)

    def bind(self, action_id: str, act: Callable[[], object]) -> QAction:
        """Say what a command does, and add it to the window."""
        action = self._add(action_id, act)
        self._settle_shortcuts()
        return action

    def bind_all(self, acts: Mapping[str, Callable[[], object]]) -> None:
        """Say what many commands do; the keys are dealt out once, not after each of them."""
        for spec in ACTIONS:
            if spec.id in acts:
                self._add(spec.id, acts[spec.id])
        self._settle_shortcuts()

    def _add(self, action_id: str, act: Callable[[], object]) -> QAction:
        spec = ACTIONS[action_id]
        action = QAction(spec.title, self)
        action.setObjectName(action_id)
        action.triggered.connect(lambda _checked=False: act())
        self._actions[action_id] = action
        action.setEnabled(self._is_enabled(spec))
        if spec.scope == "window":
            self._window.addAction(action)
        else:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def attach(self, scope: str, widget: QWidget) -> None:
        """Make the shortcuts of a scope count inside `widget`."""
        widget.addActions([action for id_, action in self._actions.items() if ACTIONS[id_].scope == scope])

    def action(self, action_id: str) -> QAction:
        """Return the command for a menu or a button."""
        action = self._actions[action_id]
        icon = ACTIONS[action_id].icon
        if icon and action.icon().isNull():  # drawn when it is first shown: few of them ever are
            action.setIcon(self._theme.icon(icon))
        return action

    def trigger(self, action_id: str) -> bool:
        """Run a command; False if it is not enabled now."""
        action = self._actions[action_id]
        if not action.isEnabled():
            return False
        action.trigger()
        return True

    def bound(self) -> tuple[Action, ...]:
        """Return the commands that do something, in the table's order."""
        return tuple(spec for spec in ACTIONS if spec.id in self._actions)

    def is_enabled(self, action_id: str) -> bool:
        return self._actions[action_id].isEnabled()

    def set_flags(self, flags: Iterable[str]) -> None:
        """Tell what holds: `page`, `request`, `exchange`, `response`, `live`, `saveable`, `tree`, `item`, `closed`, `several`, `split`."""
        before, self._flags = self._flags, frozenset(flags)
        if self._flags == before:  # as nearly always when the keyboard moves
            return
        for action_id, action in self._actions.items():
            action.setEnabled(self._is_enabled(ACTIONS[action_id]))

    # --- shortcuts ---

    def shortcut(self, action_id: str) -> str:
        """Return the keys in Qt's portable words."""
        return self._shortcuts.get(action_id, ACTIONS[action_id].shortcut)

    def keys(self, action_id: str) -> str:
        """Return the keys as people read them, "" for none."""
        return readable_keys(self.shortcut(action_id))

    def titled(self, action_id: str) -> str:
        """Return the title with the keys, for a tooltip."""
        keys = self.keys(action_id)
        title = ACTIONS[action_id].title
        return f"{title} ({keys})" if keys else title

    @property
    def changed_shortcuts(self) -> dict[str, str]:
        """What differs from the defaults, to be kept in the settings."""
        return dict(self._shortcuts)

    def set_shortcut(self, action_id: str, keys: str | None) -> None:
        """Change the keys of a command ("" for none, None for the default)."""
        if keys is None or keys == ACTIONS[action_id].shortcut:
            self._shortcuts.pop(action_id, None)
        else:
            self._shortcuts[action_id] = keys
        self._settle_shortcuts()
        self.changed.emit()

    def reset_shortcuts(self) -> None:
        self._shortcuts.clear()
        self._settle_shortcuts()
        self.changed.emit()

    def conflicts(self) -> dict[str, tuple[str, ...]]:
        """Return, for each command whose keys others have too, the ids of those others."""
        by_keys: dict[str, list[str]] = {}
        for spec in self.bound():
            if self.shortcut(spec.id):
                by_keys.setdefault(QKeySequence(self.shortcut(spec.id)).toString(), []).append(spec.id)
        return {id_: tuple(other for other in ids if other != id_) for ids in by_keys.values() if len(ids) > 1 for id_ in ids}

    # --- inner workings ---

    def _is_enabled(self, spec: Action) -> bool:
        return self._flags.issuperset(spec.when)

    def _settle_shortcuts(self) -> None:
        """Give each key to the first command that wants it: Qt would run neither of two."""
        taken: set[str] = set()
        for spec in self.bound():
            keys = QKeySequence(self.shortcut(spec.id)).toString()
            self._actions[spec.id].setShortcuts([] if keys in taken else _with_twins(keys))
            taken.add(keys)

    def _recolour(self) -> None:
        for action_id, action in self._actions.items():
            if not action.icon().isNull():
                action.setIcon(self._theme.icon(ACTIONS[action_id].icon))


def _with_twins(keys: str) -> list[QKeySequence]:
    """Return the keys with those of the number pad that mean the same."""
    if not keys:
        return []
    sequences = [QKeySequence(keys)]
    if keys.endswith("Return"):
        sequences.append(QKeySequence(keys.removesuffix("Return") + "Enter"))
    if keys == "Ctrl+=":
        sequences.append(QKeySequence("Ctrl++"))
    return sequences
