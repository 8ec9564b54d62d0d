"""The responses that stand in windows of their own, whichever page is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QPoint, Signal
from PySide6.QtWidgets import QApplication, QWidget

from curlew.ui.context import Ui

if TYPE_CHECKING:
    from curlew.ui.documents.page import Page
    from curlew.ui.documents.request_page import RequestPage
    from curlew.ui.response.own_window import ResponseWindow

WIDTH, HEIGHT = 760, 700
STAGGER = 32


class OwnWindows(QObject):
    """One window for each page that lent its response; where the last one stood is kept."""

    opened = Signal(object)
    """The window."""
    at_work_changed = Signal()
    """Another window is worked in: commands concern another page."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._windows: dict[RequestPage, ResponseWindow] = {}
        self._place = ""

    @property
    def page_at_work(self) -> RequestPage | None:
        """The page whose response is in the window that is worked in."""
        active = QApplication.activeWindow() if self._windows else None
        return next((page for page, window in self._windows.items() if window is active), None)

    def window_of(self, page: Page) -> ResponseWindow | None:
        return next((window for other, window in self._windows.items() if other is page), None)

    def toggle(self, page: RequestPage) -> None:
        """Put a page's response into a window of its own, or bring it back."""
        if page in self._windows:
            self.bring_back(page)
        else:
            self._open(page)

    def bring_back(self, page: Page) -> None:
        """Put a response back into its page, if it is elsewhere."""
        window = self.window_of(page)
        if window is not None:
            window.close()

    def leave(self, window: QWidget) -> None:
        """Go to another window from the one that is worked in, if that shows a response."""
        if self.page_at_work is not None:
            window.activateWindow()

    def clear(self) -> None:
        """Close all windows."""
        for window in tuple(self._windows.values()):
            window.close()

    # --- one window ---

    def _open(self, page: RequestPage) -> None:
        from curlew.ui.response.own_window import ResponseWindow

        page.panes.lend()
        window = ResponseWindow(self._ui, page.viewer, page, lambda: (page.look().method, page.look().title))
        self._stand(window)
        self._windows[page] = window
        window.closing.connect(lambda: self._closing(page))
        window.back_wanted.connect(window.close)
        window.send_wanted.connect(page.send_or_cancel)
        window.given_up.connect(page.cancel)
        window.at_work_changed.connect(self.at_work_changed)
        page.panes.back_wanted.connect(window.close)
        page.panes.shown_wanted.connect(window.activateWindow)
        page.look_changed.connect(window.show_name)
        window.show()
        page.viewer.show()
        window.activateWindow()
        page.viewer.tabs.setFocus()
        self.opened.emit(window)

    def _stand(self, window: ResponseWindow) -> None:
        """Put a window where the last one stood; a further one a little aside."""
        others = list(self._windows.values())
        if others:
            window.resize(others[-1].size())
            window.move(others[-1].pos() + QPoint(STAGGER, STAGGER))
        elif not (self._place and window.restoreGeometry(QByteArray.fromBase64(self._place.encode("ascii", "replace")))):
            screen = window.screen().availableGeometry()
            window.resize(min(self._ui.theme.px(WIDTH), screen.width() - 40), min(self._ui.theme.px(HEIGHT), screen.height() - 60))

    def _closing(self, page: RequestPage) -> None:
        window = self._windows.pop(page)
        self._note_place(window)
        page.panes.take_back()
        window.deleteLater()
        self.at_work_changed.emit()

    def _note_place(self, window: ResponseWindow) -> None:
        self._place = window.saveGeometry().toBase64().toStdString()

    # --- between two starts ---

    @property
    def place(self) -> str:
        """Where the last window stands or stood, as Qt writes it."""
        for window in self._windows.values():
            self._note_place(window)
        return self._place

    def restore_place(self, kept: object) -> None:
        if isinstance(kept, str):
            self._place = kept
