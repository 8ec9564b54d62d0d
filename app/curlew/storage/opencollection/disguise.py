"""Characters that libyaml (YAML 1.1) reads otherwise than Bruno's parser does, replaced by harmless ones while it looks."""

from __future__ import annotations

import re
from collections.abc import Callable

_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]|\r(?!\n)")
"""Controls, which it refuses, and the breaks that are none in YAML 1.2 (NEL, LS, PS; a CR alone is none to Bruno)."""

_ESCAPE = re.compile(r"(\\+)u([0-9a-fA-F]{4})")
_BLANKS_TAB = re.compile(r"^( +)\t", re.MULTILINE)
_FIRST_SUBSTITUTE, _LAST_SUBSTITUTE = 0xF0000, 0xFFFF0

Restore = Callable[[str], str]


class Disguise:
    """A text of the same length that libyaml can read, and the way back for each scalar's value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._back: dict[int, str] = {}
        self._free = iter(range(_FIRST_SUBSTITUTE, _LAST_SUBSTITUTE))
        if _ODD.search(text) is not None:
            self._hide_odd()

    def _hide_odd(self) -> None:
        odd = set(_ODD.findall(self.text)) - {"\r"}
        self.text = self.text.translate({ord(char): self._substitute(char) for char in odd})
        if "\n" in self.text:
            self.text = re.sub("\r(?!\n)", lambda _found: self._substitute("\r"), self.text)

    def _substitute(self, char: str) -> str:
        for code, hidden in self._back.items():
            if hidden == char:
                return chr(code)
        code = next(code for code in self._free if chr(code) not in self.text)
        self._back[code] = char
        return chr(code)

    @property
    def is_needed(self) -> bool:
        return bool(self._back)

    def restore(self, value: str) -> str:
        """Give a scalar's value its own characters back."""
        return value.translate(self._back) if self._back else value

    def hide_leading_tabs(self) -> str:
        """Hide a tab after leading blanks, which libyaml refuses at the start of a block's text; return its substitute."""
        tab = self._substitute("\t")
        self.text = _BLANKS_TAB.sub(lambda found: found.group(1) + tab, self.text)
        return tab


def escape_surrogates(text: str) -> str:
    r"""Turn escapes of surrogates (`\ud83d`), which libyaml refuses, into escapes of private characters (`\ue03d`)."""

    def shift(found: re.Match[str]) -> str:
        code = int(found.group(2), 16)
        if not 0xD800 <= code <= 0xDFFF or len(found.group(1)) % 2 == 0:
            return found.group(0)
        return f"{found.group(1)}u{code + 0x0800:04x}"

    return _ESCAPE.sub(shift, text)


def join_surrogates(value: str) -> str:
    """Take `escape_surrogates` back in the decoded value of a double-quoted scalar, joining pairs to whole characters."""
    back = "".join(chr(ord(char) - 0x0800) if "\ue000" <= char <= "\ue7ff" else char for char in value)
    return back.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def unescaped(value: str, source: str) -> str:
    """Take `escape_surrogates` back in any other scalar, whose `source` as it stood in the file has the same escapes in order."""
    originals = (found.group(0) for found in _ESCAPE.finditer(source))
    return _ESCAPE.sub(lambda _found: next(originals, _found.group(0)), value)
