"""What a person can do about a failed send, from where they read of it."""

from __future__ import annotations

from dataclasses import dataclass

from curlew.model.exchange import Exchange
from curlew.text import _


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way on.

    place: what `ErrorPage.place_wanted` says: a tab of the request (`url`, `auth`, `headers`, `body`, `settings`), `environments`,
    or `http` and `https`: change the scheme and send.
    """

    place: str
    title: str
    icon: str


_TITLES = {
    "url": (_("Go to the URL"), "link"),
    "method": (_("Go to the URL"), "link"),
    "auth": (_("Open Authorization"), "key"),
    "headers": (_("Open the headers"), "lines"),
    "body": (_("Open the body"), "file"),
    "settings": (_("Open the request’s settings"), "settings"),
    "environments": (_("Open the environments"), "globe"),
    "http": (_("Use http:// and send again"), "swap"),
    "https": (_("Use https:// and send again"), "swap"),
}
_BY_KIND = {
    "variable": ("environments",),
    "dns": ("url", "environments"),
    "refused": ("url", "environments"),
    "connect": ("url", "settings"),
    "timeout": ("settings",),
    "proxy": ("settings",),
    "settings": ("settings",),
    "redirect": ("settings",),
    "url": ("url",),
    "method": ("url",),
    "file": ("body",),
    "auth": ("auth",),
    "certificate": ("settings",),
    "tls": ("settings",),
}


def remedies(exchange: Exchange) -> list[Remedy]:
    """Return what can be opened or changed about a failure, the likeliest first."""
    error = exchange.error
    if error is None or error.kind == "cancelled":
        return []
    by_kind = _BY_KIND.get(error.kind, ())
    if error.phase in ("dns", "connect", "proxy") and exchange.hops and exchange.hops[-1].connection.proxy:
        by_kind = ("settings",)  # it is the proxy that was not reached
    places = [*_other_scheme(exchange), *_of_field(error.field), *by_kind]
    return [Remedy("url" if place == "method" else place, *_TITLES[place]) for place in dict.fromkeys(places)][:3]


def _other_scheme(exchange: Exchange) -> list[str]:
    """Return the scheme to change to where the hint names the other one (C39)."""
    error, request = exchange.error, exchange.request
    if error is None or request is None:
        return []
    hint = f"{error.reason}\n{error.hint}".lower()
    if request.url.lower().startswith("https:") and "http://" in hint and error.phase == "tls":
        return ["http"]
    if request.url.lower().startswith("http:") and "https://" in hint:
        return ["https"]
    return []


def _of_field(field: str) -> list[str]:
    place = field.partition(":")[0]
    return [{"header": "headers"}.get(place, place)] if {"header": "headers"}.get(place, place) in _TITLES else []
