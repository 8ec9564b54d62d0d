"""The echo server itself: listens on this machine only, and ends cleanly."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from curlew.errors import CurlewError
from curlew.mock.connection import Connection
from curlew.mock.identity import DEFAULT_PORT, HOST, base_url, secure_url
from curlew.mock.site import Site
from curlew.text import _

if TYPE_CHECKING:
    from curlew.mock.certificate import EchoCertificate


class PortTakenError(CurlewError):
    """Another program listens on the port."""


class EchoServer:
    """`await start()`, then `base_url`; `await close()` ends every connection.

    seen: gets a line for each answer. names: hosts it answers to, and has in its certificate, besides those of this machine.
    """

    def __init__(self, seen: Callable[[str], None] | None = None, names: Iterable[str] = ()) -> None:
        self._names = tuple(name.lower() for name in names)
        self._site = Site(frozenset(self._names), seen)
        self._servers: list[asyncio.Server] = []
        self._connections: set[asyncio.Task[None]] = set()
        self.port = 0
        self.tls_port = 0
        self.certificate: EchoCertificate | None = None

    @property
    def base_url(self) -> str:
        return base_url(self.port)

    @property
    def secure_url(self) -> str:
        """The address of the port with TLS; empty where there is none."""
        return secure_url(self.tls_port) if self.tls_port else ""

    async def start(self, port: int = DEFAULT_PORT, tls_port: int | None = None) -> None:
        """Listen on 127.0.0.1, and with TLS on another port if one is given; port 0 takes any free one.

        Raises PortTakenError, or CurlewError if the system refuses.
        """
        self.port = await self._listen(port)
        if tls_port is not None:
            from curlew.mock.certificate import EchoCertificate  # cryptography takes 60 ms, and only TLS needs it

            try:
                self.certificate = await asyncio.to_thread(EchoCertificate, self._names)
                self.tls_port = await self._listen(tls_port)
            except CurlewError:
                await self.close()
                raise

    async def _listen(self, port: int) -> int:
        context = self.certificate.context if self.certificate is not None else None
        try:
            server = await asyncio.start_server(self._serve, HOST, port, ssl=context)
        except OSError as error:
            raise _refusal(port, error, "--tls-port" if context is not None else "--port") from error
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await Connection(reader, writer, self._site).serve()
        except asyncio.CancelledError:
            pass  # the server closes; an ended task is what asyncio's own callback wants here
        finally:
            self._connections.discard(task)

    async def close(self) -> None:
        for server in self._servers:
            server.close()
        tasks = tuple(self._connections)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.certificate is not None:
            self.certificate.close()


def _refusal(port: int, error: OSError, option: str) -> CurlewError:
    hint = _("Choose another port with {option}, or {option} 0 for any free one.").format(option=option)
    if error.errno == errno.EADDRINUSE or getattr(error, "winerror", 0) == 10048:
        return PortTakenError(
            _("Port {port} is taken").format(port=port), _("Another program on this machine listens there already."), hint
        )
    return CurlewError(_("The echo server cannot listen on port {port}").format(port=port), error.strerror or str(error), hint)
