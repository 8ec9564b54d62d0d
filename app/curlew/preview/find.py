"""Searching in a text of any size, step by step, on its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curlew.preview.buffer import Buffer

SLICE = 256 * 1024
MOST = 100_000
"""Matches that are kept; more are not looked for."""


def pattern_for(wanted: str, case: bool) -> re.Pattern[bytes]:
    """Return what finds `wanted` in UTF-8; without `case`, letters of every alphabet in either case."""
    if case or wanted.isascii():
        return re.compile(re.escape(wanted.encode("utf-8", "surrogateescape")), 0 if case else re.IGNORECASE)
    parts = []
    for character in wanted:
        forms = {form.encode("utf-8", "surrogateescape") for form in (character, character.lower(), character.upper(), character.title())}
        parts.append(b"(?:" + b"|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)) + b")")
    return re.compile(b"".join(parts))


class TextSearch:
    """Looks for a plain text: `for _ in search.steps(): …`; `found` grows meanwhile, in the order of the text."""

    def __init__(self, data: Buffer, wanted: str, case: bool = False) -> None:
        self.data = data
        self.found: list[tuple[int, int]] = []
        self.more = False
        """There are more than were kept."""
        self._pattern = pattern_for(wanted, case)
        self._reach = 4 * len(wanted) + 4  # the most bytes that a match can take

    def steps(self) -> Iterator[None]:
        data, at, size = self.data, 0, len(self.data)
        while at < size:
            stop = min(at + SLICE, size)
            for match in self._pattern.finditer(data, at, min(stop + self._reach, size)):
                if match.start() >= stop:
                    break
                if len(self.found) >= MOST:
                    self.more = True
                    return
                self.found.append(match.span())
            at = max(stop, self.found[-1][1]) if self.found else stop
            yield
