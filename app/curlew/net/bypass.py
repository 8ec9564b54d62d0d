"""Which hosts are reached without the proxy: lists as in NO_PROXY, and those of Windows and macOS."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network


def bypassed(host: str, port: int, patterns: Iterable[str]) -> bool:
    """Return whether a list lets this host be reached directly.

    Entries: `*` (all), a name (it and what is below it), `.name` the same, `*.name` (only what is below it), an address, a network
    (`10.0.0.0/8`), any of them with `:port`, other wildcards (`10.1.*`), `localhost` (every address of this machine itself), and
    `<local>` (names without a dot).
    """
    name = host.lower().rstrip(".").partition("%")[0]
    return any(_matches(name, port, pattern.strip().lower()) for pattern in patterns)


def _matches(host: str, port: int, pattern: str) -> bool:
    pattern, wanted_port = split_port(pattern)
    if wanted_port is not None and wanted_port != port:
        return False
    if pattern == "*":
        return True
    if pattern == "<local>":
        return "." not in host and ":" not in host
    address = _address(host)
    if address is not None:
        if pattern == "localhost":
            return address.is_loopback
        if (network := _network(pattern)) is not None:
            return address.version == network.version and address in network
        return "*" in pattern and fnmatchcase(host, pattern)
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    if "*" in pattern:
        return fnmatchcase(host, pattern)
    suffix = pattern.strip(".")
    return bool(suffix) and (host == suffix or host.endswith(f".{suffix}"))


def split_port(pattern: str) -> tuple[str, int | None]:
    """Return an entry without its port, and the port; brackets around an IPv6 address are taken off."""
    if pattern.startswith("["):
        inside, _bracket, rest = pattern[1:].partition("]")
        return inside, int(rest[1:]) if rest[:1] == ":" and rest[1:].isdigit() else None
    name, colon, port = pattern.partition(":")
    return (name, int(port)) if colon and port.isdigit() and ":" not in port and name else (pattern, None)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _network(pattern: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(pattern, strict=False)
    except ValueError:
        return None
