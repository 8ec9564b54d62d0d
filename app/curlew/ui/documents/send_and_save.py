"""Sending, and asking where to put the response as soon as it is there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from shiboken6 import isValid

from curlew.model.exchange import Exchange

if TYPE_CHECKING:
    from curlew.ui.documents.request_page import RequestPage


def send_and_save(page: RequestPage) -> None:
    """Send what the page shows, then save the body of the response; a send that fails is shown as any other."""

    def save(task: asyncio.Task[Exchange]) -> None:
        if isValid(page) and not task.cancelled() and task.exception() is None and task.result().response is not None:
            page.viewer.save_body()

    page.send().add_done_callback(save)
