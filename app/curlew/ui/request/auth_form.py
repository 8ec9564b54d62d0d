"""A form drawn from declared fields."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from curlew.model.auth import Auth
from curlew.net.auth.kind import Field
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.framed_field import FramedField
from curlew.ui.widgets.parts import label
from curlew.ui.widgets.variables import VariableSource


class AuthForm(QWidget):
    """`edited` comes with (name, value) of a field that a person changed."""

    edited = Signal(str, str)

    def __init__(self, theme: Theme, source: VariableSource, fields: Sequence[Field]) -> None:
        super().__init__()
        self._fields = tuple(fields)
        self._editors: dict[str, FramedField | QComboBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 1)
        line = 0
        for one in self._fields:
            title = label(one.label, "muted")
            title.setMinimumWidth(theme.px(120))
            editor = self._choice(one) if one.choices else self._text(theme, source, one)
            title.setBuddy(editor)
            grid.addWidget(title, line, 0)
            grid.addWidget(editor, line, 1)
            self._editors[one.name] = editor
            line += 1
            if one.hint:
                grid.addWidget(label(one.hint, "faint", wrap=True), line, 1)
                line += 1

    def _choice(self, one: Field) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(one.label)
        for value, title in one.choices:
            box.addItem(title, value)
        box.activated.connect(lambda number: self.edited.emit(one.name, str(box.itemData(number))))
        return box

    def _text(self, theme: Theme, source: VariableSource, one: Field) -> FramedField:
        field = FramedField(theme, source, secret=one.secret)
        field.set_name(one.label)
        field.field.setPlaceholderText(one.placeholder)
        field.field.text_edited.connect(lambda: self.edited.emit(one.name, field.field.text()))
        return field

    def show_fields(self, auth: Auth) -> None:
        """Show what an auth holds; values of an unknown shape are left alone."""
        for one in self._fields:
            editor = self._editors[one.name]
            if isinstance(editor, FramedField):
                editor.field.set_text(auth.text(one.name))
                value = auth.fields.get(one.name, "")
                editor.field.setReadOnly(not isinstance(value, str))
                if not isinstance(value, str):
                    editor.field.setPlaceholderText(_("A value of another shape, kept as it is"))
            else:
                number = editor.findData(auth.text(one.name) or one.choices[0][0])
                if number < 0:
                    editor.addItem(auth.text(one.name), auth.text(one.name))
                    number = editor.count() - 1
                editor.setCurrentIndex(number)

    def focus_field(self, name: str) -> None:
        if name in self._editors:
            self._editors[name].setFocus()
