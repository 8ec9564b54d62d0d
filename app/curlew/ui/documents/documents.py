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
from curlew.ui.documents.columns import Columns
from curlew.ui.documents.document import Document
from curlew.ui.documents.following import Following
from curlew.ui.documents.own_windows import OwnWindows
from curlew.ui.documents.page import Page
from curlew.ui.documents.panes import Shares, sound_shares
from curlew.ui.documents.sides import Sides
from curlew.ui.documents.tab_bar import TabBar, TabLook
from curlew.ui.documents.tab_menus import show_all_menu, show_tab_menu
from curlew.ui.widgets.parts import IconButton, column, frame, row

if TYPE_CHECKING:
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
        self._shares: Shares = {}
        self.tabs: list[Document] = []
        self.recent: list[Document] = []
        self.closed = ClosedTabs(ui)
        self.bar = TabBar(ui.theme)
        self._add_button = IconButton(ui.theme, "plus", ui.actions.titled("request.scratch"), box=30)
        self._add_button.clicked.connect(lambda: self.open_scratch())
        self._all_button = IconButton(ui.theme, "chevron_down", _("All open tabs"), box=30)
        self._all_button.setObjectName("all_tabs_button")
        self._all_button.clicked.connect(lambda: show_all_menu(self, self._all_button))
        self.stack = Columns(ui.theme, nothing_open)
        self._side_button = IconButton(ui.theme, "columns", ui.actions.titled("tabs.close_side"), box=30)
        self._side_button.setObjectName("close_side_button")
        self._side_button.clicked.connect(lambda: self.sides.close())
        self._side_button.hide()
        self.windows = OwnWindows(ui, self)
        bar_row = row(self.bar, 4, self._add_button, None, self._side_button, self._all_button, margins=(0, 0, 6, 0), spacing=0)
        self._bar_frame = frame("surface", "bottom", bar_row)
        self._bar_frame.hide()
        layout = column(self._bar_frame, self.stack, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._connect()

    def _connect(self) -> None:
        self.bar.currentChanged.connect(self._show)
        self.bar.tabMoved.connect(self._moved)
        self.bar.close_requested.connect(self.close_at)
        self.bar.kept.connect(self.keep)
        self.bar.menu_requested.connect(lambda at, place: show_tab_menu(self, at, place))
        self.stack.changed.connect(self._mark_other)
        self.sides = Sides(self)
        self._following = Following(self)

    # --- asking ---

    @property
    def current(self) -> Page | None:
        """The page in front."""
        at = self.bar.currentIndex()
        return self.tabs[at].page if 0 <= at < len(self.tabs) else None

    @property
    def at_work(self) -> Page | None:
        """The page that commands concern: the one in front, or the one whose response is in the window that is worked in."""
        return self.windows.page_at_work or self.current

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages that were shown."""
        return tuple(document.page for document in self.tabs if document.page is not None)

    def count(self) -> int:
        return len(self.tabs)

    # --- opening ---

    def open_item(self, item_id: int, permanent: bool = True) -> None:
        """Show an item of the tree; not permanent: in the preview tab, which the next preview takes over."""
        document = self._find(f"item:{item_id}") or self._find_item(item_id)
        if document is not None:
            self.activate(document, permanent)
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
            self.activate(document, True)
        else:
            self.open_page(opening.environment_page(self.ui, owner, file))

    def open_history(self, entry: HistoryEntry, permanent: bool = False) -> None:
        document = self._find(f"history:{entry.id}")
        if document is not None:
            self.activate(document, permanent)
        else:
            self.open_page(opening.history_page(self.ui, entry, self.beside), preview=not permanent)

    def _find(self, key: str) -> Document | None:
        return next((document for document in self.tabs if document.key == key), None)

    def _find_item(self, item_id: int) -> Document | None:
        """Find a tab that was not shown yet in this run."""
        wanted = {"kind": "item", "path": str(self.ui.session.tree[item_id].path)}
        return next((document for document in self.tabs if document.page is None and document.descriptor == wanted), None)

    def open_page(self, page: Page, preview: bool = False) -> None:
        document = Document(page.key, page.look(), preview=preview, page=page)
        old = next((at for at, other in enumerate(self.tabs) if other.preview), None) if preview else None
        at = self.bar.currentIndex() + 1 if old is None else old
        self._insert(document, at)
        self.activate(document, False)
        if old is not None:
            self._remove(old + 1, remember=False)

    def _insert(self, document: Document, at: int) -> None:
        if document.page is not None:
            self._adopt(document)
        self.tabs.insert(at, document)
        self.bar.blockSignals(True)
        self.bar.add(self._look(document), at)
        self.bar.blockSignals(False)
        self._bar_frame.show()

    def _adopt(self, document: Document) -> None:
        """Follow a document's page."""
        page = document.page
        assert page is not None
        page.share_room(self._shares)
        page.look_changed.connect(lambda: self._look_changed(document))
        page.edited.connect(lambda: self.set_kept(document))
        page.wanted.connect(lambda: self.activate(document, False))

    def activate(self, document: Document, keep: bool) -> None:
        if keep:
            self.set_kept(document)
        self.windows.leave(self.window())
        at = self.tabs.index(document)
        if self.bar.currentIndex() == at:
            self._show(at)
        else:
            self.bar.setCurrentIndex(at)

    def _show(self, at: int) -> None:
        if not 0 <= at < len(self.tabs):
            self.stack.put_in_front(self.stack.nothing_open)
            self.changed.emit()
            return
        document = self.tabs[at]
        if document.page is None and not self.wake(document):
            return
        assert document.page is not None
        self.recent = [document, *(other for other in self.recent if other is not document)]
        self.stack.put_in_front(document.page)
        self._look_changed(document)

    def wake(self, document: Document) -> bool:
        """Make the page of a tab of an earlier run; drop the tab if what it showed is gone."""
        page = opening.page_again(self.ui, document.descriptor, self.beside)
        if page is None:
            self.ui.notify("info", _("{name} is not there any more").format(name=document.look.title or _("This tab")))
            QTimer.singleShot(0, self, lambda: self._drop(document))
            return False
        document.page, document.key = page, page.key
        self._adopt(document)
        page.restore_state(document.state)
        return True

    # --- closing ---

    def close_at(self, at: int) -> None:
        """Close a tab. What was typed is kept as a draft and comes back with the tab."""
        if 0 <= at < len(self.tabs):
            self._remove(at, remember=True)

    def close_current(self) -> None:
        """Close the tab in front; in the window of a response, that window."""
        apart = self.windows.page_at_work
        if apart is not None:
            self.windows.bring_back(apart)
        else:
            self.close_at(self.bar.currentIndex())

    def close_others(self, at: int | None = None) -> None:
        keep = self.tabs[self.bar.currentIndex() if at is None else at]
        for document in [other for other in self.tabs if other is not keep]:
            self._remove(self.tabs.index(document), remember=True)

    def reopen(self) -> None:
        """Open the tab that was closed last."""
        document = self.closed.take()
        if document is None:
            return
        twin = self._find(document.key)
        if twin is None:
            document.preview = False
            self._insert(document, min(self.bar.currentIndex() + 1, len(self.tabs)))
        self.activate(twin or document, True)

    def _remove(self, at: int, remember: bool) -> None:
        document = self.tabs[at]
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
        self.windows.bring_back(page)
        page.closing()
        self.stack.remove(page)
        page.deleteLater()

    def _take_out(self, at: int) -> None:
        """Take a tab out of the bar; the one used before comes to the front."""
        document = self.tabs[at]
        was_current = self.bar.currentIndex() == at
        self.recent = [other for other in self.recent if other is not document]
        following = self.sides.leave(document)
        self.bar.blockSignals(True)
        del self.tabs[at]
        self.bar.removeTab(at)
        if was_current and following is not None:
            self.bar.setCurrentIndex(self.tabs.index(following))
        self.bar.blockSignals(False)
        self._bar_frame.setVisible(bool(self.tabs))
        self._show(self.bar.currentIndex() if self.tabs else -1)

    def _drop(self, document: Document) -> None:
        if document in self.tabs:
            self._remove(self.tabs.index(document), remember=False)

    # --- moving about ---

    def go_to(self, at: int) -> None:
        """Show the tab at a place; -1 the last."""
        at = len(self.tabs) - 1 if at < 0 else at
        if at < len(self.tabs):
            self.bar.setCurrentIndex(at)

    def go_recent(self) -> None:
        """Show the tab that was in front before this one."""
        if len(self.recent) > 1:
            self.activate(self.recent[1], False)
        elif len(self.tabs) > 1:
            self.bar.setCurrentIndex((self.bar.currentIndex() + 1) % len(self.tabs))

    def set_beside(self, beside: bool) -> None:
        """Put responses beside the requests, or below."""
        self.beside = beside
        for page in self.pages:
            page.set_beside(beside)

    # --- looks ---

    def _look(self, document: Document) -> TabLook:
        look = document.page.look() if document.page is not None else document.look
        return replace(look, preview=document.preview, beside=document.page is not None and document.page is self.stack.other)

    def _look_changed(self, document: Document) -> None:
        if document not in self.tabs or document.page is None:
            return
        document.key = document.page.key
        look = self._look(document)
        at = self.tabs.index(document)
        if self.bar.look(at) != look:
            self.bar.set_look(at, look)
            self.looks_changed.emit()
        if document.page is self.current:
            self.changed.emit()

    def _mark_other(self) -> None:
        """Mark the tab whose page is seen beside the one in front."""
        self._side_button.setVisible(self.stack.is_split)
        for at, document in enumerate(self.tabs):
            if self.bar.look(at).beside != (document.page is not None and document.page is self.stack.other):
                self.bar.set_look(at, self._look(document))

    def keep(self, at: int) -> None:
        """Keep a preview tab."""
        self.set_kept(self.tabs[at])

    def set_kept(self, document: Document) -> None:
        if document.preview and document in self.tabs:
            document.preview = False
            self.bar.set_look(self.tabs.index(document), self._look(document))

    def _moved(self, old: int, new: int) -> None:
        self.tabs.insert(new, self.tabs.pop(old))

    # --- deleted items ---

    def set_aside(self, page: Page) -> tuple[int, Document]:
        """Hide the tab of a page whose item was deleted; undoing that brings it back as it was (`insert_again`)."""
        document = next(other for other in self.tabs if other.page is page)
        at = self.tabs.index(document)
        self.windows.bring_back(page)
        self._take_out(at)
        self.changed.emit()
        return at, document

    def insert_again(self, document: Document, at: int) -> None:
        self.tabs.insert(min(at, len(self.tabs)), document)
        self.bar.blockSignals(True)
        self.bar.add(self._look(document), at)
        self.bar.blockSignals(False)
        self._bar_frame.show()
        self.activate(document, False)

    # --- between two starts ---

    def state(self) -> dict[str, Any]:
        """Return what opens the same tabs again."""
        tabs = [document.to_json() for document in self.tabs]
        kept = [(at, tab) for at, tab in enumerate(tabs) if tab["open"]]
        current = next((n for n, (at, _tab) in enumerate(kept) if at == self.bar.currentIndex()), 0)
        room = {"beside": self.beside, "shares": self._shares, "response_window": self.windows.place, **self.sides.state(kept)}
        return {"tabs": [tab for _at, tab in kept], "current": current, "closed": self.closed.to_json(), **room}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Show the tabs of an earlier run; only the one in front is loaded now."""
        self.beside = bool(state.get("beside"))
        self._shares.update(sound_shares(state.get("shares")))
        self.windows.restore_place(state.get("response_window"))
        self.closed.restore(state.get("closed"))
        tabs = state.get("tabs")
        for kept in tabs if isinstance(tabs, list) else []:
            document = Document.from_json(kept)
            if document is not None:
                self._insert(document, len(self.tabs))
        for draft in self.ui.session.drafts.all():
            if draft.path is None and draft.tab.get("scratch") and not self._knows_scratch(draft.id):
                self._insert(Document("", scratch_look(draft), {"kind": "scratch", "draft": draft.id}), len(self.tabs))
        current = state.get("current")
        at = current if isinstance(current, int) and 0 <= current < len(self.tabs) else 0
        if self.tabs:
            self.activate(self.tabs[at], False)
            self.sides.restore_state(state)

    def _knows_scratch(self, draft_id: str) -> bool:
        wanted = {"kind": "scratch", "draft": draft_id}
        return any(document.descriptor == wanted for document in self.tabs) or self.closed.holds(wanted)

    def clear(self) -> None:
        """Take all tabs away without remembering them as closed: another workspace is open."""
        self.stack.close_side()
        self.windows.clear()
        pages, self.tabs, self.recent = self.pages, [], []
        self.bar.blockSignals(True)
        while self.bar.count():
            self.bar.removeTab(0)
        self.bar.blockSignals(False)
        self._bar_frame.hide()
        self._show(-1)  # not one after the other, which would load those in between
        for page in pages:
            page.keep_draft()
            self._end(page)
        self._following.forget()
        self.closed.clear()

    def keep_drafts(self) -> None:
        """Hand everything unsaved over to the drafts now."""
        for page in self.pages:
            page.keep_draft()
