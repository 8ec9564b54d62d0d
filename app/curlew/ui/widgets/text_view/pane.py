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
from curlew.ui.widgets.text_view.go_to_bar import GoToBar, Target
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
        self.view.go_to_requested.connect(self.open_go_to)
        self._go_to: GoToBar | None = None
        self._awaited: Target | None = None
        self.view.completed.connect(self._go_on)

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

    @property
    def go_to_bar(self) -> GoToBar:
        """The bar for going to a line, made when it is first wanted."""
        if self._go_to is None:
            self._go_to = GoToBar(self._theme)
            self._go_to.wanted.connect(self._go)
            self._go_to.closed.connect(self.view.setFocus)
            self._column.insertWidget(self._column.indexOf(self.view), self._go_to)
            QWidget.setTabOrder(self._go_to.field, self._go_to.go)
            QWidget.setTabOrder(self._go_to.go, self._go_to.close_button)
        return self._go_to

    def open_go_to(self) -> None:
        """Ask for a line to go to."""
        rows = self.view.source.rows
        self.go_to_bar.open(self.view.caret_place()[0], rows.lines, rows.complete)

    def _go(self, target: Target) -> None:
        rows = self.view.source.rows
        self._awaited = target if target.line > rows.lines and not rows.complete else None
        if self._awaited is not None:
            return  # until so many lines are known
        if target.share is not None:
            offset = round(target.share * len(self.view.source.data))
            start = self.view.source.rows.bounds(self.view.source.rows.row_of(offset))[0]
            self.view.select(start, start, middle=True)
        else:
            self.view.go_to_line(target.line, target.column)

    def _go_on(self) -> None:
        if self._awaited is not None:
            self._go(self._awaited)

    def stop(self) -> None:
        """End what is under way: a search, rows and folds that are looked for, a copy."""
        self.view.stop()
        self._awaited = None
        if self._made is not None:
            self._made.stop()

    def state(self) -> dict[str, Any]:
        return self.view.state()

    def restore_state(self, state: dict[str, Any]) -> None:
        self.view.restore_state(state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3 and self._made is None:
            self.open_find()
        elif event.key() == Qt.Key.Key_F3 and self._made is not None:
            self._made.find_next(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape and self._made is not None and not self._made.bar.isHidden():
            self._made.bar.close_bar()
        else:
            super().keyPressEvent(event)
