"""Moments as people read them, in every error, card and report alike."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(seconds: float) -> str:
    """Return a time since the epoch as "14 Nov 2026, 23:59 UTC"; empty where no clock reaches."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%d %b %Y, %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return ""
