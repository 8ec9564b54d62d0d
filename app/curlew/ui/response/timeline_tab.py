"""How a send went: the phases of each hop, its connection and sizes, and the exact bytes of its heads."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QStackedWidget, QWidget

from curlew.model.exchange import Exchange, SentRequest
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.response.blank import Blank
from curlew.ui.response.headers_tab import head_bytes
from curlew.ui.response.hop_details import HopDetails
from curlew.ui.response.texts import phase_title
from curlew.ui.response.waterfall import BARS, Waterfall
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import column, frame, label, row
from curlew.ui.widgets.segments import Segments
from curlew.ui.widgets.text_view import TextPane

NARROW = 700


class TimelineTab(QWidget):
    """Waterfall with details, or the heads of a hop as bytes."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        theme = ui.theme
        self._theme = theme
        self._exchange = Exchange()
        self._hop = 0
        self._mode = Segments(_("How the timeline is shown"), (("waterfall", _("Waterfall")), ("raw", _("Raw heads"))))
        self._mode.show_choice("waterfall")
        self._mode.chosen.connect(lambda _choice: self._settle())
        self._facts = label("", "meta")
        self._longest = label("", "meta")
        self._hops: Segments | None = None
        self._bar = row(self._mode, self._facts, None, self._longest, margins=(16, 7, 16, 7), spacing=10)
        self.waterfall = Waterfall(theme)
        self.waterfall.hop_selected.connect(self._select)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.waterfall)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.details = HopDetails(theme)
        charts = QWidget()
        self._side = frame("surface", "left", row(self.details))
        layout = row(scroll, self._side, spacing=0)
        layout.setStretch(0, 1)
        charts.setLayout(layout)
        self._blank = Blank(theme, "clock", _("Nothing was sent"), "")
        self._stack = QStackedWidget()
        self._charts = charts
        self._heads: _Heads | None = None
        for page in (charts, self._blank):
            self._stack.addWidget(page)
        outer = column(frame("bg", "bottom", self._bar), self._stack, spacing=0)
        outer.setStretch(1, 1)
        self.setLayout(outer)
        self._settle()

    def show_exchange(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._hop = max(0, len(exchange.hops) - 1)
        self.waterfall.show_exchange(exchange)
        count = len(exchange.hops)
        words = ngettext("{n} request", "{n} hops", count).format(n=count)
        if count > 1:
            words += ", " + ngettext("{n} redirect", "{n} redirects", count - 1).format(n=count - 1)
        self._facts.setText(words if count else "")
        self._longest.setText(self._longest_phase())
        self._rebuild_hops()
        self._settle()

    @property
    def heads(self) -> _Heads:
        """The heads of the chosen hop; made when they are first wanted."""
        if self._heads is None:
            self._heads = _Heads(self._theme)
            self._stack.addWidget(self._heads)
            self._fill_heads()
        return self._heads

    def open_find(self) -> None:
        if self._mode.current == "raw":
            self.heads.response.open_find()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self._theme.px(NARROW)
        self._side.setVisible(wide)
        self._longest.setVisible(wide)

    def _longest_phase(self) -> str:
        times = {phase: sum(getattr(hop.timings, phase) or 0.0 for hop in self._exchange.hops) for phase in BARS}
        total = sum(times.values())
        if total <= 0:
            return ""
        phase = max(times, key=lambda name: times[name])
        share = round(100 * times[phase] / total)
        return _("{phase} took {share} % of the time").format(phase=phase_title(phase), share=share)

    def _rebuild_hops(self) -> None:
        """Offer one button a hop, for the heads."""
        if self._hops is not None:
            self._bar.removeWidget(self._hops)
            self._hops.deleteLater()
            self._hops = None
        count = len(self._exchange.hops)
        if 1 < count <= 30:
            self._hops = Segments(_("Hop"), tuple((str(number), str(number + 1)) for number in range(count)))
            self._hops.chosen.connect(lambda choice: self.waterfall.select(int(choice)))
            self._bar.insertWidget(2, self._hops)

    def _select(self, hop: int) -> None:
        self._hop = hop
        self._settle()

    def _settle(self) -> None:
        hops = self._exchange.hops
        is_raw = self._mode.current == "raw"
        if self._hops is not None:
            self._hops.setVisible(is_raw)
            self._hops.show_choice(str(self._hop))
        if not hops:
            self._stack.setCurrentWidget(self._blank)
            return
        hop = hops[self._hop]
        self.details.show_hop(hop, self._hop + 1, len(hops))
        self._fill_heads()
        self._stack.setCurrentWidget(self.heads if is_raw else self._charts)

    def _fill_heads(self) -> None:
        if self._heads is not None and self._exchange.hops:
            hop = self._exchange.hops[self._hop]
            self._heads.request.set_text(request_head(hop.request))
            self._heads.response.set_text(head_bytes(hop.response) if hop.response is not None else self._exchange.received)


class _Heads(QSplitter):
    """The request's head beside the response's."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setHandleWidth(1)
        self.request = TextPane(theme, _("Request head, exact bytes"))
        self.response = TextPane(theme, _("Response head, exact bytes"))
        self.addWidget(_titled(_("Request"), self.request))
        self.addWidget(_titled(_("Response"), self.response))


def request_head(request: SentRequest) -> bytes:
    """Return the exact bytes of a request's head, or, on HTTP/2 where there are none, its lines."""
    if request.head is not None:
        return request.head
    lines = [f"{request.method} {request.url}", *(f"{name}: {value}" for name, value in request.headers)]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape")


def _titled(title: str, pane: TextPane) -> QWidget:
    holder = QWidget()
    layout = column(frame("band", "bottom", row(label(title, "caption"), margins=(16, 5, 16, 5))), pane, spacing=0)
    layout.setStretch(1, 1)
    holder.setLayout(layout)
    return holder
