"""The one module that knows httpx and httpcore: a pool of connections whose wire is ours (`net/line.py`)."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import sys
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Any

if importlib.util.find_spec("sniffio") is None:
    # httpcore asks for it at every lock; a failed search of the whole path each time costs a quarter of a request's CPU.
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

import anyio._backends._asyncio  # noqa: F401 - else anyio imports it within the first send: 20 ms on the loop's thread
import httpcore
import httpx

from curlew.model.prepared import Prepared
from curlew.net.blocking import in_daemon_thread
from curlew.net.errors import SendingError
from curlew.net.http1 import Http1
from curlew.net.idle import Idle
from curlew.net.link import Link, Linker
from curlew.net.record import CURRENT, Record
from curlew.net.route import Route, Routes, note_proxy, through
from curlew.text import _

if TYPE_CHECKING:
    from curlew.net.http2 import Http2

_SOMEWHERE = httpx.URL("http://origin/")

MAX_CLIENTS = 32
"""Routes whose connections are kept."""


class _Connection(httpcore.AsyncConnectionInterface):
    """One connection of a pool: linked by the first request that gets it, then of HTTP/1.1 or HTTP/2.

    While it is not known yet whether the server speaks HTTP/2, others may wait for it instead of connecting as well.
    """

    def __init__(self, origin: httpcore.Origin, pool: _Pool) -> None:
        self._origin = origin
        self._pool = pool
        self._one: Http1 | None = None
        self._two: Http2 | None = None
        self._link: Link | None = None
        self._linking: asyncio.Future[None] | None = None
        self._failed = False

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        record = CURRENT.get()
        if self._link is None:
            await self._linked(record)
        assert self._link is not None
        self._link.describe(record)
        assert isinstance(request.stream, AsyncIterable)
        if self._two is not None:
            return await self._by_http2(self._two, aiter(request.stream), record)
        assert self._one is not None
        if not self._one.free:
            raise httpcore.ConnectionNotAvailable
        await self._one.request(record, aiter(request.stream))
        return httpcore.Response(200, content=_Released(self._one.release))

    async def _linked(self, record: Record) -> None:
        """Connect, or wait for the one who does."""
        if self._linking is not None:
            record.enter("connect", _("waiting for the connection that another request opens"))
            try:
                await asyncio.shield(self._linking)
            finally:
                record.leave("connect")
            if self._two is None:
                raise httpcore.ConnectionNotAvailable
            return
        self._linking = asyncio.get_running_loop().create_future()
        self._linking.add_done_callback(lambda future: future.exception())  # that nobody else waited for it is no fault
        try:
            await self._make(record)
            self._linking.set_result(None)
        except SendingError as error:
            self._failed = True
            self._linking.set_exception(error)
            raise
        except BaseException:
            self._failed = True
            self._linking.set_exception(httpcore.ConnectionNotAvailable())  # a cancelled send does not end the others
            raise

    async def _make(self, record: Record) -> None:
        if self._pool.route.http != "1.1" and "curlew.net.http2" not in sys.modules:
            await in_daemon_thread(lambda: importlib.import_module("curlew.net.http2"))  # 35 ms
        link = await self._pool.linker.open(self._origin.host.decode("ascii"), self._origin.port, self._pool.route, record)
        try:
            if link.http2:
                from curlew.net.http2 import Http2

                self._two = Http2(link.pipe, self._pool.idle)
            else:
                self._one = Http1(link.pipe, self._pool.idle)
        except BaseException:
            link.pipe.close()
            raise
        self._pool.speaks_http2[self._origin.host, self._origin.port] = link.http2
        self._link = link

    async def _by_http2(self, connection: Http2, pieces: AsyncIterator[bytes], record: Record) -> httpcore.Response:
        from curlew.net.http2 import NoRoomError
        from curlew.net.http2_errors import UnprocessedError

        try:
            stream = await connection.request(record, self._origin.scheme.decode("ascii"), pieces)
        except NoRoomError as error:
            raise httpcore.ConnectionNotAvailable from error
        except UnprocessedError as error:
            # It came too late on a connection that served others before, so a new one will do. A body cannot be begun again from here.
            if record.sent_total or error.kind != "closed" or not record.reused:
                raise
            record.sent_headers = None
            raise httpcore.ConnectionNotAvailable from error
        record.body = stream.pieces
        return httpcore.Response(200, content=_Released(lambda: connection.release(stream)))

    async def forsake(self) -> None:
        """Close the connection for a send that failed on it. One of HTTP/2 goes on: only the stream of that send is over."""
        if self._two is None:
            await self.aclose()

    async def aclose(self) -> None:
        self._failed = True
        if self._one is not None:
            self._one.close()
        elif self._two is not None:
            self._two.close()

    def can_handle_request(self, origin: httpcore.Origin) -> bool:
        return origin == self._origin

    def is_available(self) -> bool:
        if self._one is not None:
            return self._one.free
        if self._two is not None:
            return self._two.available
        return not self._failed and self._pool.may_speak_http2(self._origin)

    def has_expired(self) -> bool:
        return self._one.expired if self._one is not None else self.is_closed()

    def is_idle(self) -> bool:
        return self._one.free if self._one is not None else self._two.idle if self._two is not None else self._failed

    def is_closed(self) -> bool:
        return self._one.closed if self._one is not None else self._two.closed if self._two is not None else self._failed

    def info(self) -> str:
        return str(self._origin)


class _Released:
    """The library's side of a body that does not go through the library."""

    def __init__(self, release: Callable[[], None]) -> None:
        self._release = release

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        raise StopAsyncIteration

    async def aclose(self) -> None:
        self._release()


