"""A line of text that is cut with an ellipsis where there is no room for it; the whole of it is the tooltip and the accessible name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from curlew.ui.widgets.parts import plain_tip


class ElidedLabel(QLabel):
    """Takes the width it gets. `full_text` is what it stands for."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)
        self.full_text = ""
        self.set_full_text(text)

    def set_full_text(self, text: str) -> None:
        self.full_text = " ".join(text.split())
        self.setAccessibleName(self.full_text)
        self._elide()

    def _elide(self) -> None:
        metrics = QFontMetricsF(self.font())
        cut = metrics.elidedText(self.full_text, Qt.TextElideMode.ElideRight, max(0, self.width() - 1))
        self.setText(cut)
        self.setToolTip(plain_tip(self.full_text) if cut != self.full_text else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
