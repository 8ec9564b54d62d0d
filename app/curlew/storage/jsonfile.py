"""Small JSON files of the profile: written whole or not at all, and set aside when they are broken."""

from __future__ import annotations

import json
import os
from datetime import date
from io import FileIO
from pathlib import Path
from typing import Any

from curlew.errors import StorageError
from curlew.text import _


def write_whole(file: FileIO, data: bytes) -> None:
    """Write all bytes to an unbuffered file, however few it takes at a time, and wait until they are on the disk. Raises OSError."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]
    os.fsync(file.fileno())


def write_bytes(path: Path, data: bytes) -> None:
    """Replace a file of the profile: a hidden temporary file beside it, fsync, rename. Raises StorageError; the old one stays."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb", buffering=0) as file:
            write_whole(file, data)
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StorageError(
            _("Could not write {name}").format(name=path.name),
            error.strerror or str(error),
            _("Look at the free space and the rights there."),
        ) from error


def write_json(path: Path, value: object) -> None:
    write_bytes(path, json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))


def read_json(path: Path) -> Any:
    """Return a file's value, None if there is no file. Raises ValueError for a broken one, StorageError for an unreadable one."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(_("Could not read {path}").format(path=path), error.strerror or str(error)) from error
    try:
        return json.loads(data.decode("utf-8", "surrogatepass"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def quarantine(path: Path) -> Path:
    """Move a broken file aside to `<name>.broken-<date>` (with a number where that is taken) and return its new place."""
    day = date.today().isoformat()
    number = 1
    while True:
        aside = path.with_name(f"{path.name}.broken-{day}" + (f"-{number}" if number > 1 else ""))
        if not aside.exists():
            break
        number += 1
    path.rename(aside)
    return aside


def read_mapping(path: Path, problems: list[str]) -> dict[str, Any]:
    """Return a file's mapping, empty if it is missing or broken; a broken one is set aside and told in `problems`."""
    try:
        value = read_json(path)
        if value is None:
            return {}
        if isinstance(value, dict):
            return value
        raise ValueError(_("it does not hold a mapping"))
    except StorageError as error:
        problems.append(str(error))
        return {}
    except ValueError as error:
        try:
            aside = quarantine(path).name
        except OSError:
            aside = path.name
        problems.append(_("{name} was broken ({reason}); it is kept as {aside}").format(name=path.name, reason=error, aside=aside))
        return {}
