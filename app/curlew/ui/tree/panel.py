"""The sidebar's collections: heading, filter, tree, and what stands there when there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QStackedLayout, QWidget

from curlew.engine.session import Change
from curlew.model.tree import ROOT, Item, ItemKind
from curlew.text import _
from curlew.ui.actions import ACTIONS
from curlew.ui.context import Ui
from curlew.ui.tree import menu as menus
from curlew.ui.tree.commands import TreeCommands
from curlew.ui.tree.empty import Placeholder, no_collections
from curlew.ui.tree.expansion import Expansion
from curlew.ui.tree.filter_box import FilterBox
from curlew.ui.tree.filtering import FilterRun, Found
from curlew.ui.tree.labels import shorten
from curlew.ui.tree.model import HOLDERS, TreeModel
from curlew.ui.tree.trouble import TroubleCard, told
from curlew.ui.tree.view import TreeView
from curlew.ui.widgets.parts import IconButton, column, label, row

OPENED_BY_FILTER = 400
"""So many folders a filter opens at most: beyond that nobody looks, and each costs layout time."""
FILTER_AGAIN_MS = 150
SHOWN_OF_FILTER = 24
KEYS = ("item.rename", "item.delete", "item.duplicate", "item.cut", "item.copy", "item.paste", "edit.undo", "edit.redo")
"""Commands whose keys the tree also takes itself, for when nobody in the window has."""


class CollectionsPanel(QFrame):
    """Asks for what others do: to open an item, kept or as a preview; its text, to mend it; a folder; a copy as cURL."""

    open_requested = Signal(object, bool)
    text_requested = Signal(object)
    import_requested = Signal()
    curl_requested = Signal(object)
    compare_requested = Signal(object, bool)
    """Two requests: their latest responses, or (true) new ones."""
    selection_changed = Signal()
    tree_focus_changed = Signal(bool)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.setObjectName("CollectionsPanel")
        self.setProperty("ground", "surface")
        self.model = TreeModel(ui.session, self)
        self.view = TreeView(ui.theme, self.model)
        self.commands = TreeCommands(ui, self.view, self.model)
        self._expansion = Expansion(self.view, self.model)
        self._run = FilterRun(self)
        self._kept_open: list[str] | None = None
        self._again = QTimer(self, singleShot=True, interval=FILTER_AGAIN_MS)
        self._again.timeout.connect(self._filter)
        self._build()
        self._connect()
        self._settle()

    # --- building ---

    def _build(self) -> None:
        theme = self._ui.theme
        self._open_button = IconButton(theme, "folder_open", ACTIONS["folder.open"].title)
        self._add_button = IconButton(theme, "plus", _("New request, folder or collection"))
        self.filter_box = FilterBox(theme, _("Filter the collections by name, method or address"))
        self.filter_box.setObjectName("CollectionsFilter")
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Opening the workspace"))
        self._progress.hide()
        self._empty = no_collections(theme, self.commands.new_collection, self.import_requested.emit)
        self._nothing = Placeholder(theme, "search", "", "")
        self._stack = QStackedLayout()
        for page in (self.view, self._empty, self._nothing):
            self._stack.addWidget(page)
        heading = row(label(_("Collections"), "h2"), None, self._open_button, self._add_button, margins=(14, 7, 8, 1), spacing=2)
        box = row(self.filter_box, margins=(12, 2, 12, 6))
        layout = column(heading, box, self._progress, spacing=0)
        layout.addLayout(self._stack, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        view = self.view
        self._open_button.clicked.connect(self.import_requested)
        self._add_button.clicked.connect(self._show_add_menu)
        self.filter_box.textChanged.connect(self._filter)
        self.filter_box.left.connect(self.view.setFocus)
        self.filter_box.stepped_down.connect(self._go_to_tree)
        self.filter_box.chosen.connect(self._open_first)
        self._run.done.connect(self._show_found)
        view.previewed.connect(lambda item_id: self.open_requested.emit(item_id, False))
        view.opened.connect(self.open_item)
        view.trouble_clicked.connect(self.show_trouble)
        view.menu_wanted.connect(self._show_menu)
        view.selection_changed.connect(self.selection_changed)
        view.focus_changed.connect(self.tree_focus_changed)
        self.commands.made.connect(lambda item_id: self.open_requested.emit(item_id, True))
        stop = self._ui.session.changed.listen(self._on_change)
        self.destroyed.connect(lambda: stop())
        for action_id, act in self.acts().items():
            if action_id in KEYS:
                view.bind_keys(self._keys_of(action_id), act)

    def _keys_of(self, action_id: str) -> Callable[[], str]:
        return lambda: self._ui.actions.shortcut(action_id)

    def acts(self) -> dict[str, Callable[[], object]]:
        """Return what each command of the table does in this panel."""
        do = self.commands
        return {
            "item.open": self._open_selected,
            "item.settings": self._open_selected,
            "item.copy_curl": self._ask_for_curl,
            "request.new": do.new_request,
            "folder.new": do.new_folder,
            "collection.new": do.new_collection,
            "folder.open": self.import_requested.emit,
            "item.rename": do.rename,
            "item.duplicate": do.duplicate,
            "item.cut": do.cut,
            "item.copy": do.copy,
            "item.paste": do.paste,
            "item.delete": do.delete,
            "item.copy_path": do.copy_path,
            "item.compare": lambda: self._compare(False),
            "item.send_compare": lambda: self._compare(True),
            "item.show_file": do.show_in_file_manager,
            "edit.undo": do.undo,
            "edit.redo": do.redo,
        }

    # --- what the shell calls ---

    def selected_ids(self) -> list[int]:
        return self.view.selected_ids()

    def reveal(self, item_id: int) -> None:
        """Select an item, open it and what lies above it, scroll to it; a filter that hides it is widened."""
        self.model.widen([item_id])
        self.view.select([item_id])
        self.view.expand(self.model.index_of(item_id))

    def focus_filter(self) -> None:
        self.filter_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_box.selectAll()

    def new_request(self) -> None:
        self.commands.new_request()

    def new_folder(self) -> None:
        self.commands.new_folder()

    def new_collection(self) -> None:
        self.commands.new_collection()

    def rename(self) -> None:
        self.commands.rename()

    def duplicate(self) -> None:
        self.commands.duplicate()

    def delete(self) -> None:
        self.commands.delete()

    def undo(self) -> None:
        self.commands.undo()

    def redo(self) -> None:
        self.commands.redo()

    def set_dirty(self, ids: Iterable[int]) -> None:
        """Mark the items that have unsaved edits."""
        dirty = set(ids)
        if dirty != self.view.rows.dirty:
            self.view.rows.dirty = dirty
            self.view.repaint_rows()

    def set_loading(self, loading: bool) -> None:
        """Show that a workspace is being opened; rows appear below as they come."""
        self._progress.setVisible(loading)
        self._settle()

    def state(self) -> dict[str, Any]:
        """Return what to remember until the next start."""
        return {
            "expanded": self._kept_open if self._kept_open is not None else self._expansion.paths(),
            "scroll": self.view.verticalScrollBar().value(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Open and scroll as it was; what is not loaded yet opens when it comes."""
        expanded = state.get("expanded")
        if isinstance(expanded, list):
            self._expansion.want(path for path in expanded if isinstance(path, str))
        scroll = state.get("scroll")
        if isinstance(scroll, int):
            self.view.executeDelayedItemsLayout()
            self.view.verticalScrollBar().setValue(scroll)

    # --- opening ---

    def open_item(self, item_id: int) -> None:
        """Open for good; a missing collection says why it cannot."""
        item = self._ui.session.tree.items.get(item_id)
        if item is not None and item.kind in HOLDERS and item.problem and not item.line:
            self.show_trouble(item_id)
        elif item is not None:
            self.open_requested.emit(item_id, True)

    def _open_selected(self) -> None:
        for item_id in self.selected_ids():
            self.open_item(item_id)

    def _ask_for_curl(self) -> None:
        item = self.view.current_item()
        if item is not None:
            self.curl_requested.emit(item.id)

    def show_trouble(self, item_id: int) -> None:
        """Show the card that says what is wrong with an item."""
        item = self._ui.session.tree[item_id]
        title, reason = told(item)
        is_file = item.kind is ItemKind.BROKEN or bool(item.line)
        first = (_("Open as text"), lambda: self.text_requested.emit(item_id))
        away = (_("Remove from the workspace"), self.commands.delete)
        acts = [first, (_("Show the file"), self.commands.show_in_file_manager)] if is_file else [away]
        card = TroubleCard(self, self._ui.theme, title, reason, acts)
        place = self.view.visualRect(self.model.index_of(item_id)).bottomRight()
        card.show_at(self.view.viewport().mapToGlobal(place + QPoint(12, 6)))

    # --- menus ---

    def _show_menu(self, item_id: int | None, place: QPoint) -> None:
        item: Item | None = self._ui.session.tree.items.get(item_id) if item_id is not None else None
        menu = menus.new_menu(self)
        ids = menus.ids_for(item, len(self.selected_ids()))
        menus.fill(menu, (*menus.PAIR, *ids) if self._pair() else ids, self.acts(), self._ui.actions, self._ui.theme)
        self.view.rows.outlined = item_id
        menu.aboutToHide.connect(self._menu_gone)
        menu.popup(place)

    def _pair(self) -> list[int]:
        """Return the two selected requests; nothing where something else is selected."""
        ids, tree = self.selected_ids(), self._ui.session.tree
        return ids if len(ids) == 2 and all(tree[item_id].kind is ItemKind.REQUEST for item_id in ids) else []

    def _compare(self, send: bool) -> None:
        pair = self._pair()
        if pair:
            self.compare_requested.emit(pair, send)

    def _menu_gone(self) -> None:
        self.view.rows.outlined = None
        self.view.repaint_rows()

    def _show_add_menu(self) -> None:
        menu = menus.new_menu(self)
        menus.fill(menu, ("request.new", "folder.new", "collection.new", "", "folder.open"), self.acts(), self._ui.actions, self._ui.theme)
        menu.popup(self._add_button.mapToGlobal(self._add_button.rect().bottomLeft() + QPoint(0, 4)))

    # --- filter ---

    def _filter(self) -> None:
        text = self.filter_box.text()
        if not text.strip():
            self._clear_filter()
            return
        if self._kept_open is None:
            self._kept_open = self._expansion.paths()
            self._expansion.paused = True
        self._run.start(self._ui.session.tree, text)

    def _show_found(self, found: Found) -> None:
        chosen = self.selected_ids()
        self.view.rows.set_words(found.words)
        self.model.set_shown(found.shown)
        for item_id in islice(self._in_order(found.opened), OPENED_BY_FILTER):
            self.view.expand(self.model.index_of(item_id))
        still = [item_id for item_id in chosen if item_id in found.shown]
        self.view.select(still, scroll=False)
        self._settle()

    def _in_order(self, ids: set[int]) -> Iterable[int]:
        """Yield holders from the outermost inwards, in the order shown."""
        tree = self._ui.session.tree
        waiting = [child for child in tree.child_ids(ROOT) if child in ids]
        while waiting:
            item_id = waiting.pop(0)
            yield item_id
            waiting[:0] = [child for child in tree.child_ids(item_id) if child in ids]

    def _clear_filter(self) -> None:
        self._run.cancel()
        if self._kept_open is None:
            return
        chosen = self.selected_ids()
        self._kept_open = None
        self._expansion.paused = False
        self.view.rows.set_words(())
        self.model.set_shown(None)
        self.view.select(chosen)
        self._settle()

    def _go_to_tree(self) -> None:
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 0))

    def _open_first(self) -> None:
        """Open the first request found: type, Enter, there it is."""
        for item in self._ui.session.tree.walk():
            if item.kind not in HOLDERS and self.model.index_of(item.id).isValid():
                self.view.select([item.id])
                self.open_requested.emit(item.id, True)
                return

    # --- following ---

    def _on_change(self, change: Change, _source: object) -> None:
        if change.kind == "workspace":
            self.filter_box.clear()
        if change.kind in ("tree", "item", "workspace"):
            self._settle()
            if self.model.is_filtered:
                self._again.start()

    def _settle(self) -> None:
        """Show the tree, or what stands in for it."""
        tree = self._ui.session.tree
        if not tree.child_ids(ROOT) and not self._progress.isVisibleTo(self):
            page: QWidget = self._empty
        elif self.model.is_filtered and not self.model.rowCount():
            reason = _("No name, method or address holds “{text}”.").format(text=shorten(self.filter_box.text().strip(), SHOWN_OF_FILTER))
            self._nothing.say(_("Nothing found"), reason)
            page = self._nothing
        else:
            page = self.view
        self._stack.setCurrentWidget(page)
        self.setFocusProxy(self.view if page is self.view else self.filter_box)
