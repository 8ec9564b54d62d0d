"""Reading a mapping key by key, so that what nobody asked for is left over and kept; and writing one without its defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from curlew.model.rows import Note
from curlew.storage.opencollection.scalars import as_bool, as_text, is_null

T = TypeVar("T")
Tree = dict[str, Any]
"""A mapping as the reader gives it and the emitter takes it: dict, list, str, Plain, bool, int, float, None."""


class Fields:
    """One mapping of a file. A value of the wrong shape counts as not asked for: it is left over, the default is given."""

    __slots__ = ("_data", "_left")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._left = dict(data)

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def text(self, key: str, default: str = "") -> str:
        """Take a scalar as text; the default where it is absent, null or no scalar."""
        value = self._data.get(key)
        if value is None:
            return default
        text = as_text(value)
        if text is None:
            return default
        del self._left[key]
        return text or default

    def raw(self, key: str) -> Any:
        """Take a value as it is; None where it is absent or null."""
        value = self._left.pop(key, None)
        return None if is_null(value) else value

    def off(self, key: str = "disabled") -> bool:
        """Take a truth that defaults to false."""
        value = self._data.get(key)
        if value is None or as_bool(value) is None:
            return False
        del self._left[key]
        return as_bool(value) is True

    def note(self, key: str = "description") -> Note:
        """Take a description: plain text, or a mapping of content and type."""
        value = self._data.get(key)
        if value is None:
            return NO_NOTE
        if isinstance(value, dict):
            content, mime = as_text(value.get("content")), as_text(value.get("type"))
            if content is None or mime is None or not value.keys() <= {"content", "type"}:
                return NO_NOTE
            del self._left[key]
            return Note(content, mime)
        text = as_text(value)
        if text is None:
            return NO_NOTE
        del self._left[key]
        return Note(text) if text else NO_NOTE

    def each(self, key: str, decode: Callable[[Any], T]) -> tuple[T, ...]:
        """Take a list, every entry decoded."""
        value = self._data.get(key)
        if not isinstance(value, list):
            return ()
        del self._left[key]
        return tuple([decode(entry) for entry in value])

    def mapping(self, key: str) -> Mapping[str, Any]:
        """Take a mapping; an empty one where it is absent or none."""
        value = self._data.get(key)
        if isinstance(value, dict):
            del self._left[key]
            return value
        return {}

    def rest(self) -> Tree:
        """Return what was not taken."""
        return self._left


NO_NOTE = Note()


def as_mapping(entry: Any, key: str = "name") -> Mapping[str, Any]:
    """Return a list's entry as a mapping; a bare text is taken for its `key`."""
    if isinstance(entry, dict):
        return entry
    text = as_text(entry)
    return {key: text} if text else {}


def note_tree(note: Note) -> str | Tree:
    """Return a description as the file holds it."""
    return {"content": note.content, "type": note.mime} if note.mime else note.content


def finish(tree: Tree, note: Note, enabled: bool, extra: Mapping[str, Any]) -> Tree:
    """Add what most rows end with: description, `disabled`, and the keys that Curlew does not know."""
    if note:
        tree["description"] = note_tree(note)
    if not enabled:
        tree["disabled"] = True
    add_missing(tree, extra)
    return tree


def add_missing(tree: Tree, extra: Mapping[str, Any]) -> None:
    """Add kept keys that the tree does not say itself."""
    for key, value in extra.items():
        tree.setdefault(key, value)


def put_unless_empty(tree: Tree, key: str, value: Any) -> None:
    """Set a key unless its value is empty."""
    if value:
        tree[key] = value
