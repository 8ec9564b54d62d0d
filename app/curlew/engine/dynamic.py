"""Variables that make their own value: `{{$guid}}` and the like, a new one at each use."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime


def _iso() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _guid() -> str:
    import uuid  # slow to load, and hardly ever wanted

    return str(uuid.uuid4())


DYNAMIC: dict[str, Callable[[], str]] = {
    "$guid": _guid,
    "$randomUUID": _guid,
    "$timestamp": lambda: str(int(time.time())),
    "$isoTimestamp": _iso,
    "$randomInt": lambda: str(random.randint(0, 1000)),
    "$randomBoolean": lambda: random.choice(("true", "false")),
    "$randomHexadecimal": lambda: secrets.token_hex(1),
    "$randomAlphaNumeric": lambda: random.choice("abcdefghijklmnopqrstuvwxyz0123456789"),
    "$randomPassword": lambda: secrets.token_urlsafe(11),
}
"""By name; the names are those that Postman and Bruno know."""


def dynamic_value(name: str) -> str | None:
    """Return a new value, None if there is no such variable."""
    make = DYNAMIC.get(name)
    return make() if make else None
