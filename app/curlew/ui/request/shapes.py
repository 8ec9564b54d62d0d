"""The tables of the request editor: which columns each kind of row has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from curlew.model.request import Action, Assertion
from curlew.model.rows import Param, Row
from curlew.model.variables import Variable
from curlew.text import _
from curlew.ui.request.header_names import names_provider, values_provider
from curlew.ui.widgets.cell_table.columns import Column, Shape, check_column, field, line_of, note_column, parts_of_line


def _blank_pair(row: Row) -> bool:
    return not (row.name or row.value or row.description.content)


def _merged(old: Row, new: Row) -> Row:
    """Return the old row with what a line of text says."""
    return replace(old, name=new.name, value=new.value, enabled=new.enabled)


def _name(**more: object) -> Column:
    get, put = field("name")
    return Column("name", str(more.pop("title", _("Name"))), get, put, share=1.0, placeholder=_("Name"), **more)  # type: ignore[arg-type]


def _value(**more: object) -> Column:
    get, put = field("value")
    return Column("value", _("Value"), get, put, share=1.5, placeholder=_("Value"), **more)  # type: ignore[arg-type]


def _param_from_line(line: str) -> Param:
    name, value, enabled = parts_of_line(line)
    return Param(name, value, enabled)


def _row_from_line(line: str) -> Row:
    name, value, enabled = parts_of_line(line)
    return Row(name, value, enabled)


def query_shape() -> Shape:
    """Query parameters."""
    return Shape(
        (check_column(), _name(), _value(), note_column()),
        Param,
        _blank_pair,
        to_line=line_of,
        from_line=_param_from_line,
        merge=_merged,
        row_name=_("parameter"),
    )


def path_shape() -> Shape:
    """Path parameters: their names stand in the URL, so no row is added or switched off here."""
    get, put = field("name")
    columns = (Column("mark", "", lambda row: ":", None, width=40), Column("name", _("Name"), get, put), _value(), note_column())
    return Shape(
        columns, lambda: Param(kind="path"), lambda _row: False, switch=None, enabled=lambda _row: True, row_name=_("path parameter")
    )


HEADER_NOTE_SHARE = 1.6
"""Of the width, as the names have 1: below the descriptions stand the reasons of automatic headers."""


def header_shape() -> Shape:
    """Headers of a request, a folder or a collection."""
    note = replace(note_column(), share=HEADER_NOTE_SHARE)
    return Shape(
        (check_column(), _name(provider=names_provider), _value(provider=values_provider), note),
        Row,
        _blank_pair,
        to_line=line_of,
        from_line=_row_from_line,
        merge=_merged,
        row_name=_("header"),
    )


def pair_shape(row_name: str) -> Shape:
    """Names and values alone, none of which can be switched off."""
    return Shape(
        (_name(), _value()),
        Row,
        _blank_pair,
        switch=None,
        enabled=lambda _row: True,
        to_line=line_of,
        from_line=_row_from_line,
        merge=_merged,
        row_name=row_name,
    )


def form_shape() -> Shape:
    """Fields of a form."""
    return Shape(
        (check_column(), _name(), _value(), note_column()),
        Row,
        _blank_pair,
        to_line=line_of,
        from_line=_row_from_line,
        merge=_merged,
        row_name=_("field"),
    )


TYPES: tuple[tuple[str, str], ...] = (
    ("", _("Text")),
    ("string", _("String")),
    ("number", _("Number")),
    ("boolean", _("Boolean")),
    ("object", _("Object")),
    ("null", _("Null")),
)


def _variable_from_line(line: str) -> Variable:
    name, value, enabled = parts_of_line(line)
    return Variable(name, value, enabled=enabled)


def _with_value(row: Variable, text: str) -> Variable:
    """Change a variable's value; with variants, that of the selected one."""
    variants = tuple(replace(one, value=text) if one.selected else one for one in row.variants)
    return replace(row, value=text, variants=variants)


def variable_shape() -> Shape:
    """Variables of a request, a folder or a collection. A secret has no value in any file, so it has none here."""
    value = Column(
        "value",
        _("Value"),
        lambda row: row.value,
        _with_value,
        share=1.5,
        placeholder=_("Value"),
        editable=lambda row: not row.secret,
    )
    kinds = Column(
        "type", _("Type"), lambda row: row.type, lambda row, kind: replace(row, type=kind), kind="pick", width=110, choices=_types_of
    )
    return Shape(
        (check_column(), _name(), value, kinds, note_column()),
        Variable,
        _blank_pair,
        to_line=line_of,
        from_line=_variable_from_line,
        merge=lambda old, new: replace(_with_value(old, new.value), name=new.name, enabled=new.enabled),
        row_name=_("variable"),
    )


def _types_of(row: Variable) -> tuple[tuple[str, str], ...]:
    known = dict(TYPES)
    return TYPES if row.type in known else (*TYPES, (row.type, row.type))


