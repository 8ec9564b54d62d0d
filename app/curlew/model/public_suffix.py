"""The public suffix list: which domains anybody can register names under, so that no cookie may be meant for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SuffixRules:
    """The rules of publicsuffix.org in punycode: `co.uk`, `*.ck` (a wildcard), `!www.ck` (an exception from one)."""

    rules: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> SuffixRules:
        """Take one rule a line; lines that begin with `//` are comments."""
        return cls(frozenset(line for line in text.splitlines() if line and not line.startswith("//")))

    def is_public(self, domain: str) -> bool:
        """Return whether a domain (lower case, punycode) is a public suffix itself.

        A name of one label always is (rule `*`), and so is what stands above a wildcard: all of its names are other people's.
        """
        if f"!{domain}" in self.rules:
            return False
        parent = domain.partition(".")[2]
        return not parent or domain in self.rules or f"*.{parent}" in self.rules or f"*.{domain}" in self.rules

    def registrable(self, domain: str) -> str:
        """Return the part of a domain that somebody registered (`example.co.uk` of `a.example.co.uk`); empty for a public suffix."""
        if self.is_public(domain):
            return ""
        for below in _upwards(domain):
            if self.is_public(below.partition(".")[2]):
                return below
        return domain


def _upwards(domain: str) -> Iterable[str]:
    while domain:
        yield domain
        domain = domain.partition(".")[2]


NO_RULES = SuffixRules(frozenset())
"""Without the list: only names of one label are public suffixes."""
