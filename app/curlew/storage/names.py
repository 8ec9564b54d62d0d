"""File names for items: safe on every system, unique in their folder; the name that people see lives in the file."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

LONGEST = 60
"""Bytes of a slug before its hash; with folders above it, a path stays below Windows' 260."""

_UNSAFE = re.compile(r"[^a-z0-9._]+")
_NUMBERED = re.compile(r"-[0-9]+\Z")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin|conout|clock)(?:\..*)?")
_SAFE_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,58}[A-Za-z0-9_-])?")
_MEANT = frozenset(("folder", "opencollection", "collection", "workspace", "environments", "node_modules", "bruno", "package"))
"""Stems that mean something else in a collection, here or to Bruno."""


def slug(name: str) -> str:
    """Return a stem of [a-z0-9._-] for a name: never empty, never a device of Windows, no leading or trailing dot.

    A name that is too long, or that keeps no letter, gets the first eight digits of its SHA-256.
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode("ascii").lower()
    stem = re.sub(r"-*\.[-.]*", ".", _UNSAFE.sub("-", plain)).strip("-._")
    if not stem:
        return f"item-{_digest(name)}"
    if len(stem) > LONGEST:
        return f"{stem[:LONGEST].strip('-._')}-{_digest(name)}"
    if _DEVICES.fullmatch(stem) or stem in _MEANT:
        first, dot, rest = stem.partition(".")
        return f"{first}-1{dot}{rest}"
    return stem


def key(name: str) -> str:
    """Return what two names must not share in one folder on any system: its NFC form, case-folded."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def free_name(name: str, suffix: str, taken: Iterable[str]) -> str:
    """Return a file name for an item called `name`, unlike any of `taken` (file names of the same folder)."""
    return _numbered(slug(name), suffix, {key(each) for each in taken})


def free_path(folder: Path, name: str, suffix: str = "") -> Path:
    """Return a place in a folder for a new item. Looks at the disk."""
    return folder / free_name(name, suffix, _listed(folder))


def free_paths(folder: Path, file_names: Sequence[str]) -> list[Path]:
    """Return places in a folder for files and folders that come from elsewhere: under their own names where these are free."""
    taken = {key(each) for each in _listed(folder)}
    paths = []
    for name in file_names:
        stem, suffix = (name[:-4], name[-4:]) if name.lower().endswith(".yml") and len(name) > 4 else (name, "")
        chosen = _numbered(stem, suffix, taken)
        taken.add(key(chosen))
        paths.append(folder / chosen)
    return paths


def environment_path(folder: Path, name: str) -> Path:
    """Return a place in a folder for a new environment. Looks at the disk."""
    return folder / environment_name(name, _listed(folder))


def environment_name(name: str, taken: Iterable[str]) -> str:
    """Return a file name for an environment: its very name where that is safe, since Bruno's command line finds it by its file."""
    safe = _SAFE_NAME.fullmatch(name) and not _DEVICES.fullmatch(name.lower())
    return _numbered(name if safe else slug(name), ".yml", {key(each) for each in taken})


def renamed_path(path: Path, name: str, suffix: str = "") -> Path:
    """Return the place of an item after it was renamed to `name`: its own where that fits already."""
    wanted = slug(name)
    stem = path.name.removesuffix(suffix)
    if wanted in (stem, _NUMBERED.sub("", stem)):
        return path
    taken = {key(each) for each in _listed(path.parent) if each != path.name}
    return path.with_name(_numbered(wanted, suffix, taken))


def _numbered(stem: str, suffix: str, taken: set[str]) -> str:
    candidate, number = stem + suffix, 1
    while key(candidate) in taken:
        number += 1
        candidate = f"{stem}-{number}{suffix}"
    return candidate


def _listed(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
