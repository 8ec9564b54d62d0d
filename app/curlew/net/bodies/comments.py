"""JSON with comments: what a person typed, sent as JSON that every server reads."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMENT = r"//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*\*/"
_TOKEN = re.compile(
    r'(?P<kept>"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)|\{\{[^{}\r\n]*+\}\})'
    rf"|[ \t]*+(?P<comment>{_COMMENT})"
    rf"|(?P<comma>,)(?=(?:[ \t\r\n]++|{_COMMENT})*[\]}}])",
    re.DOTALL,
)


@dataclass(slots=True)
class Stripped:
    """A text without its comments and the commas that have nothing after them, and how many of each there were."""

    text: str
    comments: int = 0
    commas: int = 0


def without_comments(text: str) -> Stripped:
    """Remove `//` and `/* */` comments and trailing commas; texts in quotes, `{{variables}}` and line ends stay as they are."""
    result = Stripped(text)

    def replaced(found: re.Match[str]) -> str:
        if found["kept"] is not None:
            return found[0]
        if found["comma"] is not None:
            result.commas += 1
            return ""
        result.comments += 1
        return "" if found["comment"].startswith("//") else " "

    result.text = _TOKEN.sub(replaced, text)
    return result
