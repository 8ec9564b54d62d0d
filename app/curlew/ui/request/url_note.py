"""The line below the URL: as what it goes out where that differs, the punycode of its host, and what keeps it from being sent."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from curlew.engine.looking import UrlLook
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.elided import ElidedLabel
from curlew.ui.widgets.parts import Picture, row


class UrlNote(QWidget):
    """One line, hidden where there is nothing to say; its whole text describes `field` to screen readers."""

    def __init__(self, theme: Theme, field: QWidget) -> None:
        super().__init__()
        self._field = field
        self._icon = Picture(theme, "info", "text3", 14)
        self._label = ElidedLabel("", "meta")
        layout = row(self._icon, self._label, margins=(12, 5, 12, 1), spacing=6)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.hide()

    @property
    def text(self) -> str:
        """The whole text; empty where the line is hidden."""
        return self._label.full_text

    def show_look(self, look: UrlLook) -> None:
        """Show what a look at the URL found."""
        text, icon, token = _told(look)
        self._icon.show_icon(icon, token)
        self._label.set_full_text(text)
        self.setVisible(bool(text))
        self._field.setAccessibleDescription(text)


def _told(look: UrlLook) -> tuple[str, str, str]:
    """Return text, icon and its colour."""
    if look.problem is not None:
        reason = f"{look.problem.title}. {look.problem.reason} {look.problem.hint}".strip()
        return reason, "warning", "err"
    said = [_("Goes out as {url}").format(url=look.sent)] if look.sent else []
    said += [_("Not encoded; the request line asks for {target}").format(target=look.target)] if look.target else []
    notes = [note for note in look.notes if not (look.host and look.host in note and look.sent)]
    grave = any(not (look.host and look.host in note) for note in look.notes)
    text = "  ·  ".join([*said, *notes])
    return text, "warning" if grave else "info", "warn" if grave else "text3"
