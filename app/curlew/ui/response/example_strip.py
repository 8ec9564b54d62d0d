"""Says above the response that an example is shown, no live response, and leads back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.elided import ElidedLabel
from curlew.ui.widgets.parts import Picture, TextButton, row


class ExampleStrip(QFrame):
    """Hidden while a response is shown. `back_wanted`: the person wants to see that again."""

    back_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("example_strip")
        self._theme = theme
        self._inner: _Inner | None = None
        self.name = ""
        self.setLayout(row(margins=(16, 6, 16, 2)))
        self.hide()

    def say(self, name: str, has_response: bool) -> None:
        """Name the example that is shown. has_response: whether there is a response to go back to."""
        if self._inner is None:
            self._inner = _Inner(self._theme)
            self._inner.back.clicked.connect(self.back_wanted)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self._inner)
        self.name = name
        text = _("Example “{name}”, not a live response") if name else _("An example, not a live response")
        self._inner.title.set_full_text(text.format(name=name))
        self.setAccessibleName(self._inner.title.full_text)
        words = _("Back to the response") if has_response else _("Close")
        self._inner.back.setText(words)
        self._inner.back.setAccessibleName(words)
        self.show()

    @property
    def text(self) -> str:
        """What it says, empty while hidden."""
        return "" if self.isHidden() else self.accessibleName()


class _Inner(QFrame):
    """What is seen; made when an example is first shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "accent")
        self.title = ElidedLabel("", "medium")
        self.back = TextButton(theme, "", "link")
        self.back.setObjectName("back_to_response")
        layout = row(Picture(theme, "file", "accent", 15), self.title, self.back, margins=(10, 5, 6, 5), spacing=9)
        layout.setStretch(1, 1)
        self.setLayout(layout)
