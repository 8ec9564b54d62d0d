"""Going from a failure to what can be changed about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curlew.model.exchange import Hop, SendError

if TYPE_CHECKING:
    from curlew.ui.documents.request_page import RequestPage


def with_scheme(url: str, scheme: str) -> str | None:
    """Return a URL with another scheme; None where a variable stands in the scheme's place."""
    before, found, rest = url.strip().partition("://")
    if not found:
        return None if url.strip().startswith("{{") else f"{scheme}://{url.strip()}"
    return None if "{{" in before else f"{scheme}://{rest}"


def go(page: RequestPage, place: str) -> None:
    """Open what `Remedy.place` names; another scheme is put into the URL, and the request sent again."""
    if place in ("http", "https"):
        url = with_scheme(page.request.url, place)
        if url is not None:
            page.editor.apply({"url": url}, "url")
            page.send()
            return
        place = "environments"
    if place == "environments":
        page.ui.actions.trigger("view.environments")
    elif place == "url":
        page.focus_first()
    elif not (place == "headers" and page.editor.reveal_field(page.fault.field if page.fault is not None else "")):
        page.editor.strip.select(place)
        page.editor.strip.setFocus()


def go_to_fault(page: RequestPage, error: SendError | None) -> None:
    """Bring up what keeps a request from being sent, where it has a place in the editor."""
    if error is not None and error.phase == "prepare" and error.field and page.isVisible():
        page.editor.reveal_field(error.field)


async def trust_and_send(page: RequestPage, hop: Hop) -> None:
    """Ask whether to trust the certificate of a failed hop, and send again if so."""
    from curlew.ui.response.trusting import ask_to_trust

    if await ask_to_trust(page.ui, page.dialog_parent, hop, page.fault.code if page.fault is not None else ""):
        page.send()
