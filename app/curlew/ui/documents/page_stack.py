"""Where the page of the tab in front stands, and the keyboard with it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from curlew.ui.documents.page import Page
from curlew.ui.theme import Theme

MARK = 2
NARROWEST = 300


class PageStack(QStackedWidget):
    """Holds the page in front, or what stands where none is open.

    Only what is shown belongs to the window: 20 pages in it would have to be dressed anew at each switch of the theme.
    """

    def __init__(self, theme: Theme, nothing_open: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._mark = ""
        self.nothing_open = nothing_open
        self.addWidget(nothing_open)

    @property
    def page(self) -> Page | None:
        """The page that stands here."""
        found = self.currentWidget()
        return found if isinstance(found, Page) else None

    def put_in_front(self, widget: QWidget) -> None:
        """Show a page; it gets the keyboard if the one before had it."""
        old = self.currentWidget()
        if old is widget:
            return
        had_focus = self.note_focus()
        if isinstance(old, Page) and not had_focus:
            old.focused = None
        self.addWidget(widget)
        self.setCurrentWidget(widget)
        if isinstance(old, Page):
            self.removeWidget(old)
            old.setParent(None)
            old.left()
        if had_focus:  # else Qt gives it to whatever comes next in the window
            self.focus_front()

    def note_focus(self) -> bool:
        """Keep in mind what has the keyboard here, for when the page gets it again; return whether anything has."""
        old, focus = self.currentWidget(), self.window().focusWidget()  # also while another window is worked in
        had_focus = focus is not None and old is not None and old.isAncestorOf(focus)
        if had_focus and isinstance(old, Page):
            old.focused = focus
        return had_focus

    def focus_front(self) -> None:
        """Give what is in front the keyboard, at the place that had it before."""
        page, focused = self.page, self.page.focused if self.page is not None else None
        if page is None:
            self.nothing_open.setFocus()
        elif focused is not None and isValid(focused) and focused.isVisible() and page.isAncestorOf(focused):
            focused.setFocus()
        else:
            page.focus_first()

    # --- one of two ---

    def mark(self, token: str) -> None:
        """Draw a line above the page in a colour of the theme; none for ""."""
        self._mark = token
        self.setContentsMargins(0, MARK if token else 0, 0, 0)
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        wanted = super().minimumSizeHint()
        return QSize(self._theme.px(NARROWEST), wanted.height()) if self._mark else wanted

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._mark:
            QPainter(self).fillRect(0, 0, self.width(), MARK, self._theme.color(self._mark))
