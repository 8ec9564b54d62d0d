"""Taking a request body as it streams in: counted and hashed whole, kept only as far as memory allows."""

from __future__ import annotations

import hashlib

from curlew.mock.multipart import MultipartParser, boundary_of
from curlew.mock.shapes import ReceivedBody

KEEP = 16 * 1024 * 1024
"""Bodies up to this size are echoed; of bigger ones only size and hash are told."""


class BodyTaker:
    """Feed it the pieces of one body, then ask for the result."""

    def __init__(self, content_type: str) -> None:
        self._size = 0
        self._hash = hashlib.sha256()
        self._kept: bytearray | None = bytearray()
        self._problem = ""
        self._multipart: MultipartParser | None = None
        if content_type.lower().startswith("multipart/"):
            boundary = boundary_of(content_type)
            if boundary:
                self._multipart = MultipartParser(boundary)
            else:
                self._problem = "the Content-Type names no usable boundary"

    def feed(self, data: bytes) -> None:
        self._size += len(data)
        self._hash.update(data)
        if self._multipart is not None:
            self._multipart.feed(data)
        elif self._kept is not None:
            if self._size <= KEEP:
                self._kept += data
            else:
                self._kept = None

    def finish(self) -> ReceivedBody:
        digest = self._hash.hexdigest() if self._size else ""
        if self._multipart is not None:
            self._multipart.finish()
            return ReceivedBody(self._size, digest, None, tuple(self._multipart.parts), self._multipart.problem)
        return ReceivedBody(self._size, digest, None if self._kept is None else bytes(self._kept), (), self._problem)
