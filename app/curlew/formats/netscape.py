"""Cookies in the format of Netscape's browser, which curl and wget read and write: seven fields a line, parted by tabs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curlew.model.cookies_rules import CONTROL, Cookie, is_address
from curlew.text import _

HEAD = b"# Netscape HTTP Cookie File\n# Written by Curlew. Values are secrets: whoever has them is logged in as you.\n\n"
_HTTP_ONLY = "#HttpOnly_"


@dataclass(frozen=True, slots=True)
class NetscapeFile:
    """problems: one text for each line that is no cookie, with its number; the other lines count all the same."""

    cookies: tuple[Cookie, ...] = ()
    problems: tuple[str, ...] = ()


def read_netscape(data: bytes) -> NetscapeFile:
    """Read a file. Comments and blank lines are passed over."""
    cookies: list[Cookie] = []
    problems: list[str] = []
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.removesuffix("\r")
        if not line.strip() or (line.startswith("#") and not line.startswith(_HTTP_ONLY)):
            continue
        try:
            cookies.append(_cookie(line, float(number)))
        except ValueError as error:
            problems.append(_("line {n}: {why}").format(n=number, why=error))
    return NetscapeFile(tuple(cookies), tuple(problems))


def _cookie(line: str, order: float) -> Cookie:
    """Return a line's cookie. Raises ValueError with the reason. order: stands for the time of creation, which the format lacks."""
    http_only = line.startswith(_HTTP_ONLY)
    fields = line.removeprefix(_HTTP_ONLY).split("\t", 6)
    if len(fields) == 6:
        fields.append("")  # curl leaves the tab out before an empty value
    if len(fields) < 7:
        raise ValueError(_("it has {n} fields, not 7 parted by tabs").format(n=len(fields)))
    domain, below, path, secure, expires, name, value = fields
    if below not in ("TRUE", "FALSE") or secure not in ("TRUE", "FALSE"):
        raise ValueError(_("field 2 and field 4 say TRUE or FALSE"))
    if not expires.lstrip("-").isdecimal() or not expires.isascii() or len(expires) > 15:
        raise ValueError(_("field 5 is no time in seconds"))
    if not domain.strip("."):
        raise ValueError(_("it names no domain"))
    if CONTROL.search(name) or CONTROL.search(value):
        raise ValueError(_("it holds a control character"))
    host = domain.removeprefix(".").lower()
    host_only = below == "FALSE" or is_address(host)
    ends = float(expires) if int(expires) > 0 else None
    path = path if path.startswith("/") else "/"
    return Cookie(name, value, host, path, host_only, secure == "TRUE", http_only, "", ends, order, order)


def write_netscape(cookies: Iterable[Cookie], now: float) -> tuple[bytes, tuple[str, ...]]:
    """Return the file for cookies that are not over, and the names of those that the format cannot hold.

    What the format has no field for (SameSite) is left out.
    """
    lines: list[str] = []
    left: list[str] = []
    for cookie in cookies:
        if cookie.is_over(now):
            continue
        fields = _fields(cookie)
        if any("\t" in field for field in fields[:6]):
            left.append(cookie.name)
        else:
            lines.append("\t".join(fields) + "\n")
    return HEAD + "".join(lines).encode("utf-8", "surrogateescape"), tuple(left)


def _fields(cookie: Cookie) -> tuple[str, ...]:
    domain = cookie.domain if cookie.host_only else "." + cookie.domain
    return (
        (_HTTP_ONLY if cookie.http_only else "") + domain,
        "FALSE" if cookie.host_only else "TRUE",
        cookie.path,
        "TRUE" if cookie.secure else "FALSE",
        "0" if cookie.expires is None else str(max(1, int(cookie.expires))),
        cookie.name,
        cookie.value,
    )
