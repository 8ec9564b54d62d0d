"""How a send went: the phases of each hop, its connection and sizes, and the exact bytes of its heads."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from curlew.model.exchange import Exchange
from curlew.preview.words import hop_counts
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.bars import PHASE_TOKENS
from curlew.ui.response.blank import Blank
from curlew.ui.response.heads import Heads
from curlew.ui.response.hop_choice import HopChoice
from curlew.ui.response.hop_details import HopDetails
from curlew.ui.response.texts import phase_title
from curlew.ui.response.waterfall import Waterfall
from curlew.ui.widgets.parts import IconButton, column, frame, label, row
from curlew.ui.widgets.segments import Segments

NARROW = 720
SIDE = 316


class TimelineTab(QWidget):
    """Waterfall with details, or the heads of a hop as bytes."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        theme = ui.theme
        self._ui, self._theme = ui, theme
        self._exchange = Exchange()
        self._hop = 0
        self._wide = True
        self._mode = Segments(_("How the timeline is shown"), (("waterfall", _("Waterfall")), ("raw", _("Raw heads"))))
        self._mode.show_choice("waterfall")
        self._mode.chosen.connect(lambda _choice: self._settle())
        self._facts = label("", "meta")
        self._longest = label("", "meta")
        self.hops = HopChoice()
        self._fold = IconButton(theme, "collapse", _("Fold all hops"))
        self._fold.clicked.connect(self._toggle_fold)
        self._copy = IconButton(theme, "copy", _("Copy the timeline as text"))
        self._copy.setObjectName("copy_timeline_button")
        self._copy.clicked.connect(self.copy)
        tools = (self._mode, self.hops, self._facts, None, self._longest, self._fold, self._copy)
        bar = row(*tools, margins=(16, 7, 12, 7), spacing=10)
        self.waterfall = Waterfall(theme)
        self.waterfall.hop_selected.connect(self._select)
        self.hops.chosen.connect(self.waterfall.select)
        self.details = HopDetails(theme)
        self._charts = self._build_charts()
        self._blank = Blank(theme, "clock", _("Nothing was sent"), "")
        self._stack = QStackedWidget()
        self._heads: Heads | None = None
        for page in (self._charts, self._blank):
            self._stack.addWidget(page)
        outer = column(frame("bg", "bottom", bar), self._stack, spacing=0)
        outer.setStretch(1, 1)
        self.setLayout(outer)
        self._settle()

    def _build_charts(self) -> QWidget:
        """Lay out the waterfall with its details beside it, or below where the pane is narrow."""
        inner = QWidget()
        self._inner = QVBoxLayout(inner)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(0)
        self._inner.addWidget(self.waterfall)
        self._inner.addStretch(1)
        main, self._side_scroll = _scroll(), _scroll()
        main.setWidget(inner)
        inner.setObjectName("ScrollBody")
        self._side_scroll.setWidget(self.details)
        self._side = frame("surface", "left", row(self._side_scroll))
        charts = QWidget()
        layout: QBoxLayout = row(main, self._side, spacing=0)
        layout.setStretch(0, 1)
        charts.setLayout(layout)
        return charts

    def show_exchange(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._hop = max(0, len(exchange.hops) - 1)
        self.waterfall.show_exchange(exchange)
        self._facts.setText(hop_counts(exchange))
        self._longest.setText(self._longest_phase())
        self.hops.show_hops(exchange.hops, self._hop)
        self._settle()

    @property
    def heads(self) -> Heads:
        """The heads of the chosen hop; made when they are first wanted."""
        if self._heads is None:
            self._heads = Heads(self._theme)
            self._stack.addWidget(self._heads)
            self._fill_heads()
        return self._heads

    def open_find(self) -> None:
        if self._mode.current == "raw":
            self.heads.response.open_find()

    def copy(self) -> None:
        """Copy the whole timeline as text, credentials masked as the history masks them."""
        from curlew.engine.redact import redacted
        from curlew.preview.timeline_text import timeline_text

        QGuiApplication.clipboard().setText(timeline_text(redacted(self._exchange)))
        self._ui.notify("info", _("Copied the timeline"), _("Credentials are masked in it."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        self._side.setFixedWidth(min(self._theme.px(SIDE), max(260, width * 2 // 5)))
        self._longest.setVisible(width >= self._theme.px(860))
        self._facts.setVisible(width >= self._theme.px(520))
        self._place_details(width >= self._theme.px(NARROW))

    def _place_details(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        if wide:
            self._inner.removeWidget(self.details)
            self._side_scroll.setWidget(self.details)
        else:
            self._side_scroll.takeWidget()
            self._inner.insertWidget(1, self.details)
        self._side.setVisible(wide)
        self.details.show()

    def _longest_phase(self) -> str:
        times = {phase: sum(getattr(hop.timings, phase) or 0.0 for hop in self._exchange.hops) for phase in PHASE_TOKENS}
        total = sum(times.values())
        if total <= 0:
            return ""
        phase = max(times, key=lambda name: times[name])
        share = round(100 * times[phase] / total)
        return _("{phase} took {share} % of the time").format(phase=phase_title(phase), share=share)

    def _toggle_fold(self) -> None:
        folded = not self.waterfall.all_folded
        self.waterfall.fold_all(folded)
        self._fold.set_icon("expand" if folded else "collapse")
        self._fold.set_title(_("Unfold all hops") if folded else _("Fold all hops"))

    def _select(self, hop: int) -> None:
        self._hop = hop
        self._settle()

    def _settle(self) -> None:
        hops = self._exchange.hops
        is_raw = self._mode.current == "raw"
        self.hops.setVisible(is_raw and len(hops) > 1)
        self._fold.setVisible(not is_raw and len(hops) > 1)
        self._copy.setEnabled(bool(hops))
        if not hops:
            self._stack.setCurrentWidget(self._blank)
            return
        self.hops.show_choice(self._hop)
        self.details.show_hop(hops[self._hop], self._hop + 1, len(hops))
        self._fill_heads()
        self._stack.setCurrentWidget(self.heads if is_raw else self._charts)

    def _fill_heads(self) -> None:
        if self._heads is not None and self._exchange.hops:
            last = self._hop == len(self._exchange.hops) - 1
            self._heads.show_hop(self._exchange.hops[self._hop], self._exchange.received if last else b"")


def _scroll() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
