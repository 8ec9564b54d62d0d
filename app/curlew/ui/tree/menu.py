"""The menus of the tree, drawn from the table of commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from curlew.model.tree import Item, ItemKind
from curlew.ui.actions import ACTIONS, Actions
from curlew.ui.theme import Theme
from curlew.ui.tree.model import HOLDERS

SEPARATOR = ""

REQUEST = ("item.open", "item.copy_curl", "", "item.rename", "item.duplicate", "item.cut", "item.copy", "item.paste")
FOLDER = ("item.settings", "request.new", "folder.new", "", "item.rename", "item.duplicate", "item.cut", "item.copy", "item.paste")
COLLECTION = ("item.settings", "request.new", "folder.new", "", "item.rename", "item.duplicate", "item.paste")
AWAY = ("", "item.show_file", "item.copy_path", "", "item.delete")
GROUND = ("request.new", "folder.new", "collection.new", "", "folder.open", "item.paste")
PAIR = ("item.compare", "item.send_compare", "")
SEVERAL = ("item.open", "", "item.duplicate", "item.cut", "item.copy", "", "item.copy_path", "", "item.delete")


def ids_for(item: Item | None, count: int) -> tuple[str, ...]:
    """Return the commands for the item under the pointer (None: the ground), "" where a line goes."""
    if item is None:
        return GROUND
    if count > 1:
        return SEVERAL
    if item.problem and item.kind in HOLDERS:
        return ("item.copy_path", "", "item.delete")
    if item.kind is ItemKind.BROKEN:
        return ("item.open", *AWAY)
    if item.kind is ItemKind.OPAQUE:
        return tuple(id_ for id_ in (*REQUEST, *AWAY) if id_ != "item.copy_curl")
    if item.kind is ItemKind.COLLECTION:
        return (*COLLECTION, *AWAY)
    return (*(FOLDER if item.kind is ItemKind.FOLDER else REQUEST), *AWAY)


def fill(menu: QMenu, ids: tuple[str, ...], acts: Mapping[str, Callable[[], object]], actions: Actions, theme: Theme) -> None:
    """Fill a menu with the commands that have an act; the keys stand at the right without being shortcuts a second time."""
    for id_ in ids:
        if id_ == SEPARATOR:
            menu.addSeparator()
        elif id_ in acts:
            spec = ACTIONS[id_]
            title = spec.title.replace("&", "&&")
            keys = actions.keys(id_)
            token = "err" if id_ == "item.delete" else "text2"
            entry = menu.addAction(f"{title}\t{keys}" if keys else title)
            if spec.icon:
                entry.setIcon(theme.icon(spec.icon, token, 14))
            entry.setObjectName(id_)
            entry.triggered.connect(_calling(acts[id_]))


def _calling(act: Callable[[], object]) -> Callable[[bool], None]:
    def call(_checked: bool = False) -> None:
        act()

    return call


def new_menu(parent: QWidget) -> QMenu:
    """Return a menu that is deleted when it closes; show it with `popup`, never `exec`."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
