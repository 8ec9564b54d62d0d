"""A VariableField in a frame, as forms use it; a secret one can be shown and hidden."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, restyle
from curlew.ui.widgets.variable_field import VariableField
from curlew.ui.widgets.variables import VariableSource


class FramedField(QFrame):
    """`field` is the field itself."""

    def __init__(self, theme: Theme, source: VariableSource, secret: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("ground", "field")
        self.field = VariableField(theme, source)
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(9, 1, 2 if secret else 9, 1)
        layout.setSpacing(2)
        layout.addWidget(self.field, 1)
        if secret:
            self.field.set_masked(True)
            self._eye = IconButton(theme, "eye", _("Show"), 16, 26, "text3")
            self._eye.setCheckable(True)
            self._eye.toggled.connect(self._show_secret)
            layout.addWidget(self._eye)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.px(30))
        self.field.setFixedHeight(self._theme.px(30) - 2)

    def set_name(self, name: str) -> None:
        self.field.setAccessibleName(name)

    def _show_secret(self, shown: bool) -> None:
        self.field.set_masked(not shown)
        self._eye.set_icon("eye_off" if shown else "eye")
        self._eye.set_title(_("Hide") if shown else _("Show"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("active", event.type() == QEvent.Type.FocusIn)
            restyle(self)
        return False
