"""How many differences of each kind there are; a chip shows those of its kind only."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from curlew.preview.compare.result import ADDED, CHANGED, IGNORED, MOVED, REMOVED
from curlew.text import _
from curlew.ui.compare.marks import LOOKS
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import paint_icon

ORDER = (ADDED, REMOVED, CHANGED, MOVED, IGNORED)
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine


class CountChip(QAbstractButton):
    """One kind with its number."""

    def __init__(self, theme: Theme, kind: str) -> None:
        super().__init__()
        self._theme, self.kind, self._count = theme, kind, 0
        self.setObjectName(f"chip_{kind}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(f"{count:,} {LOOKS[self.kind].title}")
        self.setToolTip(_("Show only what is {kind}").format(kind=LOOKS[self.kind].title))
        self.setVisible(count > 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        bold, plain = QFontMetricsF(self._theme.font(12, 700)), QFontMetricsF(self._theme.font(12))
        width = 10 + 14 + 3 + bold.horizontalAdvance(f"{self._count:,}") + 5 + plain.horizontalAdvance(LOOKS[self.kind].title) + 10
        return QSize(round(width), self._theme.px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, look = QPainter(self), self._theme, LOOKS[self.kind]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        quiet = self.kind == IGNORED
        if self.isChecked() or self.hasFocus():
            pen = QPen(theme.color("accent" if self.hasFocus() else look.token), 1.4)
        elif quiet:
            pen = QPen(theme.color("border_strong"), 1, Qt.PenStyle.DashLine)
        else:
            pen = QPen(Qt.PenStyle.NoPen)
        painter.setPen(pen)
        painter.setBrush(theme.color("bg" if quiet and not self.isChecked() else look.soft))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        middle, left = self.height() / 2, 9.0
        if look.icon:
            paint_icon(painter, theme, left, middle, look.icon, look.token, 13)
        else:
            painter.setFont(theme.font(13, 700, mono=True))
            painter.setPen(theme.color(look.token))
            painter.drawText(QRectF(left, 0, 14, self.height()), Qt.AlignmentFlag.AlignCenter, look.sign)
        for text, weight in ((f"{self._count:,}", 700), (look.title, 400)):
            font = theme.font(12, weight)
            left += 17 if weight == 700 else QFontMetricsF(theme.font(12, 700)).horizontalAdvance(f"{self._count:,}") + 5
            painter.setFont(font)
            painter.setPen(theme.color(look.token))
            painter.drawText(QRectF(left, 0, self.width(), self.height()), _LEFT, text)


class Chips(QWidget):
    """`filtered(kind)`: only this kind is wanted, "" for all."""

    filtered = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.chips = {kind: CountChip(theme, kind) for kind in ORDER}
        for chip in self.chips.values():
            layout.addWidget(chip)
            chip.clicked.connect(lambda checked, kind=chip.kind: self._chosen(kind if checked else ""))
        self.show_counts({})

    def show_counts(self, counts: Mapping[str, int]) -> None:
        for kind, chip in self.chips.items():
            chip.set_count(counts.get(kind, 0))
            chip.setChecked(False)

    def _chosen(self, wanted: str) -> None:
        for kind, chip in self.chips.items():
            chip.setChecked(kind == wanted)
        self.filtered.emit(wanted)
