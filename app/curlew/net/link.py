"""The way to a server: TCP or a socket file, the proxy, TLS, each step told to the record of the send that needs it."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import OrderedDict
from dataclasses import dataclass, replace

from curlew.model.exchange import Certificate
from curlew.model.moments import moment
from curlew.net.blocking import in_daemon_thread
from curlew.net.certificates import fingerprint_of, judged, read_chain
from curlew.net.contexts import Contexts, TlsChoice
from curlew.net.deadline import in_time
from curlew.net.errors import ConnectingError, SendingError
from curlew.net.overrides import override_for
from curlew.net.pipe import BytePipe
from curlew.net.proxy import ProxyAddress
from curlew.net.record import Record
from curlew.net.route import Route
from curlew.net.socks import open_socks
from curlew.net.tcp import addresses_of, connect, connect_unix
from curlew.net.tls import TlsPipe
from curlew.net.tls_failures import certificate_failure, no_http2
from curlew.net.tunnel import open_tunnel, unreached
from curlew.text import _

SOON_S = 14 * 86400
"""A certificate that ends within this time is worth a word."""

SECOND_LOOK_S = 5.0
"""How long a second connection may take that only fetches the certificates that were refused."""

KEPT_CHAINS = 64


@dataclass(slots=True)
class Link:
    """A way to a server that stands. http2: what will be spoken on it."""

    pipe: BytePipe
    http2: bool = False
    tls: str = ""
    certificates: tuple[Certificate, ...] = ()
    verified: bool | None = None
    pinned: bool = False
    proxy: str = ""
    client_certificate: str = ""

    def describe(self, record: Record) -> None:
        """Tell a record over what its request goes."""
        record.remote, record.local, record.tls = self.pipe.remote, self.pipe.local, self.tls
        record.certificates, record.verified, record.pinned = self.certificates, self.verified, self.pinned
        record.proxy, record.client_certificate = self.proxy, self.client_certificate
        if self.certificates:
            left = self.certificates[0].not_after - time.time()
            if 0 < left < SOON_S:
                text = _("The server’s certificate ends soon: on {time}.")
                record.notes.append(text.format(time=moment(self.certificates[0].not_after)))


class Linker:
    """Makes links. One for all sends, since contexts and certificates that were read before are kept."""

    def __init__(self) -> None:
        self._contexts = Contexts()
        self._chains: OrderedDict[tuple[bytes, ...], tuple[Certificate, ...]] = OrderedDict()

    async def open(self, host: str, port: int, route: Route, record: Record) -> Link:
        """Connect. Raise SendingError in plain words; whatever was opened until then is closed."""
        return await in_time(record, self._open(host, port, route, record))

    async def _open(self, host: str, port: int, route: Route, record: Record) -> Link:
        record.proxy = route.proxy.shown if route.proxy else ""
        if route.tls is not None:
            began = time.perf_counter()
            await self._contexts.get(route.tls)  # what is wrong with its files costs no connection
            record.durations["tls"] = (time.perf_counter() - began) * 1000  # reading what is trusted takes its time, too
        pipe = await self._pipe(host, port, route, record)
        if route.tls is None:
            return Link(pipe, route.http == "2", proxy=record.proxy)
        try:
            return await self._secured(pipe, host, port, route, route.tls, record)
        except BaseException:
            pipe.close()
            raise

    async def _pipe(self, host: str, port: int, route: Route, record: Record) -> BytePipe:
        """Return a pipe whose other end is the server, or the proxy that takes requests in absolute form."""
        if route.unix_socket:
            return await connect_unix(route.unix_socket, record)
        proxy = route.proxy
        if proxy is None:
            return await connect(host, port, record, route.ip_version, route.overrides)
        socks_host = await self._looked_up(host, port, route, proxy, record)
        try:
            pipe: BytePipe = await connect(proxy.host, proxy.port, record, route.ip_version, route.overrides)
        except ConnectingError as error:
            raise unreached(proxy, error) from error
        try:
            record.enter("proxy", proxy.shown)
            if proxy.scheme == "https":
                pipe = await self._secured_proxy(pipe, proxy, route)
            if proxy.speaks_socks:
                await open_socks(pipe, socks_host, port, proxy)
            elif not route.in_absolute_form:
                await open_tunnel(pipe, host, port, proxy, record)
            record.leave("proxy")
            record.mark("proxy", _("via {proxy}").format(proxy=proxy.shown))
        except BaseException:
            pipe.close()
            raise
        return pipe

    async def _looked_up(self, host: str, port: int, route: Route, proxy: ProxyAddress, record: Record) -> str:
        """Return what a SOCKS proxy is told: with `socks5` an address, with `socks5h` the name."""
        here = proxy.scheme == "socks5" or (proxy.speaks_socks and override_for(host, port, route.overrides))
        if not here:
            return host
        record.enter("dns", host)
        found = await addresses_of(host, port, record, route.ip_version, route.overrides)
        record.leave("dns")
        return str(found[0][1][0])

    async def _secured_proxy(self, pipe: BytePipe, proxy: ProxyAddress, route: Route) -> BytePipe:
        choice = route.proxy_tls or TlsChoice()
        inside = TlsPipe(pipe, await self._contexts.get(choice), choice, proxy.host, to_proxy=True)
        try:
            await inside.handshake()
        except ConnectingError as error:
            title = _("The way to the proxy {proxy} could not be encrypted").format(proxy=proxy.address)
            raise ConnectingError(
                "proxy", title, f"{error.title}. {error.reason}", error.hint, "proxy", code=error.code
            ) from error.__cause__
        return inside

    async def _secured(self, pipe: BytePipe, host: str, port: int, route: Route, choice: TlsChoice, record: Record) -> Link:
        record.enter("tls", host)
        ready = await self._contexts.get(choice)
        inside = TlsPipe(pipe, ready, choice, host)
        pinned = False
        try:
            await inside.handshake()
        except ConnectingError as error:
            cause = error.__cause__
            if not isinstance(cause, ssl.SSLCertVerificationError):
                raise
            pipe.close()
            trusted = await self._second_look(cause, host, port, route, choice, record)
            inside, pinned = trusted, True
        try:
            if route.http == "2" and inside.protocol != "h2":
                raise no_http2(host, inside.protocol)
            link = Link(inside, inside.protocol == "h2", inside.summary, proxy=record.proxy, client_certificate=ready.client, pinned=pinned)
            link.verified = choice.verify and not pinned
            link.certificates = await self._read(inside.chain(), host, link.verified)
        except BaseException:
            inside.close()
            raise
        record.leave("tls")
        record.mark("tls", inside.summary)
        record.abort = inside.close
        return link

    async def _second_look(
        self, failed: ssl.SSLCertVerificationError, host: str, port: int, route: Route, choice: TlsChoice, record: Record
    ) -> TlsPipe:
        """Fetch the certificates that were refused, over a connection of its own on which nothing is sent.

        Return that connection where this machine trusts the server's certificate by its fingerprint, else raise what is wrong with it.
        """
        chain: tuple[bytes, ...] = ()
        try:
            async with asyncio.timeout(SECOND_LOOK_S):
                inside = await self._blind(host, port, route, choice)
        except (SendingError, TimeoutError):
            raise certificate_failure(host, failed) from failed
        try:
            chain = inside.chain()
            if chain and fingerprint_of(chain[0]) in route.pinned:
                return inside
            record.certificates = await self._read(chain, host, False)
        except BaseException:
            inside.close()
            raise
        inside.close()
        record.verified = False
        failure = certificate_failure(host, failed, record.certificates)
        own = record.certificates[:1]
        if own and not any(one.problem for one in record.certificates):
            record.certificates = (replace(own[0], problem=failure.reason), *record.certificates[1:])
        raise failure from failed

    async def _blind(self, host: str, port: int, route: Route, choice: TlsChoice) -> TlsPipe:
        unseen = Record(lambda _event: None, 0.0)
        pipe = await self._pipe(host, port, route, unseen)
        try:
            blind = replace(choice, verify=False)
            inside = TlsPipe(pipe, await self._contexts.get(blind), blind, host)
            await inside.handshake()
        except BaseException:
            pipe.close()
            raise
        return inside

    async def _read(self, chain: tuple[bytes, ...], host: str, verified: bool) -> tuple[Certificate, ...]:
        if chain not in self._chains:
            self._chains[chain] = await in_daemon_thread(lambda: read_chain(chain))
            while len(self._chains) > KEPT_CHAINS:
                self._chains.popitem(last=False)
        self._chains.move_to_end(chain)
        found = self._chains[chain]
        return found if verified else judged(found, host)
