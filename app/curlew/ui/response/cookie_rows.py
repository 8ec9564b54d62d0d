"""Cookies of a response as rows of cells: what they say, and what the jar did with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from curlew.model.cookies import ResponseCookie, response_cookies
from curlew.model.cookies_dates import parse_cookie_date
from curlew.model.cookies_rules import LONGEST_LIFE_S
from curlew.model.exchange import CookieNote, Exchange, Hop
from curlew.text import _, ngettext
from curlew.ui.response.grid import Cell, Chip
from curlew.ui.response.texts import host_of

NAME, VALUE, DOMAIN, PATH, EXPIRES, FLAGS, JAR = range(7)


@dataclass(frozen=True, slots=True)
class Received:
    """One cookie that a response set. note: what the jar did with it, None where no jar was asked. hop counts from 1."""

    cookie: ResponseCookie
    header: str
    hop: int
    host: str
    note: CookieNote | None = None


def received_cookies(exchange: Exchange) -> list[Received]:
    """Return the cookies that the responses of a send set, redirects included."""
    return [one for number, hop in enumerate(exchange.hops, 1) for one in _of_hop(number, hop)]


def _of_hop(number: int, hop: Hop) -> list[Received]:
    if hop.response is None:
        return []
    headers = hop.response.header_all("set-cookie")
    cookies = response_cookies(("set-cookie", value) for value in headers)
    notes = hop.cookies if len(hop.cookies) == len(cookies) else (None,) * len(cookies)
    host = host_of(hop.request.url)
    bare = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and not host.endswith("]") else host
    return [Received(cookie, header, number, bare, note) for cookie, header, note in zip(cookies, headers, notes, strict=True)]


def cookie_row(one: Received, several: bool = False) -> tuple[Cell, ...]:
    """Return a cookie's cells; what it does not say is filled in, muted, with what then holds. several: name the hop, too."""
    cookie, refused = one.cookie, one.note is not None and one.note.outcome == "refused"
    place = (Chip(_("hop {n}").format(n=one.hop), "info"),) if several else ()
    path = one.note.path if one.note is not None and one.note.path else "/"
    return (
        Cell(cookie.name, mono=True, strong=True) if cookie.name else Cell(_("no name"), "text3"),
        Cell(cookie.value, mono=True) if cookie.value else Cell(_("empty"), "text3"),
        Cell(cookie.domain, "err" if refused else "text", mono=True) if cookie.domain else Cell(one.host, "text3", mono=True),
        Cell(cookie.path, mono=True) if cookie.path else Cell(path, "text3", mono=True),
        _expiry(cookie),
        Cell(", ".join(cookie.other), "text2", chips=(*place, *_flags(cookie))),
        _in_the_jar(one.note),
    )


OUTCOMES = {
    "stored": (_("Stored"), "ok"),
    "replaced": (_("Replaced"), "ok"),
    "removed": (_("Removed"), "warn"),
    "refused": (_("Refused"), "err"),
}


def _in_the_jar(note: CookieNote | None) -> Cell:
    if note is None:
        return Cell(_("not kept"), "text3")
    text, tone = OUTCOMES.get(note.outcome, (note.outcome, "text2"))
    return Cell(note.reason, "text2", chips=(Chip(text, tone),))


def counted(received: list[Received]) -> str:
    """Return what became of the cookies, in numbers."""
    words = ngettext("{n} received", "{n} received", len(received)).format(n=len(received))
    found = [one.note.outcome for one in received if one.note is not None]
    parts = [
        ngettext("{n} stored", "{n} stored", n).format(n=n) if (n := found.count("stored")) else "",
        ngettext("{n} replaced", "{n} replaced", n).format(n=n) if (n := found.count("replaced")) else "",
        ngettext("{n} removed", "{n} removed", n).format(n=n) if (n := found.count("removed")) else "",
        ngettext("{n} refused", "{n} refused", n).format(n=n) if (n := found.count("refused")) else "",
    ]
    told = ", ".join(part for part in parts if part)
    return f"{words}: {told}" if told else words


def card_title(one: Received) -> str:
    """Return what the card about a cookie says first."""
    name = one.cookie.name or _("the cookie without a name")
    if one.note is None:
        return _("“{name}” was not kept").format(name=name)
    titles = {
        "stored": _("“{name}” was stored"),
        "replaced": _("“{name}” replaced the one in the jar"),
        "removed": _("“{name}” was removed"),
        "refused": _("Why “{name}” was refused"),
    }
    return titles.get(one.note.outcome, "“{name}”").format(name=name)


def card_reason(one: Received) -> str:
    """Return the rule, or where the cookie goes from now on."""
    if one.note is None:
        return _("This request keeps no cookies, or the send comes from before there was a jar.")
    if one.note.outcome in ("stored", "replaced"):
        below = _("{domain} and what is below it") if one.cookie.domain else _("{domain} only")
        goes = _("It goes to {where}, to paths from {path} on.")
        told = goes.format(where=below.format(domain=one.note.domain or one.host), path=one.note.path or "/")
        return f"{told} {one.note.reason}".strip()
    return one.note.reason


def _expiry(cookie: ResponseCookie, now: datetime | None = None) -> Cell:
    """Return when a cookie ends: by Max-Age, which wins, else by Expires, else with the session. The time of day is told for days near."""
    now = now or datetime.now(UTC)
    if cookie.max_age:
        try:
            seconds = int(cookie.max_age)
        except ValueError:
            return Cell(cookie.max_age, "warn")
        if seconds <= 0:
            return Cell(_("removed at once"), "warn")
        return Cell(_time(datetime.fromtimestamp(now.timestamp() + min(seconds, LONGEST_LIFE_S), UTC), now))
    if not cookie.expires:
        return Cell(_("Session"), "text2")
    ends = parse_cookie_date(cookie.expires)
    if ends is None:
        return Cell(cookie.expires, "warn")
    date = datetime.fromtimestamp(ends, UTC)
    return Cell(_time(date, now), "warn" if date < now else "text")


def _time(date: datetime, now: datetime) -> str:
    near = abs((date - now).total_seconds()) < 2 * 86400
    return f"{date.day} {date:%b %H:%M}" if near else f"{date.day} {date:%b %Y}"


def _flags(cookie: ResponseCookie) -> tuple[Chip, ...]:
    flags = []
    if cookie.http_only:
        flags.append(Chip("HttpOnly"))
    if cookie.secure:
        flags.append(Chip("Secure"))
    if cookie.same_site:
        flags.append(Chip(cookie.same_site[:20]))
        if cookie.same_site.lower() == "none" and not cookie.secure:
            flags.append(Chip(_("no Secure"), "err"))
    return tuple(flags)


def sent_cookies(headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Return the cookies of the Cookie headers as (name, value)."""
    pairs = (pair.strip() for name, value in headers if name.lower() == "cookie" for pair in value.split(";"))
    return [(name, value) if equals else ("", name) for name, equals, value in (pair.partition("=") for pair in pairs if pair)]
