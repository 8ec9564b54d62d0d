"""Spans of time and moments of headers in words."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from curlew.text import _, ngettext


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


def moment_of(value: str) -> datetime:
    """Return the moment of an HTTP date. Raises ValueError for anything else."""
    try:
        when = parsedate_to_datetime(value)
    except (TypeError, IndexError) as error:
        raise ValueError(str(error)) from error
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def distance(when: datetime, now: datetime) -> str:
    """Return how long ago, or ahead, a moment is."""
    seconds = (now - when).total_seconds()
    if abs(seconds) < 5:
        return _("now")
    return _("{span} ago").format(span=span(seconds)) if seconds > 0 else _("in {span}").format(span=span(-seconds))


def local_time(when: datetime) -> str:
    """Return a moment in the time of this machine, with its zone."""
    here = when.astimezone()
    return f"{here:%a %d %b %Y, %H:%M:%S} {here:%Z}".rstrip()
