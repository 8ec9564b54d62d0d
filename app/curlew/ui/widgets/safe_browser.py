"""A page of rich text that asks neither the disk nor the network for anything."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser

LARGEST_DATA_URL = 2_000_000


MARKDOWN = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class SafeDocument(QTextDocument):
    """A page that is laid out only, and asks for nothing either."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind != int(QTextDocument.ResourceType.ImageResource.value):
            return None
        address = name.toString() if isinstance(name, QUrl) else str(name)
        return (_picture_within(address) if address.startswith("data:image/") else None) or _missing()


class SafeBrowser(QTextBrowser):
    """Shows Markdown or HTML. Pictures are those it is given (`pictures`), and those that stand in the page as `data:`.

    `link_wanted` when a link was clicked that leads elsewhere; the page itself goes nowhere.
    """

    link_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.pictures: Mapping[str, QImage] = {}
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._clicked)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind != int(QTextDocument.ResourceType.ImageResource.value):
            return None
        address = name.toString() if isinstance(name, QUrl) else str(name)
        if address in self.pictures:
            return self.pictures[address]
        return (_picture_within(address) if address.startswith("data:image/") else None) or _missing()

    def show_markdown(self, text: str) -> None:
        """Show Markdown; HTML inside it stays text."""
        place = self.verticalScrollBar().value()
        self.document().setMarkdown(text, MARKDOWN)
        self.verticalScrollBar().setValue(place)

    def _clicked(self, link: QUrl) -> None:
        if not link.scheme() and link.hasFragment():
            self.scrollToAnchor(link.fragment())
        elif link.scheme() in ("http", "https", "mailto"):
            self.link_wanted.emit(link.toString())


def _missing() -> QImage:
    """Return what stands for a picture that is not there: a small grey square (nothing at all would send Qt to look for a file)."""
    image = QImage(16, 16, QImage.Format.Format_ARGB32)
    image.fill(QColor("#c4cad6"))
    return image


def _picture_within(address: str) -> QImage | None:
    """Return the picture that a `data:` address holds; no SVG, which could name others."""
    head, _comma, data = address.partition(",")
    if len(data) > LARGEST_DATA_URL or not head.endswith(";base64") or "svg" in head:
        return None
    try:
        image = QImage.fromData(QByteArray(base64.b64decode(data)))
    except (binascii.Error, ValueError):
        return None
    return None if image.isNull() else image
