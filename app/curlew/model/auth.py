"""Authentication as a file holds it: a kind's id and its fields. What the kinds do stands in `net/auth`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Auth:
    """`kind` as in the file (`basic`, `bearer`, `apikey`, …, or `inherit`); `fields` are its other keys, templated text or nested."""

    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a field as text; empty where it is missing or no text."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""


INHERIT = Auth("inherit")
"""Climbs to the nearest folder or collection that sets one. No auth at all is None."""
