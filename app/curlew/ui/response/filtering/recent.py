"""The expressions that were used lately, over all bodies: a small file of the profile, never part of a collection."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from curlew.errors import CurlewError
from curlew.storage import jsonfile

MOST = 50
LONGEST = 2000


def added(recent: dict[str, list[str]], language: str, expression: str) -> dict[str, list[str]]:
    """Return the lists with an expression in front."""
    if len(expression) > LONGEST:
        return recent
    others = [one for one in recent.get(language, ()) if one != expression]
    return {**recent, language: [expression, *others][:MOST]}


def checked(found: Any) -> dict[str, list[str]]:
    """Return what a file holds, without what does not belong there."""
    if not isinstance(found, dict):
        return {}
    return {
        language: [one for one in expressions if isinstance(one, str) and len(one) <= LONGEST][:MOST]
        for language, expressions in found.items()
        if isinstance(expressions, list)
    }


def read_recent(place: Path) -> dict[str, list[str]]:
    """Return the lists by language; none where the file is not there or broken. Reads the disk."""
    with suppress(CurlewError, ValueError, OSError):
        return checked(jsonfile.read_json(place))
    return {}


def keep_recent(place: Path, recent: dict[str, list[str]]) -> None:
    """Write the lists; that they cannot be written hinders nobody. Writes the disk."""
    with suppress(CurlewError, OSError):
        jsonfile.write_json(place, recent)
