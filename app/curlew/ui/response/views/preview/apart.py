"""Pages and drawings that Qt could take minutes over, or crash on, are tried in a child process before the window draws them."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from PySide6.QtGui import QImage

from curlew.preview.buffer import Buffer
from curlew.preview.html_page import LARGEST, Page, images_in_markdown, page_of
from curlew.preview.kinds import SNIFFED, image_type
from curlew.text import _
from curlew.ui.response.views.preview.images import LARGEST_SVG, Picture, read_picture

PATIENCE_S = 6.0
"""So long may the child take, its start included."""

DRAWN_S = 0.1
"""So long may the window be held up by drawing a page."""

WIDTH = 800
_SMALL_PAGE = 6 * 1024
_SMALL_DRAWING = 64 * 1024
_FEW_TAGS = 400
_FEW_CELLS = 100
_COSTLY_DRAWING = re.compile(rb"<(?:\w+:)?use|<pattern|<filter|<mask|<marker|dasharray|<animate", re.IGNORECASE)
_SOON_S = 0.05


async def draw_page(text: str, kind: str, base: str) -> Page | str:
    """Return as much of a page (`html` or `markdown`) as can be drawn at once, or why none can."""
    cells = text.count("|") + text.lower().count("<t")
    if len(text) <= _SMALL_PAGE and cells <= _FEW_CELLS and "data:" not in text:
        return _page(text, kind, base)
    drawn = await _ask(_lay_out, text, kind, base)
    return drawn if isinstance(drawn, Page) else _("This page takes too long to draw.")


async def draw_picture(data: Buffer) -> Picture | str:
    """Return the image that bytes are, or why it cannot be shown."""
    kind = image_type(data[:SNIFFED])
    if kind != "image/svg+xml" or len(data) > LARGEST_SVG or not _is_costly(data):
        return await asyncio.to_thread(lambda: read_picture(data[:]))
    drawn = await _ask(_draw, data[:])
    if isinstance(drawn, str):
        return drawn
    if drawn is None:
        return _("This drawing takes too long to draw.")
    width, height, bits, lines, detail = drawn
    return Picture(QImage(bits, width, height, QImage.Format.Format_ARGB32_Premultiplied).copy(), lines, detail=detail)


def _is_costly(data: Buffer) -> bool:
    return len(data) > _SMALL_DRAWING or data[:].count(b"<") > _FEW_TAGS or _COSTLY_DRAWING.search(data) is not None


async def _ask(work: Callable[..., Any], *given: object) -> Any:
    """Return what a function gives in a process of its own; None where that ends first, or takes too long."""
    wanted = True

    def run() -> Any:
        from curlew.preview.child import Child

        child = Child(_serve, "curlew drawing")
        try:
            child.connection.send((work, given))
            until = time.monotonic() + PATIENCE_S
            while wanted and time.monotonic() < until:
                if child.connection.poll(_SOON_S):
                    return child.connection.recv()
            return None
        except (OSError, EOFError):
            return None  # it crashed
        finally:
            child.end()

    try:
        return await asyncio.to_thread(run)
    finally:
        wanted = False


def _serve(connection: Connection) -> None:
    """Do one piece of work for the parent."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtGui import QGuiApplication

    qInstallMessageHandler(lambda *_told: None)
    _app = QGuiApplication(["curlew"])
    work, given = connection.recv()
    connection.send(work(*given))


def _draw(data: bytes) -> object:
    """Return a drawing as plain values, for the parent."""
    picture = read_picture(data)
    if isinstance(picture, str):
        return picture
    image = picture.image
    return image.width(), image.height(), bytes(image.constBits()), picture.lines, picture.detail


def _lay_out(text: str, kind: str, base: str) -> Page:
    """Return the page cut so short that it is drawn in time."""
    size = min(len(text), LARGEST)
    while True:
        page = _page(text[:size], kind, base)
        took = _time_to_draw(page, kind)
        if took <= DRAWN_S or size < 1000:
            break
        size = max(999, min(size // 2, int(size * DRAWN_S / took)))
    if size < min(len(text), LARGEST):
        note = _("Only the beginning ({n} KB) is drawn: more of it takes too long.").format(n=f"{max(1, size // 1024):,}")
        return Page(page.text, page.images, (note, *page.notes))
    return page if size == len(text) else Page(page.text, page.images, tuple(dict.fromkeys((_cut_note(), *page.notes))))


def _cut_note() -> str:
    return _("Only the first {n} KB are drawn.").format(n=LARGEST // 1024)


def _page(text: str, kind: str, base: str) -> Page:
    return Page(text, images_in_markdown(text)) if kind == "markdown" else page_of(text, base)


def _time_to_draw(page: Page, kind: str) -> float:
    """Return how long it takes to lay a page out, in seconds."""
    from curlew.ui.widgets.safe_browser import MARKDOWN, SafeDocument

    began = time.perf_counter()
    document = SafeDocument()
    if kind == "markdown":
        document.setMarkdown(page.text, MARKDOWN)
    else:
        document.setHtml(page.text)
    document.setTextWidth(WIDTH)
    document.size()
    return time.perf_counter() - began
