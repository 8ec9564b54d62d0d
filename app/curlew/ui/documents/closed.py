"""The tabs that were closed, the newest last, for reopening; also after the next start."""

from __future__ import annotations

from typing import Any

from curlew.engine.secrets import scratch_place
from curlew.model.request import Request
from curlew.storage.drafts import Draft
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.documents.document import Document
from curlew.ui.documents.tab_bar import TabLook

MOST = 25


class ClosedTabs:
    """Keeps the drafts of closed scratch requests until they fall off the end."""

    def __init__(self, ui: Ui) -> None:
        self._ui = ui
        self._documents: list[Document] = []

    def put(self, document: Document, blank: bool) -> None:
        """Remember a closed tab; a blank one, or one that nothing can open again, is forgotten."""
        if blank or not document.descriptor:
            self._forget(document)
            return
        self._documents.append(document)
        while len(self._documents) > MOST:
            self._forget(self._documents.pop(0))

    def take(self) -> Document | None:
        """Return the tab that was closed last."""
        return self._documents.pop() if self._documents else None

    def holds(self, descriptor: dict[str, Any]) -> bool:
        return any(document.descriptor == descriptor for document in self._documents)

    def __len__(self) -> int:
        return len(self._documents)

    def to_json(self) -> list[dict[str, Any]]:
        return [document.to_json() for document in self._documents]

    def restore(self, kept: object) -> None:
        for entry in kept if isinstance(kept, list) else []:
            document = Document.from_json(entry)
            if document is not None:
                self._documents.append(document)

    def clear(self) -> None:
        """Let go of all; their drafts stay where they are."""
        self._documents.clear()

    def _forget(self, document: Document) -> None:
        if document.descriptor.get("kind") == "scratch":
            draft_id = str(document.descriptor.get("draft", ""))
            self._ui.session.drafts.drop(draft_id)
            self._ui.session.secrets.forget(scratch_place(draft_id))


def scratch_look(draft: Draft) -> TabLook:
    """Return how the tab of a scratch request looks before its page is made."""
    if not isinstance(draft.value, Request):
        return TabLook(_("New request"))
    url = draft.value.url.partition("?")[0].rpartition("://")[2]
    return TabLook(draft.value.name or url or _("New request"), draft.value.method or "GET", dirty=True)
