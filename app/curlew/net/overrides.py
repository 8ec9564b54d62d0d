"""Host overrides: addresses that a person gives for a host, as curl's --resolve takes them."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address

from curlew.net.errors import SendingError
from curlew.text import _


def override_for(host: str, port: int, entries: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the addresses that are given for a host, None where none are.

    An entry for that host counts before one for `*`, a later one before an earlier one.
    """
    table = _parsed(entries)
    name = host.lower().rstrip(".")
    return table.get((name, port)) or table.get(("*", port))


def checked_overrides(entries: tuple[str, ...]) -> None:
    """Raise SendingError for an entry that cannot be used."""
    _parsed(entries)


@lru_cache(maxsize=64)
def _parsed(entries: tuple[str, ...]) -> dict[tuple[str, int], tuple[str, ...]]:
    table: dict[tuple[str, int], tuple[str, ...]] = {}
    for entry in entries:
        text = entry.strip().removeprefix("+")
        if text.startswith("["):
            host, _bracket, rest = text[1:].partition("]:")
        else:
            host, _colon, rest = text.partition(":")
        port, _colon, addresses = rest.partition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536 or not addresses.strip():
            raise _bad(entry, _("It is not of the form HOST:PORT:ADDRESS."))
        table[host.lower().rstrip("."), int(port)] = tuple(_address(entry, part) for part in addresses.split(","))
    return table


def _address(entry: str, text: str) -> str:
    address = text.strip().removeprefix("[").removesuffix("]")
    try:
        ip_address(address)
    except ValueError:
        raise _bad(entry, _("{text} is no IP address.").format(text=f"“{text.strip()}”")) from None
    return address


def _bad(entry: str, reason: str) -> SendingError:
    hint = _("Write it as api.example.com:443:127.0.0.1, several addresses with commas between them.")
    return SendingError("settings", _("The host override {entry} cannot be used").format(entry=f"“{entry}”"), reason, hint, "prepare")
