"""The exact bytes of a hop's heads, the request's beside the response's."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from curlew.engine.redact import MASK
from curlew.model.exchange import Hop, Interim, Response, SentRequest
from curlew.preview.timeline_text import interim_lines, request_lines, response_lines
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import column, frame, label, row
from curlew.ui.widgets.text_view import TextPane

_SIGNS = {byte: f"\\x{byte:02x}" for byte in (*range(32), 127)} | {9: "\\t", 13: "\\r"}


def shown_bytes(head: bytes) -> bytes:
    """Return a head with its line ends and all that cannot be printed as escapes, so that every byte is to be seen."""
    try:
        text = head.decode()
    except UnicodeDecodeError:
        text = head.decode("ascii", "backslashreplace")
    return "\\n\n".join(line.translate(_SIGNS) for line in text.split("\n")).encode()


_PROXY_PASSWORD = re.compile(rb"^(proxy-authorization:[ \t]*(?:[\w-]+[ \t]+)?)[^\r\n]+", re.IGNORECASE | re.MULTILINE)


def without_proxy_password(head: bytes) -> bytes:
    """Mask what a proxy was told: unlike the request's own headers it comes from the settings, often of the whole machine."""
    return _PROXY_PASSWORD.sub(lambda found: found[1] + MASK.encode(), head)


def head_note(hop: Hop, head: bytes | None) -> str:
    """Return why there are no exact bytes of a head, or what is masked in them; empty where they stand as they are."""
    if head is not None:
        return _("the proxy’s password is masked") if _PROXY_PASSWORD.search(head) else ""
    if hop.response is None:
        return _("not sent")
    return _("{version}: header list").format(version=hop.response.http_version)


def _with(title: str, note: str) -> str:
    return f"{title} · {note}" if note else title


def request_head(request: SentRequest) -> bytes:
    """Return a request's head to be shown; on HTTP/2, where there are no bytes of it, its header list."""
    return shown_bytes(without_proxy_password(request.head)) if request.head is not None else _listed(request_lines(request))


def response_head(response: Response, interim: tuple[Interim, ...] = ()) -> bytes:
    before = b"".join(_listed(interim_lines(each)) + b"\n\n" for each in interim)
    head = shown_bytes(response.head) if response.head is not None else _listed(response_lines(response))
    after = [f"{name}: {value}" for name, value in response.trailers]
    return before + head + (b"\n" + _listed([_("(trailers, after the body)"), *after]) if after else b"")


def _listed(lines: list[str]) -> bytes:
    return "\n".join(lines).encode("utf-8", "surrogateescape")


class Heads(QSplitter):
    """The request's head beside the response's."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setHandleWidth(1)
        self.request = TextPane(theme, _("Request head, exact bytes"))
        self.response = TextPane(theme, _("Response head, exact bytes"))
        self._titles = label("", "caption"), label("", "caption")
        for title, pane in zip(self._titles, (self.request, self.response), strict=True):
            holder = QWidget()
            layout = column(frame("band", "bottom", row(title, margins=(16, 5, 16, 5))), pane, spacing=0)
            layout.setStretch(1, 1)
            holder.setLayout(layout)
            self.addWidget(holder)

    def show_hop(self, hop: Hop, received: bytes) -> None:
        """Show a hop's heads; received: what came where no response did."""
        self._titles[0].setText(_with(_("Request"), head_note(hop, hop.request.head)))
        self.request.set_text(request_head(hop.request))
        response = hop.response
        if response is None:
            self._titles[1].setText(_("Received"))
            self.response.set_text(shown_bytes(received))
        else:
            self._titles[1].setText(_with(_("Response"), head_note(hop, response.head)))
            self.response.set_text(response_head(response, hop.interim))
