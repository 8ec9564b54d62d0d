"""Where the page of the tab in front stands, and the keyboard with it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from curlew.ui.documents.page import Page


class PageStack(QStackedWidget):
    """Holds the page in front, or what stands where none is open.

    Only what is shown belongs to the window: 20 pages in it would have to be dressed anew at each switch of the theme.
    """

    def __init__(self, nothing_open: QWidget) -> None:
        super().__init__()
        self.nothing_open = nothing_open
        self.addWidget(nothing_open)

    def put_in_front(self, widget: QWidget) -> None:
        """Show a page; it gets the keyboard if the one before had it."""
        old = self.currentWidget()
        if old is widget:
            return
        focus = QApplication.focusWidget()
        had_focus = focus is not None and old is not None and old.isAncestorOf(focus)
        if isinstance(old, Page):
            old.focused = focus if had_focus else None
        self.addWidget(widget)
        self.setCurrentWidget(widget)
        if isinstance(old, Page):
            self.removeWidget(old)
            old.setParent(None)
            old.left()
        if had_focus:  # else Qt gives it to whatever comes next in the window
            self.focus_front()

    def focus_front(self) -> None:
        """Give what is in front the keyboard, at the place that had it before."""
        page = self.currentWidget()
        if not isinstance(page, Page):
            self.nothing_open.setFocus()
        elif page.focused is not None and isValid(page.focused) and page.focused.isVisible():
            page.focused.setFocus()
        else:
            page.focus_first()
