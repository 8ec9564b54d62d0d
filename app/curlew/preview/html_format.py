"""HTML text, indented: a line begins only where blanks say nothing, beside elements that make blocks; nothing is loaded or run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curlew.preview.buffer import Buffer
from curlew.preview.laid_text import LaidText

SLICE = 1000
"""Tokens between two steps: about two milliseconds of work."""

DEEPEST_INDENT = 50

SHORT = 100
"""Bytes of a text that stays in the line of its block."""

_BLOCKS = frozenset(
    b"html head body title meta link base script style noscript template div p ul ol li dl dt dd table caption colgroup col thead tbody "
    b"tfoot tr td th section article aside nav header footer main figure figcaption form fieldset legend h1 h2 h3 h4 h5 h6 hr blockquote "
    b"pre address details summary dialog iframe select optgroup option textarea canvas video audio source svg".split()
)
_VOID = frozenset(b"meta link base col hr source br img input area embed param track wbr".split())
_VERBATIM = frozenset(b"script style pre textarea".split())
_CLOSED_BY_ITSELF = frozenset(b"p li dt dd tr td th option optgroup thead tbody tfoot".split())

_TOKEN = re.compile(
    rb"(?P<comment><!--(?:.*?-->|.*+))"
    rb"|(?P<doctype><[!?][^>]*+(?:>|\Z))"
    rb"|(?P<close></[A-Za-z][^>]*+(?:>|\Z))"
    rb"|(?P<open><[A-Za-z](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*>)"
    rb"|(?P<text>[^<]++|<)",
    re.DOTALL,
)
_NAME = re.compile(rb"</?([A-Za-z][A-Za-z0-9:_-]*+)")
_BLANKS = b" \t\r\n\f"


class HtmlFormatter:
    """Formats one text step by step: `for _ in formatter.steps(): …`, then `result`.

    Text and inline elements stay as they came, apart from blanks beside a block; `pre`, `textarea`, `script` and `style` do whole.
    """

    def __init__(self, data: Buffer, indent: int = 2, *, laid: LaidText | None = None) -> None:
        self.data = data
        self._laid = LaidText(data) if laid is None else laid
        self._breaks = [b"\n" + b" " * (indent * depth) for depth in range(DEEPEST_INDENT + 1)]
        self._open: list[bytes] = []
        self._out: list[bytes] = []
        self._line: list[bytes] = []  # text and inline elements since the last block
        self._inline = False  # the line that was begun last is an opened block, possibly with a short text: both can go on

    @property
    def result(self) -> bytes:
        return self._laid.buffer()[:]

    def steps(self) -> Iterator[None]:
        """Do the work, pausing after every thousand tokens."""
        data, at, done = self.data, 0, 0
        while (found := _TOKEN.match(data, at)) is not None:
            at = self._take(found.lastgroup or "", found[0], found.end())
            done += 1
            if done % SLICE == 0:
                self._flush()
                yield
        if at < len(data):  # a tag that never ends
            self._line.append(data[at:])
        self._end_line()
        self._flush()

    def _take(self, kind: str, token: bytes, end: int) -> int:
        """Take one token; return where the next begins."""
        if kind in ("text", "comment") or (kind != "doctype" and _name(token) not in _BLOCKS):
            self._line.append(token)
            return end
        self._end_line()
        if kind == "doctype":
            self._put(token)
        elif kind == "close":
            self._close(_name(token))
            self._put(token, joined=self._inline)
            self._inline = False
        else:
            return self._opened(_name(token), token, end)
        return end

    def _opened(self, name: bytes, token: bytes, end: int) -> int:
        if name in _CLOSED_BY_ITSELF and self._open and self._open[-1] == name:
            self._open.pop()
        if name in _VERBATIM and not token.endswith(b"/>"):
            closing = re.compile(rb"</" + name + rb"[^>]*+>", re.IGNORECASE).search(self.data, end)
            behind = closing.end() if closing is not None else len(self.data)
            self._put(token + self.data[end:behind])
            return behind
        self._put(token)
        if name not in _VOID and not token.endswith(b"/>"):
            self._open.append(name)
            self._inline = True
        return end

    def _close(self, name: bytes) -> None:
        """Leave an element, and those in it that were never closed."""
        if name in self._open[-DEEPEST_INDENT:]:
            while self._open.pop() != name:
                pass

    def _end_line(self) -> None:
        text = b"".join(self._line).strip(_BLANKS)
        self._line.clear()
        if text:
            short = self._inline and len(text) <= SHORT and b"\n" not in text
            self._put(text, joined=short)
            self._inline = short

    def _put(self, text: bytes, *, joined: bool = False) -> None:
        if not joined and (self._out or self._laid.size):
            self._out.append(self._breaks[min(len(self._open), DEEPEST_INDENT)])
        self._out.append(text)
        self._inline = False

    def _flush(self) -> None:
        if self._out:
            self._laid.add(b"".join(self._out))
            self._out.clear()


def _name(token: bytes) -> bytes:
    found = _NAME.match(token)
    return found[1].lower() if found else b""


def pretty(data: Buffer, indent: int = 2) -> bytes:
    """Return the text indented. Never fails."""
    formatter = HtmlFormatter(data, indent)
    for _step in formatter.steps():
        pass
    return formatter.result
