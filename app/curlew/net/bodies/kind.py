"""What a body kind is: an id, a name, the editor that it wants, and how it becomes bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from curlew.model.prepared import FilePart, Payload
from curlew.net.errors import SendingError
from curlew.net.files import FileAccess, unread
from curlew.net.filler import Filler
from curlew.text import _


@dataclass(slots=True)
class BodyContext:
    """What encoding needs. content_type: the user's own header, empty if none; notes: what a person should know is added here.

    without_comments: a JSON body leaves without its comments.
    """

    filler: Filler
    files: FileAccess = unread
    content_type: str = ""
    boundary: Callable[[], str] = lambda: "curlew-boundary"
    notes: list[str] = field(default_factory=list)
    without_comments: bool = False


@dataclass(frozen=True, slots=True)
class BodyKind:
    """`editor` is one of `none`, `code`, `rows`, `parts`, `files`, `graphql`; `encode` turns the model's body into a payload."""

    id: str
    label: str
    editor: str
    encode: Callable[[Any, BodyContext], Payload | None]


def payload(content_type: str, *parts: bytes | FilePart) -> Payload:
    """Return a payload with its size counted."""
    kept = tuple(part for part in parts if isinstance(part, FilePart) or part)
    return Payload(kept, content_type, sum(part.size if isinstance(part, FilePart) else len(part) for part in kept))


def utf8(text: str, what: str) -> bytes:
    """Encode a text for the wire. Raise SendingError at a lone surrogate, which has no bytes."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SendingError(
            "body",
            _("{what} holds half of a character").format(what=what),
            _("Character {n} is a lone surrogate, which has no bytes.").format(n=error.start + 1),
            _("Remove it, or write it as a JSON escape."),
            "prepare",
        ) from None
