"""Why a cookie is refused, in words that name the rule (sections of RFC 6265bis)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from curlew.model.cookies_rules import CONTROL, MAX_PAIR, Cookie, Place, byte_length, domain_matches, is_address, path_matches
from curlew.model.public_suffix import SuffixRules
from curlew.text import _


class RefusedError(Exception):
    """A cookie that is not stored; `reason` in words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_header(header: bytes) -> None:
    """Check a whole Set-Cookie header, attributes included (section 5.6, step 1). Raises RefusedError."""
    if CONTROL.search(header.decode("latin-1")):
        raise RefusedError(_("It holds a control character (RFC 6265bis, 5.6)."))


def check_text(name: str, value: str) -> None:
    """Check name and value (sections 5.6 and 5.7, steps 1 to 4). Raises RefusedError."""
    if not name and not value:
        raise RefusedError(_("It has neither a name nor a value (RFC 6265bis, 5.7)."))
    if CONTROL.search(name) or CONTROL.search(value):
        raise RefusedError(_("It holds a control character (RFC 6265bis, 5.6)."))
    size = byte_length(name) + byte_length(value)
    if size > MAX_PAIR:
        text = _("Name and value have {n} bytes; {most} are allowed (RFC 6265bis, 5.6).")
        raise RefusedError(text.format(n=size, most=MAX_PAIR))


def settled_domain(asked: str, host: str, suffixes: Callable[[], SuffixRules]) -> tuple[str, bool]:
    """Return the domain of a cookie that asks for one, and whether it is for that host only. Raises RefusedError."""
    if not asked:
        return host, True
    if not asked.isascii():
        raise RefusedError(_("Its domain is not in ASCII: international names are written in punycode (RFC 6265bis, 5.7)."))
    if asked == host and ("." not in host or is_address(host)):
        return host, True
    if suffixes().is_public(asked):
        if asked == host:
            return host, True
        text = _("Names below {domain} belong to different people, so no cookie can be for all of them (public suffix; RFC 6265bis, 5.7).")
        raise RefusedError(text.format(domain=asked))
    if not domain_matches(host, asked):
        text = _(
            "It asks for the domain {domain}, but came from {host}: a host sets cookies for itself and what is above it (RFC 6265bis, 5.7)."
        )
        raise RefusedError(text.format(domain=asked, host=host))
    return asked, False


def check_flags(cookie: Cookie, path_said: bool) -> None:
    """Check what holds whoever sets a cookie: prefixes and SameSite (section 5.7, steps 19 to 22). Raises RefusedError."""
    if cookie.same_site == "None" and not cookie.secure:
        raise RefusedError(_("It says SameSite=None without Secure (RFC 6265bis, 5.7)."))
    name = cookie.name.lower()
    if not name and cookie.value.lower().startswith(("__secure-", "__host-")):
        raise RefusedError(_("It has no name, but a value that would look like a name with a prefix (RFC 6265bis, 5.7)."))
    if name.startswith("__secure-") and not cookie.secure:
        raise RefusedError(_("Its name begins with __Secure-, but it is not Secure (RFC 6265bis, 4.1.3.1)."))
    if name.startswith("__host-") and not (cookie.secure and cookie.host_only and cookie.path == "/" and path_said):
        missing = [
            *([] if cookie.secure else [_("be Secure")]),
            *([] if cookie.host_only else [_("name no Domain")]),
            *([] if cookie.path == "/" and path_said else [_("say Path=/")]),
        ]
        text = _("Its name begins with __Host-, so it would have to {what} (RFC 6265bis, 4.1.3.2).")
        raise RefusedError(text.format(what=", ".join(missing)))


def check_place(cookie: Cookie, place: Place, held: Iterable[Cookie]) -> None:
    """Check what holds for a cookie from the network: Secure, and Secure ones left alone (section 5.7). Raises RefusedError."""
    if place.is_secure:
        return
    if cookie.secure:
        raise RefusedError(_("It is Secure, but came without encryption (RFC 6265bis, 5.7)."))
    for other in held:
        near = domain_matches(other.domain, cookie.domain) or domain_matches(cookie.domain, other.domain)
        if other.secure and other.name == cookie.name and near and path_matches(cookie.path, other.path):
            text = _("A Secure cookie of that name is in the jar, which a response without encryption cannot replace (RFC 6265bis, 5.7).")
            raise RefusedError(text)
