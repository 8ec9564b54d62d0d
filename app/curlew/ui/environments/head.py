"""The upper part of an environment's page: colour, name, what it extends, its .env file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from curlew.model.variables import Environment
from curlew.text import _
from curlew.ui.environments.colours import CHOICES, dot_icon
from curlew.ui.theme import Theme
from curlew.ui.tree.menu import new_menu
from curlew.ui.widgets.parts import column, label, row


class EnvironmentHead(QFrame):
    """`load` and `applied` go between fields and value; `edited` comes with a merge key. A bad .env path is told by `say`."""

    edited = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._loading = False
        self._colour = ""
        self.colour_button = QToolButton()
        self.colour_button.setProperty("kind", "outline")
        self.colour_button.setAccessibleName(_("Colour"))
        self.colour_button.setToolTip(_("Colour"))
        self.colour_button.clicked.connect(self._pick_colour)
        self.name = self._field("EnvironmentName", _("Name"), "name", 180)
        self.extends = QComboBox()
        self.extends.setAccessibleName(_("Extends"))
        self.extends.setMinimumWidth(theme.px(130))
        self.extends.activated.connect(lambda _index: self._note("extends"))
        self.dotenv = self._field("EnvironmentDotenv", _(".env file"), "dotenv", 160)
        self.dotenv.setPlaceholderText(".env")
        self.dotenv.setFont(theme.font(12, mono=True))
        self._said = label("", "ok")
        self.setLayout(self._layout())
        theme.changed.connect(self._recolour)

    def _field(self, object_name: str, title: str, key: str, width: int) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(object_name)
        field.setAccessibleName(title)
        field.setMaximumWidth(self._theme.px(width + 80))
        field.setMinimumWidth(self._theme.px(80))
        field.textEdited.connect(lambda _text: self._note(key))
        return field

    def _layout(self) -> QHBoxLayout:
        def titled(title: str, *parts: QWidget) -> QVBoxLayout:
            return column(label(title, "meta"), row(*parts, spacing=8), spacing=4)

        layout = row(margins=(16, 4, 16, 12), spacing=18)
        layout.addLayout(titled(_("Name"), self.colour_button, self.name), 3)
        layout.addLayout(titled(_("Extends"), self.extends), 2)
        layout.addLayout(titled(_(".env file"), self.dotenv), 2)
        layout.addLayout(column(label(" ", "meta"), self._said, spacing=4), 2)
        return layout

    # --- value ---

    def load(self, value: Environment, others: Sequence[str]) -> None:
        """Show a value; `others` are the environments that it can extend."""
        self._loading = True
        for field, text in ((self.name, value.name), (self.dotenv, value.dotenv_path)):
            if field.text() != text:
                field.setText(text)
        self._colour = value.color
        self.extends.clear()
        self.extends.addItem(_("Nothing"), "")
        names = [*others] if not value.extends or value.extends in others else [*others, value.extends]
        for name in names:
            self.extends.addItem(name, name)
        self.extends.setCurrentIndex(max(0, self.extends.findData(value.extends)))
        self._recolour()
        self._loading = False

    def applied(self, value: Environment) -> Environment:
        """Return the value with what the fields say."""
        name = self.name.text()
        return replace(
            value,
            name=name,
            named_in_file=value.named_in_file or name != value.name,
            color=self._colour,
            extends=str(self.extends.currentData() or ""),
            dotenv_path=self.dotenv.text().strip(),
        )

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell what came of the .env file."""
        self._said.setText(text)
        self._said.setProperty("role", "err" if wrong else "ok")
        self._said.style().polish(self._said)

    def _note(self, key: str) -> None:
        if not self._loading:
            self.edited.emit(key)

    # --- colour ---

    def _pick_colour(self) -> None:
        menu = new_menu(self)
        for choice in CHOICES:
            menu.addAction(dot_icon(self._theme, choice.written), choice.title).triggered.connect(self._choosing(choice.written))
        menu.popup(self.colour_button.mapToGlobal(QPoint(0, self.colour_button.height() + 4)))

    def _choosing(self, written: str) -> Callable[[], None]:
        return lambda: self.choose_colour(written)

    def choose_colour(self, written: str) -> None:
        """Take another colour, in the file's words."""
        if written != self._colour:
            self._colour = written
            self._recolour()
            self._note("")

    def _recolour(self) -> None:
        side = self._theme.px(16)
        self.colour_button.setIcon(dot_icon(self._theme, self._colour))
        self.colour_button.setIconSize(QSize(side, side))
        self.dotenv.setFont(self._theme.font(12, mono=True))
