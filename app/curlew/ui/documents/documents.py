"""The open documents: a bar of tabs over their pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from curlew.model.environment_file import EnvironmentFile
from curlew.model.request import Request
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.documents import opening
from curlew.ui.documents.closed import ClosedTabs, scratch_look
from curlew.ui.documents.document import Document
from curlew.ui.documents.page import Page
from curlew.ui.documents.page_stack import PageStack
from curlew.ui.documents.tab_bar import TabBar, TabLook
from curlew.ui.documents.tab_menus import show_all_menu, show_tab_menu
from curlew.ui.widgets.parts import IconButton, column, frame, row

if TYPE_CHECKING:
    from curlew.engine.session import Change
    from curlew.storage.history import HistoryEntry
    from curlew.ui.documents.request_page import RequestPage


class Documents(QWidget):
    """`changed` is emitted when another page is in front or the one in front looks different."""

    changed = Signal()
    looks_changed = Signal()

    def __init__(self, ui: Ui, nothing_open: QWidget) -> None:
        super().__init__()
        self.ui = ui
        self.beside = False
        self._documents: list[Document] = []
        self._recent: list[Document] = []
        self._gone: list[tuple[int, int, Document]] = []  # (item, place, document) of deleted items, for undo
        self.closed = ClosedTabs(ui)
        self.bar = TabBar(ui.theme)
        self._add_button = IconButton(ui.theme, "plus", ui.actions.titled("request.scratch"), box=30)
        self._add_button.clicked.connect(lambda: self.open_scratch())
        self._all_button = IconButton(ui.theme, "chevron_down", _("All open tabs"), box=30)
        self._all_button.setObjectName("all_tabs_button")
        self._all_button.clicked.connect(lambda: show_all_menu(self, self._all_button))
        self.stack = PageStack(nothing_open)
        bar_row = row(self.bar, 4, self._add_button, None, self._all_button, margins=(0, 0, 6, 0), spacing=0)
        self._bar_frame = frame("surface", "bottom", bar_row)
        self._bar_frame.hide()
        self.setLayout(column(self._bar_frame, self.stack, spacing=0))
        self._connect()

    def _connect(self) -> None:
        self.bar.currentChanged.connect(self._show)
        self.bar.tabMoved.connect(self._moved)
        self.bar.close_requested.connect(self.close_at)
        self.bar.kept.connect(self.keep)
        self.bar.menu_requested.connect(lambda at, place: show_tab_menu(self, at, place))
        self.ui.session.changed.listen(self._on_change)

    # --- asking ---

    @property
    def current(self) -> Page | None:
        """The page in front."""
        at = self.bar.currentIndex()
        return self._documents[at].page if 0 <= at < len(self._documents) else None

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages that were shown."""
        return tuple(document.page for document in self._documents if document.page is not None)

    def count(self) -> int:
        return len(self._documents)

    # --- opening ---

    def open_item(self, item_id: int, permanent: bool = True) -> None:
        """Show an item of the tree; not permanent: in the preview tab, which the next preview takes over."""
        document = self._find(f"item:{item_id}") or self._find_item(item_id)
        if document is not None:
            self._activate(document, permanent)
            return
        self.open_page(opening.item_page(self.ui, item_id, self.beside), preview=not permanent)

    def open_scratch(self, request: Request | None = None) -> RequestPage:
        """Show a request that has no file."""
        page = opening.scratch_page(self.ui, self.beside, request)
        self.open_page(page)
        page.focus_first()
        return page

    def open_environment(self, owner: int, file: EnvironmentFile) -> None:
        document = self._find(opening.environment_key(file))
        if document is not None:
            self._activate(document, True)
        else:
            self.open_page(opening.environment_page(self.ui, owner, file))

    def open_history(self, entry: HistoryEntry) -> None:
        document = self._find(f"history:{entry.id}")
        if document is not None:
            self._activate(document, False)
        else:
            self.open_page(opening.history_page(self.ui, entry, self.beside), preview=True)

    def _find(self, key: str) -> Document | None:
        return next((document for document in self._documents if document.key == key), None)

    def _find_item(self, item_id: int) -> Document | None:
        """Find a tab that was not shown yet in this run."""
        wanted = {"kind": "item", "path": str(self.ui.session.tree[item_id].path)}
        return next((document for document in self._documents if document.page is None and document.descriptor == wanted), None)

    def open_page(self, page: Page, preview: bool = False) -> None:
        document = Document(page.key, page.look(), preview=preview, page=page)
        old = next((at for at, other in enumerate(self._documents) if other.preview), None) if preview else None
        at = self.bar.currentIndex() + 1 if old is None else old
        self._insert(document, at)
        if old is not None:
            self._remove(old + 1, remember=False)
        self._activate(document, False)

    def _insert(self, document: Document, at: int) -> None:
        if document.page is not None:
            self._adopt(document)
        self._documents.insert(at, document)
        self.bar.blockSignals(True)
        self.bar.add(self._look(document), at)
        self.bar.blockSignals(False)
        self._bar_frame.show()

    def _adopt(self, document: Document) -> None:
        """Follow a document's page."""
        page = document.page
        assert page is not None
        page.look_changed.connect(lambda: self._look_changed(document))
        page.edited.connect(lambda: self._set_kept(document))
        page.wanted.connect(lambda: self._activate(document, False))

    def _activate(self, document: Document, keep: bool) -> None:
        if keep:
            self._set_kept(document)
        at = self._documents.index(document)
        if self.bar.currentIndex() == at:
            self._show(at)
        else:
            self.bar.setCurrentIndex(at)

    def _show(self, at: int) -> None:
        if not 0 <= at < len(self._documents):
            self.stack.put_in_front(self.stack.nothing_open)
            self.changed.emit()
            return
        document = self._documents[at]
        if document.page is None and not self._wake(document):
            return
        assert document.page is not None
        self._recent = [document, *(other for other in self._recent if other is not document)]
        self.stack.put_in_front(document.page)
        self._look_changed(document)

    def _wake(self, document: Document) -> bool:
        """Make the page of a tab of an earlier run; drop the tab if what it showed is gone."""
        page = opening.page_again(self.ui, document.descriptor, self.beside)
        if page is None:
            self.ui.notify("info", _("{name} is not there any more").format(name=document.look.title or _("This tab")))
            QTimer.singleShot(0, self, lambda: self._drop(document))
            return False
        document.page, document.key = page, page.key
        page.restore_state(document.state)
        self._adopt(document)
        return True

    # --- closing ---

    def close_at(self, at: int) -> None:
        """Close a tab. What was typed is kept as a draft and comes back with the tab."""
        if 0 <= at < len(self._documents):
            self._remove(at, remember=True)

    def close_current(self) -> None:
        self.close_at(self.bar.currentIndex())

    def close_others(self, at: int | None = None) -> None:
        keep = self._documents[self.bar.currentIndex() if at is None else at]
        for document in [other for other in self._documents if other is not keep]:
            self._remove(self._documents.index(document), remember=True)

    def reopen(self) -> None:
        """Open the tab that was closed last."""
        document = self.closed.take()
        if document is None:
            return
        twin = self._find(document.key)
        if twin is not None:
            self._activate(twin, True)
            return
        document.preview = False
        self._insert(document, min(self.bar.currentIndex() + 1, len(self._documents)))
        self._activate(document, True)

    def _remove(self, at: int, remember: bool) -> None:
        document = self._documents[at]
        page = document.page
        if page is not None:
            page.keep_draft()
            document.remember()
        self._take_out(at)
        if remember:
            self.closed.put(document, page is not None and page.is_blank)
        if page is not None:
            self._end(page)
            document.page = None
        self.changed.emit()

    def _end(self, page: Page) -> None:
        page.closing()
        self.stack.removeWidget(page)
        page.deleteLater()

    def _take_out(self, at: int) -> None:
        """Take a tab out of the bar; the one used before comes to the front."""
        document = self._documents[at]
        was_current = self.bar.currentIndex() == at
        self._recent = [other for other in self._recent if other is not document]
        self.bar.blockSignals(True)
        del self._documents[at]
        self.bar.removeTab(at)
        if was_current and self._recent:
            self.bar.setCurrentIndex(self._documents.index(self._recent[0]))
        self.bar.blockSignals(False)
        self._bar_frame.setVisible(bool(self._documents))
        self._show(self.bar.currentIndex() if self._documents else -1)

    def _drop(self, document: Document) -> None:
        if document in self._documents:
            self._remove(self._documents.index(document), remember=False)

    # --- moving about ---

    def go_to(self, at: int) -> None:
        """Show the tab at a place; -1 the last."""
        at = len(self._documents) - 1 if at < 0 else at
        if at < len(self._documents):
            self.bar.setCurrentIndex(at)

    def go_recent(self) -> None:
        """Show the tab that was in front before this one."""
        if len(self._recent) > 1:
            self._activate(self._recent[1], False)
        elif len(self._documents) > 1:
            self.bar.setCurrentIndex((self.bar.currentIndex() + 1) % len(self._documents))

    def set_beside(self, beside: bool) -> None:
        """Put responses beside the requests, or below."""
        self.beside = beside
        for page in self.pages:
            page.set_beside(beside)

    # --- looks ---

    def _look(self, document: Document) -> TabLook:
        return replace(document.page.look() if document.page is not None else document.look, preview=document.preview)

    def _look_changed(self, document: Document) -> None:
        if document not in self._documents or document.page is None:
            return
        document.key = document.page.key
        look = self._look(document)
        at = self._documents.index(document)
        if self.bar.look(at) != look:
            self.bar.set_look(at, look)
            self.looks_changed.emit()
        if document.page is self.current:
            self.changed.emit()

    def keep(self, at: int) -> None:
        """Keep a preview tab."""
        self._set_kept(self._documents[at])

    def _set_kept(self, document: Document) -> None:
        if document.preview and document in self._documents:
            document.preview = False
            self.bar.set_look(self._documents.index(document), self._look(document))

    def _moved(self, old: int, new: int) -> None:
        self._documents.insert(new, self._documents.pop(old))

    # --- following the session ---

    def _on_change(self, change: Change, source: object) -> None:
        match change.kind:
            case "workspace":
                self.clear()
            case "tree" | "item":
                self._follow_tree()
            case "file":
                for page in self.pages:
                    if page.item_id in change.items and page is not source:
                        page.file_changed()
                self._look_around()
            case "environments" | "active-environment":
                self._look_around()

    def _look_around(self) -> None:
        for page in self.pages:
            page.surroundings_changed()

    def _follow_tree(self) -> None:
        tree = self.ui.session.tree
        for document in tuple(self._documents):
            page = document.page
            if page is None or page.item_id is None:
                continue
            if page.item_id in tree:
                page.item_changed()
                page.surroundings_changed()
            else:
                self._set_aside(document, page.item_id)
        for item_id, at, document in tuple(self._gone):
            if item_id in tree:
                self._gone.remove((item_id, at, document))
                self._insert_again(document, at)

    def _set_aside(self, document: Document, item_id: int) -> None:
        """Hide the tab of a deleted item; undoing the deletion brings it back as it was."""
        at = self._documents.index(document)
        self._gone.append((item_id, at, document))
        self._take_out(at)
        self.changed.emit()

    def _insert_again(self, document: Document, at: int) -> None:
        self._documents.insert(min(at, len(self._documents)), document)
        self.bar.blockSignals(True)
        self.bar.add(self._look(document), at)
        self.bar.blockSignals(False)
        self._bar_frame.show()
        self._activate(document, False)

    # --- between two starts ---

    def state(self) -> dict[str, Any]:
        """Return what opens the same tabs again."""
        tabs = [document.to_json() for document in self._documents]
        kept = [(at, tab) for at, tab in enumerate(tabs) if tab["open"]]
        current = next((n for n, (at, _tab) in enumerate(kept) if at == self.bar.currentIndex()), 0)
        return {"tabs": [tab for _at, tab in kept], "current": current, "beside": self.beside, "closed": self.closed.to_json()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Show the tabs of an earlier run; only the one in front is loaded now."""
        self.beside = bool(state.get("beside"))
        self.closed.restore(state.get("closed"))
        tabs = state.get("tabs")
        for kept in tabs if isinstance(tabs, list) else []:
            document = Document.from_json(kept)
            if document is not None:
                self._insert(document, len(self._documents))
        for draft in self.ui.session.drafts.all():
            if draft.path is None and draft.tab.get("scratch") and not self._knows_scratch(draft.id):
                self._insert(Document("", scratch_look(draft), {"kind": "scratch", "draft": draft.id}), len(self._documents))
        current = state.get("current")
        at = current if isinstance(current, int) and 0 <= current < len(self._documents) else 0
        if self._documents:
            self._activate(self._documents[at], False)

    def _knows_scratch(self, draft_id: str) -> bool:
        wanted = {"kind": "scratch", "draft": draft_id}
        return any(document.descriptor == wanted for document in self._documents) or self.closed.holds(wanted)

    def clear(self) -> None:
        """Take all tabs away without remembering them as closed: another workspace is open."""
        pages, self._documents, self._recent = self.pages, [], []
        self.bar.blockSignals(True)
        while self.bar.count():
            self.bar.removeTab(0)
        self.bar.blockSignals(False)
        self._bar_frame.hide()
        self._show(-1)  # not one after the other, which would load those in between
        for page in pages:
            page.keep_draft()
            self._end(page)
        for _item_id, _at, document in self._gone:
            if document.page is not None:
                document.page.closing()
                document.page.deleteLater()
        self._gone.clear()
        self.closed.clear()

    def keep_drafts(self) -> None:
        """Hand everything unsaved over to the drafts now."""
        for page in self.pages:
            page.keep_draft()