class _Pool(httpcore.AsyncConnectionPool):
    """The connections of one route.

    It has no limit: limited pools of httpcore do not survive mass cancels (F14); the sender bounds what is in flight.
    """

    def __init__(self, route: Route, linker: Linker, idle: Idle) -> None:
        super().__init__(max_connections=None)
        self.route = route
        self.linker = linker
        self.idle = idle
        self.speaks_http2: dict[tuple[bytes, int], bool] = {}

    def create_connection(self, origin: httpcore.Origin) -> Any:
        """Remember which connection is made for a send: one that is cancelled just after connecting is forgotten open otherwise."""
        connection = _Connection(origin, self)
        CURRENT.get().made = connection.forsake
        return connection

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Serve a request by a connection that is free now; only where there is none, the library's queue is needed to make one."""
        for connection in self.connections:
            if connection.is_available() and connection.can_handle_request(request.url.origin) and not connection.has_expired():
                try:
                    return await connection.handle_async_request(request)
                except httpcore.ConnectionNotAvailable:
                    break
        return await super().handle_async_request(request)

    def may_speak_http2(self, origin: httpcore.Origin) -> bool:
        """Return whether it is worth waiting for a connection under way: the server spoke HTTP/2 before, or is not known yet."""
        return self.route.http != "1.1" and self.speaks_http2.get((origin.host, origin.port), True)


class _Transport(httpx.AsyncBaseTransport):
    """httpx's seam below its client: no headers, redirects, cookies or credentials are added here."""

    def __init__(self, pool: _Pool) -> None:
        self._pool = pool

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        scheme, host, port = request.extensions["origin"]
        url = httpcore.URL(scheme=scheme.encode("ascii"), host=host.lower().encode("ascii"), port=port, target=b"/")
        response = await self._pool.handle_async_request(httpcore.Request("POST", url, content=request.stream))
        return httpx.Response(200, stream=_Body(response.stream), request=request)

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    """httpx's side of a body: closing it is how the pool learns that the connection is free."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Outgoing(httpx.AsyncByteStream):
    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces = pieces

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._pieces


class _NoCookies(httpx.Cookies):
    """Keeps none, and looks for none: the jar is ours, and the search alone is a tenth of a small request."""

    def extract_cookies(self, response: httpx.Response) -> None:
        return


class _Client:
    """httpx's client for one route, and how many exchanges are under way on it."""

    def __init__(self, route: Route, linker: Linker, idle: Idle) -> None:
        transport = _Transport(_Pool(route, linker, idle))
        # All that it would add or follow by itself is off: the sender does these, in sight.
        self.client = httpx.AsyncClient(transport=transport, trust_env=False, follow_redirects=False, timeout=None)
        self.client._cookies = _NoCookies()  # the public setter would copy it into an ordinary one
        self.busy = 0
        self.given_up = False


class Wire:
    """httpx's async clients, one for each route. Connections are kept for the next request to the same origin by the same route."""

    def __init__(self) -> None:
        self._idle = Idle()
        self._linker = Linker()
        self._routes = Routes()
        self._clients: OrderedDict[Route, _Client] = OrderedDict()

    def routed(self, prepared: Prepared) -> tuple[Prepared, Route]:
        """Return the request as its route wants it written, and the route. Raise SendingError where its settings allow none."""
        route = self._routes.of(prepared)
        return through(prepared, route), route

    async def _client(self, route: Route) -> _Client:
        """Return the client of a route. Those not used for longest are closed, when nothing is under way on them."""
        found = self._clients.get(route)
        if found is None:
            found = self._clients[route] = _Client(route, self._linker, self._idle)
            while len(self._clients) > MAX_CLIENTS:
                _old, client = self._clients.popitem(last=False)
                client.given_up = True
                await self._close_given_up(client)
        elif len(self._clients) > 1:
            self._clients.move_to_end(route)
        return found

    @staticmethod
    async def _close_given_up(client: _Client) -> None:
        if client.given_up and not client.busy:
            await client.client.aclose()

    @asynccontextmanager
    async def exchange(self, prepared: Prepared, body: AsyncIterator[bytes]) -> AsyncIterator[AsyncGenerator[bytes, None]]:
        """Send the request of the task's Record by its route; inside, its head is there, and the body comes as chunks, not yet decoded.

        The library carries the request to one of our connections and knows nothing of it: what goes out stands in the Record.
        """
        record = CURRENT.get()
        route = record.route
        assert route is not None
        client = await self._client(route)
        # The origin goes beside the URL: httpx refuses hosts that the system's resolver may well know.
        origin = (prepared.scheme, prepared.host, prepared.port)
        request = httpx.Request("POST", _SOMEWHERE, stream=_Outgoing(body), extensions={"origin": origin})
        client.busy += 1
        try:
            response = await client.client.send(request, stream=True)
            note_proxy(record, route)
            assert record.body is not None
            try:
                async with aclosing(record.body()) as chunks:
                    yield chunks
            finally:
                await response.aclose()
        except BaseException:
            await self._close_made()
            raise
        finally:
            client.busy -= 1
            if client.given_up:
                await self._close_given_up(client)

    @staticmethod
    async def _close_made() -> None:
        made = CURRENT.get().made
        if made is not None:
            await made()

    async def aclose(self) -> None:
        for client in self._clients.values():
            await client.client.aclose()
        self._clients.clear()
        self._idle.stop()
