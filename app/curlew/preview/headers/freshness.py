"""How fresh a response is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curlew.preview.headers.spans import moment_of


@dataclass(frozen=True, slots=True)
class Freshness:
    """Seconds since the server made it: age now, fresh until, and until when a stale one may still be used."""

    age: float
    fresh: float
    usable: float


def freshness(headers: Sequence[tuple[str, str]], now: float) -> Freshness | None:
    """Return how fresh a response is by its Cache-Control, Age and Date; None where it does not say. now: seconds since the epoch."""
    values = {name.lower(): value for name, value in headers}
    control = values.get("cache-control", "").lower()
    found = {word: int(seconds) for word, seconds in re.findall(r"([a-z-]+)\s*=\s*\"?(\d{1,11})", control)}
    if "max-age" not in found or "no-store" in control:
        return None
    age = float(values["age"]) if values.get("age", "").strip().isdigit() else 0.0
    try:
        made = moment_of(values["date"]).timestamp()
    except (KeyError, ValueError, OverflowError):
        made = now
    more = max(found.get("stale-while-revalidate", 0), found.get("stale-if-error", 0))
    return Freshness(max(age, now - made, 0.0), float(found["max-age"]), float(found["max-age"] + more))
