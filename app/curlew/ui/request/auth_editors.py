"""The editors of an auth's fields: each shows what a field reads, and tells what a person entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from curlew.engine.filling import auth_field
from curlew.net.auth.fields import Field
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.cell_table import CellTable, Column, Shape
from curlew.ui.widgets.cell_table.columns import field as cell
from curlew.ui.widgets.framed_field import FramedField
from curlew.ui.widgets.parts import IconButton
from curlew.ui.widgets.secret_field import SecretField, SecretKeeper
from curlew.ui.widgets.variables import VariableSource

EMPTY_CALLBACK = "http://127.0.0.1/callback"
"""What is registered where no redirect address is given: RFC 8252 section 7.3 leaves the port of such an address free."""


class FieldEditor(QWidget):
    """`edited` carries the value as `Field.write` takes it. editor: what has the keyboard; wide: it takes the whole width of the form."""

    edited = Signal(object)
    wide = False

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.editor: QWidget = self
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    def _take(self, editor: QWidget) -> None:
        self.editor = editor
        self.setFocusProxy(editor)
        self._box.addWidget(editor)

    def show_value(self, value: Any, raw: object) -> None:
        """Show what the field reads; raw: what stands in the file."""
        raise NotImplementedError


class TextEditor(FieldEditor):
    def __init__(self, theme: Theme, source: VariableSource, field: Field) -> None:
        super().__init__(field)
        self.framed = FramedField(theme, source)
        self.framed.set_name(field.label)
        self.text = self.framed.field
        self.text.setPlaceholderText(field.placeholder)
        self.text.text_edited.connect(lambda: self.edited.emit(self.text.text()))
        self._take(self.framed)

    def show_value(self, value: Any, raw: object) -> None:
        self.text.set_text(value)
        strange = raw is not None and not isinstance(raw, str)
        self.text.setReadOnly(strange)
        self.text.setPlaceholderText(_("A value of another shape, kept as it is") if strange else self.field.placeholder)


class CallbackEditor(TextEditor):
    """A redirect address that can be copied, to be registered with the provider."""

    def __init__(self, theme: Theme, source: VariableSource, field: Field) -> None:
        super().__init__(theme, source, field)
        copy = IconButton(theme, "copy", _("Copy the redirect address"), 16, 26, "text3")
        copy.clicked.connect(self._copy)
        layout = self.framed.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.addWidget(copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.text() or EMPTY_CALLBACK)


class SecretEditor(FieldEditor):
    """`variable_wanted` carries a literal that a person wants to make a secret variable."""

    variable_wanted = Signal(str)

    def __init__(self, theme: Theme, source: VariableSource, field: Field, keeper: SecretKeeper) -> None:
        super().__init__(field)
        self.secret = SecretField(theme, source, keeper, auth_field(field.name), field.label)
        self.secret.edited.connect(lambda text: self.edited.emit(text))
        self.secret.variable_wanted.connect(self.variable_wanted)
        self._take(self.secret)

    def show_value(self, value: Any, raw: object) -> None:
        self.secret.show_value(value)


class ChoiceEditor(FieldEditor):
    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.box = QComboBox()
        self.box.setAccessibleName(field.label)
        for value, title in field.choices:
            self.box.addItem(title, value)
        self.box.activated.connect(lambda at: self.edited.emit(str(self.box.itemData(at))))
        self._take(self.box)

    def show_value(self, value: Any, raw: object) -> None:
        at = self.box.findData(value)
        if at < 0:
            self.box.addItem(value, value)
            at = self.box.count() - 1
        self.box.setCurrentIndex(at)


class SwitchEditor(FieldEditor):
    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.check = QCheckBox(_("On"))
        self.check.setAccessibleName(field.label)
        self.check.clicked.connect(lambda on: self.edited.emit(on))
        self._take(self.check)

    def show_value(self, value: Any, raw: object) -> None:
        self.check.setChecked(bool(value))


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One additional parameter; `rest` are keys of the file that the table does not show."""

    name: str = ""
    value: str = ""
    placement: str = ""
    rest: tuple[tuple[str, Any], ...] = ()


def parameter_shape(field: Field) -> Shape:
    """Return a table of additional parameters."""
    first = field.choices[0][0]
    name_get, name_put = cell("name")
    value_get, value_put = cell("value")
    place_get, place_put = cell("placement")

    def places(row: ParameterRow) -> tuple[tuple[str, str], ...]:
        return field.choices if row.placement in dict(field.choices) else (*field.choices, (row.placement, row.placement))

    columns = (
        Column("name", _("Name"), name_get, name_put, placeholder=_("Name")),
        Column("value", _("Value"), value_get, value_put, share=1.4, placeholder=_("Value")),
        Column("placement", _("Sent in"), place_get, place_put, kind="pick", width=92, choices=places),
    )
    return Shape(columns, lambda: ParameterRow(placement=first), lambda row: not (row.name or row.value), row_name=_("parameter"))


class ListEditor(FieldEditor):
    wide = True

    def __init__(self, theme: Theme, source: VariableSource, field: Field) -> None:
        super().__init__(field)
        self.table = CellTable(theme, source, parameter_shape(field), field.label, fit=True)
        self.table.edited.connect(lambda _key: self.edited.emit([_as_mapping(row) for row in self.table.rows()]))
        framed = QFrame()
        framed.setProperty("ground", "field")
        inside = QVBoxLayout(framed)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        framed.setFocusProxy(self.table)
        self._take(framed)

    def show_value(self, value: Any, raw: object) -> None:
        self.table.set_rows(tuple(_as_row(one) for one in value))


def _as_row(held: Any) -> ParameterRow:
    known = {name: held.get(name, "") for name in ("name", "value", "placement")}
    texts = {name: text if isinstance(text, str) else "" for name, text in known.items()}
    return ParameterRow(**texts, rest=tuple((name, value) for name, value in held.items() if name not in known))


def _as_mapping(row: ParameterRow) -> dict[str, Any]:
    return {"name": row.name, "value": row.value, "placement": row.placement, **dict(row.rest)}


def editor_for(theme: Theme, source: VariableSource, field: Field, keeper: SecretKeeper) -> FieldEditor:
    """Return the editor for a field."""
    if field.secret:
        return SecretEditor(theme, source, field, keeper)
    if field.kind == "switch":
        return SwitchEditor(field)
    if field.kind == "list":
        return ListEditor(theme, source, field)
    if field.kind == "callback":
        return CallbackEditor(theme, source, field)
    return ChoiceEditor(field) if field.choices else TextEditor(theme, source, field)
