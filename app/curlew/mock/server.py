"""The echo server itself: listens on this machine only, and ends cleanly."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable

from curlew.errors import CurlewError
from curlew.mock.connection import Connection
from curlew.mock.identity import DEFAULT_PORT, HOST, base_url
from curlew.text import _


class PortTakenError(CurlewError):
    """Another program listens on the port."""


class EchoServer:
    """`await start()`, then `base_url`; `await close()` ends every connection. `seen` gets a line for each answer."""

    def __init__(self, seen: Callable[[str], None] | None = None) -> None:
        self._seen = seen
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def base_url(self) -> str:
        return base_url(self.port)

    async def start(self, port: int = DEFAULT_PORT) -> None:
        """Listen on 127.0.0.1; port 0 takes any free one. Raises PortTakenError, or CurlewError if the system refuses."""
        try:
            self._server = await asyncio.start_server(self._serve, HOST, port)
        except OSError as error:
            raise _refusal(port, error) from error
        self.port = self._server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await Connection(reader, writer, self._seen).serve()
        except asyncio.CancelledError:
            pass  # the server closes; an ended task is what asyncio's own callback wants here
        finally:
            self._connections.discard(task)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        tasks = tuple(self._connections)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _refusal(port: int, error: OSError) -> CurlewError:
    if error.errno == errno.EADDRINUSE or getattr(error, "winerror", 0) == 10048:
        return PortTakenError(
            _("Port {port} is taken").format(port=port),
            _("Another program on this machine listens there already."),
            _("Choose another port with --port, or --port 0 for any free one."),
        )
    return CurlewError(
        _("The echo server cannot listen on port {port}").format(port=port),
        error.strerror or str(error),
        _("Choose another port with --port, or --port 0 for any free one."),
    )
