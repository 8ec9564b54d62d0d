"""The public suffix list from `resources/`, read when it is first needed."""

from __future__ import annotations

from functools import cache

from curlew import assets
from curlew.model.public_suffix import SuffixRules


@cache
def suffix_rules() -> SuffixRules:
    """Return the list. The first call reads 150 kB in a few milliseconds: not on the window's thread."""
    return SuffixRules.parse(assets.text("public_suffix", "list.txt"))
