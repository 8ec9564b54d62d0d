"""Rows of a table as a person fills it: headers, parameters, form fields, multipart parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Extra = Mapping[str, Any]
"""What a file says that Curlew has no field for: key -> plain value, written back as it was."""

NO_EXTRA: Extra = {}


@dataclass(frozen=True, slots=True)
class Note:
    """A description or documentation text; `mime` is empty where the file holds a plain string."""

    content: str = ""
    mime: str = ""

    def __bool__(self) -> bool:
        return bool(self.content or self.mime)


@dataclass(frozen=True, slots=True)
class Row:
    """One header, parameter or form field, as typed. A disabled row is kept and not sent."""

    name: str = ""
    value: str = ""
    enabled: bool = True
    description: Note = Note()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Param(Row):
    """A parameter row of the file: `kind` is `query` or `path` (anything else is kept)."""

    kind: str = "query"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart body: `kind` is `text` (one value) or `file` (paths, one or more)."""

    name: str = ""
    kind: str = "text"
    values: tuple[str, ...] = ()
    content_type: str = ""
    enabled: bool = True
    description: Note = Note()
    as_list: bool = False  # the file holds a list even for one value
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileChoice:
    """One of the files of a file body; the first selected one is sent."""

    path: str = ""
    content_type: str = ""
    selected: bool = True
    description: str = ""
    extra: Extra = field(default_factory=dict)
