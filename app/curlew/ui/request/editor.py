"""The request editor: the URL line above the tabs, all on one undo stack."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from curlew.errors import CurlewError
from curlew.model import urls
from curlew.model.inherit import Surroundings, code_from
from curlew.model.request import Request
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request import badges
from curlew.ui.request.draft_editor import DraftEditor
from curlew.ui.request.lookout import Lookout
from curlew.ui.request.page import RequestPage
from curlew.ui.request.tabs import request_tabs
from curlew.ui.request.url_bar import UrlBar
from curlew.ui.widgets.parts import Picture, TextButton, column, frame, label, row

if TYPE_CHECKING:
    from curlew.ui.request.pages.examples_page import ExamplesPage

NARROW = 700
"""Below this width the tabs need the place of the link to the cookies; the status bar has one, too."""


class RequestEditor(DraftEditor):
    """Edits one request.

    `edited` comes with each change by a person; `send_requested` and `cancel_requested` from the button and Enter; `curl_pasted` with
    the request that a pasted curl command became (it is shown already, as one step of the undo stack).
    """

    send_requested = Signal()
    cancel_requested = Signal()
    curl_pasted = Signal(object)
    example_wanted = Signal(str, object)
    """What a person wants to do with an example (`ExamplesPage.wanted`)."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, request_tabs(), "params")
        self._has_response = False
        self.bar = UrlBar(ui.theme, self.source)
        self.bar.url_edited.connect(self._url_edited)
        self.bar.method_edited.connect(lambda method: self.apply({"method": method}, "method"))
        self.bar.send_clicked.connect(self._send_clicked)
        self.bar.url.left.connect(self.catch_up)
        self.bar.url.paste_hook = self._paste_curl
        self.bar.send.offer(self.ui.actions.action(one) for one in ("request.send_and_save", "request.copy_curl") if self._is_bound(one))
        self._top = frame("bg", "", column(self.bar, self.bar.note, margins=(16, 4, 16, 4), spacing=0))
        self._layout.insertWidget(0, self._top)
        self._cookies_link = self._make_cookies_link()
        self._beside_strip.addWidget(self._cookies_link)
        self._code_note = self._make_code_note()
        self._layout.insertWidget(1, self._code_note)
        self._lookout = Lookout(ui, self)
        self._lookout.changed.connect(self._show_look)
        self.strip.currentChanged.connect(lambda _index: self._lookout.watch(self.strip.current_id == "headers"))
        self.source.changed.connect(self._lookout.again)
        self.setTabOrder(self.bar.send, self.strip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._cookies_link.setVisible(self.width() >= self.ui.theme.px(NARROW))
        super().resizeEvent(event)

    def _is_bound(self, command: str) -> bool:
        return any(spec.id == command for spec in self.ui.actions.bound())

    def take_line(self) -> QFrame:
        """Hand the method, the URL and Send over to the page, which may want them across request and response."""
        self._layout.removeWidget(self._top)
        return self._top

    def _make_cookies_link(self) -> TextButton:
        link = TextButton(self.ui.theme, _("Cookies"), "link", act=lambda: self.ui.actions.trigger("cookies.open"))
        link.setObjectName("cookies_link")
        link.setToolTip(self.ui.actions.titled("cookies.open"))
        return link

    def _make_code_note(self) -> QFrame:
        self._code_text = label("", "meta")
        note = frame("", "", row(Picture(self.ui.theme, "info", "warn", 14), self._code_text, None, margins=(16, 2, 16, 4), spacing=6))
        note.hide()
        return note

    # --- the contract with the page that holds it ---

    def load(self, request: Request, item_id: int | None = None) -> None:
        """Show a request; an equal one leaves caret and undo steps as they are."""
        if item_id != self.item_id:
            self.item_id = item_id
            self._forget()
        self._set_base()
        self.show_request(request)
        self._refresh_scope()

    def value(self) -> Request:
        """Return the request with all that was typed up to now."""
        return self.current()

    def set_sending(self, sending: bool) -> None:
        """Turn Send into Cancel while a send is under way, and back."""
        self.bar.send.show_sending(sending)

    def set_receiving(self, receiving: bool) -> None:
        """Turn Cancel into Stop while the response comes in, and back."""
        self.bar.send.show_receiving(receiving)

    def set_elapsed(self, milliseconds: float) -> None:
        self.bar.send.show_elapsed(milliseconds)

    def focus_url(self) -> None:
        self.bar.focus_url()

    def beautify(self) -> None:
        """Indent the body and bring it to the front."""
        from curlew.ui.request.pages.body_page import BodyPage

        self.strip.select("body")
        page = self.page("body")
        assert isinstance(page, BodyPage)
        page.beautify()

    def open_find(self) -> bool:
        """Open the find bar of the body, if that is what is shown; tell whether it was."""
        from curlew.ui.request.pages.body_page import BodyPage

        page = self._pages.get(self.strip.current_id)
        if isinstance(page, BodyPage) and page.editor is not None and page.editor.can_find:
            page.open_find()
            return True
        return False

    def set_surroundings(self, around: Surroundings) -> None:
        super().set_surroundings(around)
        self._show_code_note()

    # --- inner workings ---

    def _forget(self) -> None:
        from curlew.ui.request.pages.body_page import BodyPage

        for page in self._pages.values():
            if isinstance(page, BodyPage):
                page.forget()

    def page(self, tab_id: str) -> RequestPage:
        made = tab_id not in self._pages
        page = super().page(tab_id)
        if made and tab_id == "headers":
            from curlew.ui.request.pages.headers_page import HeadersPage

            assert isinstance(page, HeadersPage)
            page.go_to.connect(self.strip.select)
            if self._lookout.look is not None:
                page.show_look(self._lookout.look)
        if made and tab_id == "examples":
            self.examples.wanted.connect(self.example_wanted)
            self.examples.set_has_response(self._has_response)
        if made and tab_id == "body":
            from curlew.ui.request.pages.body_page import BodyPage

            assert isinstance(page, BodyPage)
            page.faulted.connect(lambda _faulty: self._show_badges())
            self._set_base()
            self._show_badges()
        return page

    def set_has_response(self, has_response: bool) -> None:
        """Say whether there is a response that can be saved as an example."""
        if has_response != self._has_response:
            self._has_response = has_response
            if "examples" in self._pages:
                self.examples.set_has_response(has_response)

    @property
    def examples(self) -> ExamplesPage:
        """The tab of examples, made now if need be."""
        return cast("ExamplesPage", self.page("examples"))

    def _set_base(self) -> None:
        """Say what relative paths of files count from: the collection's folder."""
        page = self._pages.get("body")
        if page is None or self.item_id is None or self.item_id not in self.ui.session.tree:
            return
        collection = self.ui.session.tree.collection_of(self.item_id)
        page.facts.set_base(collection.path if collection is not None else None)  # type: ignore[attr-defined]

    def _show_look(self) -> None:
        """Show what the lookout found: added headers, marks on rows, what the URL becomes."""
        from curlew.ui.request.pages.headers_page import HeadersPage

        page, look = self._pages.get("headers"), self._lookout.look
        if look is None:
            return
        if isinstance(page, HeadersPage):
            page.show_look(look)
        self.bar.note.show_look(look.url)
        self._show_badges()

    def reveal_field(self, field: str) -> bool:
        """Go to where a fault stands, by the words of `SendError.field`; tell whether there is such a place."""
        from curlew.ui.request.pages.headers_page import HeadersPage

        kind, _colon, name = field.partition(":")
        if kind == "url":
            self.bar.focus_url()
        elif kind == "method":
            self.bar.method.setFocus()
        elif kind == "header":
            self.strip.select("headers")
            page = self.page("headers")
            assert isinstance(page, HeadersPage)
            page.reveal_header(name)
        elif kind in self._tabs:
            self.strip.select(kind)
        else:
            return False
        return True

    def _show_badges(self) -> None:
        super()._show_badges()
        added = sum(header.origin != "omitted" for header in self._lookout.look.headers) if self._lookout.look is not None else 0
        self.strip.set_badge("headers", badges.headers(self.request) + added)
        page = self._pages.get("body")
        if page is not None and getattr(page, "is_faulty", False) and badges.body(self.request):
            self.strip.set_badge("body", "err")

    def _refresh(self) -> None:
        self.bar.url.set_text(self.request.url)
        self.bar.method.show_method(self.request.method)
        super()._refresh()
        if self.source.is_settled:  # before, every variable would seem to be missing
            self._lookout.see(self.request, self.item_id, self.around, self.secret_place())
        self._show_code_note()

    def _show_code_note(self) -> None:
        """Say beside Send that scripts, assertions and actions do not run yet, where there are any."""
        places = code_from(self.request, self.around)
        self._code_note.setVisible(bool(places))
        if places:
            self._code_text.setText(_("Scripts, assertions and actions do not run yet: {places}.").format(places=", ".join(places)))

    def _url_edited(self, url: str) -> None:
        params = urls.retyped(self.request.url, url, self.request.params)
        self.apply({"url": url, "params": params}, "url", show_later=True)

    def _send_clicked(self) -> None:
        if self.bar.send.is_sending:
            self.cancel_requested.emit()
        else:
            self.flush()
            self.send_requested.emit()

    def reveal_detail(self, before: Request) -> None:
        if before.method != self.request.method:
            self.bar.method.setFocus()
        elif before.url != self.request.url and self._only_typed(before):
            self.bar.url.setFocus()
        else:
            super().reveal_detail(before)

    def _only_typed(self, before: Request) -> bool:
        """Tell whether the URL itself was typed in, not a row of it."""
        focus = self.focusWidget()
        return focus is self.bar.url or self.strip.current_id != "params"

    def reveal(self, before: Request) -> None:
        changed = self.changed_fields(before)
        if changed <= {"method"} or (changed <= {"url", "params"} and self._only_typed(before)):
            return
        super().reveal(before)

    def _paste_curl(self, text: str) -> bool:
        """Turn a pasted curl command into the request; what is no such command is pasted as it is."""
        from curlew.engine.filling import parted
        from curlew.formats.curl import looks_like_curl, parse_curl

        if not looks_like_curl(text):
            return False
        try:
            found = parse_curl(text)
        except CurlewError as error:
            self.ui.notify("error", error.title, error.reason, error.hint)
            return True
        kept = {
            name: getattr(self.request, name) for name in ("name", "seq", "docs", "description", "tags", "extensions", "extra", "examples")
        }
        request = parted(replace(found.request, **kept), self.ui.session.secrets, self.secret_place())
        self.set_value(request)
        self.strip.select("body" if request.body is not None else "params")
        for note in found.notes:
            self.ui.notify("info", _("From the curl command"), note)
        self.curl_pasted.emit(request)
        return True
