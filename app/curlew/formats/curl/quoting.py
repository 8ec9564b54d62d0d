"""Quoting words for a POSIX shell so that they come out as they went in, whatever they hold."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_CONTROL = re.compile(r"[\x01-\x08\x0b-\x1f\x7f]+")


def quoted(word: str) -> str:
    """Return a word for a command line. NUL cannot be in one and is left out.

    Control characters are written as escapes for `printf`, so that pasting into a terminal does not act on them.
    """
    word = word.replace("\0", "")
    if _PLAIN.fullmatch(word):
        return word
    pieces: list[str] = []
    at = 0
    for found in _CONTROL.finditer(word):
        pieces += (_single(word[at : found.start()]), _printed(found.group()))
        at = found.end()
    pieces.append(_single(word[at:]))
    return "".join(pieces) or "''"


def _single(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'" if text else ""


def _printed(text: str) -> str:
    return "\"$(printf '" + "".join(f"\\{ord(character):03o}" for character in text) + "')\""
