"""Which Host names mean this machine: the guard against pages that reach us through a renamed address (DNS rebinding)."""

from __future__ import annotations

import ipaddress


def is_loopback_host(host: str) -> bool:
    """Return whether a Host header names this machine: `localhost`, a name below it, 127.0.0.0/8 or [::1], with any port."""
    name = without_port(host).lower().removesuffix(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False


def without_port(host: str) -> str:
    """Return the host of a Host header."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.rpartition(":")[0] if ":" in host else host
