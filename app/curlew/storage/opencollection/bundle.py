"""A whole collection in one file (`bundled: true`), unpacked to the files that a collection on disk consists of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curlew.storage import names
from curlew.storage.opencollection.emitter import emit
from curlew.storage.opencollection.fields import Tree
from curlew.storage.opencollection.scalars import as_bool, as_text

SUFFIX = ".yml"


def is_bundled(data: Mapping[str, Any]) -> bool:
    """Whether a collection's file holds its requests itself."""
    return as_bool(data.get("bundled")) is True or bool(data.get("items"))


def unbundled(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of all files by their relative paths ("users/list.yml"), `opencollection.yml` first."""
    root = {key: value for key, value in data.items() if key not in ("items", "bundled")}
    files: dict[str, str] = {}
    config = dict(root["config"]) if isinstance(root.get("config"), dict) else {}
    environments = config.pop("environments", None)
    if isinstance(environments, list):
        root["config"] = config
        if not config:
            del root["config"]
        _add_environments(environments, files)
    items = data.get("items")
    _add_items(items if isinstance(items, list) else [], "", files)
    root.setdefault("opencollection", "1.0.0")
    return {"opencollection.yml": emit(root), **files}


def _add_environments(environments: list[Any], files: dict[str, str]) -> None:
    taken: list[str] = []
    for environment in environments:
        if isinstance(environment, dict):
            taken.append(names.environment_name(as_text(environment.get("name")) or "environment", taken))
            files[f"environments/{taken[-1]}"] = emit(environment)


def _add_items(items: list[Any], folder: str, files: dict[str, str]) -> None:
    """Add a folder's items in their order, which is written down where they do not say it themselves."""
    taken: list[str] = []
    for place, item in enumerate(items):
        if not isinstance(item, dict):
            continue
        name, numbered = _numbered(item, place + 1)
        if _is_folder(item):
            taken.append(names.free_name(name, "", taken))
            below = f"{folder}{taken[-1]}/"
            inner = numbered.pop("items", None)
            files[f"{below}folder.yml"] = emit(numbered)
            _add_items(inner if isinstance(inner, list) else [], below, files)
        else:
            taken.append(names.free_name(name, SUFFIX, taken))
            files[folder + taken[-1]] = emit(numbered)


def _numbered(item: Mapping[str, Any], place: int) -> tuple[str, Tree]:
    """Return an item's name, and the item with its place."""
    info = item.get("info")
    if not isinstance(info, dict):
        return as_text(item.get("type")) or "item", dict(item)
    return as_text(info.get("name")) or "item", {**item, "info": {**info, "seq": info.get("seq", place)}}


def _is_folder(item: Mapping[str, Any]) -> bool:
    info = item.get("info")
    return "items" in item or (isinstance(info, dict) and info.get("type") == "folder")
