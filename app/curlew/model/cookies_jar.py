"""A jar of cookies: what is stored, what is sent where, what has to go when it is full (RFC 6265bis sections 5.7 and 5.8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from curlew.model.cookies_checks import RefusedError, check_flags, check_header, check_place, check_text, settled_domain
from curlew.model.cookies_rules import (
    IN_ALL,
    LONGEST_LIFE_S,
    PER_HOST,
    Cookie,
    Place,
    SetCookie,
    default_path,
    domain_matches,
    is_address,
    is_this_machine,
    parse_header,
    path_matches,
    place_of,
    readable,
)
from curlew.model.exchange import CookieNote
from curlew.model.public_suffix import NO_RULES, SuffixRules
from curlew.text import _

Key = tuple[str, str, str, bool]
_HALF = re.compile(r"[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates, but for those that stand for bytes."""
_USED_S = 10.0
"""How exactly it is known when a cookie was used last, which counts when the jar is full."""


class Jar:
    """Cookies by domain. `suffixes` is asked for the public suffix list when it is needed; `now` is seconds since the epoch.

    revision grows with every change of what is stored (not with mere use).
    """

    def __init__(self, cookies: Iterable[Cookie] = (), suffixes: Callable[[], SuffixRules] = lambda: NO_RULES) -> None:
        self._suffixes = suffixes
        self._domains: dict[str, dict[Key, Cookie]] = {}
        self._count = 0
        self._newest = 0.0
        self.revision = 0
        for cookie in cookies:
            self._put(cookie)
            self._newest = max(self._newest, cookie.created)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Cookie]:
        """Return the cookies, those that are over included, by domain in the order of storing."""
        for below in self._domains.values():
            yield from below.values()

    # --- from the network ---

    def store(self, header: bytes, url: str, now: float) -> CookieNote:
        """Do what one Set-Cookie header of a response says."""
        said, place = parse_header(header), place_of(url)
        try:
            check_header(header)
            cookie = self._made(said, place, now)
            check_flags(cookie, said.path is not None)
            check_place(cookie, place, self._near(cookie))
        except RefusedError as refusal:
            return CookieNote(readable(said.name), "refused", refusal.reason, said.domain or place.host, said.path or "")
        return self._kept(cookie, place, now)

    def _made(self, said: SetCookie, place: Place, now: float) -> Cookie:
        check_text(said.name, said.value)
        domain, host_only = settled_domain(said.domain or "", place.host, self._suffixes)
        path = said.path if said.path is not None else default_path(place.path)
        ends = _end(said, now)
        return Cookie(said.name, said.value, domain, path, host_only, said.secure, said.http_only, said.same_site, ends, now, now)

    def _kept(self, cookie: Cookie, place: Place, now: float) -> CookieNote:
        old = self._domains.get(cookie.domain, {}).get(cookie.key)
        name = readable(cookie.name)
        if cookie.is_over(now):
            if old is None:
                reason = _("It is over already, and there was none of its name to remove.")
                return CookieNote(name, "removed", reason, cookie.domain, cookie.path)
            self.remove(cookie.key)
            return CookieNote(name, "removed", _("The server let it end."), cookie.domain, cookie.path)
        self._newest = max(now, self._newest + 0.000_001)  # those of one response keep their order
        self._put(replace(cookie, created=old.created if old is not None else self._newest))
        self.revision += 1
        self._make_room(cookie.domain, now)
        return CookieNote(name, "stored" if old is None else "replaced", _remarks(cookie, place), cookie.domain, cookie.path)

    def for_url(self, url: str, now: float) -> list[Cookie]:
        """Return the cookies that go with a request, in the order in which they are sent."""
        place = place_of(url)
        found = [cookie for cookie in self._about(place.host) if not cookie.is_over(now) and goes_to(cookie, place)]
        found.sort(key=lambda cookie: (-len(cookie.path), cookie.created))
        return found

    def header(self, url: str, now: float) -> str:
        """Return the value of the Cookie header for a request, empty for none."""
        if not self._count:
            return ""
        found = self.for_url(url, now)
        for cookie in found:
            if now - cookie.used > _USED_S:
                self._domains[cookie.domain][cookie.key] = replace(cookie, used=now)
        return "; ".join(cookie.pair for cookie in found)

    # --- by hand ---

    def get(self, key: Key) -> Cookie | None:
        return self._domains.get(key[0], {}).get(key)

    def put(self, cookie: Cookie, now: float, former: Key | None = None) -> None:
        """Store a cookie that a person made or changed; `former`: the key of what it replaces. Raises RefusedError."""
        check_typed(cookie, self._suffixes)
        if former is not None and former != cookie.key:
            self.remove(former)
        self.take_in(cookie, now)

    def take_in(self, cookie: Cookie, now: float) -> None:
        """Store a cookie unchecked: one that was in a jar before."""
        if not cookie.created:
            self._newest = max(now, self._newest + 0.000_001)
            cookie = replace(cookie, created=self._newest, used=now)
        self._put(cookie)
        self.revision += 1
        self._make_room(cookie.domain, now)

    def admit(self, cookies: Iterable[Cookie], now: float) -> list[tuple[Cookie, str]]:
        """Store cookies of a file by the rules for typed ones; return those that were refused, each with the reason."""
        refused = []
        for cookie in cookies:
            try:
                self.put(cookie, now)
            except RefusedError as error:
                refused.append((cookie, error.reason))
        return refused

    def remove(self, key: Key) -> Cookie | None:
        """Take a cookie out and return it, None if there was none."""
        below = self._domains.get(key[0], {})
        cookie = below.pop(key, None)
        if cookie is not None:
            self._count -= 1
            self.revision += 1
            if not below:
                del self._domains[key[0]]
        return cookie

    def clear(self, which: Callable[[Cookie], bool] = lambda _cookie: True) -> tuple[Cookie, ...]:
        """Take out the cookies that `which` names, and return them."""
        gone = tuple(filter(which, self))
        for cookie in gone:
            self.remove(cookie.key)
        return gone

    # --- inner workings ---

    def _put(self, cookie: Cookie) -> None:
        below = self._domains.setdefault(cookie.domain, {})
        self._count += cookie.key not in below
        below[cookie.key] = cookie

    def _about(self, host: str) -> Iterator[Cookie]:
        """Return the cookies of a host and of the domains above it."""
        domain = host
        while domain:
            yield from self._domains.get(domain, {}).values()
            domain = domain.partition(".")[2] if ":" not in domain else ""

    def _near(self, cookie: Cookie) -> Iterator[Cookie]:
        """Return the cookies of the same name at the domains above and below a cookie's."""
        ending = "." + cookie.domain
        for domain, below in self._domains.items():
            if domain == cookie.domain or domain.endswith(ending) or cookie.domain.endswith("." + domain):
                yield from (other for other in below.values() if other.name == cookie.name)

    def _make_room(self, domain: str, now: float) -> None:
        """Section 5.7, at its end: first what is over, then of a crowded domain what is not Secure, then what was used longest ago."""
        below = self._domains.get(domain, {})
        if len(below) > PER_HOST:
            self._evict(list(below.values()), len(below) - PER_HOST, now)
        if self._count > IN_ALL:
            self._evict(list(self), self._count - IN_ALL, now)

    def _evict(self, cookies: list[Cookie], count: int, now: float) -> None:
        crowded = {domain for domain, below in self._domains.items() if len(below) > PER_HOST}
        cookies.sort(key=lambda c: (not c.is_over(now), c.domain not in crowded or c.secure, c.used))
        for cookie in cookies[:count]:
            self.remove(cookie.key)


