"""Characters that a text document of Qt would change or swallow, shown as visible signs and turned back when read."""

from __future__ import annotations

from dataclasses import dataclass

_SIGNS = "␍␤␊␀⏎↵⤶⏷⍽◇◆▪▫◦∎⌁⌂⎵⏚⏛"
_SPECIAL = ("\r", "\u2028", "\u2029", "\x00", "\ufdd0", "\ufdd1", "\ufffc")


@dataclass(frozen=True, slots=True)
class Standins:
    """Which sign stands for which character; signs are picked so that the text itself holds none of them."""

    shown: dict[str, str]
    crlf: bool = False

    @classmethod
    def for_text(cls, text: str, *, one_line: bool = False) -> Standins:
        """Pick signs for a text. one_line: line ends are signs as well. crlf: every line ends in CR LF, which needs no sign."""
        breaks = text.count("\n")
        crlf = not one_line and breaks > 0 and text.count("\r\n") == breaks == text.count("\r")
        free = [sign for sign in _SIGNS if sign not in text]
        wanted = (*_SPECIAL, "\n") if one_line else _SPECIAL
        return cls(dict(zip(wanted, free, strict=False)), crlf)

    def to_document(self, text: str) -> str:
        """Return what the document holds; lines end in LF."""
        if self.crlf:
            text = text.replace("\r\n", "\n")
        for character, sign in self.shown.items():
            if character in text:
                text = text.replace(character, sign)
        return text

    def from_document(self, raw: str) -> str:
        """Return the text; `raw` is `QTextDocument.toRawText()`, whose lines end in U+2029."""
        text = raw.replace("\u2029", "\n").replace("\u2028", "\n")
        for character, sign in self.shown.items():
            if sign in text:
                text = text.replace(sign, character)
        return text.replace("\n", "\r\n") if self.crlf else text
