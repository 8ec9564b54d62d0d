"""Rate limits, in the forms that servers tell them: how much is allowed, how much is left, and when it is renewed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curlew.preview.headers.spans import span
from curlew.text import _

_PARAMETER = re.compile(r"([A-Za-z_*][\w.*-]*)\s*=\s*\"?(-?\d{1,15}(?:\.\d+)?)")
_EPOCH = 1e9
"""A larger number is a moment (seconds since 1970), a smaller one a span."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A quota. reset: seconds until it is renewed; None where the server does not say. name: which quota, where it has several."""

    limit: int | None = None
    left: int | None = None
    reset: float | None = None
    name: str = ""


def rate_of(headers: Mapping[str, str], now: float) -> Rate | None:
    """Return the quota that a response tells, None for none. headers: by lower-case name; now: seconds since the epoch.

    Knows `RateLimit` as structured field (`"default";r=50;t=30`), as list (`limit=100, remaining=50, reset=30`), and the single headers
    `RateLimit-Limit`, `-Remaining`, `-Reset` with `X-`, `X-Rate-Limit-` and without.
    """
    combined = headers.get("ratelimit", "")
    if combined:
        return _combined(combined, headers.get("ratelimit-policy", ""), now)
    for prefix in ("ratelimit-", "x-ratelimit-", "x-rate-limit-"):
        limit, left, reset = (headers.get(f"{prefix}{part}", "") for part in ("limit", "remaining", "reset"))
        if limit or left or reset:
            return Rate(_first(limit), _first(left), _until(reset, now))
    return None


def _combined(value: str, policy: str, now: float) -> Rate:
    found = {name.lower(): number for name, number in _PARAMETER.findall(value)}
    allowed = {name.lower(): number for name, number in _PARAMETER.findall(policy)}
    name = re.match(r'\s*"([^"]{1,60})"', value)
    return Rate(
        _first(found.get("limit", "") or allowed.get("q", "")),
        _first(found.get("remaining", "") or found.get("r", "")),
        _until(found.get("reset", "") or found.get("t", ""), now),
        name[1] if name else "",
    )


def _first(text: str) -> int | None:
    found = re.match(r"\s*(\d{1,15})", text)
    return int(found[1]) if found else None


def _until(text: str, now: float) -> float | None:
    found = re.match(r"\s*(\d{1,15}(?:\.\d+)?)", text)
    if not found:
        return None
    number = float(found[1])
    if number > _EPOCH * 1000:
        number /= 1000
    return number - now if number > _EPOCH else number


def rate_words(name: str, rate: Rate) -> str:
    """Return what one of the headers of a quota tells, together with the others; empty where that is nothing more than its value."""
    part = name.lower().rpartition("-")[2]
    reset = "" if rate.reset is None else _("renewed in {span}").format(span=span(rate.reset)) if rate.reset > 0 else _("renewed already")
    share = ""
    if rate.limit and rate.left is not None:
        share = _("{share} % of {limit} left").format(share=round(100 * rate.left / rate.limit), limit=f"{rate.limit:,}")
    if part == "reset":
        return reset
    if part in ("remaining", "ratelimit"):
        return ", ".join(words for words in (share, reset) if words)
    return ""


def rate_lines(rate: Rate) -> Sequence[tuple[str, str]]:
    """Return the quota as (title, words), for the card of a header."""
    lines = []
    if rate.limit is not None:
        lines.append((_("Allowed"), f"{rate.limit:,}"))
    if rate.left is not None:
        lines.append((_("Left"), f"{rate.left:,}"))
    if rate.reset is not None:
        lines.append((_("Renewed"), _("in {span}").format(span=span(rate.reset)) if rate.reset > 0 else _("already")))
    return lines
