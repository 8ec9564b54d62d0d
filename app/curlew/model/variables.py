"""Variables and environments as files hold them."""

from __future__ import annotations

from dataclasses import dataclass, field

from curlew.model.rows import Extra, Note


@dataclass(frozen=True, slots=True)
class VariableVariant:
    """One of several values of a variable; the selected one counts."""

    title: str = ""
    selected: bool = False
    value: str = ""
    type: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Variable:
    """A named value, as source text; `type` is `string`, `number`, `boolean`, `null`, `object`, or empty for plain text.

    A secret has no value in any file. With `variants`, `value` is the selected variant's.
    """

    name: str = ""
    value: str = ""
    type: str = ""
    enabled: bool = True
    secret: bool = False
    description: Note = Note()
    variants: tuple[VariableVariant, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Environment:
    """A named set of variables; `color` is the file's text (a name or #rrggbb), empty for none."""

    name: str = ""
    color: str = ""
    description: Note = Note()
    variables: tuple[Variable, ...] = ()
    extends: str = ""
    dotenv_path: str = ""
    named_in_file: bool = True  # else the name is the file's stem
    client_certificates: tuple[Extra, ...] = ()
    external_secrets: Extra = field(default_factory=dict)
    extensions: Extra = field(default_factory=dict)
    extra: Extra = field(default_factory=dict)
