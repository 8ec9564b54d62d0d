"""The line above the form of an authorization: what is inherited, what differs from it, and the ways there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from curlew.model.auth import Auth
from curlew.model.inherit import Above
from curlew.net.auth import AUTH_KINDS
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, label, restyle, row

MOST_NAMED = 4
NARROW = 560
"""Below this width the buttons stand under the text."""


class AuthStrip(QFrame):
    """`inherit_wanted` and `open_wanted` (with the giver's item) come from its buttons. Without anything to say it is hidden."""

    inherit_wanted = Signal()
    open_wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "info")
        self._icon = Picture(theme, "info", "info", 16)
        self.text = label("", "", wrap=True)
        self._item: int | None = None
        self._inherit = TextButton(theme, _("Use inherited"), "link", act=self.inherit_wanted.emit)
        self._inherit.setObjectName("auth_use_inherited")
        self._open = TextButton(theme, "", "link", act=self._open_giver)
        self._open.setObjectName("auth_open_giver")
        said = row(self._icon, self.text, spacing=10)
        said.setAlignment(self._icon, Qt.AlignmentFlag.AlignVCenter)
        said.setStretch(1, 1)
        self._ways = QWidget()
        self._ways.setLayout(row(None, self._inherit, self._open, spacing=10))
        self._theme = theme
        self._inside = row(margins=(12, 6, 8, 6), spacing=4)
        self._inside.addLayout(said, 1)
        self._inside.addWidget(self._ways)
        self.setLayout(self._inside)
        self.setMinimumHeight(theme.px(36))
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < self._theme.px(NARROW)
        self._inside.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)

    def say(self, text: str, level: str = "info", giver: Above | None = None, can_inherit: bool = False) -> None:
        """Say something in plain words; an empty text hides the line. giver: who can be opened."""
        self._item = giver.item_id if giver is not None else None
        self.text.setText(text)
        self.setProperty("ground", level)
        restyle(self)
        self._icon.show_icon("warning" if level == "warn" else "info", level)
        self._inherit.setVisible(can_inherit)
        self._open.setVisible(self._item is not None)
        self._ways.setVisible(can_inherit or self._item is not None)
        if giver is not None:
            title = _("Open {name}").format(name=giver.name)
            self._open.setText(title.replace("&", "&&"))
            self._open.setAccessibleName(title)
        self.setVisible(bool(text))

    def show_inherit(self, settled: Auth | None, giver: Above | None, kind: str) -> None:
        """Say what is inherited, and from where."""
        if giver is None:
            self.say(_("No folder above and not the collection sets an authorization, so none is sent."))
        elif settled is None:
            self.say(_("{name} says: no authorization.").format(name=giver.name), giver=giver)
        elif settled.kind not in AUTH_KINDS:
            text = _("{kind} is inherited from {name}.").format(kind=kind, name=giver.name)
            self.say(f"{text} " + _("It cannot be used yet, so nothing is sent."), "warn", giver)
        else:
            self.say(_("{kind} is inherited from {name}.").format(kind=kind, name=giver.name), giver=giver)

    def show_difference(self, kind: str, giver: Above, differing: Sequence[str]) -> None:
        """Say in which fields the own settings differ from the inherited ones."""
        if not differing:
            text = _("The same as the {kind} settings of {name}: they could be inherited.").format(kind=kind, name=giver.name)
        else:
            names = ", ".join(differing[:MOST_NAMED]) + (" …" if len(differing) > MOST_NAMED else "")
            text = _("Changes the {kind} settings inherited from {name}: {fields}.").format(kind=kind, name=giver.name, fields=names)
        self.say(text, giver=giver, can_inherit=True)

    def _open_giver(self) -> None:
        if self._item is not None:
            self.open_wanted.emit(self._item)
