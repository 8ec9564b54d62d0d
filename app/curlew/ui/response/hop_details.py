"""What is known of one hop: its connection, certificates, sizes, events, interim responses and trailers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from curlew.model.exchange import Hop
from curlew.preview.words import duration, event_title, why_words
from curlew.text import _
from curlew.ui.response.chain_view import ChainView
from curlew.ui.response.fact_grid import FactGrid, Line
from curlew.ui.response.texts import exact_size, host_name, size, tls_words
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import column, frame, label, row, set_role


class HopDetails(QFrame):
    """A panel of facts, in sections; a section without any is left out. Values can be selected and copied."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("ground", "surface")
        self.setAccessibleName(_("Details of the connection"))
        self._title = label("", "strong")
        self._state = label("", "badge")
        self.facts = FactGrid(theme, 84)
        self.trust = label("", "badge")
        self.chain = ChainView(theme)
        self._sizes = QGridLayout()
        self._sizes.setHorizontalSpacing(12)
        self._sizes.setVerticalSpacing(3)
        self._size_rows: list[tuple[QLabel, QLabel, QLabel, _ShareBar]] = []
        self.events = FactGrid(theme, 64)
        self.interim = FactGrid(theme, 84)
        self.trailers = FactGrid(theme, 84)
        self._chain_box = self._section(_("Certificates"), self.chain, self.trust)
        sizes = QWidget()
        sizes.setLayout(self._sizes)
        self._sizes.setContentsMargins(0, 0, 0, 0)
        self._events_box = self._section(_("Events"), self.events)
        self._interim_box = self._section(_("Interim responses"), self.interim)
        self._trailers_box = self._section(_("Trailers"), self.trailers)
        head = row(self._title, None, self._state)
        boxes = (self._chain_box, self._section(_("Sizes"), sizes), self._interim_box, self._trailers_box, self._events_box)
        self.setLayout(column(head, self.facts, *boxes, None, margins=(16, 12, 16, 12), spacing=10))

    def _section(self, title: str, content: QWidget, beside: QWidget | None = None) -> QWidget:
        line = frame("line")
        line.setFixedHeight(1)
        holder = QWidget()
        heading = row(label(title, "strong"), None, *(() if beside is None else (beside,)))
        holder.setLayout(column(line, heading, content, spacing=8))
        return holder

    def show_hop(self, hop: Hop, number: int, total: int) -> None:
        connection = hop.connection
        self._title.setText(_("Connection") if total == 1 else _("Hop {n} · Connection").format(n=number))
        self._state.setText(_("reused") if connection.reused else _("new"))
        set_role(self._state, "badge_ok" if connection.reused else "badge")
        self._state.setVisible(bool(connection.remote))
        self.facts.show_lines(connection_lines(hop))
        self._chain_box.setVisible(bool(connection.certificates) or connection.verified is not None)
        words, role = trust_badge(hop)
        self.trust.setText(words)
        self.trust.setVisible(bool(words))
        set_role(self.trust, role)
        self.chain.show_chain(connection.certificates, host_name(hop.request.url))
        self._fill_sizes(hop)
        self._fill_lists(hop)

    def _fill_lists(self, hop: Hop) -> None:
        interim = [
            Line(f"{each.status}", "\n".join((each.reason, *(f"{name}: {value}" for name, value in each.headers))))
            for each in hop.interim[:50]
        ]
        if len(hop.interim) > 50:
            interim.append(Line("…", _("{n} in all").format(n=f"{len(hop.interim):,}")))
        self.interim.show_lines(interim)
        self._interim_box.setVisible(bool(interim))
        trailers = hop.response.trailers if hop.response is not None else ()
        self.trailers.show_lines([Line(name, value or _("empty"), mono=True) for name, value in trailers[:100]])
        self._trailers_box.setVisible(bool(trailers))
        events = [Line(duration(mark.at), ": ".join(part for part in (event_title(mark.kind), mark.detail) if part)) for mark in hop.marks]
        self.events.show_lines(events[:100])
        self._events_box.setVisible(bool(events))

    def _fill_sizes(self, hop: Hop) -> None:
        rows = size_rows(hop)
        if not self._size_rows:
            for place, title in ((1, _("on the wire")), (2, _("decoded"))):
                self._sizes.addWidget(label(title, "faint"), 0, place, Qt.AlignmentFlag.AlignRight)
            self._sizes.setColumnStretch(0, 1)
        while len(self._size_rows) < len(rows):
            self._size_rows.append(self._add_size_row(2 * len(self._size_rows) + 1))
        most = max((wire or decoded or 0 for _name, wire, decoded in rows), default=0)
        for number, (name, *values, bar) in enumerate(self._size_rows):
            for part in (name, *values, bar):
                part.setVisible(number < len(rows))
            if number < len(rows):
                words, *counts = rows[number]
                name.setText(words)
                for value, count in zip(values, counts, strict=True):
                    value.setText("–" if count is None else size(count))
                    value.setToolTip("" if count is None else exact_size(count))
                bar.show_share((counts[0] or counts[1] or 0) / most if most else 0.0)

    def _add_size_row(self, at: int) -> tuple[QLabel, QLabel, QLabel, _ShareBar]:
        name, wire, decoded, bar = label("", "meta"), label(""), label(""), _ShareBar(self._theme)
        self._sizes.addWidget(name, at, 0)
        for place, value in ((1, wire), (2, decoded)):
            self._sizes.addWidget(value, at, place, Qt.AlignmentFlag.AlignRight)
        self._sizes.addWidget(bar, at + 1, 0, 1, 3)
        return name, wire, decoded, bar


