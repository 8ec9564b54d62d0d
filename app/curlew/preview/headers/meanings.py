"""What well-known response headers mean, in a few words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from curlew.preview.charset import declared_charset
from curlew.preview.headers.spans import distance, moment_of, span
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
    "access-control-allow-private-network": ("true", _("public sites may ask it")),
    "cross-origin-resource-policy": ("same-origin", _("only the same origin may embed it")),
    "cross-origin-opener-policy": ("same-origin", _("apart from pages that opened it")),
    "cross-origin-embedder-policy": ("require-corp", _("embeds only what agrees")),
    "x-xss-protection": ("0", _("an old filter, switched off")),
    "vary": ("*", _("never the same twice")),
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


def _content_type(value: str, _now: datetime) -> str:
    label = _TYPES.get(media_type(value), "")
    charset = declared_charset(value).upper()
    return ", ".join(part for part in (label, charset) if part) if label else ""


def _size(value: str, _now: datetime) -> str:
    size = int(value)
    return _("{n} KB").format(n=f"{size / 1000:,.1f}") if size >= 1000 else ""


def _date(value: str, now: datetime) -> str:
    return distance(moment_of(value), now)


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


def _sunset(value: str, now: datetime) -> str:
    """Explain a date, or `@` and seconds since 1970."""
    if value.strip().startswith("@"):
        return distance(datetime.fromtimestamp(int(value.strip()[1:]), UTC), now)
    return distance(moment_of(value), now)


def _disposition(value: str, _now: datetime) -> str:
    kind = value.partition(";")[0].strip().lower()
    return {"attachment": _("to be saved"), "inline": _("to be shown")}.get(kind, "")


def _range(value: str, _now: datetime) -> str:
    found = re.fullmatch(r"\s*bytes\s+(\d{1,18})-(\d{1,18})/(\d{1,18})\s*", value)
    if not found:
        return ""
    first, last, total = (int(number) for number in found.groups())
    return _("{n} of {total} bytes").format(n=f"{last - first + 1:,}", total=f"{total:,}")


def _link(value: str, _now: datetime) -> str:
    relations = [name for found in re.findall(r"rel\s*=\s*(?:\"([^\"]{1,80})\"|([\w-]{1,80}))", value) for name in found if name]
    return ", ".join(dict.fromkeys(relations))[:120]


def _timing(value: str, _now: datetime) -> str:
    total = sum(float(number) for number in re.findall(r"dur\s*=\s*\"?(\d{1,9}(?:\.\d{1,6})?)", value))
    return _("{n} ms in all").format(n=f"{total:,.1f}") if total else ""


def _referrer(value: str, _now: datetime) -> str:
    return _REFERRER.get(value.rpartition(",")[2].strip().lower(), "")


_REFERRER = {
    "no-referrer": _("nothing is told"),
    "origin": _("the site only"),
    "same-origin": _("within the site only"),
    "strict-origin": _("the site only, nothing from HTTPS to HTTP"),
    "strict-origin-when-cross-origin": _("other sites see the site only"),
    "origin-when-cross-origin": _("other sites see the site only"),
    "no-referrer-when-downgrade": _("all, but nothing from HTTPS to HTTP"),
    "unsafe-url": _("the whole address, to everyone"),
}


def _encoding(value: str, _now: datetime) -> str:
    return _("decoded for you") if value.lower() in ("gzip", "x-gzip", "deflate", "br", "zstd") else ""


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
    "access-control-max-age": _seconds,
    "deprecation": _sunset,
    "sunset": _sunset,
    "content-disposition": _disposition,
    "content-range": _range,
    "link": _link,
    "server-timing": _timing,
    "referrer-policy": _referrer,
}
