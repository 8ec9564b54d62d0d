"""A form drawn from declared fields: the ones that count, what is inherited elsewhere, the advanced ones folded away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from curlew.model.auth import Auth
from curlew.net.auth.fields import Field
from curlew.text import _
from curlew.ui.request.auth_editors import FieldEditor, SecretEditor, editor_for
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, label, row
from curlew.ui.widgets.secret_field import SecretKeeper
from curlew.ui.widgets.variables import VariableSource

TITLE_WIDTH = 118


class _Line:
    """One field: its name, its editor, and the line below it."""

    def __init__(self, theme: Theme, editor: FieldEditor) -> None:
        self.editor = editor
        self.title = label(editor.field.label, "medium")
        self.title.setMinimumWidth(theme.px(TITLE_WIDTH))
        self.title.setFixedHeight(theme.px(30))
        self.title.setBuddy(editor)
        self.hint = label(editor.field.hint, "faint", wrap=True)
        self.origin_text = label("", "faint")
        self.origin = QWidget()
        self.origin.setLayout(row(Picture(theme, "layers", "text3", 13), self.origin_text, None, spacing=6))
        self.gap: Callable[[int], None] = lambda _height: None

    def show(self, counts: bool, giver: str) -> None:
        for widget in (self.title, self.editor):
            widget.setVisible(counts)
        self.gap(6 if counts else 0)
        self.origin_text.setText(_("the same as in {name}").format(name=giver))
        self.origin.setVisible(counts and bool(giver))
        self.hint.setVisible(counts and bool(self.hint.text()) and not giver)


class AuthForm(QWidget):
    """`edited` comes with (name, value) of a field that a person changed; `variable_wanted` with the field and a literal of it."""

    edited = Signal(str, object)
    variable_wanted = Signal(str, str)

    def __init__(self, theme: Theme, source: VariableSource, fields: Sequence[Field], keeper: SecretKeeper) -> None:
        super().__init__()
        self._theme, self._source, self._keeper = theme, source, keeper
        self._fields = tuple(fields)
        self._lines: dict[str, _Line] = {}
        self._auth = Auth("")
        self._inherited: tuple[Auth, str] | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        self._main = self._grid()
        outer.addLayout(self._main)
        self.advanced = QToolButton(self)
        self._folded = QWidget(self)
        self._more = self._grid(self._folded)
        if any(one.group == "advanced" for one in self._fields):
            outer.addWidget(self._fold_button())
            outer.addWidget(self._folded)
        else:
            self.advanced.hide()
        self._folded.hide()
        for one in self._fields:
            if one.group != "advanced":
                self._add(one, self._main)

    def _grid(self, parent: QWidget | None = None) -> QGridLayout:
        grid = QGridLayout(parent)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        return grid

    def _fold_button(self) -> QToolButton:
        button = self.advanced
        button.setObjectName("auth_advanced")
        button.setText(_("Advanced"))
        button.setAccessibleName(_("Advanced"))
        button.setCheckable(True)
        button.setProperty("kind", "ghost")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.toggled.connect(self._fold)
        self._theme.changed.connect(self._dress)
        self._dress()
        return button

    def _dress(self) -> None:
        self.advanced.setIcon(self._theme.icon("chevron_down" if self.advanced.isChecked() else "chevron_right", "text2", 14))

    def _fold(self, opened: bool) -> None:
        if opened:
            for one in self._fields:
                if one.group == "advanced" and one.name not in self._lines:
                    self._add(one, self._more)
            self._show()
        self._folded.setVisible(opened)
        self._dress()

    def _add(self, field: Field, grid: QGridLayout) -> None:
        editor = editor_for(self._theme, self._source, field, self._keeper)
        editor.setObjectName(f"auth_{field.name}")
        line = self._lines[field.name] = _Line(self._theme, editor)
        editor.edited.connect(lambda value: self.edited.emit(field.name, value))
        if isinstance(editor, SecretEditor):
            editor.variable_wanted.connect(lambda text: self.variable_wanted.emit(field.name, text))
        at = 4 * len(self._lines)  # name and editor, hint, origin, gap
        grid.addWidget(line.title, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(editor, at, 1)
        grid.addWidget(line.hint, at + 1, 1)
        grid.addWidget(line.origin, at + 2, 1)
        line.gap = lambda height: grid.setRowMinimumHeight(at + 3, height)

    def show_fields(self, auth: Auth, inherited: tuple[Auth, str] | None = None) -> None:
        """Show what an auth holds; inherited: the auth of the same kind from above, and who gives it."""
        self._auth, self._inherited = auth, inherited
        self._show()

    def _show(self) -> None:
        for name, line in self._lines.items():
            field = line.editor.field
            line.editor.show_value(field.read(self._auth), self._auth.at(name))
            line.show(field.counts(self._auth, self._fields), self._giver(field))

    def _giver(self, field: Field) -> str:
        """Return who gives the same value above; empty where it is another one, or none."""
        if self._inherited is None or field.secret or self._auth.at(field.name) is None:
            return ""
        auth, name = self._inherited
        return name if field.read(auth) and field.read(auth) == field.read(self._auth) else ""

    def editor(self, name: str) -> FieldEditor:
        """Return the editor of a field, unfolding the advanced ones if need be."""
        if name not in self._lines:
            self.advanced.setChecked(True)
        return self._lines[name].editor

    def focus_field(self, name: str) -> None:
        """Put the keyboard into a field, or into the one that holds a part of a nested value."""
        found = next((one.name for one in self._fields if one.name == name or one.name.startswith(f"{name}.")), "")
        if found:
            self.editor(found).setFocus()
