"""A workspace's own file (`workspace.yml`): its name, and where its collections are."""

from __future__ import annotations

from dataclasses import dataclass, field

from curlew.model.request import Settings
from curlew.model.rows import Extra, Note


@dataclass(frozen=True, slots=True)
class WorkspaceFile:
    """collections: pairs of name and path as in the file, absolute or relative to the workspace's folder; extra: unknown keys by path.

    settings: what every collection in it inherits.
    """

    name: str = ""
    collections: tuple[tuple[str, str], ...] = ()
    format_version: str = "1.0.0"
    docs: Note = Note()
    settings: Settings = Settings()
    extensions: Extra = field(default_factory=dict)
    extra: Extra = field(default_factory=dict)
