"""Opening a body for looking at: small ones at once, larger ones in a worker, with an answer for the first screen early."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator

from curlew.model.content import Content
from curlew.preview.buffer import open_buffer
from curlew.preview.charset import Decoded, Decoding
from curlew.preview.kinds import SNIFFED, image_type, kind_of
from curlew.preview.opened import Opened
from curlew.preview.working import in_worker, worked_off

AT_ONCE = 256 * 1024
"""Bodies in memory up to this size are opened on the thread that asks: handing them over would take longer."""


async def open_body(
    content: Content, content_type: str, charset: str = "", first: Callable[[Opened], None] = lambda _opened: None, name: str = ""
) -> Opened:
    """Open a body of any size. Raises OSError if its file is gone.

    charset: chosen by the person. name: of the file or the path that it came from, which helps to tell its kind.
    first: given an answer for the first screen (not `whole`), on this thread, where the whole takes longer. Its text is that of the
    whole already (the same object) if the body is UTF-8; else the beginning, and what is returned goes on from there.
    """
    if content.data is not None and content.size <= AT_ONCE:
        return open_now(content, content_type, charset, name)
    opening = _Opening(content, content_type, charset, name)
    begun = await asyncio.to_thread(opening.begin)
    if begun.whole:
        return begun
    first(begun)
    return await in_worker(opening.steps())


def open_now(content: Content, content_type: str, charset: str = "", name: str = "") -> Opened:
    """Open a body on this thread, all of it. Raises OSError if its file is gone."""
    opening = _Opening(content, content_type, charset, name)
    begun = opening.begin()
    return begun if begun.whole else worked_off(opening.steps()) or begun


class _Opening:
    def __init__(self, content: Content, content_type: str, charset: str, name: str) -> None:
        self._content, self._content_type, self._charset, self._name = content, content_type, charset, name
        self._decoding: Decoding | None = None
        self._begun = Opened()

    def begin(self) -> Opened:
        """Return what can be told from the beginning; that is all for bytes that are no text, and for short ones."""
        content = self._content
        raw = open_buffer(content)
        self._decoding = Decoding(raw, self._content_type, self._charset)
        start = self._decoding.beginning().text if self._decoding.is_wide else raw
        kind = kind_of(self._content_type, start[:SNIFFED], self._name)
        self._begun = Opened(content, raw, kind, self._content_type, name=self._name)
        if kind == "binary" or (kind == "image" and image_type(start[:SNIFFED]) != "image/svg+xml"):
            return self._begun
        whole = content.size <= AT_ONCE
        self._begun = self._with(self._decoding.run() if whole else self._decoding.beginning(), whole)
        return self._begun

    def steps(self) -> Generator[None, None, Opened]:
        """Read the whole."""
        assert self._decoding is not None
        decoded = yield from self._decoding.steps()
        return self._with(decoded, True)

    def _with(self, decoded: Decoded, whole: bool) -> Opened:
        begun = self._begun
        return Opened(
            begun.content,
            begun.raw,
            begun.kind,
            begun.declared,
            decoded.text,
            decoded.charset,
            decoded.invalid,
            decoded.place if decoded.invalid else None,
            decoded.notes,
            whole,
            begun.name,
        )
