"""Small pieces that every panel is made of: labels with a role, icon buttons, rows and columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from curlew.text import _
from curlew.ui.theme import Theme

Margins = tuple[int, int, int, int]
L = TypeVar("L", bound=QBoxLayout)


def label(text: str = "", role: str = "", wrap: bool = False) -> QLabel:
    """Return a label; its text is plain, whatever it holds. Roles are those of the style sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def plain_tip(text: str) -> str:
    """Return a text for a tooltip that shows it as it is, on several lines where it is long."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # html.escape would load a table of entities
    return f"<p>{escaped}</p>"


def set_tip(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip that shows a text as it is. Who hears it is told the text too, not the markup around it."""
    widget.setToolTip(plain_tip(text).replace("\n", "<br>") if text else "")
    widget.setAccessibleDescription(text)


def set_role(widget: QWidget, role: str) -> None:
    """Change a widget's role and let the style sheet look again."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        restyle(widget)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class IconButton(QToolButton):
    """A square button with an icon; `title` is its accessible name and tooltip."""

    def __init__(self, theme: Theme, icon: str, title: str, size: int = 16, box: int = 28, token: str = "text2") -> None:
        super().__init__()
        self._theme = theme
        self._box = box
        self._icon, self._token, self._size = icon, token, size
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_title(title)
        theme.changed.connect(self._refresh)
        self._refresh()

    def set_icon(self, name: str, token: str = "") -> None:
        self._icon, self._token = name, token or self._token
        self._refresh()

    def set_title(self, title: str) -> None:
        self.setAccessibleName(title)
        self.setToolTip(title.replace("&", "&amp;").replace("<", "&lt;"))

    def _refresh(self) -> None:
        side = self._theme.px(self._size)
        self.setIcon(self._theme.icon(self._icon, self._token, self._size))
        self.setIconSize(QSize(side, side))
        self.setFixedSize(self._theme.px(self._box), self._theme.px(self._box))


def key_cap(key: str) -> QLabel:
    """Return a key as it looks on a keyboard; `key` in Qt's portable words."""
    cap = label({"Return": _("Enter"), "Del": _("Delete")}.get(key, key), "kbd")
    cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return cap


class TextButton(QPushButton):
    """A button with words, in one of the style sheet's kinds (`primary`, `ghost`, `link`, `danger`, `stop`, "" for outline)."""

    def __init__(self, theme: Theme, text: str, kind: str = "", icon: str = "", act: Callable[[], object] | None = None) -> None:
        super().__init__(f" {text}" if icon else text)
        self._theme = theme
        self._icon = icon
        self._token = {"primary": "on_accent", "link": "accent", "danger": "err", "stop": "err"}.get(kind, "text2")
        self.setProperty("kind", kind)
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        if act is not None:
            self.clicked.connect(lambda _checked=False: act())
        if icon:
            theme.changed.connect(self._refresh)
            self._refresh()

    def _refresh(self) -> None:
        side = self._theme.px(14)
        self.setIcon(self._theme.icon(self._icon, self._token, 14))
        self.setIconSize(QSize(side, side))


class Picture(QLabel):
    """An icon that is no button."""

    def __init__(self, theme: Theme, icon: str, token: str = "text2", size: int = 16) -> None:
        super().__init__()
        self._theme, self._icon, self._token, self._size = theme, icon, token, size
        theme.changed.connect(self._refresh)
        self._refresh()

    def show_icon(self, icon: str, token: str) -> None:
        self._icon, self._token = icon, token
        self._refresh()

    def _refresh(self) -> None:
        self.setPixmap(self._theme.pixmap(self._icon, self._token, self._size))
        self.setFixedSize(self._theme.px(self._size), self._theme.px(self._size))


def frame(ground: str = "", edge: str = "", layout: QLayout | None = None) -> QFrame:
    """Return a frame on one of the style sheet's grounds, with a line at one edge."""
    made = QFrame()
    if ground:
        made.setProperty("ground", ground)
    if edge:
        made.setProperty("edge", edge)
    if layout is not None:
        made.setLayout(layout)
    return made


def row(*parts: QWidget | QLayout | int | None, margins: Margins = (0, 0, 0, 0), spacing: int = 8) -> QHBoxLayout:
    """Lay parts out from left to right; None stretches, a number is a gap."""
    return _filled(QHBoxLayout(), parts, margins, spacing)


def column(*parts: QWidget | QLayout | int | None, margins: Margins = (0, 0, 0, 0), spacing: int = 8) -> QVBoxLayout:
    """Lay parts out from top to bottom; None stretches, a number is a gap."""
    return _filled(QVBoxLayout(), parts, margins, spacing)


def _filled(layout: L, parts: tuple[QWidget | QLayout | int | None, ...], margins: Margins, spacing: int) -> L:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout
