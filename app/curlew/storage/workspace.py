"""A workspace: a folder with `workspace.yml`, which names collections by their paths."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from curlew.errors import BrokenFileError, ConflictError, NotACollectionError, StorageError
from curlew.model.workspace_file import WorkspaceFile
from curlew.storage import atomic
from curlew.storage.itemfile import decode
from curlew.storage.listing import COLLECTION_FILE
from curlew.storage.opencollection import codec
from curlew.storage.opencollection.problems import located
from curlew.storage.profile import Profile
from curlew.text import _, ngettext

if TYPE_CHECKING:
    from curlew.storage.changes import Rewrite

WORKSPACE_FILE = "workspace.yml"


def read_workspace(folder: Path) -> WorkspaceFile:
    """Read a workspace's file. Raises BrokenFileError, or StorageError where it cannot be read."""
    path = folder / WORKSPACE_FILE
    try:
        return codec.parse_workspace(decode(path, path.read_bytes()), folder.name)
    except BrokenFileError as error:
        raise located(error, path) from None
    except OSError as error:
        raise StorageError(_("Could not open the workspace {path}").format(path=folder), error.strerror or str(error)) from error


def make_workspace(folder: Path, name: str) -> None:
    """Make a workspace in a folder, unless it is one already."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(_("Could not make the folder {path}").format(path=folder), error.strerror or str(error)) from error
    try:
        atomic.save(folder / WORKSPACE_FILE, codec.render_workspace(WorkspaceFile(name), None).encode("utf-8"), None)
    except ConflictError:
        pass  # it is one already


def first_workspace(profile: Profile) -> Path:
    """Return the workspace in the user's data folder, made on first use."""
    folder = profile.workspaces / "my-workspace"
    if not (folder / WORKSPACE_FILE).exists():
        make_workspace(folder, _("My workspace"))
    return folder


def kind_of(path: Path) -> Literal["workspace", "collection"]:
    """Say what stands at a path (one of the two files may be given itself). Raises NotACollectionError or StorageError."""
    folder = folder_of(path)
    if not folder.is_dir():
        raise StorageError(_("Could not open {path}").format(path=path), _("There is no such folder."))
    if (folder / WORKSPACE_FILE).is_file() and path.name != COLLECTION_FILE:
        return "workspace"
    if (folder / COLLECTION_FILE).is_file():
        return "collection"
    found = sum(1 for _file in requests_in(folder))
    raise NotACollectionError(
        _("{name} is not a collection yet").format(name=folder.name),
        ngettext(
            "It has no {file}, but {count} file that looks like a request.",
            "It has no {file}, but {count} files that look like requests.",
            found,
        ).format(file=COLLECTION_FILE, count=found)
        if found
        else _("It has no {file}.").format(file=COLLECTION_FILE),
        _("Make a new collection of it; its files stay as they are."),
        path=str(folder),
        requests=found,
    )


def whole(path: Path) -> Path:
    """Return a path from the root, without `..` in it; links stay as they are."""
    return Path(os.path.abspath(path))


def folder_of(path: Path) -> Path:
    """Return the folder that a path names: itself, by its workspace or collection file, or by any file of a collection."""
    if path.name in (WORKSPACE_FILE, COLLECTION_FILE):
        return path.parent
    if path.is_file():
        return next((above for above in path.parents if (above / COLLECTION_FILE).is_file()), path.parent)
    return path


def requests_in(folder: Path, limit: int = 1000) -> list[Path]:
    """Return files that look like requests, in a folder that has no collection file (up to `limit`)."""
    found: list[Path] = []
    for path in folder.rglob("*.yml"):
        parts = path.relative_to(folder).parts
        if len(found) >= limit:
            break
        if any(part.startswith(".") or part in ("node_modules", "environments") for part in parts) or path.name == "folder.yml":
            continue
        try:
            with path.open("rb") as file:
                if b"\ninfo:" in b"\n" + file.read(2048):
                    found.append(path)
        except OSError:
            continue
    return found


def place_text(workspace: Path, folder: Path) -> str:
    """Return a collection's path as the workspace's file says it: relative inside the workspace, else absolute."""
    try:
        return folder.relative_to(workspace).as_posix()
    except ValueError:
        return folder.as_posix()


def place_of(workspace: Path, text: str) -> Path:
    """Return the folder that such a path means."""
    return whole(Path(workspace, text))


Ref: TypeAlias = tuple[str, str]
Refs: TypeAlias = tuple[Ref, ...]
"""The collections of a workspace's file: name and path of each."""


def linked(workspace: Path, forth: Callable[[Refs], Refs], back: Callable[[Refs], Refs]) -> Rewrite:
    """Return the step that changes a workspace's list of collections, and knows how to take it back."""
    from curlew.storage.changes import Rewrite

    def through(change: Callable[[Refs], Refs]) -> Callable[[str], str]:
        def rewrite(text: str) -> str:
            try:
                value = codec.parse_workspace(text, workspace.name)
            except BrokenFileError as error:
                raise located(error, workspace / WORKSPACE_FILE) from None
            return codec.render_workspace(replace(value, collections=change(value.collections)), text)

        return rewrite

    return Rewrite(workspace / WORKSPACE_FILE, through(forth), through(back))


def with_collection(workspace: Path, name: str, folder: Path, at: int | None = None) -> Rewrite:
    """Return the step that names a collection in a workspace, once."""
    ref = (name, place_text(workspace, folder))

    def add(refs: Refs) -> Refs:
        rest = _without(workspace, refs, folder)
        place = len(rest) if at is None else at
        return (*rest[:place], ref, *rest[place:])

    return linked(workspace, add, lambda refs: _without(workspace, refs, folder))


def without_collection(workspace: Path, folder: Path) -> Rewrite:
    """Return the step that takes a collection out of a workspace; taken back, it stands where it stood."""
    kept: list[tuple[int, Ref]] = []

    def drop(refs: Refs) -> Refs:
        kept[:] = [(at, ref) for at, ref in enumerate(refs) if place_of(workspace, ref[1]) == folder]
        return _without(workspace, refs, folder)

    def put_back(refs: Refs) -> Refs:
        found = list(refs)
        for at, ref in kept:
            found.insert(at, ref)
        return tuple(found)

    return linked(workspace, drop, put_back)


def _without(workspace: Path, refs: Refs, folder: Path) -> Refs:
    return tuple(ref for ref in refs if place_of(workspace, ref[1]) != folder)
