"""The line below a text: where the caret is, how much is selected, the charset, and how the body came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel

from curlew.text import _, ngettext
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import TextButton, label, plain_tip, restyle, row

if TYPE_CHECKING:
    from curlew.ui.response.path_bar import PathBar

HEIGHT = 29
LEFT = 160
"""Pixels at the left that the path keeps while there is something to leave out at the right."""


class TextFoot(QFrame):
    """Facts stand at the right, the least needed one goes first where there is little room; `lead` has a widget at the left."""

    fault_wanted = Signal()
    """The person wants to see what is wrong in the text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._path: PathBar | None = None
        self.setObjectName("text_foot")
        self.setProperty("ground", "bg")
        self.setProperty("edge", "top")
        self.place = self._fact("foot_place")
        self.selected = self._fact("foot_selected")
        self.charset = self._fact("foot_charset")
        self.fault = TextButton(theme, "", "link", "warning", self.fault_wanted.emit)
        self.fault.setObjectName("foot_fault")
        self.fault.hide()
        self.came = self._fact("foot_came")
        self._parts = row(None, self.fault, self.selected, self.place, self.charset, self.came, margins=(16, 0, 16, 0), spacing=16)
        self.setLayout(self._parts)
        theme.changed.connect(self._fit_height)
        self._fit_height()

    def lead(self, path: PathBar) -> None:
        """Put the path at the left, where it takes what room there is."""
        path.setProperty("ground", "")
        path.setProperty("edge", "")
        path.copy_button.hide()
        path.facts.hide()
        layout = path.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        restyle(path)
        self._path = path
        self._theme.changed.connect(self._fit_path)  # after the path's own
        self._fit_path()
        self._parts.insertWidget(0, path, 1)
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

    def say_fault(self, words: str) -> None:
        """Say that something is wrong with the text, and offer to go there; nothing for no words."""
        self.fault.setVisible(bool(words))
        self.fault.setText(" " + _("Go to the fault"))
        self.fault.setToolTip(plain_tip(words) if words else "")
        self.fault.setAccessibleName(_("Go to the fault"))
        self.fault.setAccessibleDescription(words)
        self._fit()

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
        if not self.fault.isHidden():
            room -= self.fault.sizeHint().width() + 16
        for fact in (self.place, self.selected, self.charset, self.came):
            needed = fact.sizeHint().width() + 16
            fits = bool(fact.text()) and needed <= room
            fact.setVisible(fits)
            room -= needed if fits else 0

    def _fit_height(self) -> None:
        self.setFixedHeight(self._theme.px(HEIGHT))
        self._fit()

    def _fit_path(self) -> None:
        if self._path is not None:
            self._path.setFixedHeight(self._theme.px(HEIGHT) - 1)
