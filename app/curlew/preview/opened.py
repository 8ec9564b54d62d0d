"""A body opened for looking at: its bytes, what it is, and its text."""

from __future__ import annotations

from dataclasses import dataclass

from curlew.model.content import Content
from curlew.preview.buffer import Buffer


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """What every view is given.

    content: the body, held so that its file stays. raw: its bytes, unpacked. kind: an id of `KINDS`. declared: the Content-Type.
    text: the body in UTF-8 without a byte order mark, the same object as `raw` where that is it already; empty for bytes that are no text.
    invalid, first_invalid: bytes that fit the charset nowhere, and where in `text` the first stands. notes: what was doubtful, in words.
    name: its address, or the name of its file. whole: false while only the beginning has been looked at: `kind` is right, `invalid` and
    `notes` may grow. `text` is that of the whole already, unless it has to be decoded (then it is its beginning), or what comes later
    shows that it was guessed wrong.
    """

    content: Content = Content()
    raw: Buffer = b""
    kind: str = "text"
    declared: str = ""
    text: Buffer = b""
    charset: str = "utf-8"
    invalid: int = 0
    first_invalid: int | None = None
    notes: tuple[str, ...] = ()
    whole: bool = True
    name: str = ""

    @classmethod
    def of_text(cls, text: Buffer, kind: str) -> Opened:
        """Return a text that was made here: a result of a filter, an example."""
        return cls(raw=text, kind=kind, text=text)
