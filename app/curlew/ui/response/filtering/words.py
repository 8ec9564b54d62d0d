"""What a filter found, in a few words."""

from __future__ import annotations

from curlew.preview.filtering.result import FilterResult, KeysFound
from curlew.text import _, ngettext


def found_words(found: FilterResult, language: str) -> str:
    """Say how many matches there are."""
    if not found.count:
        return _("null") if language == "jmespath" and bytes(found.text[:5]) == b"null" else _("no match")
    if language == "jmespath" and bytes(found.text[:1]) != b"[":
        return _("1 value")
    return ngettext("{n} match", "{n} matches", found.count).format(n=f"{found.count:,}")


def so_far_words(found: FilterResult, keys: KeysFound | None = None) -> str:
    """Say how many there are before the end is known: of an expression that is being worked out, or being typed."""
    if keys is None:
        return ngettext("{n} match so far", "{n} matches so far", found.count).format(n=f"{found.count:,}")
    number = f"{keys.matches:,}+" if keys.more else f"{keys.matches:,}"
    return ngettext("{n} object so far", "{n} objects so far", keys.matches).format(n=number)
