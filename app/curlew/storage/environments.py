"""Environments: the `environments/*.yml` of a collection, or of a workspace."""

from __future__ import annotations

from pathlib import Path

from curlew.errors import BrokenFileError, CurlewError
from curlew.model.environment_file import EnvironmentFile
from curlew.model.ordering import name_key
from curlew.model.variables import Environment
from curlew.storage import atomic
from curlew.storage.listing import ENVIRONMENTS, shown
from curlew.storage.opencollection import codec
from curlew.text import _


def read_environments(folder: Path) -> tuple[EnvironmentFile, ...]:
    """Read all environments of a collection or workspace, by name; a broken one carries its problem."""
    try:
        paths = [path for path in (folder / ENVIRONMENTS).iterdir() if path.suffix == ".yml" and not path.name.startswith(".")]
    except OSError:
        return ()
    found = [read_environment(path) for path in paths if _is_inside(path, folder)]
    return tuple(sorted(found, key=lambda file: name_key(file.name)))


def read_environment(path: Path) -> EnvironmentFile:
    """Read one environment; a broken or unreadable file carries its problem instead of a value."""
    stem = shown(path.stem)
    try:
        data = path.read_bytes()
        value = codec.parse_environment(codec.decode_text(data), stem)
    except BrokenFileError as error:
        where = _("line {line}: ").format(line=error.line) if error.line else ""
        return EnvironmentFile(path, stem, Environment(stem), problem=where + (error.reason or error.title))
    except (OSError, CurlewError) as error:
        return EnvironmentFile(path, stem, Environment(stem), problem=str(error))
    return EnvironmentFile(path, value.name, value, atomic.content_hash(data))


def _is_inside(path: Path, folder: Path) -> bool:
    return not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())
