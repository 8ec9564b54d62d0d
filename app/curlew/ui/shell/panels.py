"""The panels of the sidebar and what they open: each is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from curlew.model.inherit import scope_for
from curlew.model.tree import ItemKind
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.documents.documents import Documents
from curlew.ui.environments.selector import EnvironmentSelector
from curlew.ui.tree.panel import CollectionsPanel
from curlew.ui.widgets.parts import IconButton

if TYPE_CHECKING:
    from curlew.storage.history import HistoryEntry
    from curlew.ui.environments.panel import EnvironmentsPanel
    from curlew.ui.history.panel import HistoryPanel


class Panels(QObject):
    """`shown` tells which panel is in the sidebar; `folding` asks to fold or unfold it."""

    shown = Signal(str)
    fold_requested = Signal(bool)

    def __init__(self, ui: Ui, sidebar: QStackedWidget, documents: Documents) -> None:
        super().__init__(sidebar)
        self._ui = ui
        self._sidebar = sidebar
        self.documents = documents
        self.current = "collections"
        self.environment_selector = EnvironmentSelector(ui)
        self.collections = CollectionsPanel(ui)
        self.collections.open_requested.connect(documents.open_item)
        self.collections.compare_requested.connect(self._compare_items)
        self.collections.text_requested.connect(self._mend)
        self.collections.commands.made.connect(self._begin_typing)
        self.variables_button = IconButton(ui.theme, "eye", ui.actions.titled("view.variables"))
        self.variables_button.setObjectName("variables_button")
        self.variables_button.clicked.connect(self.show_variables)
        self.environment_selector.manage_requested.connect(lambda: self.choose_open("environments"))
        self.environment_selector.open_requested.connect(documents.open_environment)
        documents.changed.connect(self._follow_document)
        documents.looks_changed.connect(self._follow_document)  # a comparison learns later what it is of
        self._made: dict[str, QWidget] = {}
        self._makers: dict[str, Callable[[], QWidget]] = {
            "collections": lambda: self.collections,
            "environments": self._make_environments,
            "history": self._make_history,
        }
        self.show_panel("collections")

    def choose(self, panel: str) -> None:
        """Show a panel; choosing the one that is shown folds the sidebar, or unfolds it."""
        again = panel == self.current
        self.show_panel(panel)
        self.fold_requested.emit(again and self._sidebar.width() > 0 and self._sidebar.isVisible())

    def choose_open(self, panel: str) -> None:
        """Show a panel, unfold the sidebar, and put the keyboard there."""
        self.fold_requested.emit(False)
        self.show_panel(panel).setFocus()

    def show_variables(self) -> None:
        """Show every variable that the document in front can use."""
        self._ui.tasks.start(self._show_variables(), _("Looking at the variables"))

    async def _show_variables(self) -> None:
        from curlew.ui.environments.quick_look import VariablesQuickLook
        from curlew.ui.request.draft_editor import DraftEditor

        page = self.documents.current
        editor = getattr(page, "editor", None)
        if page is not None and isinstance(editor, DraftEditor):
            scope, place = editor.scope(), page.look().title
        else:
            scope, place = scope_for(None, await self._ui.session.surroundings(None)), ""
        VariablesQuickLook(self._ui, self.environment_selector, scope, place).show_below(self.variables_button)

    def _follow_document(self) -> None:
        """Show in the selector the environments that the document in front is sent with."""
        page = self.documents.current
        tree = self._ui.session.tree
        if page is None:
            return
        if page.environment_owner is not None:
            self.environment_selector.set_collection(page.environment_owner or None)
            return
        collection = tree.collection_of(page.context_id) if page.context_id in tree.items else None
        self.environment_selector.set_collection(collection.id if collection is not None else None)

    def show_panel(self, panel: str) -> QWidget:
        """Show a panel and return it."""
        if panel not in self._makers:
            panel = "collections"
        if panel not in self._made:
            self._made[panel] = self._makers[panel]()
            self._sidebar.addWidget(self._made[panel])
        self.current = panel
        focused = QApplication.focusWidget()
        takes_focus = focused is not None and self._sidebar.isAncestorOf(focused)
        self._sidebar.setCurrentWidget(self._made[panel])
        if takes_focus:  # else it would go to the panel's first button
            self._made[panel].setFocus()
        self.shown.emit(panel)
        return self._made[panel]

    def _mend(self, item_id: int) -> None:
        self.documents.open_item(item_id)
        self.documents.stack.focus_front()

    def _begin_typing(self) -> None:
        """Put the keyboard into the request that was just made and named."""
        page = self.documents.current
        if page is not None:
            page.focus_first()

    def reveal(self, item_id: int) -> None:
        """Show an item in the tree."""
        self.show_panel("collections")
        self.fold_requested.emit(False)
        self.collections.reveal(item_id)

    def selected_place(self) -> int | None:
        """Return the selected collection or folder, or the one that holds the selected request."""
        tree = self._ui.session.tree
        for item_id in self.collections.selected_ids():
            if item_id in tree:
                return item_id if tree[item_id].kind in (ItemKind.COLLECTION, ItemKind.FOLDER) else tree.parent_id(item_id)
        return None

    def state(self) -> dict[str, Any]:
        return {"panel": self.current, "tree": self.collections.state()}

    def restore_state(self, state: dict[str, Any]) -> None:
        tree = state.get("tree")
        if isinstance(tree, dict):
            self.collections.restore_state(tree)
        self.show_panel(str(state.get("panel", "collections")))

    def _make_environments(self) -> EnvironmentsPanel:
        from curlew.ui.environments.panel import EnvironmentsPanel

        panel = EnvironmentsPanel(self._ui)
        panel.open_requested.connect(self.documents.open_environment)
        return panel

    def _make_history(self) -> HistoryPanel:
        from curlew.ui.history.panel import HistoryPanel

        panel = HistoryPanel(self._ui)
        panel.open_requested.connect(self.documents.open_history)
        panel.beside_requested.connect(self.documents.sides.open_sent)
        panel.compare_requested.connect(self._compare)
        return panel

    def _compare(self, entry: HistoryEntry, other: object) -> None:
        from curlew.ui.compare.opening import Comparisons

        comparisons = Comparisons(self._ui, self.documents)
        if other is None:
            comparisons.entry_with_earlier(entry)
        elif other == "open":
            comparisons.entry_with_open(entry)
        else:
            comparisons.entries(entry, cast("HistoryEntry", other))

    def _compare_items(self, ids: list[int], send: bool) -> None:
        from curlew.ui.compare.opening import Comparisons

        Comparisons(self._ui, self.documents).items(ids, send)
