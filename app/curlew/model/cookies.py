"""Cookies of a response, parsed into columns (RFC 6265 section 5.2 as far as showing needs it)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResponseCookie:
    """One Set-Cookie header: what it says, undecided whether a jar would store it."""

    name: str
    value: str
    domain: str = ""
    path: str = ""
    expires: str = ""
    max_age: str = ""
    secure: bool = False
    http_only: bool = False
    same_site: str = ""
    other: tuple[str, ...] = ()


def parse_set_cookie(header: str) -> ResponseCookie:
    """Parse one Set-Cookie value; never fails: without `=` the whole is the value (RFC 6265bis section 5.6)."""
    pair, *attributes = header.split(";")
    name, equals, value = pair.partition("=")
    if not equals:
        name, value = "", pair
    known: dict[str, str] = {}
    secure = http_only = False
    other: list[str] = []
    for attribute in attributes:
        key, _, content = attribute.strip().partition("=")
        match key.strip().lower():
            case "domain" | "path" | "expires" | "max-age" | "samesite" as label:
                known[label] = content.strip()
            case "secure":
                secure = True
            case "httponly":
                http_only = True
            case "":
                pass
            case _:
                other.append(attribute.strip())
    return ResponseCookie(
        name.strip(),
        value.strip(),
        known.get("domain", ""),
        known.get("path", ""),
        known.get("expires", ""),
        known.get("max-age", ""),
        secure,
        http_only,
        known.get("samesite", ""),
        tuple(other),
    )


def response_cookies(headers: Iterable[tuple[str, str]]) -> tuple[ResponseCookie, ...]:
    """Return the cookies that a response sets, in order."""
    return tuple(parse_set_cookie(value) for name, value in headers if name.lower() == "set-cookie")
