"""By how much two numbers differ, in words."""

from __future__ import annotations

from decimal import Decimal, localcontext

from curlew.preview.compare.json_values import decimal_of

_LONGEST = 24


def number_change(before: str, after: str) -> str:
    """Return `−20.0 (−5.7 %)` for two numbers as they stand in JSON; empty for other values."""
    one, other = decimal_of(before.encode("utf-8", "replace")), decimal_of(after.encode("utf-8", "replace"))
    if one is None or other is None:
        return ""
    with localcontext() as context:
        context.prec = 60
        change = other - one
        text = f"{change:+f}" if abs(change.adjusted()) < _LONGEST else f"{change:+.3e}"
        share = _share(change, one)
    return f"{text} ({share} %)".replace("-", "−") if share else text.replace("-", "−")


def _share(change: Decimal, of: Decimal) -> str:
    if not of:
        return ""
    percent = change / abs(of) * 100
    if abs(percent) >= 1_000_000:
        return ""
    return f"{percent:+.1f}" if abs(percent) >= Decimal("0.05") else f"{percent:+.2g}"
