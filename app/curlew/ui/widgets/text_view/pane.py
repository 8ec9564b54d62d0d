"""A text view with its find bar."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from curlew.preview.buffer import Buffer
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import column
from curlew.ui.widgets.text_view.find_bar import FindBar
from curlew.ui.widgets.text_view.finder import Finder
from curlew.ui.widgets.text_view.view import TextView


class TextPane(QWidget):
    """Shows a text and searches in it. The bar is made when it is first opened."""

    def __init__(self, theme: Theme, title: str, px: int = 13) -> None:
        super().__init__()
        self._theme = theme
        self.view = TextView(theme, title, px)
        self._made: Finder | None = None
        self._column = column(self.view, spacing=0)
        self.setLayout(self._column)
        self.setFocusProxy(self.view)
        self.view.find_requested.connect(self.open_find)

    @property
    def finder(self) -> Finder:
        if self._made is None:
            self._made = Finder(self._theme, self.view)
            self._column.insertWidget(0, self._made.bar)
            for before, after in pairwise((*self._made.bar.controls, self.view)):
                QWidget.setTabOrder(before, after)
        return self._made

    @property
    def bar(self) -> FindBar:
        return self.finder.bar

    def set_text(self, data: Buffer, language: str = "", keep_place: bool = False) -> None:
        """Show UTF-8 text. language: `json`, `xml`, `html`, or "" for no colours."""
        self.view.set_source(data, language, keep_place)
        if self._made is not None:
            self._made.text_changed()

    def open_find(self) -> None:
        """Open the find bar, with what is selected if that is one line."""
        self.finder.open()

    def stop(self) -> None:
        """End a search that is under way."""
        if self._made is not None:
            self._made.stop()

    def state(self) -> dict[str, Any]:
        return self.view.state()

    def restore_state(self, state: dict[str, Any]) -> None:
        self.view.restore_state(state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3 and self._made is not None:
            self._made.find_next(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape and self._made is not None and not self._made.bar.isHidden():
            self._made.bar.close_bar()
        else:
            super().keyPressEvent(event)
