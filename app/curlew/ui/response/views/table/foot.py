"""The line below a table: how many rows, by which filter, and what their numbers come to."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from curlew.preview.table.sums import Sums
from curlew.text import _, ngettext
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import TextButton, label, row, set_tip

LONGEST = 60
"""Characters of a filter that are shown."""


class TableFoot(QFrame):
    """`clear_wanted`, `stop_wanted`: its two links."""

    clear_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("table_foot")
        self.setProperty("ground", "bg")
        self.setProperty("edge", "top")
        self.count = label("", "meta")
        self.count.setObjectName("table_count")
        self._filter = label("", "meta")
        self._clear = TextButton(theme, _("Clear filters"), "link", act=self.clear_wanted.emit)
        self._clear.setObjectName("clear_filters")
        self._work = label("", "meta")
        self._stop = TextButton(theme, _("Stop"), "link", act=self.stop_wanted.emit)
        self._stop.setObjectName("stop_arranging")
        self._summed = label("", "faint")
        self.sums = label("", "meta")
        self.sums.setObjectName("table_sums")
        parts = (self.count, self._filter, self._clear, self._work, self._stop, None, self._summed, self.sums)
        self.setLayout(row(*parts, margins=(16, 0, 16, 0), spacing=10))
        self._values: tuple[tuple[str, str], ...] = ()
        self._others = (self.count, self._filter, self._clear, self._work, self._stop, self._summed)
        for part in (self._clear, self._work, self._stop, self._filter):
            part.hide()
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.px(32))
        self.count.setFont(self._theme.font(12, 600))
        self._filter.setFont(self._theme.font(11, mono=True))
        self._summed.setFont(self._theme.font(12, mono=True))

    def show_count(self, shown: int, known: int, whole: bool, selected: int = 0) -> None:
        """Say how many rows are shown of those that are known. whole: no more can come."""
        all_rows = ngettext("{n} row", "{n} rows", known).format(n=f"{known:,}")
        text = all_rows if shown == known else _("{n} of {rows}").format(n=f"{shown:,}", rows=all_rows)
        if not whole:
            text += "…"
        if selected > 1:
            text += " · " + _("{n} cells selected").format(n=f"{selected:,}")
        self.count.setText(text)

    def show_filter(self, words: str) -> None:
        self._filter.setText(words if len(words) <= LONGEST else f"{words[:LONGEST]}…")
        self._filter.setVisible(bool(words))
        self._clear.setVisible(bool(words))
        self._fit()

    def show_work(self, words: str) -> None:
        """Say what is under way, and offer to stop it; nothing for an empty text."""
        self._work.setText(words)
        self._work.setVisible(bool(words))
        self._stop.setVisible(bool(words))

    def show_sums(self, name: str, sums: Sums | None) -> None:
        if sums is None or not sums.count:
            self._values = ()
        else:
            self._values = ((_("sum"), sums.sum), (_("average"), sums.average), (_("min"), sums.least), (_("max"), sums.most))
        self._summed.setText(name[:40] if self._values else "")
        set_tip(self.sums, "\n".join(f"{word} {value[:200]}" for word, value in self._values))
        self._fit()

    def _fit(self) -> None:
        """Show as many of the sums as there is room for."""
        room = self.width() - sum(part.sizeHint().width() + 10 for part in self._others if not part.isHidden()) - 32
        words = [f"{word} {value if len(value) <= 24 else value[:23] + '…'}" for word, value in self._values]
        while words and self.sums.fontMetrics().horizontalAdvance("   ".join(words)) > room:
            words.pop()
        self.sums.setText("   ".join(words))
        self._summed.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
