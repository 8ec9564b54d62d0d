"""One page in front, or two beside each other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent, QWindow
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from curlew.text import _
from curlew.ui.documents.page import Page
from curlew.ui.documents.page_stack import PageStack
from curlew.ui.theme import Theme

ENOUGH = 380
"""A column narrower than this is of no use: where two do not fit, the active one alone is seen."""


class Columns(QSplitter):
    """One of two columns is the active one: its page is what is in front for all others, and what is opened comes there."""

    entered = Signal(object)
    """A person went to the page of the column that was not active."""
    changed = Signal()
    """Another page is seen beside the one in front, or none any more."""

    def __init__(self, theme: Theme, nothing_open: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self.nothing_open = nothing_open
        self._main = self._active = PageStack(theme, nothing_open)
        self._side: PageStack | None = None
        self._window: QWindow | None = None
        self._shares: list[int] = []
        self.setChildrenCollapsible(False)
        self.setHandleWidth(5)
        self.addWidget(self._main)
        self.splitterMoved.connect(self._note_shares)

    # --- asking ---

    @property
    def is_split(self) -> bool:
        return self._side is not None

    @property
    def is_side_active(self) -> bool:
        return self._active is self._side

    @property
    def front(self) -> Page | None:
        """The page in the active column."""
        return self._active.page

    @property
    def other(self) -> Page | None:
        """The page that is seen beside the one in front."""
        return self._idle.page if self._idle is not None else None

    @property
    def side(self) -> Page | None:
        """The page in the right column."""
        return self._side.page if self._side is not None else None

    @property
    def is_roomy(self) -> bool:
        """Whether two columns fit."""
        return self.width() >= 2 * self._theme.px(ENOUGH) + self.handleWidth()

    @property
    def shares(self) -> list[int]:
        """How the room is divided between the columns; empty as long as nobody chose that."""
        return self._shares

    @property
    def _idle(self) -> PageStack | None:
        return self._main if self._active is self._side else self._side

    # --- what is shown ---

    def put_in_front(self, widget: QWidget) -> None:
        """Show a page in the active column, or make the column active in which it stands."""
        if self._idle is not None and self._idle.currentWidget() is widget:
            self._activate(self._idle)
        else:
            self._active.put_in_front(widget)

    def focus_front(self) -> None:
        """Give the page in front the keyboard."""
        self._active.focus_front()

    def remove(self, page: Page) -> None:
        """Let go of a page that is closed."""
        for stack in (self._main, self._side):
            if stack is not None:
                stack.removeWidget(page)

    def open_side(self, page: Page) -> None:
        """Show a page in the right column, which is the active one then. The left one must show another page."""
        if self._side is None:
            self._side = PageStack(self._theme, QWidget())
            self._side.setAccessibleName(_("Right side"))
            self.addWidget(self._side)
            self.setSizes(self._shares or [1000, 1000])
            self._watch(True)
        self._side.put_in_front(page)
        self._activate(self._side)

    def close_side(self, keep: Page | None = None) -> None:
        """Go back to one column, which shows the page that stood at the left, or the right one where that is to be kept."""
        side = self._side
        if side is None:
            return
        had_focus = self._active.note_focus()
        kept = keep or self._main.page or self.nothing_open
        self._watch(False)
        self._side, self._active = None, self._main
        side.put_in_front(side.nothing_open)
        self._main.put_in_front(kept)
        self._main.setVisible(True)
        self._main.mark("")
        side.hide()
        side.setParent(None)
        side.deleteLater()
        if had_focus:
            self._main.focus_front()
        self.changed.emit()

    def divide(self, shares: object) -> None:
        """Divide the room as it was in an earlier run."""
        if isinstance(shares, list) and len(shares) == 2 and all(isinstance(size, int) and size > 0 for size in shares):
            self._shares = shares
            self.setSizes(shares)

    def _activate(self, stack: PageStack) -> None:
        had_focus = self._active is not stack and self._active.note_focus()
        self._active = stack
        self._settle()
        if had_focus:
            stack.focus_front()
        self.changed.emit()

    def _settle(self) -> None:
        """Mark the active column, and hide the other one where there is no room for both."""
        if self._side is not None:
            for stack in (self._main, self._side):
                stack.mark("accent" if stack is self._active else "border")
                stack.setVisible(stack is self._active or self.is_roomy)

    def _note_shares(self) -> None:
        self._shares = self.sizes()

    # --- following the person ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _watch(self, on: bool) -> None:
        """Follow the keyboard, and presses that do not move it: a button of a page must find its page in front."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if on:
            app.focusChanged.connect(self._focus_moved)
            self._window = self.window().windowHandle()
            if self._window is not None:
                self._window.installEventFilter(self)
        else:
            app.focusChanged.disconnect(self._focus_moved)
            if self._window is not None:
                self._window.removeEventFilter(self)
            self._window = None

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        idle = self._idle
        if idle is None or now is None or not idle.isAncestorOf(now):
            return
        left = self._active.page
        if left is not None and old is not None and left.isAncestorOf(old):
            left.focused = old
        self._enter(idle)

    def _enter(self, stack: PageStack) -> None:
        if stack.page is not None:
            self.entered.emit(stack.page)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            idle, place = self._idle, event.globalPosition().toPoint()
            if idle is not None and _holds(idle, place):
                self._enter(idle)
        return super().eventFilter(watched, event)


def _holds(stack: PageStack, place: QPoint) -> bool:
    return stack.isVisible() and stack.rect().contains(stack.mapFromGlobal(place))
