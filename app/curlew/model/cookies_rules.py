"""The rules of RFC 6265bis (draft-ietf-httpbis-rfc6265bis, the successor of RFC 6265) by which cookies are read, kept and sent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curlew.model.cookies_dates import parse_cookie_date

MAX_PAIR = 4096
"""Bytes of name and value together (section 5.6)."""
MAX_ATTRIBUTE = 1024
"""Bytes of an attribute's value; longer ones are passed over (section 5.6)."""
LONGEST_LIFE_S = 400 * 86400
"""How long a cookie may live at most (section 5.5)."""
PER_HOST = 180
IN_ALL = 3000

CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_BLANKS = " \t"
SAME_SITES = {"strict": "Strict", "lax": "Lax", "none": "None"}


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie of a jar. Bytes that are no UTF-8 stand in name and value as surrogate escapes, and go back as they came.

    expires: seconds since the epoch, None for a session cookie. same_site: `Strict`, `Lax`, `None`, or empty where it was not said.
    """

    name: str
    value: str
    domain: str
    path: str = "/"
    host_only: bool = True
    secure: bool = False
    http_only: bool = False
    same_site: str = ""
    expires: float | None = None
    created: float = 0.0
    used: float = 0.0

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """What tells cookies apart (section 5.7)."""
        return (self.domain, self.path, self.name, self.host_only)

    @property
    def pair(self) -> str:
        """The cookie as it is sent."""
        return f"{self.name}={self.value}" if self.name else self.value

    def is_over(self, now: float) -> bool:
        return self.expires is not None and self.expires <= now


@dataclass(frozen=True, slots=True)
class SetCookie:
    """A Set-Cookie header as it is understood: None for what is not said, or not in a way that counts."""

    name: str
    value: str
    expires: float | None = None
    max_age: int | None = None
    domain: str | None = None
    path: str | None = None
    secure: bool = False
    http_only: bool = False
    same_site: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a response came from, or a request goes to. host: canonical (lower case, punycode, IPv6 without brackets)."""

    scheme: str
    host: str
    path: str

    @property
    def is_secure(self) -> bool:
        """Whether Secure cookies may travel: https, or this machine itself, as in browsers."""
        return self.scheme in ("https", "wss") or is_this_machine(self.host)


_URL = re.compile(r"([a-z][a-z0-9+.\-]*)://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(?::[0-9]*)?([^?#]*)", re.IGNORECASE)


_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\.(?!$)|$)){4}")


def place_of(url: str) -> Place:
    """Take apart a URL as it was sent. An unreadable one gives a place of no host, to which nothing belongs."""
    found = _URL.match(url)
    if found is None:
        return Place("", "", "/")
    host = found[2].strip("[]").lower()
    path = found[3]
    return Place(found[1].lower(), host, path if path.startswith("/") else "/")


def is_address(host: str) -> bool:
    """Return whether a host is an IP address: those have no sub-domains."""
    return ":" in host or (host[-1:].isdecimal() and _IPV4.fullmatch(host) is not None)


def is_this_machine(host: str) -> bool:
    """Return whether a host is the loopback: nobody listens on the way to it, so it counts as secure (W3C Secure Contexts)."""
    host = host.rstrip(".")
    if host == "localhost" or host.endswith(".localhost") or host == "::1":
        return True
    return host.startswith("127.") and is_address(host)


def domain_matches(host: str, domain: str) -> bool:
    """Section 5.1.3: the same name, or below it."""
    return host == domain or (host.endswith("." + domain) and not is_address(host))


def path_matches(path: str, cookie_path: str) -> bool:
    """Section 5.1.4: the same path, or below it."""
    if path == cookie_path:
        return True
    return path.startswith(cookie_path) and (cookie_path.endswith("/") or path[len(cookie_path)] == "/")


def default_path(path: str) -> str:
    """Section 5.1.4: the folder of the request's path."""
    folder = path.rpartition("/")[0]
    return folder or "/"


def parse_header(header: bytes) -> SetCookie:
    """Read a Set-Cookie header (section 5.6). Never fails; whether it may be stored is another question."""
    text = header.decode("utf-8", "surrogateescape")
    pair, *attributes = text.split(";")
    name, equals, value = pair.partition("=")
    if not equals:
        name, value = "", pair
    said: dict[str, str] = {}
    for attribute in attributes:
        label, _equals, content = attribute.partition("=")
        content = content.strip(_BLANKS)
        if byte_length(content) <= MAX_ATTRIBUTE:
            _understand(said, label.strip(_BLANKS).lower(), content)
    return SetCookie(
        name.strip(_BLANKS),
        value.strip(_BLANKS),
        parse_cookie_date(said["expires"]) if "expires" in said else None,
        int(said["max-age"][:19]) if "max-age" in said else None,
        said.get("domain"),
        said.get("path") or None,
        "secure" in said,
        "httponly" in said,
        said.get("samesite", ""),
    )


def _understand(said: dict[str, str], label: str, content: str) -> None:
    """Note an attribute; the last one of a name counts, but for those that say nothing."""
    match label:
        case "expires":
            if parse_cookie_date(content) is not None:
                said[label] = content
        case "max-age":
            if re.fullmatch(r"-?[0-9]+", content):
                said[label] = content
        case "domain":
            said[label] = content.removeprefix(".").lower()
        case "path":
            said[label] = content if content.startswith("/") else ""
        case "samesite":
            said[label] = SAME_SITES.get(content.lower(), "")
        case "secure" | "httponly":
            said[label] = ""


def byte_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def readable(text: str) -> str:
    """Return a name or value as it can be shown: bytes that are no UTF-8 are read as Latin-1."""
    if text.isascii():
        return text
    data = text.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
