"""Opening the manager for what is in front: its jar, and the cookies that its request would take along."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from curlew.engine.send import SendJob, preview
from curlew.errors import CurlewError
from curlew.model.request import Request
from curlew.ui.context import Ui
from curlew.ui.cookies.dialog import CookiesDialog, Going


async def cookies_dialog(ui: Ui, window: QWidget, item_id: int | None, request: Request | None) -> CookiesDialog:
    """Return the manager for a place in the tree and the request that is edited there, if one is."""
    environment = ui.session.cookies.environment_of(item_id)
    return CookiesDialog(ui, window, environment, await _going(ui, item_id, request))


async def _going(ui: Ui, item_id: int | None, request: Request | None) -> Going:
    if request is None or not request.url.strip():
        return Going()
    try:
        prepared = preview(SendJob(request, await ui.session.surroundings(item_id)))
    except CurlewError:
        return Going()
    return Going(prepared.url, f"{prepared.method} {request.name or prepared.host}")
