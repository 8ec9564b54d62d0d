"""When two trees say the same to a YAML 1.2 reader."""

from __future__ import annotations

from typing import Any

from curlew.storage.opencollection.scalars import Plain, number_text


def same(one: Any, other: Any) -> bool:
    """Compare trees, telling text from unquoted numbers, truths and null, whatever Python type stands for those; order counts."""
    if one is other:
        return True
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and [str(key) for key in one] == [str(key) for key in other]
            and all(same(a, b) for a, b in zip(one.values(), other.values(), strict=True))
        )
    if isinstance(one, (list, tuple)):
        return isinstance(other, (list, tuple)) and len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(other, (dict, list, tuple)):
        return False
    return _source(one) == _source(other)


def fingerprint(value: Any) -> str:
    """Return a text that two trees share exactly if they are the same."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{str(key)!r}:{fingerprint(content)}" for key, content in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(fingerprint(entry) for entry in value) + "]"
    return repr(_source(value))


def _source(value: Any) -> tuple[bool, str]:
    """Return whether a scalar is text, and its source."""
    if isinstance(value, Plain):
        return False, str(value)
    if isinstance(value, str):
        return True, value
    if value is None:
        return False, "null"
    if isinstance(value, bool):
        return False, "true" if value else "false"
    return False, number_text(value) if isinstance(value, (int, float)) else repr(value)
