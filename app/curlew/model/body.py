"""Request bodies: what the user wrote, one class a shape; the codec and `net/bodies` know the kinds by `kind`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from curlew.model.rows import Extra, FileChoice, Part, Row

WITHOUT_COMMENTS = "withoutComments"
"""The key under `extensions.curlew` of a request whose JSON body is sent without its comments."""


@dataclass(frozen=True, slots=True)
class RawBody:
    """Text sent as it is typed: `kind` is `json`, `text`, `xml` or `sparql`."""

    kind: str = "json"
    text: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormBody:
    """Fields sent as application/x-www-form-urlencoded."""

    rows: tuple[Row, ...] = ()
    kind: str = "form-urlencoded"
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MultipartBody:
    """Parts sent as multipart/form-data."""

    parts: tuple[Part, ...] = ()
    kind: str = "multipart-form"
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileBody:
    """The bytes of a file."""

    files: tuple[FileChoice, ...] = ()
    kind: str = "file"
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GraphQLBody:
    """A GraphQL document and its variables (JSON text, as typed)."""

    query: str = ""
    variables: str = ""
    kind: str = "graphql"
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnknownBody:
    """A body of a kind that Curlew does not know: kept and written back, shown as such, not sent."""

    kind: str = ""
    raw: object = None


Body: TypeAlias = RawBody | FormBody | MultipartBody | FileBody | GraphQLBody | UnknownBody


@dataclass(frozen=True, slots=True)
class BodyVariant:
    """One of several bodies that a request holds; exactly the selected one is edited and sent."""

    title: str = ""
    selected: bool = False
    body: Body | None = None
    extra: Extra = field(default_factory=dict)
