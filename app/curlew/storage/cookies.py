"""Jars on disk: a file of the profile for each workspace and environment, for this user's eyes only, never beside a collection.

Session cookies are in no file: they end with the program.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curlew.model.cookies_rules import Cookie
from curlew.storage import jsonfile
from curlew.text import ngettext


@dataclass(frozen=True, slots=True)
class JarFile:
    """What a file holds. off: the jar is kept, but nothing is sent from it and nothing stored."""

    environment: str = ""
    cookies: tuple[Cookie, ...] = ()
    off: bool = False


def jar_path(folder: Path, workspace: Path, environment: str) -> Path:
    """Return where a jar stands below the profile's folder of jars."""
    return _of_workspace(folder, workspace) / f"{_named(environment or 'no environment', environment)}.json"


def _of_workspace(folder: Path, workspace: Path) -> Path:
    return folder / _named(workspace.name, str(workspace))


def _named(name: str, identity: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug}-{digest}" if slug else digest


def read_jar(path: Path, problems: list[str]) -> JarFile:
    """Read a jar, empty if there is none. A broken file is set aside, a broken cookie left out; both are told in `problems`."""
    data = jsonfile.read_mapping(path, problems)
    entries = data.get("cookies")
    entries = entries if isinstance(entries, list) else []
    cookies = tuple(cookie for entry in entries if (cookie := _cookie(entry)) is not None)
    lost = len(entries) - len(cookies)
    if lost:
        text = ngettext("{n} cookie in {name} could not be read", "{n} cookies in {name} could not be read", lost)
        problems.append(text.format(n=lost, name=path.name))
    environment = data.get("environment")
    return JarFile(environment if isinstance(environment, str) else "", cookies, data.get("off") is True)


def write_jar(path: Path, jar: JarFile) -> None:
    """Replace a jar's file, whole or not at all, with mode 600; an empty jar needs none. Raises StorageError."""
    if not jar.cookies and not jar.off and not path.exists():
        return
    jsonfile.write_json(path, {"environment": jar.environment, "off": jar.off, "cookies": [_entry(cookie) for cookie in jar.cookies]})


def environments_with_jars(folder: Path, workspace: Path) -> tuple[str, ...]:
    """Return the environments of a workspace that have a jar on disk, also those that are gone since."""
    files = sorted(_of_workspace(folder, workspace).glob("*.json"))
    return tuple(jar.environment for path in files if (jar := read_jar(path, [])).cookies or jar.off)


def lasting(cookies: Iterable[Cookie], now: float) -> tuple[Cookie, ...]:
    """Return the cookies that a file keeps: those with an end that has not come."""
    return tuple(cookie for cookie in cookies if cookie.expires is not None and not cookie.is_over(now))


_TEXTS = ("name", "value", "domain", "path", "same_site")
_FLAGS = ("host_only", "secure", "http_only")
_TIMES = ("expires", "created", "used")


def _entry(cookie: Cookie) -> dict[str, object]:
    return {field: getattr(cookie, field) for field in (*_TEXTS, *_FLAGS, *_TIMES)}


def _cookie(entry: Any) -> Cookie | None:
    if not isinstance(entry, dict):
        return None
    if not all(isinstance(entry.get(field), str) for field in _TEXTS) or not all(isinstance(entry.get(field), bool) for field in _FLAGS):
        return None
    times = {field: entry.get(field) for field in _TIMES}
    if not all(isinstance(time, (int, float)) and math.isfinite(time) for time in times.values()):
        return None
    return Cookie(**{field: entry[field] for field in (*_TEXTS, *_FLAGS)}, **{name: float(time) for name, time in times.items()})  # type: ignore[arg-type]
