"""The response pane: what came back, what is under way, or what went wrong."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QStackedWidget, QWidget
from shiboken6 import isValid

from curlew.model.exchange import Exchange, Response
from curlew.model.sendevent import Asked, Chunk, HeadersReceived, Progress, SendEvent, Started
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.ahead import load_ahead
from curlew.ui.response.blank import Blank
from curlew.ui.response.body_tab import BodyTab
from curlew.ui.response.cookies_tab import CookiesTab, received_cookies
from curlew.ui.response.error_page import ErrorPage
from curlew.ui.response.example_strip import ExampleStrip
from curlew.ui.response.gaps import missing_words, stopped_words, why_empty
from curlew.ui.response.giving_out import GivingOut
from curlew.ui.response.headers_tab import HeadersTab
from curlew.ui.response.notes_strip import NotesStrip
from curlew.ui.response.pages import Pages
from curlew.ui.response.question_strip import QuestionStrip
from curlew.ui.response.response_menu import MenuButton
from curlew.ui.response.sending_page import SendingPage, progress_share
from curlew.ui.response.stream_tab import StreamTab
from curlew.ui.response.stream_view import StreamView
from curlew.ui.response.summary import Summary
from curlew.ui.response.texts import status_text
from curlew.ui.response.timeline_tab import TimelineTab
from curlew.ui.widgets.parts import column, frame, row
from curlew.ui.widgets.tab_strip import TabStrip

TICK_MS = 100
PATIENCE_MS = 200
"""So long the earlier response stays while the next one is on its way: a quick answer should not flicker."""


class ResponseViewer(QFrame):
    """Shows one exchange. Give it `start_sending`, then every event, then `show_exchange`."""

    send_again_requested = Signal()
    answered = Signal(bool)
    """The person answered what the send asked."""
    place_wanted = Signal(str)
    """Where a person wants to go from a failure (`Remedy.place`)."""
    trust_wanted = Signal(object)
    """The hop whose certificate a person wants to trust."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._tasks = ui.tasks.for_owner(self)
        self._exchange: Exchange | None = None
        self._body_state: dict[str, Any] = {}
        self._body_notes: tuple[str, ...] = ()
        self._began = 0.0
        self._counted: Progress | None = None
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._show_sending)
        self.setAccessibleName(_("Response"))
        self.setProperty("ground", "bg")
        self._build()
        self.show_idle()
        load_ahead(self)

    # --- building ---

    def _build(self) -> None:
        ui = self._ui
        self.tabs = TabStrip(ui.theme, _("Parts of the response"))
        self.tabs.setObjectName("response_tabs")
        self.tabs.add("events", _("Events"))
        for tab_id, title in (("body", _("Body")), ("headers", _("Headers")), ("cookies", _("Cookies")), ("timeline", _("Timeline"))):
            self.tabs.add(tab_id, title)
        self.tabs.select("body")
        self.tabs.currentChanged.connect(lambda _index: self._settle())
        self.summary = Summary(ui.theme)
        self.summary.certificates_wanted.connect(self.show_certificates)
        self._giving = GivingOut(ui, self, lambda: self._shown, lambda: self._shows_packed, self._show_strip)
        self._save = self._giving.button
        self._menu = MenuButton(ui)
        head = row(self.tabs, self.summary, self._save, self._menu, margins=(6, 0, 12, 0), spacing=6)
        head.setStretch(0, 1)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress of the send"))
        self._progress.setFixedHeight(3)
        self.idle = Blank(ui.theme, "arrow_right", "", "")
        self.question = QuestionStrip(ui.theme)
        self.question.answered.connect(self.answered)
        self.example = ExampleStrip(ui.theme)
        self.incomplete = NotesStrip(ui.theme, "err")
        self.incomplete.setObjectName("incomplete_strip")
        self.notes = NotesStrip(ui.theme, "info")
        self.notes.setObjectName("notes_strip")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.idle)
        self.pages = Pages(self._stack)
        self.events = StreamTab(ui, self.tabs, self.pages)
        self.events.offered.connect(self._settle)
        self._add_pages()
        strips = (self.question, self.example, self.incomplete, self.notes)
        self._column = column(frame("bg", "bottom", head), self._progress, *strips, self._stack, spacing=0)
        self._column.setStretchFactor(self._stack, 1)
        self.setLayout(self._column)
        self._ui.actions.changed.connect(self._say_idle)

    # --- pages ---

    def _add_pages(self) -> None:
        pages = self.pages
        pages.add("body", self._make_body, self._fill_body)
        pages.add("headers", lambda: HeadersTab(self._ui), lambda: self.headers.show_exchange(self._shown))
        pages.add("cookies", lambda: CookiesTab(self._ui), lambda: self.cookies.show_exchange(self._shown))
        pages.add("timeline", lambda: TimelineTab(self._ui), lambda: self.timeline.show_exchange(self._shown))
        pages.add("error", self._make_error, lambda: self.error.show_exchange(self._shown, self._counted))
        pages.add("sending", lambda: SendingPage(self._ui))

    @property
    def _shown(self) -> Exchange:
        return self._exchange or Exchange()

    @property
    def body(self) -> BodyTab:
        return cast(BodyTab, self.pages.get("body"))

    @property
    def headers(self) -> HeadersTab:
        return cast(HeadersTab, self.pages.get("headers"))

    @property
    def cookies(self) -> CookiesTab:
        return cast(CookiesTab, self.pages.get("cookies"))

    @property
    def timeline(self) -> TimelineTab:
        return cast(TimelineTab, self.pages.get("timeline"))

    @property
    def error(self) -> ErrorPage:
        return cast(ErrorPage, self.pages.get("error"))

    @property
    def sending(self) -> SendingPage:
        return cast(SendingPage, self.pages.get("sending"))

    def _make_body(self) -> BodyTab:
        body = BodyTab(self._ui)
        body.notes_found.connect(self._take_body_notes)
        body.restore_state(self._body_state)
        return body

    def _fill_body(self) -> None:
        if self._shown.response is not None:
            request = self._shown.request
            self.body.filter.keep_out(self._shown.secrets)
            self.body.show_response(self._shown.response, why_empty(self._shown), request.url if request is not None else "")

    def _make_error(self) -> ErrorPage:
        error = ErrorPage(self._ui.theme)
        error.again.connect(self.send_again_requested)
        error.timeline_wanted.connect(lambda: self.tabs.select("timeline"))
        error.place_wanted.connect(self.place_wanted)
        error.chain_wanted.connect(self.show_certificates)
        error.trust_wanted.connect(self._want_trust)
        return error

    # --- the states ---

    def show_idle(self) -> None:
        """Say how to send: nothing was sent yet."""
        self._stop_waiting()
        self._exchange = None
        if self.pages.is_made("body"):
            self.body.clear()
        self.summary.clear()
        self.example.hide()
        self.incomplete.say(())
        self.notes.say(())
        for tab_id in ("headers", "cookies"):
            self.tabs.set_badge(tab_id, 0)
        self.tabs.set_badge("timeline", False)
        self._say_idle()
        self._settle()

    def start_sending(self) -> None:
        """Follow a send that has begun."""
        self._began, self._counted = time.perf_counter(), None
        self.sending.begin()
        self._progress.setRange(0, 0)
        self._progress.show()
        self._ticker.start()
        if self._exchange is None:
            self._show_sending()
        else:
            self._patience.start()

    def on_event(self, event: SendEvent) -> None:
        """Follow a send: phases, bytes, and the head as soon as it is there."""
        if not self._ticker.isActive():
            return
        self.sending.on_event(event)
        if isinstance(event, Started) and event.hop:
            self._counted = None
            self._progress.setRange(0, 0)
        elif isinstance(event, Progress):
            self._counted = event
            share = progress_share(event)
            self._progress.setRange(0, 0 if share is None else 1000)
            if share is not None:
                self._progress.setValue(round(share * 1000))
        elif isinstance(event, HeadersReceived):
            self._show_head(event)
        elif isinstance(event, Chunk):
            self._patience.stop()
            self._progress.hide()
            self.events.take(event)
        elif isinstance(event, Asked):
            self.question.ask(event.question)

    def show_exchange(self, exchange: Exchange) -> None:
        """Show the end of a send, or an earlier one."""
        self._stop_waiting()
        self._exchange = exchange
        response = exchange.response
        self.summary.show_exchange(exchange)
        self.example.hide()
        self.pages.changed()
        self.tabs.set_badge("headers", len(response.headers) if response is not None else 0)
        self.tabs.set_badge("cookies", len(received_cookies(exchange)))
        self.tabs.set_badge("timeline", "err" if exchange.error is not None and exchange.hops else False)
        self.incomplete.say(missing_words(exchange))
        self._body_notes = ()
        self._say_notes()
        if response is None and self.tabs.current_id in ("headers", "cookies"):
            self.tabs.select("body")  # where it is said what failed
        if response is not None:
            self.pages.get("body")  # filled at once, whichever tab is in front: its notes count for all
        self.events.end(exchange)
        self._settle()

    # --- commands ---

    @property
    def exchange(self) -> Exchange | None:
        return self._exchange

    def show_certificates(self) -> None:
        """Open the certificates of the last connection."""
        from curlew.ui.response.chain_view import ChainSheet

        if self._exchange is not None and self._exchange.hops and self._exchange.hops[-1].connection.certificates:
            sheet = ChainSheet(self._ui.theme, self.window(), self._exchange.hops[-1])
            sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            sheet.open()

    def _want_trust(self) -> None:
        if self._exchange is not None and self._exchange.hops:
            self.trust_wanted.emit(self._exchange.hops[-1])

    def filter_body(self) -> None:
        """Go to the filter of the body, or close it."""
        if self._exchange is not None and self._exchange.response is not None:
            self.tabs.select("body")
            self.body.filter.toggle()

    def find(self) -> None:  # type: ignore[override]  # QWidget.find(WId) is a static function for native windows
        """Search in what is in front."""
        page = self._stack.currentWidget()
        if isinstance(page, (BodyTab, HeadersTab, StreamView, TimelineTab)):
            page.open_find()

    def copy_body(self) -> None:
        """Copy the body, or the details of a failure."""
        if self._exchange is None:
            return
        if self._exchange.response is None:
            self.error.copy()
        else:
            words = self.body.copy()
            if words != "":
                self._ui.notify("info", words or _("Copied the response body"))

    @property
    def _shows_packed(self) -> bool:
        """Whether the bytes are looked at as they were received."""
        return self.pages.is_made("body") and self.body.bar.is_as_received

    def save_body(self) -> None:
        """Ask for a file and write the body into it, as it is looked at."""
        self._giving.save()

    def open_outside(self) -> None:
        """Open the body with the system's program."""
        self._giving.open_outside()

    def _show_strip(self, strip: QWidget) -> None:
        if isValid(self):
            self._column.insertWidget(2, strip)

    def state(self) -> dict[str, Any]:
        """Return JSON: which tab, how the body is shown, where it is scrolled to."""
        body = self.body.state() if self.pages.is_made("body") else self._body_state
        return {"tab": self.tabs.current_id, "body": body}

    def restore_state(self, state: dict[str, Any]) -> None:
        self.tabs.select(str(state.get("tab", "body")))
        body = state.get("body")
        if isinstance(body, dict):
            self._body_state = body
            if self.pages.is_made("body"):
                self.body.restore_state(body)

    # --- inner workings ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the tabs their room; the summary gets what is left."""
        tabs = sum(self.tabs.tabSizeHint(index).width() for index in range(self.tabs.count()))
        self.summary.fit(self.width() - tabs - self._save.width() - self._menu.width() - 46)

    def _show_head(self, event: HeadersReceived) -> None:
        response = Response(event.status, event.reason, headers=event.headers)
        self.summary.clear()
        self.summary.show_status(event.status, status_text(response))
        self.pages.up_to_date("headers")
        self.headers.show_response(response)
        self.events.expect(response)
        self.tabs.set_badge("headers", len(event.headers))
        if self._stack.currentWidget() is self.sending and self.tabs.current_id == "headers":
            self._stack.setCurrentWidget(self.headers)

    def _show_sending(self) -> None:
        self.summary.clear()
        self.example.hide()
        self.incomplete.say(())
        self.notes.say(())
        self._save.setEnabled(False)
        self._stack.setCurrentWidget(self.sending)

    def _stop_waiting(self) -> None:
        self._patience.stop()
        self._ticker.stop()
        self._progress.hide()
        self.question.clear()

    def _tick(self) -> None:
        self.sending.set_elapsed((time.perf_counter() - self._began) * 1000)

    def _say_idle(self) -> None:
        keys = self._ui.actions.keys("request.send")
        hint = _("{keys} sends the request.").format(keys=keys) if keys else _("Press Send.")
        self.idle.say(_("The response will be shown here"), hint)

    def _take_body_notes(self, notes: Sequence[str]) -> None:
        self._body_notes = tuple(notes)
        self._say_notes()

    def _say_notes(self) -> None:
        exchange = self._exchange
        self.notes.say((stopped_words(exchange), *exchange.notes, *self._body_notes) if exchange is not None else ())

    def _settle(self) -> None:
        """Put the page of the chosen tab in front."""
        waiting = self._ticker.isActive() and not self._patience.isActive()
        exchange = self._exchange
        self._save.setEnabled(exchange is not None and exchange.response is not None and exchange.response.body.size > 0)
        self._stack.setCurrentWidget(self._page_in_front(waiting))
        self._fit()

    def _page_in_front(self, waiting: bool) -> QWidget:
        tab = self.tabs.current_id
        if waiting:
            return self.headers if tab == "headers" else self.events.view if tab == "events" and self.events.is_live else self.sending
        if self._exchange is None:
            return self.idle
        if tab == "events":
            return self.events.view
        if tab == "headers":
            return self.headers
        if tab == "cookies":
            return self.cookies
        if tab == "timeline":
            return self.timeline
        return self.error if self._exchange.response is None else self.body
