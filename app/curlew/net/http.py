"""The one module that knows httpx and httpcore: a pool of connections whose wire is ours (`net/line.py`)."""

from __future__ import annotations

import importlib.util
import ssl
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing, asynccontextmanager
from typing import Any

if importlib.util.find_spec("sniffio") is None:
    # httpcore asks for it at every lock; a failed search of the whole path each time costs a quarter of a request's CPU.
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

import anyio._backends._asyncio  # noqa: F401 - else anyio imports it within the first send: 20 ms on the loop's thread
import httpcore
import httpx

from curlew.model.prepared import Prepared
from curlew.net.errors import SendingError, WritingError
from curlew.net.idle import KEEP_ALIVE_S, Idle
from curlew.net.line import Line
from curlew.net.pipe import Pipe
from curlew.net.reasons import os_reason
from curlew.net.record import CURRENT
from curlew.net.tcp import connect
from curlew.net.tls import Contexts, TlsPipe
from curlew.text import _


class _Stream(httpcore.AsyncNetworkStream):
    """A Line in httpcore's clothes."""

    def __init__(self, pipe: Pipe | TlsPipe, idle: Idle) -> None:
        self._pipe = pipe
        self._idle = idle
        self._line = Line(pipe, idle)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._line.read()

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            await self._line.write(buffer)
        except WritingError as failure:
            # On this type httpcore goes on to read the answer that explains why the server hung up (C37).
            raise httpcore.WriteError(failure) from failure

    async def aclose(self) -> None:
        self._line.close()

    async def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> _Stream:
        assert isinstance(self._pipe, Pipe)
        record = CURRENT.get()
        record.enter("tls", server_hostname or "")
        try:
            inside = TlsPipe(self._pipe, ssl_context, server_hostname or "")
            await inside.handshake()
        except BaseException:
            self._pipe.close()
            raise
        record.leave("tls")
        return _Stream(inside, self._idle)

    def get_extra_info(self, info: str) -> Any:
        return self._line.stale if info == "is_readable" else None


class _Backend(httpcore.AsyncNetworkBackend):
    """Connects by our own resolver and sockets."""

    def __init__(self, idle: Idle) -> None:
        self._idle = idle

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> _Stream:
        return _Stream(await connect(host, port, CURRENT.get()), self._idle)


class _Pool(httpcore.AsyncConnectionPool):
    """Remembers which connection it made for a send: one that is cancelled just after connecting is forgotten open otherwise."""

    def create_connection(self, origin: httpcore.Origin) -> Any:
        connection = super().create_connection(origin)
        CURRENT.get().made = connection.aclose
        return connection


class _Transport(httpx.AsyncBaseTransport):
    """httpx's seam below its client: no headers, redirects, cookies or credentials are added here.

    The pool has no limit (limited pools of httpcore do not survive mass cancels, F14); the sender bounds what is in flight.
    """

    def __init__(self, context: ssl.SSLContext | None, idle: Idle) -> None:
        self._pool = _Pool(
            ssl_context=context,
            max_connections=None,
            keepalive_expiry=KEEP_ALIVE_S,
            http1=True,
            http2=False,
            network_backend=_Backend(idle),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        scheme, host, port = request.extensions["origin"]
        url = httpcore.URL(scheme=scheme.encode("ascii"), host=host.lower().encode("ascii"), port=port, target=b"/")
        inner = httpcore.Request(request.method, url, headers=request.headers.raw, content=request.stream, extensions=request.extensions)
        response = await self._pool.handle_async_request(inner)
        body = _Body(response.stream)
        return httpx.Response(response.status, stream=body, request=request, extensions={"body": body})

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncGenerator[bytes, None]:
        async with aclosing(self._stream.__aiter__()) as chunks:
            async for chunk in chunks:
                yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Outgoing(httpx.AsyncByteStream):
    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._chunks:
            yield chunk


class _NoCookies(httpx.Cookies):
    """Keeps none, and looks for none: the jar is ours, and the search alone is a tenth of a small request."""

    def extract_cookies(self, response: httpx.Response) -> None:
        return


class Wire:
    """httpx's async clients, one for each TLS setting. Connections are kept for the next request to the same origin."""

    def __init__(self) -> None:
        self._contexts = Contexts()
        self._idle = Idle()
        self._clients: dict[str, httpx.AsyncClient] = {}

    async def _client(self, scheme: str, verify: bool) -> httpx.AsyncClient:
        """Return the client for a scheme. All that it would add or follow by itself is off: the sender does these, in sight."""
        key = "plain" if scheme == "http" else f"tls {verify}"
        if key not in self._clients:
            context = None if scheme == "http" else await self._contexts.get(verify)
            client = httpx.AsyncClient(transport=_Transport(context, self._idle), trust_env=False, follow_redirects=False, timeout=None)
            client._cookies = _NoCookies()  # the public setter would copy it into an ordinary one
            self._clients.setdefault(key, client)
        return self._clients[key]

    @asynccontextmanager
    async def exchange(
        self,
        prepared: Prepared,
        framing: list[tuple[bytes, bytes]],
        body: AsyncIterator[bytes],
    ) -> AsyncIterator[AsyncGenerator[bytes, None]]:
        """Send the request of the task's Record; inside, its head is there, and the body comes as chunks, not yet decoded.

        framing: the headers by which the library frames the body; the bytes on the wire are `Record.request_head` and the body.
        """
        origin = (prepared.scheme, prepared.host, prepared.port)
        client = await self._client(prepared.scheme, prepared.settings.verify_tls)
        # The origin goes beside the URL: httpx refuses hosts that the system's resolver may well know.
        request = httpx.Request("GET", "http://origin/", headers=framing, stream=_Outgoing(body), extensions={"origin": origin})
        request.method = "HEAD" if prepared.method == "HEAD" else "POST"  # all that the framing of the response depends on
        try:
            response = await client.send(request, stream=True)
            try:
                async with aclosing(response.extensions["body"].__aiter__()) as chunks:
                    yield chunks
            finally:
                await response.aclose()
        except BaseException as error:
            await self._close_made()
            self._translate(error)
            raise

    @staticmethod
    async def _close_made() -> None:
        made = CURRENT.get().made
        if made is not None:
            await made()

    def _translate(self, error: BaseException) -> None:
        """Raise the error of our own for one of the library's; return for any other."""
        if isinstance(error, httpcore.WriteError):
            cause = error.__cause__
            raise cause if isinstance(cause, SendingError) else self._foreign(error) from error
        if isinstance(error, (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, httpx.InvalidURL)):
            raise self._foreign(error) from error

    @staticmethod
    def _foreign(error: Exception) -> SendingError:
        """Translate an error of the library that none of our own came before."""
        return SendingError(
            "protocol", _("The exchange broke HTTP’s rules"), os_reason(error).replace("h11.", ""), _("The timeline shows how far it came.")
        )

    async def aclose(self) -> None:
        for client in self._clients.values():
            await client.aclose()
        self._clients.clear()
        self._idle.stop()
