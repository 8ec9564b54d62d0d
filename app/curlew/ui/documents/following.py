"""The open documents follow the session: items that are renamed, changed on disk, deleted, and come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curlew.ui.documents.document import Document

if TYPE_CHECKING:
    from curlew.engine.session import Change
    from curlew.ui.documents.documents import Documents


class Following:
    """Keeps the tabs of deleted items, for undo."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._session = documents.ui.session
        self._gone: list[tuple[int, int, Document]] = []  # (item, place, document)
        self._session.changed.listen(self._on_change)

    def _on_change(self, change: Change, source: object) -> None:
        match change.kind:
            case "workspace":
                self._documents.clear()
            case "tree" | "item":
                self._follow_tree()
            case "file":
                for page in self._documents.pages:
                    if page.item_id in change.items and page is not source:
                        page.file_changed()
                self._look_around()
            case "environments" | "active-environment":
                self._look_around()

    def _look_around(self) -> None:
        for page in self._documents.pages:
            page.surroundings_changed()

    def _follow_tree(self) -> None:
        tree = self._session.tree
        for page in self._documents.pages:
            if page.item_id is None:
                continue
            if page.item_id in tree:
                page.item_changed()
                page.surroundings_changed()
            else:
                at, document = self._documents.set_aside(page)
                self._gone.append((page.item_id, at, document))
        for item_id, at, document in tuple(self._gone):
            if item_id in tree:
                self._gone.remove((item_id, at, document))
                self._documents.insert_again(document, at)

    def forget(self) -> None:
        """Let go of what was deleted: another workspace is open."""
        for _item_id, _at, document in self._gone:
            if document.page is not None:
                document.page.closing()
                document.page.deleteLater()
        self._gone.clear()
