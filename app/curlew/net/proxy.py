"""Which proxy a request goes through: its address checked and taken apart before anything is sent."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import unquote

from curlew.model.prepared import Proxy
from curlew.net.address import Address, parse, split_scheme
from curlew.net.bypass import bypassed
from curlew.net.errors import SendingError
from curlew.net.system_proxy import system_proxy
from curlew.text import _

SYSTEM = "system"
"""What stands for an address where the system is to be asked, for each hop anew."""

_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}


@dataclass(frozen=True, slots=True)
class ProxyAddress:
    """A proxy to be connected to. user: None without credentials, which `shown` never holds."""

    scheme: str
    host: str
    port: int
    user: str | None = field(default=None, repr=False)
    password: str = field(default="", repr=False)
    source: str = ""

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def shown(self) -> str:
        return f"{self.address}, {self.source}" if self.source else self.address

    @property
    def named(self) -> str:
        """As `shown`, to stand within a sentence."""
        return f"{self.address} ({self.source})" if self.source else self.address

    @property
    def speaks_socks(self) -> bool:
        return self.scheme.startswith("socks")

    @property
    def authorization(self) -> str:
        """The value of Proxy-Authorization; empty without credentials."""
        if self.user is None:
            return ""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple(secret for secret in (self.password, self.authorization.removeprefix("Basic ")) if secret)


def settled_proxy(proxy: Proxy | None, scheme: str, host: str, port: int) -> ProxyAddress | None:
    """Return the proxy that a hop goes through, None for a direct connection. Raise SendingError for an address that is none."""
    if proxy is None:
        return None
    if bypassed(host, port, proxy.bypass):
        return None
    if proxy.url == SYSTEM:
        proxy = system_proxy(scheme, host, port)
    return None if proxy is None else proxy_address(proxy)


def proxy_address(proxy: Proxy) -> ProxyAddress:
    """Take a proxy's URL apart; `http` where it names no scheme. Raise SendingError, without the credentials, if it cannot be used."""
    scheme, rest = split_scheme(proxy.url.strip())
    authority = rest.replace("\\", "/").partition("/")[0].partition("?")[0]
    userinfo, at, place = authority.rpartition("@")
    if scheme not in _PORTS:
        hint = _("Choose http://, https://, socks5:// or socks5h:// (which lets the proxy look the name up).")
        if scheme.startswith("socks4"):
            hint = _("Most SOCKS proxies speak version 5 as well: try socks5://.")
        raise _bad(_("{scheme}:// is no proxy that Curlew can use").format(scheme=scheme), _told(proxy, place), hint)
    if not place:
        raise _bad(_("The proxy’s address has no host"), _told(proxy, place), _("Write it as http://proxy:3128."))
    where = _parsed(proxy, place)
    named = place.rpartition("]")[2] if place.startswith("[") else place
    user, colon, password = userinfo.partition(":")
    port = where.port if ":" in named.rstrip(":") else _PORTS[scheme]
    return ProxyAddress(scheme, where.host, port, unquote(user) if at else None, unquote(password) if colon else "", proxy.source)


def _parsed(proxy: Proxy, place: str) -> Address:
    try:
        return parse(f"http://{place}")
    except SendingError as error:
        raise _bad(
            _("The proxy’s address cannot be used"), f"{error.title}. {error.reason}", _("Write it as http://proxy:3128.")
        ) from error


def _told(proxy: Proxy, place: str) -> str:
    said = _("The proxy’s address is {address}").format(address=f"“{place}”" if place else _("empty"))
    return f"{said}, {proxy.source}." if proxy.source else f"{said}."


def _bad(title: str, reason: str, hint: str) -> SendingError:
    return SendingError("proxy", title, reason, hint, "prepare")
