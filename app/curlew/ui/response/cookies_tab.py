"""The cookies that a response sets, in columns, and those that were sent."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from PySide6.QtWidgets import QStackedWidget, QWidget

from curlew.model.cookies import ResponseCookie, response_cookies
from curlew.model.exchange import Exchange, Hop
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.response.blank import Blank
from curlew.ui.response.grid import Cell, Chip, GridModel, GridView
from curlew.ui.response.texts import host_of
from curlew.ui.widgets.parts import IconButton, column, frame, label, row
from curlew.ui.widgets.segments import Segments

NAME, VALUE, DOMAIN, PATH, EXPIRES, FLAGS = range(6)


def received_cookies(exchange: Exchange) -> list[tuple[int, Hop, ResponseCookie]]:
    """Return the cookies that the responses of a send set, redirects included, with the number and value of their hop."""
    return [
        (number, hop, cookie)
        for number, hop in enumerate(exchange.hops, 1)
        if hop.response is not None
        for cookie in response_cookies(hop.response.headers)
    ]


def cookie_row(cookie: ResponseCookie, host: str, place: str = "") -> tuple[Cell, ...]:
    """Return a cookie's cells; what it does not say is filled in, muted, with what then holds. place: the hop, where there are several."""
    named = Cell(cookie.name, mono=True, strong=True) if cookie.name else Cell(_("no name"), "text3")
    return (
        named,
        Cell(cookie.value, mono=True) if cookie.value else Cell(_("empty"), "text3"),
        Cell(cookie.domain, mono=True) if cookie.domain else Cell(host, "text3", mono=True),
        Cell(cookie.path, mono=True) if cookie.path else Cell("/", "text3", mono=True),
        _expiry(cookie),
        Cell(", ".join(cookie.other), "text2", chips=(*((Chip(place, "info"),) if place else ()), *_flags(cookie))),
    )


def _expiry(cookie: ResponseCookie, now: datetime | None = None) -> Cell:
    """Return when a cookie ends: by Max-Age, which wins, else by Expires, else with the session."""
    if cookie.max_age:
        try:
            seconds = int(cookie.max_age)
        except ValueError:
            return Cell(cookie.max_age, "warn")
        if seconds <= 0:
            return Cell(_("removed at once"), "warn")
        when = (now or datetime.now(UTC)).timestamp() + min(seconds, 400 * 366 * 86400)
        return Cell(f"{datetime.fromtimestamp(when, UTC):%Y-%m-%d %H:%M}")
    if not cookie.expires:
        return Cell(_("Session"), "text2")
    try:
        date = parsedate_to_datetime(cookie.expires)
    except (ValueError, OverflowError):
        return Cell(cookie.expires, "warn")
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    past = date < (now or datetime.now(UTC))
    return Cell(f"{date.astimezone(UTC):%Y-%m-%d %H:%M}", "warn" if past else "text")


def _flags(cookie: ResponseCookie) -> tuple[Chip, ...]:
    flags = []
    if cookie.http_only:
        flags.append(Chip("HttpOnly"))
    if cookie.secure:
        flags.append(Chip("Secure"))
    if cookie.same_site:
        flags.append(Chip(cookie.same_site[:20]))
        if cookie.same_site.lower() == "none" and not cookie.secure:
            flags.append(Chip(_("no Secure"), "err"))
    return tuple(flags)


def sent_cookies(headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Return the cookies of the Cookie headers as (name, value)."""
    pairs = (pair.strip() for name, value in headers if name.lower() == "cookie" for pair in value.split(";"))
    return [(name, value) if equals else ("", name) for name, equals, value in (pair.partition("=") for pair in pairs if pair)]


class CookiesTab(QWidget):
    """The cookies that a send received, on all its hops, and those that its last request sent."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._received: list[tuple[Cell, ...]] = []
        self._sent: list[tuple[Cell, ...]] = []
        titles = (_("Name"), _("Value"), _("Domain"), _("Path"), _("Expires (UTC)"), _("Flags"))
        self.model = GridModel(titles, self)
        self.table = GridView(ui.theme, _("Cookies of this response"), self.model, _copied)
        self.table.set_widths(120, 0, 140, 56, 130, 190)
        self.sent_model = GridModel((_("Name"), _("Value")), self)
        self.sent_table = GridView(ui.theme, _("Cookies sent with the request"), self.sent_model, _copied)
        self.sent_table.set_widths(220, 0)
        self._blank = Blank(ui.theme, "cookie", "", "")
        self._mode = Segments(_("Which cookies"), (("received", _("Received")), ("sent", _("Sent"))))
        self._mode.show_choice("received")
        self._mode.chosen.connect(lambda _choice: self._settle())
        self._facts = label("", "meta")
        self._copy = IconButton(ui.theme, "copy", _("Copy the cookies"))
        self._copy.clicked.connect(lambda: (self.sent_table if self._mode.current == "sent" else self.table).copy())
        bar = frame("bg", "bottom", layout=row(self._mode, self._facts, None, self._copy, margins=(16, 7, 12, 7)))
        self._stack = QStackedWidget()
        for page in (self.table, self.sent_table, self._blank):
            self._stack.addWidget(page)
        layout = column(bar, self._stack, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._settle()

    def show_exchange(self, exchange: Exchange) -> None:
        several = len(exchange.hops) > 1
        self._received = [
            cookie_row(cookie, _host(hop), _("hop {n}").format(n=number) if several else "")
            for number, hop, cookie in received_cookies(exchange)
        ]
        sent = sent_cookies(exchange.request.headers) if exchange.request is not None else []
        self._sent = [(Cell(name, mono=True, strong=True), Cell(value, mono=True)) for name, value in sent]
        self.model.set_rows(self._received)
        self.sent_model.set_rows(self._sent)
        self._settle()

    def _settle(self) -> None:
        is_sent = self._mode.current == "sent"
        rows = self._sent if is_sent else self._received
        words = ngettext("{n} sent", "{n} sent", len(rows)) if is_sent else ngettext("{n} received", "{n} received", len(rows))
        self._facts.setText(words.format(n=len(rows)))
        self._copy.setEnabled(bool(rows))
        if is_sent:
            self._blank.say(_("No cookies were sent"))
        else:
            self._blank.say(_("The response sets no cookies"))
        self._stack.setCurrentWidget((self.sent_table if is_sent else self.table) if rows else self._blank)


def _host(hop: Hop) -> str:
    """Return the host of a request without its port: cookies do not tell ports apart."""
    host = host_of(hop.request.url)
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and not host.endswith("]") else host


def _copied(cells: tuple[Cell, ...]) -> str:
    return "\t".join(cell.spoken() for cell in cells)
