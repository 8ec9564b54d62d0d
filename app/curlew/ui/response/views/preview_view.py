"""A body as what it depicts: a page, an image, the parts of it, or what it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from curlew.preview.kinds import media_type
from curlew.preview.multipart import is_multipart
from curlew.preview.opened import Opened
from curlew.ui.context import Ui
from curlew.ui.response.views.preview.page import PreviewPage
from curlew.ui.response.views.view import BodyView
from curlew.ui.widgets.parts import column, row

FORM = "application/x-www-form-urlencoded"


def depicted_as(opened: Opened) -> str:
    """Return which page depicts a body: `parts`, `form`, `image`, `document` or `file`; empty for text that is read, not drawn."""
    if is_multipart(opened.declared):
        return "parts"
    if opened.kind == "image":
        return "image"
    if opened.kind in ("html", "markdown"):
        return "document"
    if media_type(opened.declared) == FORM and len(opened.text):
        return "form"
    return "file" if opened.kind == "binary" else ""


class PreviewView(BodyView):
    """Holds one page for each kind that was looked at."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._pages: dict[str, PreviewPage] = {}
        self._stack = QStackedWidget()
        self.setLayout(column(self._stack, spacing=0))
        self._tools = QWidget()
        self._tools_row = row(spacing=8)
        self._tools.setLayout(self._tools_row)
        self._front = ""

    @property
    def page(self) -> PreviewPage | None:
        """The page in front."""
        return self._pages.get(self._front)

    def show_body(self, opened: Opened) -> None:
        self.stop()
        front = depicted_as(opened)
        for kind, page in self._pages.items():
            if kind != front:
                page.clear()
        self._front = front
        if not front or not len(opened.raw):
            if self.page is not None:
                self.page.clear()
            return
        page = self._page(front)
        for kind, other in self._pages.items():
            for tool in other.tools():
                tool.setVisible(kind == front)
        self._stack.setCurrentWidget(page)
        self.setFocusProxy(page)
        page.show_body(opened)

    def _page(self, kind: str) -> PreviewPage:
        if kind not in self._pages:
            page = self._pages[kind] = _MAKERS[kind](self._ui)
            page.done.connect(self.shown)
            page.failed.connect(self.failed)
            page.notes_found.connect(self.notes_found)
            self._stack.addWidget(page)
            for tool in page.tools():
                self._tools_row.addWidget(tool)
        return self._pages[kind]

    def stop(self) -> None:
        if self.page is not None:
            self.page.stop()

    def tools(self) -> tuple[QWidget, ...]:
        return (self._tools,)

    def copy(self) -> None:
        if self.page is not None:
            self.page.copy()


def _image(ui: Ui) -> PreviewPage:
    from curlew.ui.response.views.preview.image_page import ImagePage

    return ImagePage(ui)


def _document(ui: Ui) -> PreviewPage:
    from curlew.ui.response.views.preview.document_page import DocumentPage

    return DocumentPage(ui)


def _parts(ui: Ui) -> PreviewPage:
    from curlew.ui.response.views.preview.parts_page import PartsPage

    return PartsPage(ui)


def _form(ui: Ui) -> PreviewPage:
    from curlew.ui.response.views.preview.form_page import FormPage

    return FormPage(ui)


def _file(ui: Ui) -> PreviewPage:
    from curlew.ui.response.views.preview.file_page import FilePage

    return FilePage(ui)


_MAKERS: dict[str, Callable[[Ui], PreviewPage]] = {"image": _image, "document": _document, "parts": _parts, "form": _form, "file": _file}
