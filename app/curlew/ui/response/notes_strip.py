"""Strips above the tabs' content: what a person should know about a response, and what is missing of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, column, label, restyle, row

SHOWN = 2


class NotesStrip(QFrame):
    """One note a line; more than two are folded. Hidden without notes. Levels: `info`, `warn`, `err`."""

    def __init__(self, theme: Theme, level: str) -> None:
        super().__init__()
        self._notes: tuple[str, ...] = ()
        self._open = False
        self._text = label("", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._more = TextButton(theme, "", "link", act=self._toggle)
        picture = Picture(theme, {"info": "info", "warn": "warning", "err": "warning"}[level], level, 15)
        inner = QFrame()
        inner.setProperty("ground", level)
        layout = row(picture, self._text, self._more, margins=(10, 5, 6, 5), spacing=9)
        layout.setStretch(1, 1)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.setAlignment(self._more, Qt.AlignmentFlag.AlignTop)
        inner.setLayout(layout)
        self.setLayout(column(inner, margins=(16, 6, 16, 2)))
        restyle(inner)
        self.hide()

    def say(self, notes: Sequence[str]) -> None:
        """Show notes; each once."""
        self._notes = tuple(dict.fromkeys(note for note in notes if note))
        self._open = False
        self._settle()

    @property
    def notes(self) -> tuple[str, ...]:
        return self._notes

    def _toggle(self) -> None:
        self._open = not self._open
        self._settle()

    def _settle(self) -> None:
        shown = self._notes if self._open else self._notes[:SHOWN]
        hidden = len(self._notes) - SHOWN
        self._text.setText("\n".join(shown))
        self._more.setVisible(hidden > 0)
        self._more.setText(_("Fewer") if self._open else _("{n} more").format(n=hidden))
        self._more.setAccessibleName(self._more.text())
        self.setVisible(bool(self._notes))
