"""One client's connection: which protocol it speaks, and that protocol's turn."""

from __future__ import annotations

import asyncio

from curlew.mock.http1 import Http1Connection
from curlew.mock.link import CHUNK, IDLE_S, Link
from curlew.mock.site import Site

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
"""What HTTP/2 begins with (RFC 9113 section 3.4)."""

PLAIN_SITE = Site()


class Connection:
    """Serves one connection until either side ends it: HTTP/2 where TLS chose it or the client begins with it, else HTTP/1.1."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, site: Site = PLAIN_SITE) -> None:
        self._link = Link(reader, writer)
        self._site = site

    async def serve(self) -> None:
        try:
            self._link.unread = await self._beginning()
            if self._link.alpn == "h2" or self._link.unread.startswith(PREFACE):
                from curlew.mock.http2 import Http2Connection  # 30 ms that a plain server does not need

                await Http2Connection(self._link, self._site).serve()
            else:
                await Http1Connection(self._link, self._site).serve()
        except (OSError, TimeoutError):
            pass  # the client went away or fell silent: nobody is left to tell
        finally:
            self._link.writer.close()

    async def _beginning(self) -> bytes:
        """Read as far as tells HTTP/2 from the rest."""
        data = b""
        async with asyncio.timeout(IDLE_S):
            while not data or (len(data) < len(PREFACE) and PREFACE.startswith(data)):
                piece = await self._link.reader.read(CHUNK)
                if not piece:
                    break
                data += piece
        return data
