"""What a send asks while it waits: a strip above the response with two buttons, no dialog in the way."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame

from curlew.model.control import Question
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, column, frame, label, row


class QuestionStrip(QFrame):
    """Hidden while nothing is asked. `answered` comes with what the person chose."""

    answered = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("question_strip")
        self._title = label("", "medium", wrap=True)
        self._reason = label("", "muted", wrap=True)
        self._address = label("", "meta", wrap=True)
        self.accept = TextButton(theme, _("Go on"), "", "", lambda: self._answer(True))
        self.accept.setObjectName("question_accept")
        self.refuse = TextButton(theme, _("Stop here"), "", "", lambda: self._answer(False))
        self.refuse.setObjectName("question_refuse")
        for button in (self.accept, self.refuse):
            button.setProperty("small", True)
        texts = column(self._title, self._reason, self._address, spacing=1)
        layout = row(Picture(theme, "warning", "warn", 16), texts, self.refuse, self.accept, margins=(12, 8, 10, 8), spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(row(frame("warn", "", layout), margins=(16, 6, 16, 4)))
        self.hide()

    def ask(self, question: Question) -> None:
        """Show a question, and tell those who cannot see it."""
        self._title.setText(question.title)
        for part, text in ((self._reason, question.reason), (self._address, question.url[:2000])):
            part.setText(text)
            part.setVisible(bool(text))
        for button, words in ((self.accept, question.accept or _("Go on")), (self.refuse, question.refuse or _("Stop here"))):
            button.setText(words)
            button.setAccessibleName(words)
            button.setAccessibleDescription(question.title)
        self.setAccessibleName(question.title)
        self.setAccessibleDescription(question.reason)
        self.show()
        spoken = " ".join(part for part in (question.title, question.reason) if part)
        event = QAccessibleAnnouncementEvent(self, spoken)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def clear(self) -> None:
        self.hide()

    @property
    def text(self) -> str:
        """What is asked, empty while nothing is."""
        return "" if self.isHidden() else " ".join(part for part in (self._title.text(), self._reason.text()) if part)

    def _answer(self, accepted: bool) -> None:
        self.hide()
        self.answered.emit(accepted)
