"""Which environments there are: the collections' own and those of the workspace, as rows with headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curlew.engine.session import Session
from curlew.model.environment_file import EnvironmentFile
from curlew.model.tree import ROOT, ItemKind
from curlew.text import _


@dataclass(frozen=True, slots=True)
class Heading:
    """A collection, or the workspace (owner ROOT)."""

    owner: int
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One environment of an owner; `active` when requests use it."""

    owner: int
    file: EnvironmentFile
    active: bool


Row = Heading | Entry


def owners(session: Session) -> tuple[Heading, ...]:
    """Return the workspace, then each collection that can be opened."""
    tree = session.tree
    found = [Heading(ROOT, _("Everywhere"))]
    for child in tree.child_ids(ROOT):
        item = tree[child]
        if item.kind is ItemKind.COLLECTION and not (item.problem and not item.line):
            found.append(Heading(child, item.name))
    return tuple(found)


def rows(session: Session, text: str = "") -> Iterator[Row]:
    """Yield headings and the environments below them; `text` keeps those with it in their name or their owner's."""
    wanted = text.strip().lower()
    for heading in owners(session):
        active = session.active_environment(heading.owner)
        whole = wanted in heading.title.lower()
        entries = [
            Entry(heading.owner, file, bool(active) and file.name == active)
            for file in session.environments(heading.owner)
            if whole or wanted in file.name.lower()
        ]
        if entries or not wanted:
            yield heading
            yield from entries


def free_name(session: Session, owner: int, name: str) -> str:
    """Return a name that no environment of the owner has yet, whatever the case of its letters."""
    taken = {file.name.lower() for file in session.environments(owner)}
    free, number = name, 2
    while free.lower() in taken:
        free, number = f"{name} {number}", number + 1
    return free
