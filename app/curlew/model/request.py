"""Requests, folders and collections as files hold them: what the user wrote, nothing resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from curlew.model.auth import INHERIT, Auth
from curlew.model.body import Body, BodyVariant
from curlew.model.rows import Extra, Note, Param, Row
from curlew.model.variables import Variable


@dataclass(frozen=True, slots=True)
class Script:
    """`phase` is `before-request`, `after-response`, `tests` or `hooks` (the file's `type`)."""

    phase: str
    code: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assertion:
    """One check of a response; `value` is None where the operator takes none and the file says nothing."""

    expression: str = ""
    operator: str = "eq"
    value: str | None = None
    enabled: bool = True
    description: Note = Note()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Action:
    """One step such as `set-variable`, whose `fields` (phase, selector, variable, …) are kept as the file says them."""

    kind: str = "set-variable"
    enabled: bool = True
    description: Note = Note()
    fields: Extra = field(default_factory=dict)


INHERITED: Any = "inherit"

Setting: TypeAlias = bool | float | str | None
"""A setting's value; None where the file says nothing, the text `inherit` where it says so."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to send. Timeout in milliseconds (0: none); None means not set here."""

    encode_url: Setting = None
    timeout: Setting = None
    follow_redirects: Setting = None
    max_redirects: Setting = None
    forward_authorization: Setting = None
    verify_tls: Setting = None  # no place in the standard: lives in extensions.curlew
    own: Extra = field(default_factory=dict)  # the others without one, by their key below extensions.curlew.settings
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A saved pair of request and response; `fields` is the file's mapping, kept as it is."""

    name: str = ""
    fields: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP or GraphQL request. `kind` is `http` or `graphql` and decides the key of the file under which the call stands.

    url: as typed, with all enabled query rows; params: rows of the file, which add disabled rows, descriptions and path values.
    body: the selected one of `body_variants` where there are any. seq: a number that orders siblings, None where absent.
    """

    name: str = ""
    kind: str = "http"
    method: str = "GET"
    url: str = ""
    headers: tuple[Row, ...] = ()
    params: tuple[Param, ...] = ()
    body: Body | None = None
    body_variants: tuple[BodyVariant, ...] = ()
    auth: Auth | None = INHERIT
    variables: tuple[Variable, ...] = ()
    scripts: tuple[Script, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    actions: tuple[Action, ...] = ()
    settings: Settings = Settings()
    docs: Note = Note()
    description: Note = Note()
    tags: tuple[str, ...] = ()
    seq: float | None = None
    examples: tuple[Example, ...] = ()
    app: Extra = field(default_factory=dict)
    extensions: Extra = field(default_factory=dict)  # the mapping under extensions.curlew, less what has a field above
    extra: Extra = field(default_factory=dict)  # unknown keys, by their path: "http.foo" -> value; "foo" -> value
    fallback_name: str = ""  # the name it goes by because its file has none; a name that differs is written

    @property
    def has_code(self) -> bool:
        """Whether scripts, assertions or actions stand here that would run."""
        return any(s.code.strip() for s in self.scripts) or bool(self.assertions) or bool(self.actions)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a folder or collection gives to the requests below it."""

    headers: tuple[Row, ...] = ()
    auth: Auth | None = None
    variables: tuple[Variable, ...] = ()
    scripts: tuple[Script, ...] = ()
    settings: Settings = Settings()
    extra: Extra = field(default_factory=dict)  # metadata, graphql settings and unknown keys


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder's own file (`folder.yml`)."""

    name: str = ""
    defaults: Defaults = Defaults()
    docs: Note = Note()
    description: Note = Note()
    tags: tuple[str, ...] = ()
    seq: float | None = None
    extensions: Extra = field(default_factory=dict)
    extra: Extra = field(default_factory=dict)
    fallback_name: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection's own file (`opencollection.yml`). `config` and unknown keys are kept as the file says them."""

    name: str = ""
    format_version: str = "1.0.0"
    summary: str = ""
    version: str = ""
    defaults: Defaults = Defaults()
    docs: Note = Note()
    config: Extra = field(default_factory=dict)
    extensions: Extra = field(default_factory=dict)
    extra: Extra = field(default_factory=dict)
    fallback_name: str = ""


@dataclass(frozen=True, slots=True)
class Opaque:
    """An item of a kind that Curlew cannot edit yet (gRPC, WebSocket, app, script, anything new): kept, shown as such."""

    name: str = ""
    kind: str = ""
    seq: float | None = None
    text: str = ""
    fallback_name: str = ""


FileValue: TypeAlias = Request | Folder | Collection | Opaque
