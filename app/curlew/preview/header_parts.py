"""What the parts of a header mean, one by one: for the card that explains it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from curlew.preview.headers_info import span
from curlew.text import _

_ABOUT = {
    "cache-control": _("Who may keep this response, and for how long."),
    "strict-transport-security": _("Browsers are to come back by HTTPS only."),
    "set-cookie": _("A cookie to be sent back with later requests."),
    "content-security-policy": _("What a page may load and run."),
    "vary": _("Which request headers the answer depends on."),
    "content-encoding": _("How the body is packed."),
    "content-type": _("What the body is."),
    "etag": _("A mark of this version, to ask later whether it has changed."),
    "location": _("Where to go instead."),
    "www-authenticate": _("How to prove who asks."),
    "alt-svc": _("Other ways to reach this server."),
    "server-timing": _("How long the server’s own steps took."),
}
_FIXED = {
    "public": _("Any cache may store it, shared ones too."),
    "private": _("Only the browser’s own cache may store it."),
    "no-store": _("Nobody may store it."),
    "no-cache": _("To be checked with the server before each use."),
    "must-revalidate": _("Once stale, to be checked before use."),
    "proxy-revalidate": _("Once stale, shared caches have to check it."),
    "no-transform": _("Nobody on the way may change it."),
    "immutable": _("It never changes while it is fresh."),
    "must-understand": _("Only for caches that know this status."),
    "httponly": _("Scripts of the page cannot read it."),
    "secure": _("Sent over HTTPS only."),
    "partitioned": _("Kept apart for each site that embeds it."),
    "includesubdomains": _("All hosts below this one, too."),
    "preload": _("May be built into browsers."),
}


@dataclass(frozen=True, slots=True)
class Freshness:
    """Seconds since the server made it: age now, fresh until, and until when a stale one may still be used."""

    age: float
    fresh: float
    usable: float


def about(name: str) -> str:
    """Return in a sentence what a header is for, empty for one that is not known."""
    return _ABOUT.get(name.lower(), "")


def parts(name: str, value: str) -> list[tuple[str, str]]:
    """Return the parts of a value with what each means; nothing where none is known."""
    key = name.lower()
    if key not in ("cache-control", "strict-transport-security", "set-cookie"):
        return []
    pieces = [piece.strip() for piece in re.split("," if key == "cache-control" else ";", value)[:30]]
    return [(piece[:80], _meaning(key, piece)) for piece in pieces[1 if key == "set-cookie" else 0 :] if piece]


def _meaning(key: str, piece: str) -> str:
    word, _equals, value = piece.partition("=")
    word, value = word.strip().lower(), value.strip().strip('"')
    if word in _FIXED:
        return _FIXED[word]
    if value.isdigit() and len(value) < 12:
        return _timed(key, word).format(span=span(int(value)))
    if word == "samesite":
        return {
            "lax": _("Not with requests that other sites make, but for links."),
            "strict": _("Only with requests of its own site."),
            "none": _("With requests of every site."),
        }.get(value.lower(), "")
    words = {"path": _("For addresses below {value}."), "domain": _("For {value} and all hosts below it.")}.get(word, "")
    return words.format(value=value[:60])


def _timed(key: str, word: str) -> str:
    if word == "max-age":
        return {"cache-control": _("Fresh for {span} after the server made it.")}.get(key, _("For {span}."))
    return {
        "s-maxage": _("In shared caches, fresh for {span}."),
        "stale-while-revalidate": _("{span} more, while it is being renewed."),
        "stale-if-error": _("{span} more, while the server fails."),
    }.get(word, "")


def freshness(headers: Sequence[tuple[str, str]], now: float) -> Freshness | None:
    """Return how fresh a response is by its Cache-Control, Age and Date; None where it does not say. now: seconds since the epoch."""
    values = {name.lower(): value for name, value in headers}
    control = values.get("cache-control", "").lower()
    found = {word: int(seconds) for word, seconds in re.findall(r"([a-z-]+)\s*=\s*\"?(\d{1,11})", control)}
    if "max-age" not in found or "no-store" in control:
        return None
    age = float(values["age"]) if values.get("age", "").strip().isdigit() else 0.0
    try:
        made = parsedate_to_datetime(values["date"]).timestamp()
    except (KeyError, ValueError, TypeError, OverflowError):
        made = now
    more = max(found.get("stale-while-revalidate", 0), found.get("stale-if-error", 0))
    return Freshness(max(age, now - made, 0.0), float(found["max-age"]), float(found["max-age"] + more))
