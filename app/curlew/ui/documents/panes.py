"""A request and its response in one page: below each other, or beside each other where that was chosen and there is room."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QSplitter, QVBoxLayout, QWidget

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, column, frame, label, row

LEFT, RIGHT = 260, 350
"""Less than their parts would like, which scroll: on a small screen both have to fit beside each other."""
ROOMY = 940
"""From this width on the head stands above the request only, and the response gets the whole height."""
SHARES = (450, 550)

Shares = dict[str, list[int]]
"""How the room was divided last, `beside` and `below`; all pages of a window share one such mapping."""


class Panes(QSplitter):
    """`head` stands above both, or above the request alone while they are beside each other and there is room for that.

    `outer` is the layout of the page. There are as few widgets around others as can be: each makes dressing a page slower.
    """

    shown_wanted = Signal()
    back_wanted = Signal()
    """What a person asks for while the response is lent to a window of its own."""

    def __init__(self, theme: Theme, head: QWidget, request: QWidget, response: QWidget, beside: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
        self._theme, self._head, self._request, self._response = theme, head, request, response
        self._beside = self._is_beside = beside
        self._own: Shares = {}
        self._last: Shares = {}
        self._away: QFrame | None = None
        self._left: QVBoxLayout | None = None
        self.setChildrenCollapsible(False)
        self.setHandleWidth(5)
        request.setMinimumWidth(theme.px(LEFT))
        response.setMinimumWidth(theme.px(RIGHT))
        self.addWidget(request)
        self.addWidget(response)
        self.setStretchFactor(0, SHARES[0])
        self.setStretchFactor(1, SHARES[1])
        self.splitterMoved.connect(self._note_shares)
        self.outer = column(self, spacing=0)
        self.outer.setStretch(0, 1)
        (self._left_column() if beside else self.outer).insertWidget(0, head)
        self._divide()

    # --- beside or below ---

    @property
    def is_beside(self) -> bool:
        """Whether they stand beside each other now."""
        return self._is_beside

    def set_beside(self, beside: bool) -> None:
        """Put the response beside the request, or below it; where there is no room beside, it stays below until there is."""
        self._beside = beside
        self._settle()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(RIGHT), super().minimumSizeHint().height())  # not both beside each other: then they change places

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        width = self.width()
        beside = self._beside and width >= self._theme.px(LEFT + RIGHT) + self.handleWidth()
        self._put_head(self._left_column() if beside and width >= self._theme.px(ROOMY) else self.outer)
        if beside != self._is_beside:
            self._is_beside = beside
            self.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
            self.outer.activate()  # they divide the room that there is without the head
            self._divide()

    def _put_head(self, place: QVBoxLayout) -> None:
        if place.indexOf(self._head) < 0:
            with _keyboard_kept(self._head):
                place.insertWidget(0, self._head)
                self._head.show()  # now, so that it takes its room; the layout would do that later

    def _left_column(self) -> QVBoxLayout:
        """Return what holds the head above the request; made when it is needed first."""
        if self._left is None:
            left = QWidget()
            self._left = column(spacing=0)
            left.setLayout(self._left)
            with _keyboard_kept(self._request):
                sizes = self.sizes()
                self.insertWidget(0, left)
                self._left.addWidget(self._request)
                self._request.show()
                self.setStretchFactor(0, SHARES[0])
                self.setSizes(sizes)
        return self._left

    # --- how the room is divided ---

    @property
    def _way(self) -> str:
        return "beside" if self._is_beside else "below"

    def share(self, shares: Shares) -> None:
        """Begin with the way the room was divided last, and write down how it is from now on."""
        self._last = shares
        self._divide()

    def _divide(self) -> None:
        # Shares, not sizes: what the parts would like to have differs from tab to tab.
        self.setSizes(self._own.get(self._way) or self._last.get(self._way) or list(SHARES))

    def _note_shares(self) -> None:
        self._own[self._way] = self._last[self._way] = self.sizes()

    def state(self) -> Shares:
        return dict(self._own)

    def restore_state(self, kept: object) -> None:
        self._own.update(sound_shares(kept))
        self._divide()

    # --- without the response ---

    @property
    def is_lent(self) -> bool:
        """Whether the response is elsewhere."""
        return self._away is not None and not self._away.isHidden()

    def lend(self) -> None:
        """Give the response away; a line says so, and how to get it back."""
        if self._away is None:
            self._away = self._make_away()
            self.outer.addWidget(self._away)
        self._response.setParent(None)
        self._away.show()
        self._settle()

    def take_back(self) -> None:
        """Take the response in again."""
        if self._away is not None:
            self._away.hide()
        self.addWidget(self._response)
        self._response.show()
        self._settle()
        self._divide()

    def _make_away(self) -> QFrame:
        theme = self._theme
        show = TextButton(theme, _("Go there"), "link", act=self.shown_wanted.emit)
        back = TextButton(theme, _("Bring it back"), "link", act=self.back_wanted.emit)
        back.setObjectName("bring_back_button")
        words = label(_("The response is in a window of its own"), "muted")
        words.setMinimumWidth(1)
        parts = row(Picture(theme, "external", "text3", 14), words, None, show, back, margins=(16, 6, 12, 6), spacing=8)
        away = frame("bg", "top", parts)
        away.setObjectName("response_away")
        away.hide()
        return away


@contextmanager
def _keyboard_kept(moved: QWidget) -> Iterator[None]:
    """Let what has the keyboard keep it while it is put elsewhere."""
    focus = QApplication.focusWidget()
    yield
    if focus is not None and moved.isAncestorOf(focus):
        focus.setFocus()


def sound_shares(kept: object) -> Shares:
    """Return what is usable of shares read from a file."""
    found: Shares = {}
    for way in ("beside", "below"):
        sizes = kept.get(way) if isinstance(kept, dict) else None
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(size, int) and size > 0 for size in sizes):
            found[way] = sizes
    return found
