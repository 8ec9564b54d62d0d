"""Notices that stop nobody: cards at the lower right of the window, the newest at the bottom."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QVBoxLayout, QWidget
from shiboken6 import isValid

from curlew.engine.messages import Level, Message
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, Picture, TextButton, column, label, row

MOST = 4
INFO_MS = 6000
MARGIN = 16
WIDTH = 380

_LOOK: dict[Level, tuple[str, str]] = {"info": ("info", "info"), "warning": ("warning", "warn"), "error": ("circle_x", "err")}


class NoticeCard(QFrame):
    """One notice. Information goes by itself; what went wrong stays until it is closed."""

    def __init__(self, theme: Theme, message: Message, close: Callable[[NoticeCard], None]) -> None:
        super().__init__()
        self.message = message
        self.setObjectName("notice")
        self.setProperty("ground", "popup")
        self.setAccessibleName(message.title)
        self.setAccessibleDescription("\n".join(part for part in (message.reason, message.hint) if part))
        self.setFixedWidth(theme.px(WIDTH))
        icon, token = _LOOK[message.level]
        texts = column(spacing=3)
        texts.addWidget(label(message.title, "strong", wrap=True))
        for part in (message.reason, message.hint):
            if part:
                texts.addWidget(label(part, "meta", wrap=True))
        if message.action and message.act is not None:
            texts.addLayout(row(TextButton(theme, message.action, act=lambda: self._act(close)), None, margins=(0, 6, 0, 0)))
        button = IconButton(theme, "close", _("Close the notice"), 12, 24)
        button.clicked.connect(lambda: close(self))
        picture = Picture(theme, icon, token, 18)
        layout = row(picture, texts, button, margins=(14, 12, 10, 12), spacing=10)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.setAlignment(button, Qt.AlignmentFlag.AlignTop)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 8)
        shadow.setColor(theme.color("shadow"))
        self.setGraphicsEffect(shadow)

    def _act(self, close: Callable[[NoticeCard], None]) -> None:
        act = self.message.act
        close(self)
        if act is not None:
            act()


class Notices(QObject):
    """Shows notices over a window."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._cards: list[NoticeCard] = []
        self._elsewhere: list[Notices] = []
        self._holder = QWidget(window)
        self._holder.setObjectName("notices")
        layout = QVBoxLayout(self._holder)
        layout.setContentsMargins(24, 24, MARGIN, MARGIN)
        layout.setSpacing(8)
        self._holder.hide()
        window.installEventFilter(self)

    def __call__(
        self, level: Level, title: str, reason: str = "", hint: str = "", action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        self.show_message(Message(level, title, reason, hint, action, act))

    def also_over(self, window: QWidget) -> None:
        """Show what happens while a further window is at work over that one, as long as it lives."""
        self._elsewhere = [*filter(isValid, self._elsewhere), Notices(self._theme, window)]

    def show_message(self, message: Message) -> None:
        """Show a notice; the same one is not shown twice."""
        for other in filter(isValid, self._elsewhere):
            if other._window.isActiveWindow():
                other.show_message(message)
                return
        twin = next((card for card in self._cards if (card.message.title, card.message.reason) == (message.title, message.reason)), None)
        if twin is not None:
            self._close(twin)
        while len(self._cards) >= MOST:
            self._close(self._cards[0])
        card = NoticeCard(self._theme, message, self._close)
        self._cards.append(card)
        self._layout().addWidget(card)
        card.show()  # a layout leaves no room for what is not shown, and it would show it only later
        self._place()
        if message.level == "info" and not message.action:
            timer = QTimer(card)
            timer.setSingleShot(True)
            timer.timeout.connect(lambda: self._close(card))
            timer.start(INFO_MS)

    @property
    def shown(self) -> tuple[Message, ...]:
        return tuple(card.message for card in self._cards)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self._cards:
            self._place()
        return False

    def _layout(self) -> QVBoxLayout:
        layout = self._holder.layout()
        assert isinstance(layout, QVBoxLayout)
        return layout

    def _close(self, card: NoticeCard) -> None:
        if card in self._cards:
            self._cards.remove(card)
            self._layout().removeWidget(card)
            card.hide()
            card.deleteLater()
            self._place()

    def _place(self) -> None:
        self._holder.setVisible(bool(self._cards))
        if not self._cards:
            return
        self._layout().activate()
        size = self._layout().sizeHint()
        height = self._layout().totalHeightForWidth(size.width()) if self._layout().hasHeightForWidth() else size.height()
        self._holder.setGeometry(self._window.width() - size.width(), self._window.height() - height - 28, size.width(), height)
        self._holder.raise_()
