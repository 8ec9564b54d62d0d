"""Widgets beside each other where there is room, else below each other."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget


class WrappedRow(QWidget):
    """Asks for no more width than its widest part needs."""

    def __init__(self, *parts: QWidget, spacing: int = 6) -> None:
        super().__init__()
        self._parts = parts
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)
        for part in parts:
            self._box.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        self._box.addStretch(1)

    @property
    def is_wrapped(self) -> bool:
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def arrange(self) -> None:
        """Look again whether the parts that are shown fit beside each other."""
        wide = [part.sizeHint().width() for part in self._parts if not part.isHidden()]
        fits = sum(wide) + self._box.spacing() * (len(wide) - 1) <= self.contentsRect().width()
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)
        self.setVisible(bool(wide))

    def minimumSizeHint(self) -> QSize:
        widest = max((part.sizeHint().width() for part in self._parts if not part.isHidden()), default=0)
        margins = self.contentsMargins()
        return QSize(widest + margins.left() + margins.right(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
