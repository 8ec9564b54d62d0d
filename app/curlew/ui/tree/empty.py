"""What the sidebar shows instead of a tree: no collections yet, nothing found, still opening."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, column, frame, label, row


class Placeholder(QFrame):
    """A tile with an icon, a title, a sentence and what can be done."""

    def __init__(self, theme: Theme, icon: str, title: str, reason: str, *buttons: QWidget) -> None:
        super().__init__()
        tile = frame("card", layout=row(Picture(theme, icon, "text2", 18), margins=(12, 12, 12, 12)))
        self._title = label(title, "strong", wrap=True)
        self._reason = label(reason, "meta", wrap=True)
        for text in (self._title, self._reason):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = column(None, row(None, tile, None), 6, self._title, self._reason, 6, margins=(24, 0, 24, 24), spacing=4)
        for button in buttons:
            layout.addLayout(row(None, button, None))
        layout.addStretch(2)
        self.setLayout(layout)

    def say(self, title: str, reason: str = "") -> None:
        self._title.setText(title)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))


def no_collections(theme: Theme, on_new: Callable[[], object], on_open: Callable[[], object]) -> Placeholder:
    new = TextButton(theme, _("New collection"), icon="plus", act=on_new)
    new.setObjectName("EmptyNew")
    open_folder = TextButton(theme, _("Open a folder"), "link", act=on_open)
    open_folder.setObjectName("EmptyOpen")
    reason = _("A collection is a folder of plain files on your disk.")
    return Placeholder(theme, "layers", _("No collections yet"), reason, new, open_folder)
