"""The line below a text: where the caret is, how much is selected, the charset, and how the body came."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from curlew.text import _, ngettext
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import label, row

HEIGHT = 29
LEFT = 160
"""Pixels at the left that the path keeps while there is something to leave out at the right."""


class TextFoot(QFrame):
    """Facts stand at the right, the least needed one goes first where there is little room; `lead` has a widget at the left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("text_foot")
        self.setProperty("ground", "bg")
        self.setProperty("edge", "top")
        self.place = self._fact("foot_place")
        self.selected = self._fact("foot_selected")
        self.charset = self._fact("foot_charset")
        self.came = self._fact("foot_came")
        self._parts = row(None, self.selected, self.place, self.charset, self.came, margins=(16, 0, 16, 0), spacing=16)
        self.setLayout(self._parts)
        theme.changed.connect(self._fit_height)
        self._fit_height()

    def lead(self, widget: QWidget) -> None:
        """Put a widget at the left, where it takes what room there is."""
        self._parts.insertWidget(0, widget, 1)
        self._parts.setStretch(1, 0)

    def say_place(self, line: int, column: int) -> None:
        """Say where the caret is, both counted from 1."""
        self._say(self.place, _("Ln {line}, Col {column}").format(line=f"{line:,}", column=f"{column:,}"))

    def say_selected(self, characters: int, exact: bool = True) -> None:
        """Say how many characters are selected; not exact: that many bytes."""
        one, many = (
            (_("{n} character selected"), _("{n} characters selected")) if exact else (_("{n} byte selected"), _("{n} bytes selected"))
        )
        self._say(self.selected, ngettext(one, many, characters).format(n=f"{characters:,}") if characters else "")

    def say_charset(self, name: str) -> None:
        self._say(self.charset, name.upper())

    def set_facts(self, came: str) -> None:
        """Say how the body came: `decoded from 9.1 MB gzip`."""
        self._say(self.came, came)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._theme.px(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- inner workings ---

    def _fact(self, name: str) -> QLabel:
        made = label("", "meta")
        made.setObjectName(name)
        made.hide()
        return made

    def _say(self, fact: QLabel, words: str) -> None:
        if fact.text() != words:
            fact.setText(words)
            self._fit()

    def _fit(self) -> None:
        """Show the facts there is room for, the most needed first."""
        room = self.width() - 32 - min(self._theme.px(LEFT), self.width() // 3)
        for fact in (self.place, self.selected, self.charset, self.came):
            needed = fact.sizeHint().width() + 16
            fits = bool(fact.text()) and needed <= room
            fact.setVisible(fits)
            room -= needed if fits else 0

    def _fit_height(self) -> None:
        self.setFixedHeight(self._theme.px(HEIGHT))
        self._fit()
