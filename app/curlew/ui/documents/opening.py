"""Which page shows what: the one place that makes pages. Their modules are only loaded when one is made: a start needs few of them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curlew.errors import BrokenFileError, CurlewError
from curlew.model.auth import INHERIT
from curlew.model.environment_file import EnvironmentFile
from curlew.model.request import Request
from curlew.model.tree import ROOT, ItemKind
from curlew.storage.drafts import Drafts
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.documents.page import Page

if TYPE_CHECKING:
    from curlew.storage.history import HistoryEntry
    from curlew.ui.documents.defaults_page import DefaultsPage
    from curlew.ui.documents.environment_page import EnvironmentPage
    from curlew.ui.documents.request_page import RequestPage
    from curlew.ui.documents.text_page import TextPage


def item_page(ui: Ui, item_id: int, beside: bool) -> Page:
    """Return the page for an item of the tree; it loads by itself."""
    item = ui.session.tree[item_id]
    if item.kind is ItemKind.REQUEST:
        from curlew.ui.documents.request_page import RequestPage

        page: RequestPage | DefaultsPage | TextPage = RequestPage(ui, f"item:{item_id}", item_id, beside)
    elif item.kind in (ItemKind.FOLDER, ItemKind.COLLECTION) and not item.line:
        from curlew.ui.documents.defaults_page import DefaultsPage

        page = DefaultsPage(ui, item_id)
    else:
        from curlew.ui.documents.text_page import TextPage

        page = TextPage(ui, item_id)
    page.tasks.start(_load(ui, page), _("Opening {name}").format(name=item.name))
    return page


async def _load(ui: Ui, page: RequestPage | DefaultsPage | TextPage) -> None:
    try:
        await page.open()
    except BrokenFileError as error:
        page.strip.say("err", error.title, error.reason)
    except CurlewError as error:
        page.strip.say("err", error.title, f"{error.reason} {error.hint}".strip())


def scratch_page(ui: Ui, beside: bool, request: Request | None = None, draft_id: str = "") -> RequestPage:
    """Return the page of a request without a file: a blank one, a given one, or that of a draft."""
    from curlew.ui.documents.request_page import RequestPage

    draft = ui.session.drafts.get(draft_id) if draft_id else None
    if draft is not None and isinstance(draft.value, Request):
        request = draft.value
    page = RequestPage(ui, f"scratch:{draft_id or Drafts.new_id()}", None, beside)
    page.open_scratch(request or Request(auth=INHERIT), draft_id)
    return page


def environment_page(ui: Ui, owner: int, file: EnvironmentFile) -> EnvironmentPage:
    from curlew.ui.documents.environment_page import EnvironmentPage

    return EnvironmentPage(ui, owner, file)


def environment_key(file: EnvironmentFile) -> str:
    """Return what tells the tab of an environment from others."""
    return f"environment:{file.path}"


def history_page(ui: Ui, entry: HistoryEntry, beside: bool) -> RequestPage:
    """Return an earlier send as a request that can be sent again, with its response below."""
    from curlew.ui.documents.request_page import RequestPage

    page = RequestPage(ui, f"history:{entry.id}", None, beside)
    page.open_sent(Request(name=entry.name, method=entry.method, url=entry.url), entry.id, _origin(ui, entry))
    page.tasks.start(_load_sent(ui, page, entry), _("Opening the send"))
    return page


def _origin(ui: Ui, entry: HistoryEntry) -> int | None:
    item = ui.session.tree.by_path(Path(entry.path)) if entry.path else None
    return item.id if item is not None else None


async def _load_sent(ui: Ui, page: RequestPage, entry: HistoryEntry) -> None:
    from curlew.engine.reopening import reopened
    from curlew.storage.opencollection import codec

    try:
        record = await asyncio.wrap_future(ui.session.history.fetch(entry.id))
        request = codec.parse_item(record.request_text, entry.name) if record.request_text else None
    except CurlewError as error:
        page.strip.say("err", error.title, error.reason)
        return
    if isinstance(request, Request):
        request, empty = reopened(request)
        page.open_sent(request, entry.id, _origin(ui, entry))
        if empty:
            reason = _("Empty now: {fields}. Fill in what is needed before you send it again.").format(fields=", ".join(empty))
            page.strip.say("warn", _("The history keeps no secrets."), reason)
    page.show_exchange(record.exchange)


def page_again(ui: Ui, descriptor: dict[str, Any], beside: bool) -> Page | None:
    """Return the page of a tab of an earlier run; None if what it showed is gone."""
    path = Path(str(descriptor.get("path", "")))
    match descriptor.get("kind"):
        case "item":
            item = ui.session.tree.by_path(path)
            return item_page(ui, item.id, beside) if item is not None else None
        case "scratch":
            return scratch_page(ui, beside, draft_id=str(descriptor.get("draft", "")))
        case "environment":
            return _environment_again(ui, path)
        case "history":
            wanted = str(descriptor.get("id", ""))
            entry = next((entry for entry in ui.session.history.entries if entry.id == wanted), None)
            return history_page(ui, entry, beside) if entry is not None else None
        case "compare":
            from curlew.ui.compare.opening import page_again as comparison_again

            return comparison_again(ui, *(str(descriptor.get(name, "")) for name in ("name", "a", "b")))
    return None


def _environment_again(ui: Ui, path: Path) -> Page | None:
    for owner in (ROOT, *ui.session.tree.child_ids(ROOT)):
        for file in ui.session.environments(owner):
            if file.path == path:
                return environment_page(ui, owner, file)
    return None
