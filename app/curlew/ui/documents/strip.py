"""A coloured strip above a page's content that says one thing and offers one way on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, label, restyle, row

_ICONS = {"info": "info", "warn": "warning", "err": "circle_x", "ok": "circle_ok"}


class Strip(QFrame):
    """Hidden while it has nothing to say. Levels: `info`, `warn`, `err`, `ok`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._picture = Picture(theme, "info", "info", 16)
        self._title = label("", "medium", wrap=True)
        self._reason = label("", "muted", wrap=True)
        self._button = TextButton(theme, "", "link")
        self._button.setAccessibleName(_("What can be done"))
        self._act: Callable[[], object] | None = None
        self._button.clicked.connect(self._run)
        inner = QFrame()
        self._inner = inner
        texts = row(self._title, self._reason, spacing=10)
        texts.setStretch(1, 1)
        layout = row(self._picture, texts, self._button, margins=(12, 6, 8, 6), spacing=10)
        layout.setStretch(1, 1)
        inner.setLayout(layout)
        self.setLayout(row(inner, margins=(16, 4, 16, 4)))
        self.hide()

    def say(self, level: str, title: str, reason: str = "", action: str = "", act: Callable[[], object] | None = None) -> None:
        self._picture.show_icon(_ICONS[level], level)
        self._title.setText(title)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self._button.setText(action)
        self._button.setAccessibleName(action)
        self._button.setVisible(bool(action))
        self._act = act
        self._inner.setProperty("ground", level)
        restyle(self._inner)
        self.show()

    def clear(self) -> None:
        self.hide()

    @property
    def text(self) -> str:
        """What it says, empty while hidden."""
        return "" if self.isHidden() else f"{self._title.text()} {self._reason.text()}".strip()

    def _run(self) -> None:
        if self._act is not None:
            self._act()
