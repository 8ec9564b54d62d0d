"""The bar for searching in a text: what, how, how many, and from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QToolButton, QWidget

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, label, plain_tip, restyle, row, set_role
from curlew.ui.widgets.search_bar import SearchBar

TYPING_MS = 40
"""Searching begins when typing has paused for so long."""

NARROW = 400
"""A narrower bar has two rows."""


class FindBar(SearchBar):
    """A search bar for texts: letter case, expressions and whole words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "find", TYPING_MS)
        self._frame = QFrame()
        self._frame.setProperty("ground", "field")
        self._frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icon = Picture(theme, "search", "text3", 14)
        self.field.setPlaceholderText(_("Find in body"))
        self.field.setAccessibleName(_("Find in body"))
        self.field.setProperty("bare", True)
        self._case = self._toggle("Aa", "find_case", _("Match upper and lower case"))
        self._regex = self._toggle(".*", "find_regex", _("Regular expression"))
        self._whole = self._toggle("ab", "find_whole", _("Whole words only"))
        self._frame.setLayout(row(self._icon, self.field, self._case, self._regex, self._whole, margins=(9, 0, 6, 0), spacing=6))
        self._count = self._said("strong", "find_count")
        self._took = self._said("meta", "find_took")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(16, 6, 12, 6)
        self._grid.setSpacing(8)
        self.setLayout(self._grid)
        self._narrow: bool | None = None
        theme.changed.connect(self._fit)
        self._fit()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What Tab goes through, in order."""
        return self.field, self._case, self._regex, self._whole, self._back, self._next, self._close

    @property
    def wanted(self) -> str:
        return self.field.text()

    @property
    def case(self) -> bool:
        return self._case.isChecked()

    @property
    def regex(self) -> bool:
        return self._regex.isChecked()

    @property
    def whole(self) -> bool:
        """Only whole words are wanted."""
        return self._whole.isChecked()

    def tell(self, text: str, wrong: bool = False, took: str = "") -> None:
        """Say how many matches there are and how long that took, or what is wrong with the expression."""
        role = "err" if wrong else "strong"
        if self._count.text() == text and self._took.text() == took and self._count.property("role") == role:
            return
        self._count.setText(text)
        self._took.setText(took)
        set_role(self._count, role)
        if bool(self._frame.property("wrong")) != wrong:
            self._frame.setProperty("wrong", wrong)
            restyle(self._frame)
        if self.field.accessibleDescription() != text:
            self.field.setAccessibleDescription(text)
            QAccessible.updateAccessibility(QAccessibleEvent(self.field, QAccessible.Event.DescriptionChanged))
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._frame.setProperty("active", event.type() == QEvent.Type.FocusIn)
            restyle(self._frame)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(220), self._theme.px(44))  # what is inside gets narrower with the bar

    def _settle(self) -> None:
        """Where there is little room, the time goes first, then there are two rows; a long reason is cut, and whole in its tooltip."""
        px, width = self._theme.px, self.width()
        self._arrange(width < px(NARROW))
        field = width - px(28) - 36 if self._narrow else min(px(330), max(px(200), width - px(300)))
        self._frame.setFixedWidth(max(px(150), field))
        room = width - 44 - px(56) - (0 if self._narrow else px(28) + field + 16)
        count = self._count.fontMetrics().horizontalAdvance(self._count.text()) + 2
        self._count.setMaximumWidth(max(px(40), room))
        self._count.setToolTip(plain_tip(self._count.text()) if count > room else "")
        self._took.setVisible(bool(self._took.text()) and count + self._took.sizeHint().width() + 8 <= room)

    def _arrange(self, narrow: bool) -> None:
        """Put the parts into one row, or into two."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        while self._grid.count():
            self._grid.takeAt(0)
        second, first = int(narrow), 0 if narrow else 1
        self._grid.addWidget(self._frame, 0, 0, 1, 5 if narrow else 1)
        self._grid.addWidget(self._count, second, first)
        self._grid.addWidget(self._took, second, first + 1)
        self._grid.addWidget(self._back, second, 4)
        self._grid.addWidget(self._next, second, 5)
        self._grid.addWidget(self._close, 0, 5 if narrow else 6)
        for column in range(7):
            self._grid.setColumnStretch(column, int(column == 3))
        self._fit_height()

    def _fit(self) -> None:
        self._frame.setFixedHeight(self._theme.px(30))
        self._fit_height()
        self._settle()

    def _fit_height(self) -> None:
        self.setFixedHeight(self._theme.px(80 if self._narrow else 44))

    @staticmethod
    def _said(role: str, name: str) -> QLabel:
        made = label("", role)
        made.setObjectName(name)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        made.setMinimumWidth(1)
        return made

    def _toggle(self, text: str, name: str, title: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        button.setCheckable(True)
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setProperty("kind", "toggle")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.toggled.connect(lambda _on: self.changed.emit())
        return button
