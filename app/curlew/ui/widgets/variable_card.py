"""The card that tells where a variable's value comes from, and what it hides."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from curlew.model.template import Binding
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.popup import RoundFrame
from curlew.ui.widgets.variables import VariableSource

DOTS = "••••••••"
LONGEST = 300
REACH = 60
"""So far may the pointer move before the card goes."""

_ENDS = (QEvent.Type.Leave, QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.FocusOut, QEvent.Type.Hide)


def shown_value(binding: Binding) -> str:
    """Return a variable's value as it may be seen: secrets are dots."""
    return DOTS if binding.variable.secret else binding.value


def origin_label(kind: str, label: str) -> str:
    """Name a place that gives variables ("Folder Pets")."""
    kinds = {
        "runtime": _("This run"),
        "request": _("Request"),
        "folder": _("Folder"),
        "environment": _("Environment"),
        "collection": _("Collection"),
        "workspace": _("Workspace environment"),
        "process": _("Process environment"),
        "dynamic": _("Made for each send"),
    }
    first = kinds.get(kind, kind)
    return f"{first} {label}".strip() if label and kind not in ("request", "runtime") else first


def _label(text: str, role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")
    label.setProperty("role", role)
    return label


class VariableCard(RoundFrame):
    """A small window beside the pointer; it goes when the pointer leaves or a key is pressed."""

    _shown: VariableCard | None = None

    def __init__(self, owner: QWidget, theme: Theme, source: VariableSource, name: str) -> None:
        super().__init__(owner, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowTransparentForInput)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("ground", "popup")
        self.setAccessibleName(_("Variable {name}").format(name=name))
        self._theme = theme
        self._place = QPoint()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(6)
        bindings = source.bindings(name)
        use = source.use(name)
        layout.addLayout(self._head(name, use.value, bool(use.secret)))
        if bindings:
            layout.addLayout(self._values(bindings, use.value))
        elif use.value is not None:
            layout.addWidget(_label(_("Made anew for each send, for example {value}").format(value=use.value), "muted"))
        else:
            layout.addWidget(_label(_("Not set here, in a folder, the collection or the active environment."), "muted"))
        owner.installEventFilter(self)
        if hasattr(owner, "viewport"):
            owner.viewport().installEventFilter(self)

    @classmethod
    def show_for(cls, owner: QWidget, theme: Theme, source: VariableSource, name: str, place: QPoint) -> VariableCard:
        """Show the card for a name near a global point, in place of an earlier one."""
        if cls._shown is not None:
            cls._shown.close()
        card = cls(owner, theme, source, name)
        cls._shown = card
        card._place = place
        card.destroyed.connect(card._forget)
        card.adjustSize()
        room = (QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()).availableGeometry()
        x = max(room.left(), min(place.x() - 20, room.right() - card.width()))
        y = place.y() + 18
        card.move(x, y if y + card.height() <= room.bottom() else place.y() - card.height() - 14)
        card.show()
        return card

    @staticmethod
    def _forget() -> None:
        VariableCard._shown = None

    def _head(self, name: str, value: str | None, secret: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        title = _label(name, "strong")
        title.setFont(self._theme.font(13, 600, mono=True))
        row.addWidget(title)
        if value is None and secret:
            row.addWidget(_label(_("no value entered"), "badge_warn"))
        elif value is None:
            row.addWidget(_label(_("no value"), "badge_err"))
        if secret:
            row.addWidget(_label(_("secret"), "badge"))
        row.addStretch(1)
        return row

    def _values(self, bindings: tuple[Binding, ...], resolved: str | None) -> QGridLayout:
        """One line for each place, the winner first; the others are struck through."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for row, binding in enumerate(bindings):
            origin = _label(origin_label(binding.layer.kind, binding.layer.label), "meta" if row else "muted")
            value = _label(shown_value(binding) or _("(empty)"), "muted")
            font = self._theme.font(12, 400, mono=True)
            if row:
                font = type(font)(font)
                font.setStrikeOut(True)
            value.setFont(font)
            value.setProperty("role", "faint" if row else "")
            grid.addWidget(origin, row, 0)
            grid.addWidget(value, row, 1)
        first = bindings[0]
        if resolved is not None and not first.variable.secret and resolved != first.value:
            grid.addWidget(_label(_("Becomes"), "muted"), len(bindings), 0)
            final = _label(resolved, "")
            final.setFont(self._theme.font(12, 400, mono=True))
            grid.addWidget(final, len(bindings), 1)
        grid.setColumnStretch(1, 1)
        return grid

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ENDS or (isinstance(event, QMouseEvent) and self._is_far(event.globalPosition().toPoint())):
            self.close()
        return False

    def _is_far(self, place: QPoint) -> bool:
        return (place - self._place).manhattanLength() > REACH
