"""The tables of the environment editor: its own variables, and those that it gets from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from curlew.model.variables import Variable
from curlew.text import _
from curlew.ui.environments.secret_store import SecretStore
from curlew.ui.request.shapes import TYPES, variable_shape
from curlew.ui.widgets.cell_table import Column, Look, Shape

DOTS = "••••••••"
WIDTH_TYPE, WIDTH_SECRET = 104, 76


def own_shape(secrets: SecretStore) -> Shape:
    """Return the shape for an environment's variables: that of all variables, with secrets, whose values no file holds."""
    base = variable_shape()
    columns: list[Column] = []
    for column in base.columns:
        if column.id == "name":
            column = replace(column, put=_with_name(secrets))
        elif column.id == "value":
            column = _value_column(column, secrets)
        elif column.id == "type":
            column = replace(column, width=WIDTH_TYPE)
        columns.append(column)
        if column.id == "type":
            columns.append(_secret_switch(secrets))
    return replace(base, columns=tuple(columns))


def _with_name(secrets: SecretStore) -> Callable[[Variable, str], Variable]:
    def put(row: Variable, name: str) -> Variable:
        if row.secret:
            secrets.rename(row.name, name)
        return replace(row, name=name)

    return put


def _value_column(column: Column, secrets: SecretStore) -> Column:
    plain_put = column.put
    assert plain_put is not None

    def get(row: Variable) -> str:
        return secrets.get(row.name) if row.secret else row.value

    def put(row: Variable, text: str) -> Variable:
        if not row.secret:
            changed = plain_put(row, text)
            assert isinstance(changed, Variable)
            return changed
        secrets.put(row.name, text)
        return row

    def look(row: Variable) -> Look | None:
        if not row.secret:
            return None
        value = secrets.get(row.name)
        if not value:
            return Look(_("Enter a value for this run") if row.name else "", token="text3")
        shown = row.name in secrets.shown
        eye = ("eye_off", _("Hide the value")) if shown else ("eye", _("Show the value"))
        return Look(value if shown else DOTS, mono=True, trail=(eye, ("copy", _("Copy the value"))))

    def masked(row: Variable) -> bool:
        return row.secret and row.name not in secrets.shown

    return replace(column, get=get, put=put, look=look, masked=masked, editable=None)


def _secret_switch(secrets: SecretStore) -> Column:
    def put(row: Variable, on: str) -> Variable:
        """Take a value out of the file when it becomes secret, and put it back when it is none any more."""
        if on and not row.secret:
            if row.value:
                secrets.put(row.name, row.value)
            variants = tuple(replace(one, value="") for one in row.variants)
            return replace(row, secret=True, value="", variants=variants)
        if not on and row.secret:
            return replace(row, secret=False, value=secrets.get(row.name))
        return row

    return Column("secret", _("Secret"), lambda row: "1" if row.secret else "", put, kind="switch", width=WIDTH_SECRET)


@dataclass(frozen=True, slots=True)
class Inherited:
    """A variable from elsewhere; `mark` is the icon of its source, `overridden` when an inner one counts instead.

    `hidden`: its value is dots until it is shown, since it is a secret or comes from a .env file, where secrets use to stand.
    """

    variable: Variable
    mark: str
    overridden: bool
    hidden: bool = False

    @property
    def enabled(self) -> bool:
        return self.variable.enabled and not self.overridden

    @property
    def name(self) -> str:
        return self.variable.name


def inherited_shape(shown: set[str]) -> Shape:
    """Return the shape for rows that are read here and changed elsewhere; its columns stand below those of `own_shape`.

    shown: the names of hidden rows whose values may be seen.
    """

    def value(row: Inherited) -> str:
        return DOTS if row.hidden and row.name not in shown else row.variable.value

    def value_look(row: Inherited) -> Look:
        trail: tuple[tuple[str, str], ...] = ()
        if row.hidden and not row.variable.secret:
            trail = (("eye_off", _("Hide the value")),) if row.name in shown else (("eye", _("Show the value")),)
        return Look(value(row), token="text2", mono=True, strike=row.overridden, trail=trail)

    columns = (
        Column("mark", "", lambda _row: "", kind="look", width=40, look=lambda row: Look(icon=row.mark)),
        Column("name", _("Name"), lambda row: row.name, share=1.0, look=_name_look),
        Column("value", _("Value"), value, share=1.5, look=value_look),
        Column("type", _("Type"), _type_label, width=WIDTH_TYPE, mono=False),
        Column("secret", _("Secret"), _secret_word, width=WIDTH_SECRET, look=_secret_look),
        Column("description", _("Description"), lambda row: row.variable.description.content, mono=False, look=_note_look),
    )
    return Shape(columns, lambda: Inherited(Variable(), "link", False), lambda _row: False, switch=None, row_name=_("variable"))


def _secret_word(row: Inherited) -> str:
    return _("secret") if row.variable.secret else ""


def _type_label(row: Inherited) -> str:
    return dict(TYPES).get(row.variable.type, row.variable.type)


def _name_look(row: Inherited) -> Look:
    return Look(row.name, token="text2", mono=True, strike=row.overridden)


def _secret_look(row: Inherited) -> Look:
    return Look(badges=((_secret_word(row), "badge", "badge_text"),) if row.variable.secret else ())


def _note_look(row: Inherited) -> Look | None:
    return Look(badges=((_("overridden above"), "badge", "badge_text"),)) if row.overridden else None
