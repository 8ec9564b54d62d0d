"""What a send asks while it waits: a strip above the response with two buttons, no dialog in the way."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame

from curlew.model.control import Question
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, column, label, row


class QuestionStrip(QFrame):
    """Hidden while nothing is asked. `answered` comes with what the person chose."""

    answered = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("question_strip")
        self._theme = theme
        self._inner: _Inner | None = None
        self.setLayout(row(margins=(16, 6, 16, 4)))
        self.hide()

    @property
    def inner(self) -> _Inner:
        """What is seen; made when there first is something to ask."""
        if self._inner is None:
            self._inner = _Inner(self._theme)
            self._inner.accept.clicked.connect(lambda: self._answer(True))
            self._inner.refuse.clicked.connect(lambda: self._answer(False))
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self._inner)
        return self._inner

    @property
    def accept(self) -> TextButton:
        return self.inner.accept

    @property
    def refuse(self) -> TextButton:
        return self.inner.refuse

    def ask(self, question: Question) -> None:
        """Show a question, and tell those who cannot see it."""
        self.inner.show_question(question)
        self.setAccessibleName(question.title)
        self.setAccessibleDescription(question.reason)
        self.show()
        event = QAccessibleAnnouncementEvent(self, self.text)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def clear(self) -> None:
        self.hide()

    @property
    def text(self) -> str:
        """What is asked, empty while nothing is."""
        parts = (self.accessibleName(), self.accessibleDescription())
        return "" if self.isHidden() else " ".join(part for part in parts if part)

    def _answer(self, accepted: bool) -> None:
        self.hide()
        self.answered.emit(accepted)


class _Inner(QFrame):
    """The words of a question and its two buttons."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "warn")
        self._title = label("", "medium", wrap=True)
        self._reason = label("", "muted", wrap=True)
        self._address = label("", "meta", wrap=True)
        self.accept, self.refuse = TextButton(theme, ""), TextButton(theme, "")
        for button, name in ((self.accept, "question_accept"), (self.refuse, "question_refuse")):
            button.setObjectName(name)
            button.setProperty("small", True)
        texts = column(self._title, self._reason, self._address, spacing=1)
        layout = row(Picture(theme, "warning", "warn", 16), texts, self.refuse, self.accept, margins=(12, 8, 10, 8), spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_question(self, question: Question) -> None:
        self._title.setText(question.title)
        for part, text in ((self._reason, question.reason), (self._address, question.url[:2000])):
            part.setText(text)
            part.setVisible(bool(text))
        for button, words in ((self.accept, question.accept or _("Go on")), (self.refuse, question.refuse or _("Stop here"))):
            button.setText(words)
            button.setAccessibleName(words)
            button.setAccessibleDescription(question.title)
