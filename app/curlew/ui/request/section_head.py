"""The line over a group of rows: a title, a count, and what the group is."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from curlew.ui.theme import Theme
from curlew.ui.widgets.elided import ElidedLabel
from curlew.ui.widgets.parts import label, row


class SectionHead(QFrame):
    """A band 34 px high; `show_count` fills the badge, `show_note` says what stands below."""

    def __init__(self, theme: Theme, title: str, note: str = "", *right: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("ground", "band")
        self.setProperty("edge", "bottom")
        self.title: QLabel = label(title, "strong")
        self._count = label("", "badge")
        self._note = ElidedLabel(note, "meta")
        layout = row(self.title, self._count, self._note, *right, margins=(16, 0, 12, 0))
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._count.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._count.hide()
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.px(35))

    def show_count(self, count: int) -> None:
        self._count.setText(str(count))
        self._count.setVisible(count > 0)

    def show_note(self, note: str) -> None:
        self._note.set_full_text(note)
