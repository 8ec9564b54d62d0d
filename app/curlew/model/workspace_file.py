"""A workspace's own file (`workspace.yml`): its name, and where its collections are."""

from __future__ import annotations

from dataclasses import dataclass, field

from curlew.model.rows import Extra, Note


@dataclass(frozen=True, slots=True)
class CollectionRef:
    """One collection of a workspace; `path` as in the file: absolute, or relative to the workspace's folder."""

    name: str = ""
    path: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkspaceFile:
    """Unknown keys are kept in `extra` by their path."""

    name: str = ""
    collections: tuple[CollectionRef, ...] = ()
    format_version: str = "1.0.0"
    docs: Note = Note()
    extra: Extra = field(default_factory=dict)
