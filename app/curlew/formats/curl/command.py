"""One command of a pasted text, split into words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`words` have their quotes taken off. input_text or input_file: what standard input would be; both None where nothing says."""

    words: tuple[str, ...]
    input_text: str | None = None
    input_file: str | None = None
    notes: tuple[str, ...] = ()
