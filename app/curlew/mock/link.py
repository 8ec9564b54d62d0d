"""The two directions of one connection, with what was read ahead."""

from __future__ import annotations

import asyncio

CHUNK = 64 * 1024
IDLE_S = 120.0


class Link:
    """`unread`: bytes read already, which `read` gives first."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.unread = b""

    @property
    def _tls(self) -> object:
        return self.writer.get_extra_info("ssl_object")

    @property
    def scheme(self) -> str:
        return "https" if self._tls is not None else "http"

    @property
    def alpn(self) -> str:
        """The protocol that TLS chose; empty where it chose none."""
        chosen = getattr(self._tls, "selected_alpn_protocol", lambda: None)()
        return str(chosen or "")

    @property
    def client(self) -> str:
        """The client's address."""
        return str((self.writer.get_extra_info("peername") or ("",))[0])

    async def read(self) -> bytes:
        """Return the next bytes; none at the end."""
        data, self.unread = self.unread, b""
        return data or await self.reader.read(CHUNK)

    async def write(self, data: bytes) -> None:
        if data:
            self.writer.write(data)
            await self.writer.drain()
