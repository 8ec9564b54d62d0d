"""HTML without scripts, and Markdown, drawn; pictures from elsewhere are only loaded when the person asks for it, for this once."""

from __future__ import annotations

import asyncio
from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QPalette
from PySide6.QtWidgets import QFrame

from curlew.preview.html_page import LARGEST, Page
from curlew.preview.opened import Opened
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.response.views.preview.apart import draw_page
from curlew.ui.response.views.preview.images import Picture, read_picture
from curlew.ui.response.views.preview.page import PreviewPage
from curlew.ui.widgets.parts import TextButton, column, frame, label, row
from curlew.ui.widgets.safe_browser import SafeBrowser

AT_ONCE = 3
"""Pictures that are loaded at a time."""

LARGEST_PICTURE = 8_000_000


class DocumentPage(PreviewPage):
    """Draws what Qt's rich text can: a reader's view, not a browser."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._opened = Opened()
        self._page = Page("")
        self.browser = SafeBrowser()
        self.browser.setFrameShape(QFrame.Shape.NoFrame)
        self.browser.setAccessibleName(_("The page, drawn"))
        self.browser.document().setDocumentMargin(16)
        self.browser.link_wanted.connect(self._offer_link)
        self._remote = label("", "text", wrap=True)
        self.load = TextButton(ui.theme, _("Load for this once"), "link", "globe", self._load_pictures)
        self.load.setObjectName("load_remote")
        strip = row(self._remote, self.load, margins=(16, 5, 12, 5))
        strip.setStretch(0, 1)
        self._strip = frame("band", "bottom", strip)
        layout = column(self._strip, self.browser, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.browser)
        ui.theme.changed.connect(self._dress)

    def show_body(self, opened: Opened) -> None:
        self.stop()
        self._opened, self.browser.pictures = opened, {}
        self._tasks.start(self._show(opened), _("Drawing the page"))

    async def _show(self, opened: Opened) -> None:
        text = opened.text[: LARGEST * 4].decode("utf-8", "replace")
        page = await draw_page(text, opened.kind, _base(opened.name))
        if isinstance(page, str):
            self.failed.emit(page)
            return
        self._page = page
        self._dress()
        self._say_remote()
        self.notes_found.emit(self._page.notes)
        self.done.emit()

    def _draw(self) -> None:
        if self._opened.kind == "markdown":
            self.browser.show_markdown(self._page.text)
        else:
            self.browser.setHtml(self._page.text)

    def _dress(self) -> None:
        """HTML is made for white paper; Markdown takes the window's colours."""
        if self._opened.kind == "markdown":
            self.browser.setPalette(QPalette())
            self.browser.setStyleSheet("")
        else:
            self.browser.setStyleSheet("QTextBrowser { background: #ffffff; color: #16191f; }")
        self._draw()

    # --- pictures from elsewhere ---

    def _say_remote(self) -> None:
        count = len(self._page.images)
        words = ngettext("{n} picture from elsewhere was not loaded.", "{n} pictures from elsewhere were not loaded.", count)
        hosts = ", ".join(dict.fromkeys(QUrl(address).host() for address in self._page.images[:20]))
        self._remote.setText(f"{words.format(n=count)} ({hosts[:120]})" if count else "")
        self._strip.setVisible(count > 0)
        self.load.setEnabled(True)

    def _load_pictures(self) -> None:
        self.load.setEnabled(False)
        self._tasks.start(self._fetch_all(self._page.images), _("Loading pictures"))

    async def _fetch_all(self, addresses: tuple[str, ...]) -> None:
        turns = asyncio.Semaphore(AT_ONCE)
        found = await asyncio.gather(*(self._fetch(address, turns) for address in addresses))
        self.browser.pictures = {address: image for address, image in zip(addresses, found, strict=True) if image is not None}
        place = self.browser.verticalScrollBar().value()
        self._draw()
        self.browser.verticalScrollBar().setValue(place)
        missing = sum(image is None for image in found)
        words = ngettext("{n} picture could not be loaded.", "{n} pictures could not be loaded.", missing)
        self._remote.setText(words.format(n=missing))
        self._strip.setVisible(missing > 0)

    async def _fetch(self, address: str, turns: asyncio.Semaphore) -> QImage | None:
        async with turns:
            data = await self._ui.session.fetch(address, LARGEST_PICTURE)
        read = await asyncio.to_thread(read_picture, data) if data else None
        return read.image if isinstance(read, Picture) else None

    def _offer_link(self, address: str) -> None:
        """Show where a link leads; the person opens it."""
        shown = address if len(address) <= 300 else f"{address[:300]}…"
        self._ui.notify("info", _("A link of this page"), shown, action=_("Open in browser"), act=partial(_open, address))

    # --- the rest ---

    def clear(self) -> None:
        self.stop()
        self._opened, self._page, self.browser.pictures = Opened(), Page(""), {}
        self.browser.clear()

    def copy(self) -> None:
        text = self.browser.textCursor().selectedText().replace("\u2029", "\n") or self.browser.toPlainText()
        QGuiApplication.clipboard().setText(text)


def _base(name: str) -> str:
    return name if name.startswith(("http://", "https://")) else ""


def _open(address: str) -> None:
    url = QUrl(address)
    if url.scheme() in ("http", "https", "mailto"):
        QDesktopServices.openUrl(url)
