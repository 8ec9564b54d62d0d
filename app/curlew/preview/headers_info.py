"""What well-known response headers mean, in a few words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from curlew.preview.charset import declared_charset
from curlew.preview.kinds import media_type
from curlew.text import _, ngettext

_FIXED = {
    "x-content-type-options": ("nosniff", _("browsers may not guess another type")),
    "connection": ("close", _("the server closes the connection")),
    "transfer-encoding": ("chunked", _("length not known beforehand")),
    "accept-ranges": ("bytes", _("parts can be asked for")),
    "access-control-allow-origin": ("*", _("any site’s scripts may read it")),
    "access-control-allow-credentials": ("true", _("scripts may send cookies")),
    "x-frame-options": ("deny", _("no page may frame it")),
}
_TYPES = {"application/json": "JSON", "text/html": "HTML", "application/xml": "XML", "text/xml": "XML", "text/plain": _("plain text")}


def meaning(name: str, value: str, now: datetime | None = None) -> str:
    """Return what a header means, empty where there is nothing to add to it."""
    key = name.lower()
    if key in _FIXED and value.strip().lower() == _FIXED[key][0]:
        return _FIXED[key][1]
    explain = _EXPLAINED.get(key)
    try:
        return explain(value, now or datetime.now(UTC)) if explain else ""
    except (ValueError, OverflowError):
        return ""


def request_meaning(name: str, value: str) -> str:
    """Return what a header of a request asks for or tells, empty where there is nothing to add to it."""
    key = name.lower()
    if key == "cookie":
        count = len([pair for pair in value.split(";") if pair.strip()])
        return ngettext("{n} cookie", "{n} cookies", count).format(n=count)
    if key in ("authorization", "proxy-authorization"):
        return _SCHEMES.get(value.partition(" ")[0].lower(), _("credentials"))
    return _REQUEST.get(key) or meaning(name, value)


_SCHEMES = {
    "basic": _("user name and password"),
    "bearer": _("a token"),
    "digest": _("answer to a challenge"),
    "aws4-hmac-sha256": _("AWS signature"),
}
_REQUEST = {
    "host": _("the server that is meant"),
    "user-agent": _("the program that asks"),
    "accept": _("types that are welcome"),
    "accept-encoding": _("how the body may be packed"),
    "accept-language": _("languages that are welcome"),
    "referer": _("where the link stood"),
    "origin": _("the site that asks"),
    "if-none-match": _("only if it has changed"),
    "if-modified-since": _("only if it has changed"),
    "range": _("a part only"),
    "expect": _("asks before sending the body"),
}


def rate_left(headers: Mapping[str, str], key: str) -> str:
    """Return how much of a rate limit is left, for its `remaining` header; empty where the limit is not told."""
    limit = headers.get(key.replace("remaining", "limit"), "")
    left = headers.get(key, "")
    if not key.endswith("ratelimit-remaining") or not (limit.isdigit() and left.isdigit()) or not int(limit):
        return ""
    return _("{share} % of {limit} left").format(share=round(100 * int(left) / int(limit)), limit=f"{int(limit):,}")


def _content_type(value: str, _now: datetime) -> str:
    label = _TYPES.get(media_type(value), "")
    charset = declared_charset(value).upper()
    return ", ".join(part for part in (label, charset) if part) if label else ""


def _size(value: str, _now: datetime) -> str:
    size = int(value)
    return _("{n} KB").format(n=f"{size / 1000:,.1f}") if size >= 1000 else ""


def _date(value: str, now: datetime) -> str:
    when = parsedate_to_datetime(value)
    seconds = (now - (when if when.tzinfo else when.replace(tzinfo=UTC))).total_seconds()
    if abs(seconds) < 5:
        return _("now")
    return _("{span} ago").format(span=span(seconds)) if seconds > 0 else _("in {span}").format(span=span(-seconds))


def _cache(value: str, _now: datetime) -> str:
    words = value.lower()
    if "no-store" in words:
        return _("not to be kept by anyone")
    if "no-cache" in words:
        return _("to be checked before each use")
    found = re.search(r"max-age=(\d+)", words)
    return _("fresh for {span}").format(span=span(int(found[1]))) if found else ""


def _hsts(value: str, _now: datetime) -> str:
    found = re.search(r"max-age=\"?(\d+)", value.lower())
    return _("HTTPS only for {span}").format(span=span(int(found[1]))) if found else ""


def _retry(value: str, now: datetime) -> str:
    return _("in {span}").format(span=span(int(value))) if value.strip().isdigit() else _date(value, now)


def _etag(value: str, _now: datetime) -> str:
    return _("weak: equal in meaning, not in bytes") if value.startswith("W/") else ""


def _seconds(value: str, _now: datetime) -> str:
    return span(int(value))


def _reset(value: str, now: datetime) -> str:
    number = float(value)
    if number > 1e9:
        number -= now.timestamp()
    return _("in {span}").format(span=span(number)) if number > 0 else _("over")


def _encoding(value: str, _now: datetime) -> str:
    return _("decoded for you") if value.lower() in ("gzip", "x-gzip", "deflate", "br", "zstd") else ""


def span(seconds: float) -> str:
    """Return a span of time with one unit."""
    if seconds < 60:
        return ngettext("{n} second", "{n} seconds", round(seconds)).format(n=round(seconds))
    if seconds < 3600:
        return _("{n} min").format(n=round(seconds / 60))
    if seconds < 86400 * 2:
        return _("{n} h").format(n=round(seconds / 3600))
    if seconds < 86400 * 700:
        return ngettext("{n} day", "{n} days", round(seconds / 86400)).format(n=round(seconds / 86400))
    return ngettext("{n} year", "{n} years", round(seconds / 31556952)).format(n=round(seconds / 31556952))


_EXPLAINED: dict[str, Callable[[str, datetime], str]] = {
    "content-type": _content_type,
    "content-length": _size,
    "content-encoding": _encoding,
    "date": _date,
    "last-modified": _date,
    "expires": _date,
    "age": _seconds,
    "cache-control": _cache,
    "strict-transport-security": _hsts,
    "retry-after": _retry,
    "etag": _etag,
    "x-ratelimit-reset": _reset,
    "ratelimit-reset": _reset,
}
