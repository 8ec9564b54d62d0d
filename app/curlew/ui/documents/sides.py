"""Two documents beside each other: which, and what becomes of them when tabs are closed and opened again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from curlew.text import _
from curlew.ui.documents.document import Document

if TYPE_CHECKING:
    from curlew.storage.history import HistoryEntry
    from curlew.ui.documents.documents import Documents
    from curlew.ui.documents.page import Page


class Sides:
    """The right column shows one document until it is closed; what is opened comes into the column that is active."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._stack = documents.stack
        self._stack.entered.connect(self._enter)

    @property
    def is_possible(self) -> bool:
        """Whether there are two documents."""
        return self._documents.count() > 1

    def open(self, at: int | None = None) -> None:
        """Show the tab at a place, or the one in front, in the right column; it is the active one then."""
        documents = self._documents
        document = documents.tabs[documents.bar.currentIndex() if at is None else at]
        if document.page is None and not documents.wake(document):
            return
        page = document.page
        assert page is not None
        if page is self._left and not self._put_at_left(self._instead_of(document)):
            return
        documents.set_kept(document)
        self._stack.open_side(page)
        documents.activate(document, True)
        self._stack.focus_front()
        if not self._stack.is_roomy:
            hint = _("Make the window wider, or hide the sidebar ({keys}).").format(keys=documents.ui.actions.keys("view.sidebar"))
            documents.ui.notify("info", _("There is no room here for two beside each other"), hint=hint)

    def open_sent(self, entry: HistoryEntry) -> None:
        """Show an earlier send in the right column."""
        documents = self._documents
        if self._stack.is_split:
            self.enter(left=False)
        front = documents.current
        documents.open_history(entry, permanent=True)
        if not self._stack.is_split and front is not None and front is not documents.current:
            self.open()

    def close(self) -> None:
        """Go back to one column with the page in front; the other one keeps its tab."""
        self._stack.close_side(keep=self._documents.current)

    def go_over(self) -> None:
        """Go to the other column."""
        other = self._stack.other
        if other is not None:
            self._enter(other)
            self._stack.focus_front()

    def enter(self, left: bool) -> None:
        """Make the left or the right column the active one."""
        page = self._left if left else self._stack.side
        if page is not None:
            self._enter(page)

    def leave(self, document: Document) -> Document | None:
        """Let go of a document whose tab goes, no longer among the recent ones; return the one that comes to the front in its place."""
        page, side = document.page, self._stack.side
        if page is not None and side is not None:
            if page is side:
                self._stack.close_side()
                return self._of(self._stack.front)
            if page is self._left:
                others = self._others()
                if others and not self._stack.is_side_active:
                    return others[0]
                self._stack.close_side(keep=side)
                return self._of(side)
        recent = self._documents.recent
        return recent[0] if recent else None

    # --- inner workings ---

    @property
    def _left(self) -> Page | None:
        return self._stack.other if self._stack.is_side_active else self._documents.current

    def _of(self, page: Page | None) -> Document | None:
        return next((document for document in self._documents.tabs if document.page is page), None) if page is not None else None

    def _enter(self, page: Page) -> None:
        document = self._of(page)
        if document is not None:
            self._documents.activate(document, False)

    def _others(self) -> list[Document]:
        """Return what could stand at the left, what was used last first."""
        return [other for other in self._documents.recent if other.page is not self._stack.side]

    def _instead_of(self, document: Document) -> Document | None:
        """Return what stands at the left when this document goes to the right."""
        others = [other for other in (*self._others(), *self._documents.tabs) if other is not document]
        apart = [other for other in others if other.page is None or other.page is not self._stack.side]
        if not apart:
            self._stack.close_side(keep=document.page)
        return next(iter(apart or others), None)

    def _put_at_left(self, document: Document | None) -> bool:
        if document is None:
            return False
        self.enter(left=True)
        self._documents.activate(document, False)
        return document.page is not None and self._documents.current is document.page

    # --- between two starts ---

    def state(self, opened_again: Iterable[tuple[int, object]]) -> dict[str, Any]:
        """Return what divides the room the same way again; the tabs that are opened again are given with their places."""
        kept = [at for at, _tab in opened_again]
        side, left = self._of(self._stack.side), self._of(self._left)
        tabs = self._documents.tabs
        found: dict[str, Any] = {"columns": self._stack.shares}
        if side is not None and left is not None and tabs.index(side) in kept and tabs.index(left) in kept:
            found["side"] = {"right": kept.index(tabs.index(side)), "left": kept.index(tabs.index(left))}
        return found

    def restore_state(self, state: dict[str, Any]) -> None:
        """Show two columns again, once the page in front is there."""
        self._stack.divide(state.get("columns"))
        side = state.get("side")
        places: dict[object, Document] = dict(enumerate(self._documents.tabs))
        left, right = (places.get(side.get(name)) if isinstance(side, dict) else None for name in ("left", "right"))
        if left is not None and right is not None and left is not right:
            QTimer.singleShot(0, self._documents, lambda: self._restore(left, right))

    def _restore(self, left: Document, right: Document) -> None:
        documents = self._documents
        was_right = documents.current is right.page
        if not (left in documents.tabs and right in documents.tabs) or documents.current not in (left.page, right.page):
            return
        documents.activate(left, False)
        if left.page is not None and documents.current is left.page and right in documents.tabs:
            self.open(documents.tabs.index(right))
            if not was_right:
                self.enter(left=True)
