"""One request's file with all that it inherits, found by climbing from it: no open workspace, nothing written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from curlew.errors import BrokenFileError, UsageError
from curlew.model.environment_file import EnvironmentFile
from curlew.model.extending import extended
from curlew.model.inherit import Above
from curlew.model.request import Collection, FileValue, Folder, Request
from curlew.model.variables import Environment
from curlew.storage.environments import read_environments
from curlew.storage.itemfile import decode, parse
from curlew.storage.listing import COLLECTION_FILE, FOLDER_FILE
from curlew.text import _

WORKSPACE_FILE = "workspace.yml"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request stands on disk. collection, workspace: their folders, None where none is above; gives: what the workspace gives."""

    collection: Path | None = None
    workspace: Path | None = None
    above: tuple[Above, ...] = ()
    gives: Above | None = None

    def environment(self, name: str) -> tuple[Environment, bool]:
        """Return the environment of that name (or file name) with all it extends and its .env file, and whether it is the workspace's.

        Raises UsageError where there is none, BrokenFileError where its file cannot be read.
        """
        known: list[str] = []
        for folder, is_workspace in ((self.collection, False), (self.workspace, True)):
            files = read_environments(folder) if folder is not None else ()
            known += [file.name for file in files]
            found = _named(files, name)
            if found is not None and folder is not None:
                whole = extended(_value(found), [file.value for file in files if not file.problem])
                return _with_dotenv(whole, folder, found.value.dotenv_path), is_workspace
        if self.collection is None and self.workspace is None:
            reason = _("No collection was found: no folder above has a file {file}.").format(file=COLLECTION_FILE)
        else:
            reason = _("There are: {names}.").format(names=", ".join(known)) if known else _("The collection has no environments.")
        raise UsageError(_("There is no environment “{name}”").format(name=name), reason)


def _named(files: Iterable[EnvironmentFile], name: str) -> EnvironmentFile | None:
    by_name = {file.path.stem: file for file in files} | {file.name: file for file in files}
    return by_name.get(name)


def _with_dotenv(environment: Environment, folder: Path, place: str) -> Environment:
    if not place:
        return environment
    from curlew.engine.environments import read_dotenv  # brings the whole session with it, which few sends need

    return replace(environment, variables=(*read_dotenv(folder, place), *environment.variables))


def _value(file: EnvironmentFile) -> Environment:
    if file.problem:
        raise BrokenFileError(_("The environment {name} cannot be read").format(name=file.name), file.problem, path=str(file.path))
    return file.value


def find_place(start: Path) -> Place:
    """Climb from a folder to the collection that holds it, and on to its workspace. Raises BrokenFileError for a file on the way."""
    above: list[Above] = []
    collection: Path | None = None
    for folder in (start, *start.parents):
        if (folder / COLLECTION_FILE).is_file():
            collection = folder
            value = read_value(folder / COLLECTION_FILE)
            assert isinstance(value, Collection)
            above.append(Above("collection", value.name or folder.name, None, value.defaults, value.config))
            break
        if (folder / FOLDER_FILE).is_file():
            inner = read_value(folder / FOLDER_FILE)
            if isinstance(inner, Folder):
                above.append(Above("folder", inner.name or folder.name, None, inner.defaults))
    workspace = _workspace_above(start if collection is None else collection)
    gives = _given_by(workspace) if workspace is not None else None
    return Place(collection, workspace, tuple(above) if collection is not None else (), gives)


def _given_by(workspace: Path) -> Above | None:
    from curlew.engine.workspace_settings import given_by

    return given_by(workspace)


def _workspace_above(start: Path) -> Path | None:
    return next((folder for folder in (start, *start.parents) if (folder / WORKSPACE_FILE).is_file()), None)


def read_value(path: Path) -> FileValue:
    """Read one file of a collection. Raises BrokenFileError with its path, UsageError where it cannot be opened."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(_("{path} cannot be read").format(path=path), error.strerror or str(error)) from error
    return parse(path, decode(path, data))


def read_request(path: Path) -> Request:
    """Read a request's file. Raises BrokenFileError, or UsageError where the file holds something else."""
    value = read_value(path)
    if isinstance(value, Request):
        return value
    kind = {Folder: _("a folder"), Collection: _("a collection")}.get(type(value)) or _("an item of the kind {kind}").format(
        kind=getattr(value, "kind", "") or "?"
    )
    raise UsageError(
        _("{path} is no request").format(path=path),
        _("The file describes {kind}.").format(kind=kind),
        _("Give the .yml file of an HTTP or GraphQL request."),
    )
