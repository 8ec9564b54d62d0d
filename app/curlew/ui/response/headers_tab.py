"""The headers of a response, or of the request as it was sent: in wire order, with what they mean, or as the exact bytes of the head."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from curlew.model.exchange import Exchange, Hop, Response, SentRequest
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.response.blank import Blank
from curlew.ui.response.grid import Cell, GridModel, GridView
from curlew.ui.response.header_rows import request_rows, response_rows
from curlew.ui.response.heads import head_note, request_head, response_head
from curlew.ui.response.hop_choice import HopChoice
from curlew.ui.response.texts import size
from curlew.ui.widgets.parts import IconButton, column, frame, label, row
from curlew.ui.widgets.segments import FittingSegments
from curlew.ui.widgets.text_view import TextPane

NUMBER, NAME, VALUE, MEANING = range(4)


class HeadersTab(QWidget):
    """Table or raw text, with a filter; of every hop, received or sent."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._hops: tuple[Hop, ...] = ()
        self._hop = 0
        self.model = GridModel(("#", _("Name"), _("Value"), _("Meaning")), self)
        self.table = GridView(ui.theme, _("Headers"), self.model, lambda cells: f"{cells[NAME].text}: {_value_of(cells)}")
        self.table.set_widths(48, 210, 0, 240)
        self.table.activated.connect(lambda index: self._explain(index.row()))
        self._raw: TextPane | None = None
        self._blank = Blank(ui.theme, "search", _("No header matches"), "")
        self._side = FittingSegments(_("Which headers"), (("response", _("Response")), ("request", _("Request"))))
        self._side.show_choice("response")
        self._mode = FittingSegments(_("How the headers are shown"), (("table", _("Table")), ("raw", _("Raw"))))
        self._mode.show_choice("table")
        for choice in (self._side, self._mode):
            choice.chosen.connect(partial(self._chosen, choice))
        self.hops = HopChoice()
        self.hops.chosen.connect(self._choose_hop)
        self._facts = label("", "meta")
        self._facts.setMinimumWidth(1)
        self.filter = QLineEdit()
        self.filter.setObjectName("headers_filter")
        self.filter.setPlaceholderText(_("Filter headers"))
        self.filter.setAccessibleName(_("Filter headers"))
        self.filter.setProperty("small", True)
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(200)
        self.filter.textChanged.connect(lambda _text: self._settle())
        copy = IconButton(ui.theme, "copy", _("Copy the headers"))
        copy.clicked.connect(self._copy)
        tools = (self._side, self._mode, self.hops, self._facts, self.filter, copy)
        bar = row(*tools, margins=(16, 7, 12, 7))
        bar.setStretch(2, 2)
        bar.setStretch(3, 3)
        self._stack = QStackedWidget()
        for page in (self.table, self._blank):
            self._stack.addWidget(page)
        layout = column(frame("bg", "bottom", layout=bar), self._stack, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_exchange(self, exchange: Exchange) -> None:
        """Show the last hop's response; the others can be chosen."""
        self._hops = exchange.hops
        self._hop = max(0, len(exchange.hops) - 1)
        self.hops.show_hops(exchange.hops, self._hop)
        self._settle()

    def show_response(self, response: Response | None) -> None:
        """Show the head of a response that is still coming in."""
        self.show_exchange(Exchange((Hop(SentRequest("", ""), response),)))

    @property
    def raw(self) -> TextPane:
        """The head as text; made when it is first wanted."""
        if self._raw is None:
            self._raw = TextPane(self._ui.theme, _("Head, exact bytes"))
            self._raw.set_text(self._head)
            self._stack.addWidget(self._raw)
        return self._raw

    def open_find(self) -> None:
        if self._mode.current == "raw":
            self.raw.open_find()
        else:
            self.filter.show()
            self.filter.setFocus()
            self.filter.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy, narrow = event.size().width() >= self._ui.theme.px(760), event.size().width() < self._ui.theme.px(520)
        self.table.setColumnHidden(MEANING, narrow)  # its words are in the card of each header
        self.table.set_widths(48, 210 if roomy else 150, 0, 260 if roomy else 170)
        self._facts.setText(self._facts.toolTip() if roomy else "")
        self._show_filter()

    def _show_filter(self) -> None:
        """Show the filter where there is room, or where it is in use."""
        wanted = self.width() >= self._ui.theme.px(600) or bool(self.filter.text())
        self.filter.setVisible(wanted and self._mode.current != "raw")

    def _explain(self, number: int) -> None:
        """Open what is known of a header below its row."""
        from curlew.preview.headers.freshness import freshness
        from curlew.preview.headers.rates import rate_of
        from curlew.ui.response.header_card import HeaderCard

        cells, hop = self.model.row(number), self._shown
        if cells[0].section or hop is None:
            return
        fresh = rate = None
        if hop.response is not None and not self._is_request:
            fresh = freshness(hop.response.headers, time.time())
            rate = rate_of({name.lower(): value for name, value in hop.response.headers}, time.time())
        card = HeaderCard(self._ui.theme, self, cells[NAME].text, _value_of(cells), fresh, rate)
        place = self.table.visualRect(self.model.index(number, NAME))
        card.open_at(self.table.viewport().mapToGlobal(place.bottomLeft()))

    def _chosen(self, choice: FittingSegments, chosen: str) -> None:
        choice.show_choice(chosen)
        self._settle()

    def _choose_hop(self, hop: int) -> None:
        self._hop = hop
        self._settle()

    @property
    def _shown(self) -> Hop | None:
        return self._hops[self._hop] if self._hops else None

    @property
    def _is_request(self) -> bool:
        return self._side.current == "request"

    @property
    def _head(self) -> bytes:
        """The head as text, its line ends and odd characters to be seen."""
        hop = self._shown
        if hop is None:
            return b""
        if self._is_request:
            return request_head(hop.request)
        return response_head(hop.response, hop.interim) if hop.response is not None else b""

    def _settle(self) -> None:
        hop, wanted = self._shown, self.filter.text().strip().lower()
        rows = [] if hop is None else request_rows(hop, wanted) if self._is_request else response_rows(hop, wanted)
        self.model.set_rows(rows)
        self._say_facts(hop)
        is_raw = self._mode.current == "raw"
        if self._raw is not None:
            self._raw.set_text(self._head)
        self._show_filter()
        self._blank.say(self._why_empty(hop))
        self._stack.setCurrentWidget(self.raw if is_raw else self.table if rows else self._blank)

    def _why_empty(self, hop: Hop | None) -> str:
        if self.filter.text().strip():
            return _("No header matches")
        if not self._is_request and (hop is None or hop.response is None):
            return _("No response came")
        return _("The request has no headers") if self._is_request else _("The response has no headers")

    def _say_facts(self, hop: Hop | None) -> None:
        words = ""
        message = None if hop is None else hop.request if self._is_request else hop.response
        if hop is not None and message is not None:
            count = len(message.headers)
            counted = ngettext("{n} header", "{n} headers", count).format(n=f"{count:,}")
            of_head = size(len(message.head)) if message.head is not None else head_note(hop, None)
            order = _("in the order sent") if self._is_request else _("in the order received")
            words = f"{counted}, {of_head}, {order}"
        self._facts.setToolTip(words)
        self._facts.setText(words if self.width() >= self._ui.theme.px(760) else "")

    def _copy(self) -> None:
        """Copy the table, or the head with its line ends as such."""
        if self._mode.current != "raw":
            self.table.copy()
            return
        hop = self._shown
        message = None if hop is None else hop.request if self._is_request else hop.response
        if message is not None:
            head = message.head if message.head is not None else self._head
            QGuiApplication.clipboard().setText(head.decode("utf-8", "replace"))


def _value_of(cells: tuple[Cell, ...]) -> str:
    return cells[VALUE].text if cells[VALUE].mono else ""