OPERATORS = (
    ("eq", _("equals")),
    ("neq", _("does not equal")),
    ("gt", _("is greater than")),
    ("gte", _("is at least")),
    ("lt", _("is less than")),
    ("lte", _("is at most")),
    ("in", _("is one of")),
    ("notIn", _("is none of")),
    ("contains", _("contains")),
    ("notContains", _("does not contain")),
    ("length", _("has the length")),
    ("matches", _("matches")),
    ("notMatches", _("does not match")),
    ("startsWith", _("starts with")),
    ("endsWith", _("ends with")),
    ("between", _("is between")),
    ("isEmpty", _("is empty")),
    ("isNotEmpty", _("is not empty")),
    ("isNull", _("is null")),
    ("isUndefined", _("is undefined")),
    ("isDefined", _("is defined")),
    ("isTruthy", _("is truthy")),
    ("isFalsy", _("is falsy")),
    ("isJson", _("is JSON")),
    ("isNumber", _("is a number")),
    ("isString", _("is a string")),
    ("isBoolean", _("is a boolean")),
    ("isArray", _("is an array")),
)

WITHOUT_VALUE = frozenset(name for name, _label in OPERATORS if name.startswith("is"))


def _operators_of(row: Assertion) -> tuple[tuple[str, str], ...]:
    return OPERATORS if row.operator in dict(OPERATORS) else (*OPERATORS, (row.operator, row.operator))


def assertion_shape() -> Shape:
    """Return the shape of assertions on a response."""
    get, put = field("expression")
    columns = (
        check_column(),
        Column("expression", _("Expression"), get, put, placeholder=_("res.status")),
        Column(
            "operator",
            _("Operator"),
            lambda row: row.operator,
            lambda row, operator: replace(row, operator=operator),
            kind="pick",
            width=150,
            choices=_operators_of,
        ),
        Column(
            "value",
            _("Value"),
            lambda row: row.value or "",
            lambda row, text: replace(row, value=text),
            placeholder=_("Value"),
            editable=lambda row: row.operator not in WITHOUT_VALUE or bool(row.value),
        ),
        note_column(),
    )
    return Shape(
        columns,
        Assertion,
        lambda row: not (row.expression or row.value or row.description.content),
        same_name=lambda one, other: bool(one.expression == other.expression),
        row_name=_("assertion"),
    )


PHASES = (("before-request", _("Before the request")), ("after-response", _("After the response")))
SCOPES = (
    ("runtime", _("This run")),
    ("request", _("Request")),
    ("folder", _("Folder")),
    ("collection", _("Collection")),
    ("environment", _("Environment")),
)


def _nested(*path: str) -> tuple[Callable[[Action], str], Callable[[Action, str], Action]]:
    """Return `get` and `put` for a text inside the fields of an action."""

    def get(row: Action) -> str:
        found: object = row.fields
        for key in path:
            found = found.get(key, "") if isinstance(found, dict) else ""
        return found if isinstance(found, str) else ""

    def put(row: Action, text: str) -> Action:
        fields = dict(row.fields)
        inner = fields
        for key in path[:-1]:
            below = inner.get(key)
            inner[key] = dict(below) if isinstance(below, dict) else {}
            inner = inner[key]
        inner[path[-1]] = text
        return replace(row, fields=fields)

    return get, put


def new_action() -> Action:
    """Return an empty action that sets a variable from the response."""
    return Action(
        fields={
            "phase": "after-response",
            "selector": {"expression": "", "method": "jsonq"},
            "variable": {"name": "", "scope": "runtime"},
        }
    )


def action_shape() -> Shape:
    """Actions: variables set from a response."""
    name_get, name_put = _nested("variable", "name")
    expression_get, expression_put = _nested("selector", "expression")
    phase_get, phase_put = _nested("phase")
    scope_get, scope_put = _nested("variable", "scope")
    columns = (
        check_column(),
        Column("variable", _("Set variable"), name_get, name_put, placeholder=_("Name")),
        Column("expression", _("From"), expression_get, expression_put, share=1.5, placeholder=_("res.body.id")),
        Column("phase", _("When"), phase_get, phase_put, kind="pick", width=160, choices=lambda row: _with_own(PHASES, phase_get(row))),
        Column("scope", _("Where"), scope_get, scope_put, kind="pick", width=120, choices=lambda row: _with_own(SCOPES, scope_get(row))),
        note_column(),
    )
    return Shape(
        columns,
        new_action,
        lambda row: not (name_get(row) or expression_get(row) or row.description.content),
        row_name=_("action"),
    )


def _with_own(choices: tuple[tuple[str, str], ...], own: str) -> tuple[tuple[str, str], ...]:
    return choices if not own or own in dict(choices) else (*choices, (own, own))