class _ShareBar(QWidget):
    """A thin bar, filled so far."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._share = theme, 0.0
        self.setFixedHeight(6)

    def show_share(self, share: float) -> None:
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("track"))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), 3), 1.5, 1.5)
        if self._share > 0:
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(QRectF(0, 0, max(3.0, self.width() * self._share), 3), 1.5, 1.5)


def connection_lines(hop: Hop) -> list[Line]:
    """Return the facts of a hop's connection."""
    way, response = hop.connection, hop.response
    proxy = _("via {proxy}").format(proxy=way.proxy) if way.proxy else ""
    tls = tls_words(hop).replace(", TLS_", "\n").replace(", ", "\n")
    return [
        Line(_("Why"), why_words(hop)),
        Line(_("Remote"), way.remote, mono=True),
        Line(_("Local"), way.local, mono=True),
        Line(_("Proxy"), proxy),
        Line(_("Protocol"), response.http_version if response is not None else ""),
        Line(_("TLS"), tls, role="" if way.tls else "warn"),
        Line(_("Client certificate"), way.client_certificate),
    ]


def trust_badge(hop: Hop) -> tuple[str, str]:
    """Return in a word how far the server's certificate is trusted, and the role of its badge."""
    way = hop.connection
    if way.pinned:
        return _("trusted here only"), "badge_warn"
    if way.verified is None:
        return "", "badge"
    return (_("trusted"), "badge_ok") if way.verified else (_("not verified"), "badge_err")


def size_rows(hop: Hop) -> Sequence[tuple[str, int | None, int | None]]:
    """Return (name, bytes on the wire, decoded): None where that is not known, or not something else."""
    request, response = hop.request, hop.response
    rows: list[tuple[str, int | None, int | None]] = [
        (_("Request head"), *_head(request.head, request.headers)),
        (_("Request body"), request.body.size, None),
    ]
    if response is not None:
        rows.append((_("Response head"), *_head(response.head, response.headers)))
        coding = response.header("content-encoding")[:12]
        name = _("Response body ({coding})").format(coding=coding) if coding else _("Response body")
        decoded = response.body.size if coding or response.body.size != response.encoded_size else None
        rows.append((name, response.encoded_size, decoded))
    return rows


def _head(head: bytes | None, headers: Sequence[tuple[str, str]]) -> tuple[int | None, int | None]:
    """Return a head's bytes; on HTTP/2, where it is packed on the way, what its list comes to."""
    if head is not None:
        return len(head), None
    return None, sum(len(name.encode("utf-8", "replace")) + len(value.encode("utf-8", "replace")) + 4 for name, value in headers)
