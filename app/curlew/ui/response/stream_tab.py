"""The tab of a stream's events: there while one comes in and where one has come, away otherwise."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Signal

from curlew.model.exchange import Exchange, Response
from curlew.model.sendevent import Chunk
from curlew.model.streams import stream_kind
from curlew.ui.context import Ui
from curlew.ui.response.pages import Pages
from curlew.ui.response.stream_view import StreamView
from curlew.ui.response.stream_words import ending
from curlew.ui.widgets.tab_strip import TabStrip

NUMBER = 0
"""Its place among the tabs."""


class StreamTab(QObject):
    """`offered` when the tab has come or gone. Where the body was in front, the events come in its place, and the other way round."""

    offered = Signal()

    def __init__(self, ui: Ui, tabs: TabStrip, pages: Pages) -> None:
        super().__init__(tabs)
        self._ui, self._tabs, self._pages = ui, tabs, pages
        self._content_type = ""
        tabs.setTabVisible(NUMBER, False)
        pages.add("events", self._make)

    def _make(self) -> StreamView:
        view = StreamView(self._ui)
        view.counted.connect(lambda count: self._tabs.set_badge("events", count))
        return view

    @property
    def view(self) -> StreamView:
        return cast(StreamView, self._pages.get("events"))

    @property
    def is_live(self) -> bool:
        return self._pages.is_made("events") and self.view.is_live

    def expect(self, response: Response) -> None:
        """Take note of a head: its body may come as a stream, at once if it says so."""
        self._content_type = response.header("content-type")
        if stream_kind(self._content_type) and response.status // 100 == 2:
            self._begin()

    def _begin(self) -> None:
        self._tabs.set_badge("events", 0)
        self.view.begin(self._content_type)
        self._offer(True)

    def take(self, chunk: Chunk) -> None:
        """Follow a body that comes bit by bit."""
        if not self.is_live:
            self._begin()
        self.view.take(chunk)

    def end(self, exchange: Exchange) -> None:
        """Keep the events of a stream that has just ended, show those of an earlier one, or none."""
        response = exchange.response
        declared = response is not None and bool(stream_kind(response.header("content-type")))
        has_body = response is not None and response.body.size > 0
        if self.is_live:
            self.view.end(exchange)
            self._offer(has_body)
        elif response is not None and declared and has_body:
            self._tabs.set_badge("events", 0)
            self.view.show_body(response.body, response.header("content-type"), ending(exchange))
            self._offer(True)
        else:
            self._offer(False)

    def _offer(self, offered: bool) -> None:
        before = self._tabs.current_id
        self._tabs.setTabVisible(NUMBER, offered)
        if offered and before == "body":
            self._tabs.select("events")
        elif not offered and before == "events":
            self._tabs.select("body")
        self.offered.emit()
