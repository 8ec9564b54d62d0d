"""The errors that a person may see: each says what happened, why, and what to try."""

from __future__ import annotations


class CurlewError(Exception):
    """An expected failure, told in plain words.

    title: what happened, one short sentence; reason: why, as far as it is known; hint: what to try next.
    """

    def __init__(self, title: str, reason: str = "", hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        return "\n".join(part for part in (self.title, self.reason, self.hint) if part)


class UsageError(CurlewError):
    """What was asked for cannot be done as it was asked: wrong options, an unknown name, a missing file."""


class BrokenFileError(CurlewError):
    """A file of a collection cannot be read; `path` is the file and `line` the 1-based line where known, else 0."""

    def __init__(self, title: str, reason: str = "", hint: str = "", *, path: str = "", line: int = 0) -> None:
        super().__init__(title, reason, hint)
        self.path = path
        self.line = line


class ConflictError(CurlewError):
    """The file on disk is not the one that was read: nothing was written. `theirs` is the disk's text, None if deleted."""

    def __init__(self, title: str, reason: str = "", hint: str = "", *, path: str = "", theirs: str | None = None) -> None:
        super().__init__(title, reason, hint)
        self.path = path
        self.theirs = theirs


class StorageError(CurlewError):
    """The disk refused: full, read-only, gone. What was there before is still there."""


class NotACollectionError(CurlewError):
    """A folder has neither `workspace.yml` nor `opencollection.yml`; it can become a collection. `requests`: how many it seems to hold."""

    def __init__(self, title: str, reason: str = "", hint: str = "", *, path: str = "", requests: int = 0) -> None:
        super().__init__(title, reason, hint)
        self.path = path
        self.requests = requests
