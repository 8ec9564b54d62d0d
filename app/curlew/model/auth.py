"""Authentication as a file holds it: a kind's id and its fields. What the kinds do stands in `net/auth`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Auth:
    """`kind` as in the file (`basic`, `bearer`, `apikey`, …, or `inherit`); `fields` are its other keys, templated text or nested.

    A path such as `credentials.clientId` names a field inside nested mappings.
    """

    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    def at(self, path: str) -> Any:
        """Return what stands at a path, None where nothing does."""
        found: Any = self.fields
        for name in path.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    def text(self, path: str) -> str:
        """Return a field as text; empty where it is missing or no text."""
        value = self.at(path)
        return value if isinstance(value, str) else ""

    def flag(self, path: str, default: bool) -> bool:
        """Return a field as a truth; the default where it is missing or none."""
        value = self.at(path)
        if isinstance(value, bool):
            return value
        return {"true": True, "false": False}.get(value.strip().lower(), default) if isinstance(value, str) else default

    def rows(self, path: str) -> tuple[Mapping[str, Any], ...]:
        """Return the mappings of a list; empty where there is none."""
        value = self.at(path)
        return tuple(row for row in value if isinstance(row, Mapping)) if isinstance(value, (list, tuple)) else ()

    def with_value(self, path: str, value: Any) -> Auth:
        """Return the auth with one field changed; None takes the field away, and the mappings that are empty then."""
        return replace(self, fields=_changed(self.fields, path.split("."), value))


def _changed(fields: Any, path: list[str], value: Any) -> dict[str, Any]:
    below = dict(fields) if isinstance(fields, Mapping) else {}
    name, inner = path[0], value if len(path) == 1 else _changed(_below(fields, path[0]), path[1:], value)
    if inner is None or (len(path) > 1 and not inner):
        below.pop(name, None)
    else:
        below[name] = inner
    return below


def _below(fields: Any, name: str) -> Any:
    return fields.get(name) if isinstance(fields, Mapping) else None


INHERIT = Auth("inherit")
"""Climbs to the nearest folder or collection that sets one. No auth at all is None."""
