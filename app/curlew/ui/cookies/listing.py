"""What the manager shows of a jar: domains with their numbers, rows of cells, times in words and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from curlew.errors import UsageError
from curlew.model.cookies_rules import Cookie, readable
from curlew.text import _, ngettext
from curlew.ui.response.grid import Cell, Chip

TIME = "%Y-%m-%d %H:%M"
DOMAIN, ATTRIBUTES = 2, 5
"""Columns that are left out at times: the domain while one is shown, the attributes where there is little room."""

_SPELLINGS = (TIME, "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d")
_STEPS = ((86400 * 365, "years"), (86400 * 30, "months"), (86400, "days"), (3600, "hours"), (60, "minutes"))


def domains(cookies: Iterable[Cookie], text: str = "") -> list[tuple[str, int]]:
    """Return the domains of the cookies that hold a text, in the order of people, each with their number."""
    counted = Counter(cookie.domain for cookie in found(cookies, text))
    return sorted(counted.items(), key=lambda pair: tuple(reversed(pair[0].split("."))))


def found(cookies: Iterable[Cookie], text: str) -> list[Cookie]:
    """Return the cookies in whose name, value, domain or path every word stands."""
    words = text.casefold().split()
    return [cookie for cookie in cookies if all(word in _searched(cookie) for word in words)]


def _searched(cookie: Cookie) -> str:
    return "\n".join((readable(cookie.name), readable(cookie.value), cookie.domain, cookie.path)).casefold()


def cells(cookie: Cookie, now: float) -> tuple[Cell, ...]:
    """Return a cookie's row: name, value, domain, path, end, attributes; muted where it is over."""
    over = cookie.is_over(now)
    token = "text3" if over else "text"
    name, value = readable(cookie.name), readable(cookie.value)
    return (
        Cell(name, token, mono=True) if name else Cell(_("no name"), "text3"),
        Cell(value, token, mono=True) if value else Cell(_("empty"), "text3"),
        Cell(cookie.domain, "text3" if over else "text2", mono=True),
        Cell(readable(cookie.path), "text3" if over else "text2", mono=True),
        Cell(chips=(Chip(ends_in_words(cookie.expires, now), "warn"),)) if over else Cell(ends_in_words(cookie.expires, now), "text2"),
        Cell(chips=flags(cookie)),
    )


def flags(cookie: Cookie) -> tuple[Chip, ...]:
    said = (("Secure", cookie.secure), ("HttpOnly", cookie.http_only), (cookie.same_site, bool(cookie.same_site)))
    below = (Chip(_("sub-domains"), "info"),) if not cookie.host_only else ()
    return (*(Chip(name) for name, holds in said if holds), *below)


def ends_in_words(expires: float | None, now: float) -> str:
    """Return when a cookie ends, or ended, as people say it."""
    if expires is None:
        return _("with the app")
    if expires <= 0:
        return _("ended")
    span = _span(abs(expires - now))
    return _("in {time}").format(time=span) if expires > now else _("ended {time} ago").format(time=span)


def _span(seconds: float) -> str:
    size, unit = next(((size, unit) for size, unit in _STEPS if seconds >= size), (1, "seconds"))
    n = round(seconds / size)
    return {
        "years": ngettext("{n} year", "{n} years", n),
        "months": ngettext("{n} month", "{n} months", n),
        "days": ngettext("{n} day", "{n} days", n),
        "hours": ngettext("{n} hour", "{n} hours", n),
        "minutes": ngettext("{n} minute", "{n} minutes", n),
        "seconds": ngettext("{n} second", "{n} seconds", n),
    }[unit].format(n=n)


def moment_text(moment: float) -> str:
    """Return a moment as it is read, in local time."""
    try:
        local = datetime.fromtimestamp(moment)
    except (OSError, OverflowError, ValueError):
        return ""
    return f"{local.day} {local:%b %Y, %H:%M}"


def time_text(expires: float | None) -> str:
    """Return an end as it is typed, in local time; empty for a session cookie."""
    if expires is None:
        return ""
    try:
        return datetime.fromtimestamp(expires).strftime(TIME)
    except (OSError, OverflowError, ValueError):
        return ""


def parse_time(text: str, now: float) -> float | None:
    """Return the end that a person typed: a local date and time, or seconds from now (as Max-Age); empty: with the app.

    Raises UsageError.
    """
    typed = text.strip()
    if not typed:
        return None
    if typed.lstrip("+-").isdecimal() and typed.isascii() and len(typed) <= 12:
        return now + float(typed)
    for spelling in _SPELLINGS:
        try:
            return datetime.strptime(typed, spelling).timestamp()
        except (ValueError, OverflowError, OSError):
            continue
    raise UsageError(
        _("“{text}” is no time").format(text=typed[:40]),
        _("Write it as 2027-01-31 18:00, or as seconds from now (Max-Age); leave it empty for a session cookie."),
    )
