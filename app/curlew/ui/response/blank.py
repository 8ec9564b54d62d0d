"""A quiet page that says why there is nothing to see."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, column, label, row


class Blank(QWidget):
    """An icon, a line, a second line, in the middle."""

    def __init__(self, theme: Theme, icon: str, title: str, text: str) -> None:
        super().__init__()
        picture = Picture(theme, icon, "text3", 28)
        self._title = label("", "medium", wrap=True)
        self._text = label("", "muted", wrap=True)
        for part in (self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.below = row(None, None)
        parts = (None, row(None, picture, None), 6, self._title, self._text, 6, self.below, None)
        self.setLayout(column(*parts, margins=(24, 12, 24, 12), spacing=4))
        self.say(title, text)

    def say(self, title: str, text: str = "") -> None:
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))

    @property
    def text(self) -> str:
        return f"{self._title.text()} {self._text.text()}".strip()
