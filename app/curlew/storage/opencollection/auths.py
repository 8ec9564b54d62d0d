"""Authentication: every spelling of "none" and "inherit" that files hold, and the kinds' fields untouched."""

from __future__ import annotations

from typing import Any

from curlew.model.auth import INHERIT, Auth
from curlew.storage.opencollection.scalars import as_text, is_null

_NONES = ("", "none")


def auth_from(value: Any) -> tuple[Auth | None, bool]:
    """Return the auth, and whether `value` was understood (else it has to be kept as it is, and counts as none, as in Bruno)."""
    if is_null(value):
        return None, True
    if isinstance(value, str):
        kind, fields = str(value), {}
    elif isinstance(value, dict):
        kind = as_text(value.get("type", value.get("mode", ""))) or ""
        fields = {key: "" if is_null(content) else content for key, content in value.items() if key != "type"}
        if "type" not in value and kind not in (*_NONES, "inherit"):
            return None, False
    else:
        return None, False
    if kind in _NONES:
        return None, not fields or fields.keys() <= {"mode"}
    if kind == "inherit":
        return INHERIT, True
    return Auth(kind, fields), True


def auth_tree(auth: Auth) -> Any:
    return "inherit" if auth.kind == "inherit" else {"type": auth.kind, **auth.fields}