def goes_to(cookie: Cookie, place: Place) -> bool:
    """Return whether a cookie is for a place (section 5.8.3). SameSite says nothing here: a client like this is no site."""
    if not (cookie.domain == place.host if cookie.host_only else domain_matches(place.host, cookie.domain)):
        return False
    return path_matches(place.path, cookie.path) and (not cookie.secure or place.is_secure)


def check_typed(cookie: Cookie, suffixes: Callable[[], SuffixRules] = lambda: NO_RULES) -> None:
    """Check a cookie that a person typed. Raises RefusedError."""
    if _HALF.search(cookie.name + cookie.value + cookie.domain + cookie.path):
        raise RefusedError(_("It holds half of a character, which cannot be sent."))
    check_text(cookie.name, cookie.value)
    if not cookie.domain:
        raise RefusedError(_("It names no domain, so it could go nowhere."))
    if ";" in cookie.name + cookie.value or "=" in cookie.name:
        raise RefusedError(_("A semicolon ends a value and “=” a name, so neither can stand inside (RFC 6265bis, 5.6)."))
    if not cookie.path.startswith("/") or ";" in cookie.path:
        raise RefusedError(_("A path begins with / and holds no semicolon (RFC 6265bis, 5.6.4)."))
    if not cookie.host_only and is_address(cookie.domain):
        raise RefusedError(_("An IP address has no sub-domains (RFC 6265bis, 5.1.3)."))
    if not cookie.host_only and suffixes().is_public(cookie.domain):
        text = _("Names below {domain} belong to different people: only a cookie for that host itself can be kept (public suffix).")
        raise RefusedError(text.format(domain=cookie.domain))
    check_flags(cookie, True)


def _end(said: SetCookie, now: float) -> float | None:
    """Return when a cookie ends (sections 5.5, 5.6.1, 5.6.2): Max-Age wins over Expires, and none lives longer than 400 days."""
    if said.max_age is not None:
        return now + min(said.max_age, LONGEST_LIFE_S) if said.max_age > 0 else 0.0
    return None if said.expires is None else min(said.expires, now + LONGEST_LIFE_S)


def _remarks(cookie: Cookie, place: Place) -> str:
    if cookie.secure and place.scheme not in ("https", "wss") and is_this_machine(place.host):
        return _("Secure, and kept without encryption, since it came from this machine.")
    return ""
