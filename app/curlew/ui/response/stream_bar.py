"""What stands above the events of a stream: the filter, how fast they come, and what can be done with the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit

from curlew.preview.stream_log import RATE_S
from curlew.text import _
from curlew.ui.response.stream_rate import RateBars
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, label, row

RECENT_S = 5
MOST_KINDS = 50
WITH_BARS = 760


class StreamBar(QFrame):
    """`filter_changed` comes a moment after the last key."""

    filter_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        self.setProperty("edge", "bottom")
        self.filter = QLineEdit()
        self.filter.setObjectName("stream_filter")
        self.filter.setPlaceholderText(_("Filter: words, event:name, price > 9"))
        self.filter.setAccessibleName(_("Filter events"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setProperty("small", True)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(120)
        self._late.timeout.connect(self.filter_changed)
        self.filter.textChanged.connect(lambda _text: self._late.start())
        self._found = label("", "meta")
        self.kinds = QComboBox()
        self.kinds.setObjectName("stream_kinds")
        self.kinds.setAccessibleName(_("Kinds of events shown"))
        self.kinds.setProperty("small", True)
        self.kinds.activated.connect(lambda _index: self.filter_changed.emit())
        self._bars = RateBars(theme, RATE_S)
        self._rate = label("", "meta")
        self.follow = QCheckBox(_("Follow"))
        self.follow.setObjectName("stream_follow")
        self.follow.setToolTip(_("Keep the newest event in sight"))
        self.pause = IconButton(theme, "pause", "")
        self.pause.setObjectName("stream_pause")
        self.pause.setCheckable(True)
        self.pause.toggled.connect(self._say_pause)
        self.clear_button = IconButton(theme, "trash", _("Clear the table; the body keeps all"))
        self.clear_button.setObjectName("stream_clear")
        tools = (self._bars, self._rate, self.follow, self.pause, self.clear_button)
        layout = row(self.filter, self._found, self.kinds, 4, *tools, margins=(16, 7, 12, 7), spacing=8)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._theme, self._coming = theme, False
        self._say_pause(False)
        self.begin()

    def begin(self) -> None:
        """Begin anew: nothing held, the newest followed, all kinds shown. The filter's words stay."""
        self.pause.setChecked(False)
        self.follow.setChecked(True)
        self.kinds.clear()
        self.kinds.addItem(_("All types"), "")

    @property
    def kind(self) -> str:
        """The one kind that is shown; empty for all."""
        return str(self.kinds.currentData() or "")

    def offer_kinds(self, kinds: Iterable[str]) -> None:
        for kind in kinds:
            if self.kinds.count() <= MOST_KINDS and self.kinds.findData(kind) < 0:
                self.kinds.addItem(kind[:60], kind)

    def pick_kind(self, kind: str) -> None:
        at = self.kinds.findData(kind)
        if at >= 0:
            self.kinds.setCurrentIndex(at)
            self.filter_changed.emit()

    def show_rate(self, counts: Sequence[int] | None, running: int = RECENT_S) -> None:
        """Show how many came in each of the last seconds; None: nothing comes any more. running: whole seconds since it began."""
        self._coming = counts is not None
        self._fit()
        self._rate.setVisible(counts is not None)
        for tool in (self.follow, self.pause):
            tool.setVisible(counts is not None)
        if counts is not None:
            recent = counts[-min(RECENT_S, max(1, running)) :]
            self._bars.show_counts(counts)
            self._rate.setText(_("{n} per second").format(n=f"{sum(recent) / max(1, len(recent)):,.1f}"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the filter its room: the bars are shown where there is enough."""
        self._bars.setVisible(self._coming and self.width() >= self._theme.px(WITH_BARS))

    def show_found(self, words: str) -> None:
        self._found.setVisible(bool(words))
        self._found.setText(words)

    def _say_pause(self, paused: bool) -> None:
        self.pause.set_icon("play" if paused else "pause")
        self.pause.set_title(_("Go on showing new events") if paused else _("Hold the table; events still come in"))
