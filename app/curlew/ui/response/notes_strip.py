"""Strips above the tabs' content: what a person should know about a response, and what is missing of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, column, label, row

SHOWN = 2


class NotesStrip(QFrame):
    """One note a line; more than two are folded. Hidden without notes. Levels: `info`, `err`."""

    def __init__(self, theme: Theme, level: str) -> None:
        super().__init__()
        self._theme, self._level = theme, level
        self._notes: tuple[str, ...] = ()
        self._open = False
        self._inner: _Inner | None = None
        self.setLayout(column(margins=(16, 6, 16, 2)))
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
        self.setVisible(bool(self._notes))
        if not self._notes:
            return
        if self._inner is None:
            self._inner = _Inner(self._theme, self._level)
            self._inner.more.clicked.connect(self._toggle)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self._inner)
        self._inner.say(self._notes if self._open else self._notes[:SHOWN], len(self._notes) - SHOWN, self._open)


class _Inner(QFrame):
    """What is seen of a strip; made when there first is something to say."""

    def __init__(self, theme: Theme, level: str) -> None:
        super().__init__()
        self.setProperty("ground", level)
        self._text = label("", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = TextButton(theme, "", "link")
        picture = Picture(theme, "info" if level == "info" else "warning", level, 15)
        layout = row(picture, self._text, self.more, margins=(10, 5, 6, 5), spacing=9)
        layout.setStretch(1, 1)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.setAlignment(self.more, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)

    def say(self, notes: Sequence[str], hidden: int, is_open: bool) -> None:
        self._text.setText("\n".join(notes))
        self.more.setVisible(hidden > 0)
        self.more.setText(_("Fewer") if is_open else _("{n} more").format(n=hidden))
        self.more.setAccessibleName(self.more.text())
