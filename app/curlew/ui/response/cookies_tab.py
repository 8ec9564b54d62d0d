"""The cookies that a response sets, with what the jar did with each and why, and those that were sent."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedWidget, QWidget

from curlew.model.exchange import Exchange
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.response.blank import Blank
from curlew.ui.response.cookie_rows import Received, card_reason, card_title, cookie_row, counted, received_cookies, sent_cookies
from curlew.ui.response.grid import Cell, GridModel, GridView
from curlew.ui.widgets.parts import IconButton, Picture, TextButton, column, frame, label, row
from curlew.ui.widgets.segments import Segments

__all__ = ["CookiesTab", "received_cookies"]

_ICONS = {
    "stored": ("circle_ok", "ok"),
    "replaced": ("circle_ok", "ok"),
    "removed": ("trash", "warn"),
    "refused": ("ban", "err"),
}
MOST_ROWS = 12

TIGHT = (96, 0, 110, 52, 108, 138, 92)
ROOMY = (130, 0, 150, 62, 132, 190, 190)
ROOMY_FROM = 940
"""The table's columns, and the width of the pane from which on they have their full room."""


class CookiesTab(QWidget):
    """The cookies that a send received, on all its hops, and those that its last request sent."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._received: list[Received] = []
        self._is_answered = True
        self._sent: list[tuple[Cell, ...]] = []
        titles = (_("Name"), _("Value"), _("Domain"), _("Path"), _("Ends (UTC)"), _("Flags"), _("In the jar"))
        self.model = GridModel(titles, self)
        self.table = GridView(ui.theme, _("Cookies of this response"), self.model, _copied)
        self.table.set_widths(*TIGHT)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_card())
        self.sent_model = GridModel((_("Name"), _("Value")), self)
        self.sent_table = GridView(ui.theme, _("Cookies sent with the request"), self.sent_model, _copied)
        self.sent_table.set_widths(220, 0)
        self._blank = Blank(ui.theme, "cookie", "", "")
        self._mode = Segments(_("Which cookies"), (("received", _("Received")), ("sent", _("Sent"))))
        self._mode.show_choice("received")
        self._mode.chosen.connect(lambda _choice: self._settle())
        self._facts = label("", "meta")
        self._facts.setMinimumWidth(1)
        self._jar = TextButton(ui.theme, _("Open cookie jar"), "", "cookie", lambda: ui.actions.trigger("cookies.open"))
        self._jar.setObjectName("open_cookie_jar")
        self._jar.setProperty("small", True)
        self._copy = IconButton(ui.theme, "copy", _("Copy the cookies"))
        self._copy.clicked.connect(lambda: (self.sent_table if self._mode.current == "sent" else self.table).copy())
        bar = row(self._mode, self._facts, self._jar, self._copy, margins=(16, 7, 12, 7))
        bar.setStretch(1, 1)
        self._stack = QStackedWidget()
        self._page = self._received_page()
        for page in (self._page, self.sent_table, self._blank):
            self._stack.addWidget(page)
        layout = column(frame("bg", "bottom", layout=bar), self._stack, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._settle()

    def _received_page(self) -> QWidget:
        """Return the page of received ones: the table, the card about the one that is selected, what was sent."""
        self._icon = Picture(self._ui.theme, "info", "text2", 15)
        self._title, self._why, self._header = label("", "strong"), label("", "meta", wrap=True), label("", "meta", wrap=True)
        self._why.setObjectName("cookie_why")
        self._header.setFont(self._ui.theme.font(12, mono=True))
        for text in (self._title, self._why, self._header):
            text.setMinimumWidth(1)
        self.card = frame(
            "card", layout=column(row(self._icon, self._title, None), self._why, self._header, margins=(14, 10, 14, 10), spacing=5)
        )
        self.card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._card_place = QWidget()
        self._card_place.setLayout(column(self.card, margins=(16, 10, 16, 12)))
        self._sent_title = label("", "strong")
        self._below = GridView(self._ui.theme, _("Cookies sent with the request"), self.sent_model, _copied)
        self._below.set_widths(220, 0)
        self._sent_below = QWidget()
        self._sent_below.setLayout(column(row(self._sent_title, None, margins=(16, 4, 16, 6)), self._below, spacing=0))
        content = QWidget()
        content.setObjectName("ScrollBody")
        content.setLayout(column(self.table, self._card_place, self._sent_below, None, spacing=0))
        page = QScrollArea()
        page.setWidgetResizable(True)
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.setWidget(content)
        self._ui.theme.changed.connect(self._fit)
        return page

    def _fit(self) -> None:
        """Give the tables the height of their rows, so that the card stands right below; many rows scroll in their own table."""
        line = self._ui.theme.px(32)
        for table in (self.table, self._below):
            rows = min(table.model().rowCount(), MOST_ROWS)
            bar = table.horizontalScrollBar().sizeHint().height()
            table.setFixedHeight(line * (rows + 1) + bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        bound = self._ui.theme.px(ROOMY_FROM)
        if (event.size().width() >= bound) != (event.oldSize().width() >= bound):
            self.table.set_widths(*(ROOMY if event.size().width() >= bound else TIGHT))

    def show_exchange(self, exchange: Exchange) -> None:
        self._received = received_cookies(exchange)
        self._is_answered = exchange.response is not None
        several = len(exchange.hops) > 1
        sent = sent_cookies(exchange.request.headers) if exchange.request is not None else []
        self._sent = [(Cell(name, mono=True, strong=True), Cell(value, mono=True)) for name, value in sent]
        self.model.set_rows([cookie_row(one, several) for one in self._received])
        self.sent_model.set_rows(self._sent)
        if self._received:
            refused = (at for at, one in enumerate(self._received) if one.note is not None and one.note.outcome == "refused")
            self.table.selectRow(next(refused, 0))
        self._show_card()
        self._fit()
        self._settle()

    def _show_card(self) -> None:
        at = self.table.currentIndex().row()
        one = self._received[at] if 0 <= at < len(self._received) else None
        self._card_place.setVisible(one is not None)
        if one is None:
            return
        self._icon.show_icon(*_ICONS.get(one.note.outcome if one.note is not None else "", ("info", "text2")))
        self._title.setText(card_title(one))
        self._why.setText(card_reason(one))
        self._header.setText("Set-Cookie: " + (one.header if len(one.header) <= 400 else one.header[:399] + "…"))

    def _settle(self) -> None:
        is_sent = self._mode.current == "sent"
        there = self._sent if is_sent else self._received
        sent = ngettext("{n} sent", "{n} sent", len(self._sent)).format(n=len(self._sent))
        received = (counted(self._received),) if self._is_answered or self._received else ()
        self._facts.setText("; ".join((sent,) if is_sent else (*received, *((sent,) if self._sent else ()))))
        self._copy.setEnabled(bool(there))
        self._sent_title.setText(_("Sent with this request: {n}").format(n=len(self._sent)))
        self._sent_below.setVisible(bool(self._sent))
        if is_sent:
            self._blank.say(_("No cookies were sent"))
        else:
            self._blank.say(_("The response sets no cookies") if self._is_answered else _("No response came"))
        self._stack.setCurrentWidget((self.sent_table if is_sent else self._page) if there else self._blank)


def _copied(cells: tuple[Cell, ...]) -> str:
    return "\t".join(cell.spoken() for cell in cells)
