"""How a request reaches its server: settled from the prepared request, before anything is connected."""

from __future__ import annotations

from dataclasses import dataclass, replace

from curlew.model.exchange import SendError
from curlew.model.prepared import Prepared, SendSettings
from curlew.net.client_certificates import certificate_for
from curlew.net.contexts import TlsChoice
from curlew.net.errors import SendingError
from curlew.net.headers import values
from curlew.net.overrides import checked_overrides
from curlew.net.proxy import ProxyAddress, settled_proxy
from curlew.net.record import Record
from curlew.net.tunnel import in_absolute_form, wants_credentials
from curlew.text import _

_ONLY_HTTP1 = frozenset({"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"})
MAX_KEPT = 256


@dataclass(frozen=True, slots=True)
class Route:
    """All that decides which connections may serve a request, but for the server itself.

    tls: None for plain http. pinned: fingerprints of certificates that are accepted whatever is wrong with them.
    http: `1.1`, `auto` (what TLS negotiates) or `2`. unix_socket: a path in place of an address. proxy_tls: for the way to an
    https:// proxy, whatever the request's own scheme is.
    """

    tls: TlsChoice | None = None
    pinned: tuple[str, ...] = ()
    proxy: ProxyAddress | None = None
    http: str = "1.1"
    ip_version: str = "auto"
    overrides: tuple[str, ...] = ()
    unix_socket: str = ""
    proxy_tls: TlsChoice | None = None

    @property
    def in_absolute_form(self) -> bool:
        """Whether the proxy gets the request itself, not a tunnel for it."""
        return self.tls is None and self.proxy is not None and not self.proxy.speaks_socks and self.http == "1.1"


class Routes:
    """Settles routes, and remembers them: most requests differ only in what is below their origin."""

    def __init__(self) -> None:
        self._settled: dict[tuple[str, str, int, str, SendSettings], Route] = {}

    def of(self, prepared: Prepared) -> Route:
        """Return the route of a request. Raise SendingError for settings that cannot be."""
        settings = prepared.settings
        http = "1.1" if settings.http_version == "auto" and prepared.scheme == "http" else _version(prepared)
        key = (prepared.scheme, prepared.host, prepared.port, http, settings)
        asks_system = settings.proxy is not None and settings.proxy.url == "system"
        route = None if asks_system else self._settled.get(key)
        if route is None:
            route = settle(prepared, http)
            if len(self._settled) >= MAX_KEPT:
                self._settled.clear()
            self._settled[key] = route
        return route


def settle(prepared: Prepared, http: str) -> Route:
    """Return the route of a request that goes by the given version of HTTP."""
    settings, host, port = prepared.settings, prepared.host, prepared.port
    if settings.resolve:
        checked_overrides(settings.resolve)
    proxy = None if settings.unix_socket else settled_proxy(settings.proxy, prepared.scheme, host, port)
    tls: TlsChoice | None = None
    pinned: tuple[str, ...] = ()
    if prepared.scheme == "https":
        offered = ("http/1.1",) if http == "1.1" else ("h2", "http/1.1")
        client = certificate_for(host, port, settings.client_certificates)
        tls = TlsChoice(settings.verify_tls, settings.min_tls, settings.ca_files, client, offered)
        pinned = pins_for(host, port, settings.pinned)
    to_proxy = None
    if proxy is not None and proxy.scheme == "https":
        to_proxy = TlsChoice(settings.verify_tls, settings.min_tls, settings.ca_files)
    return Route(tls, pinned, proxy, http, settings.ip_version, settings.resolve, settings.unix_socket, to_proxy)


def pins_for(host: str, port: int, pinned: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fingerprints that count for a server. An entry `host:port=fingerprint` counts for that one only, a bare one for any."""
    place = f"{host.lower().rstrip('.')}:{port}"
    found = (entry.rpartition("=") for entry in pinned)
    return tuple(fingerprint.replace(":", "").lower() for server, _equals, fingerprint in found if server in ("", place))


def through(prepared: Prepared, route: Route) -> Prepared:
    """Return the request as it has to be written for its route, with a note where that differs from what was asked for."""
    if route.in_absolute_form and route.proxy is not None:
        prepared = in_absolute_form(prepared, route.proxy)
    if prepared.settings.http_version == "auto" and prepared.scheme == "https" and route.http == "1.1":
        text = _("Sent by HTTP/1.1, because HTTP/2 cannot carry {what}.").format(what=what_http2_lacks(prepared))
        prepared = replace(prepared, notes=(*prepared.notes, text))
    return prepared


def note_proxy(record: Record, route: Route) -> None:
    """Explain a 407 that a proxy gave to the request itself."""
    if route.in_absolute_form and route.proxy is not None and record.head is not None and record.head.status == 407:
        record.notes.append(" ".join(part.rstrip(".") + "." for part in wants_credentials(record.head, route.proxy)))


def with_proxy_named(error: SendError, record: Record) -> SendError:
    """Return an error that speaks of the server, with the proxy that the request was handed to, if that may be the one to blame."""
    route = record.route
    if route is None or route.proxy is None or not route.in_absolute_form or not record.head_sent or record.head is not None:
        return error
    text = _("The request was handed to the proxy {proxy}, so this may be its doing.").format(proxy=route.proxy.named)
    return replace(error, reason=f"{error.reason} {text}".strip())


def _version(prepared: Prepared) -> str:
    wanted = prepared.settings.http_version
    if wanted not in ("auto", "2"):
        return "1.1"
    lacking = what_http2_lacks(prepared)
    if not lacking:
        return wanted
    if wanted == "auto":
        return "1.1"
    raise SendingError(
        "http2",
        _("This request cannot be sent by HTTP/2"),
        _("HTTP/2 cannot carry {what}.").format(what=lacking),
        _("Set the HTTP version to automatic or 1.1 in the request’s settings, or take that out."),
        "prepare",
    )


def what_http2_lacks(prepared: Prepared) -> str:
    """Return in words what of a request HTTP/2 has no place for (RFC 9113 section 8.2.2); empty if nothing."""
    if prepared.settings.as_is:
        return _("a request that is sent as it is")
    if prepared.method.upper() == "CONNECT":
        return _("the method CONNECT to a server")
    for header in prepared.headers:
        name = header.name.lower()
        if name in _ONLY_HTTP1:
            return _("the header {name}").format(name=header.name)
        if name == "te" and header.value.strip().lower() != "trailers":
            return _("the header {name} with another value than “trailers”").format(name=header.name)
    hosts, lengths = values(prepared.headers, "host"), values(prepared.headers, "content-length")
    if len(hosts) != 1 or not hosts[0]:
        return _("a request without exactly one Host header")
    size = prepared.payload.size if prepared.payload else 0
    if lengths and lengths != [str(size)]:
        return _("a Content-Length that is not the body’s")
    return ""
