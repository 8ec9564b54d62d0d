"""The URL line: method and URL in one frame, and the button that sends."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from curlew.text import _
from curlew.ui.request.method_box import MethodBox
from curlew.ui.request.url_note import UrlNote
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import frame, restyle
from curlew.ui.widgets.variable_field import VariableField
from curlew.ui.widgets.variables import VariableSource

HEIGHT, WIDTH = 38, 104


class SendButton(QToolButton):
    """Send; while a send is under way Cancel, and once the response comes in Stop, which keeps what came, with the time it has taken."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.is_sending = False
        self.is_receiving = False
        self._others = QMenu(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Send"))
        theme.changed.connect(self._dress)
        self.show_sending(False)

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.px(HEIGHT))
        self.setMinimumWidth(self._theme.px(WIDTH))

    def show_sending(self, sending: bool) -> None:
        self.is_sending, self.is_receiving = sending, False
        words = _("Cancel the send") if sending else _("Send")
        self._say(_("Cancel") if sending else _("Send"), words, _("Cancel (Ctrl+Enter)") if sending else _("Send (Ctrl+Enter)"))
        self.setProperty("kind", "stop" if sending else "primary")
        self._show_menu()
        restyle(self)
        self._dress()

    def offer(self, actions: Iterable[QAction]) -> None:
        """Offer other ways to send in a menu at the right, or with the Down key."""
        self._others.addActions(list(actions))
        self._show_menu()

    def _show_menu(self) -> None:
        offered = not self.is_sending and not self._others.isEmpty()
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup if offered else QToolButton.ToolButtonPopupMode.DelayedPopup)
        self.setMenu(self._others if offered else None)  # type: ignore[arg-type]  # None takes it away

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.menu() is not None:
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def show_receiving(self, receiving: bool) -> None:
        """Offer Stop while a response comes in, Cancel before."""
        if self.is_sending and receiving != self.is_receiving:
            self.is_receiving = receiving
            words = _("Stop the response and keep what came") if receiving else _("Cancel the send")
            tip = _("Stop, and keep what came (Ctrl+Enter); Esc cancels") if receiving else _("Cancel (Ctrl+Enter)")
            self._say(self._word, words, tip)

    @property
    def _word(self) -> str:
        return _("Stop") if self.is_receiving else _("Cancel")

    def _say(self, text: str, spoken: str, tip: str) -> None:
        self.setText(text)
        self.setAccessibleName(spoken)
        self.setToolTip(tip)

    def show_elapsed(self, milliseconds: float) -> None:
        """Show how long the send has taken, from half a second on."""
        if self.is_sending and milliseconds >= 500:
            seconds = milliseconds / 1000
            self.setText(f"{self._word}  {seconds:.1f} s" if seconds < 1000 else f"{self._word}  {seconds / 60:.0f} min")

    def sizeHint(self) -> QSize:
        return QSize(max(self._theme.px(WIDTH), super().sizeHint().width()), self._theme.px(HEIGHT))


class UrlBar(QWidget):
    """`method_edited` and `url_edited` come with what a person typed; `send_clicked` when the button or Enter was pressed."""

    method_edited = Signal(str)
    url_edited = Signal(str)
    send_clicked = Signal()

    def __init__(self, theme: Theme, source: VariableSource) -> None:
        super().__init__()
        self._theme = theme
        self.method = MethodBox(theme)
        self.method.method_edited.connect(self.method_edited)
        self.url = VariableField(theme, source)
        self.url.setObjectName("url")
        self.url.setAccessibleName(_("URL"))
        self.url.setPlaceholderText(_("Enter a URL or paste a cURL command"))
        self.url.text_edited.connect(lambda: self.url_edited.emit(self.url.text()))
        self.url.submitted.connect(self.send_clicked)
        self.note = UrlNote(theme, self.url)
        self.send = SendButton(theme)
        self.send.clicked.connect(self.send_clicked)
        self._frame = frame("field")
        inside = QHBoxLayout(self._frame)
        inside.setContentsMargins(1, 1, 8, 1)
        inside.setSpacing(0)
        inside.addWidget(self.method)
        self._line = frame("line")
        inside.addWidget(self._line)
        inside.addSpacing(10)
        inside.addWidget(self.url, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._frame, 1)
        layout.addWidget(self.send)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabOrder(self.method, self.url)
        self.setTabOrder(self.url, self.send)
        for watched in (self.url, self.method, self.method.line):
            watched.installEventFilter(self)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self._frame.setFixedHeight(self._theme.px(HEIGHT))
        self._line.setFixedSize(1, self._theme.px(20))
        self.url.setFixedHeight(self._theme.px(HEIGHT) - 4)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            active = event.type() == QEvent.Type.FocusIn
            if bool(self._frame.property("active")) != active:
                self._frame.setProperty("active", active)
                restyle(self._frame)
        return False

    def focus_url(self) -> None:
        self.url.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.url.select_all()
