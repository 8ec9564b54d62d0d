"""XML text of any size, indented, on a tolerant tokenizer: nothing is expanded, resolved or loaded, only blanks between tags change."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from curlew.preview.buffer import Buffer
from curlew.preview.laid_text import LaidText

SLICE = 1000
"""Tokens between two steps: about two milliseconds of work."""

HORIZON = 256 * 1024
"""Bytes that are read ahead of what is written, to know whether an element mixes text and elements."""

DEEPEST_INDENT = 100

_TOKEN = re.compile(
    rb"(?P<comment><!--(?:.*?-->|.*+))"
    rb"|(?P<cdata><!\[CDATA\[(?:.*?\]\]>|.*+))"
    rb"|(?P<instruction><\?(?:.*?\?>|.*+))"
    rb"|(?P<doctype><![A-Za-z][^\[<>]*+(?:>|\[(?:.*?\][ \t\r\n]*+>|.*+)))"
    rb"|(?P<close></[^<>]*+>)"
    rb"|(?P<leaf><(?P<name>[A-Za-z_:\x80-\xff][^\"'<>=/ \t\r\n]*+)(?:[ \t\r\n][^\"'<>]*+(?:(?:\"[^\"<]*+\"|'[^'<]*+')[^\"'<>]*+)*)?"
    rb"(?<!/)>[^<]*+</(?P=name)[ \t\r\n]*+>)"
    rb"|(?P<open><[A-Za-z_:\x80-\xff][^\"'<>]*+(?:(?:\"[^\"<]*+\"|'[^'<]*+')[^\"'<>]*+)*>)"
    rb"|(?P<blank>[ \t\r\n]++(?=<|\Z))"
    rb"|(?P<text>(?:[^<]|<(?![A-Za-z_:/!?\x80-\xff]))[^<]*+(?:<(?![A-Za-z_:/!?\x80-\xff])[^<]*+)*|<)",
    re.DOTALL,
)
_PRESERVED = re.compile(rb"""\sxml:space\s*=\s*["']preserve["']""")


class _Element:
    """An element that was opened. mixed: its content must stay as it is; known once it is read, or as far as that has come."""

    __slots__ = ("has_elements", "has_text", "mixed")

    def __init__(self, mixed: bool) -> None:
        self.mixed = mixed
        self.has_text = self.has_elements = False


class XmlFormatter:
    """Formats one text step by step: `for _ in formatter.steps(): …`, then `result`. laid: what takes the text, for large ones.

    Elements that mix text and elements, or ask for `xml:space="preserve"`, stay exactly as they came; so does what is no XML. An element
    that is longer than what is read ahead counts as what it was so far.
    """

    def __init__(self, data: Buffer, indent: int = 2, *, laid: LaidText | None = None) -> None:
        self.data = data
        self._laid = LaidText(data) if laid is None else laid
        self._breaks = [b"\n" + b" " * (indent * depth) for depth in range(DEEPEST_INDENT + 1)]
        self._ahead: deque[tuple[str, bytes, int, _Element | None]] = deque()  # kind, token, its end, what it opens
        self._top = _Element(mixed=False)
        self._read_to = 0
        self._stack: list[bool] = []  # of what is written: whether the content of each open element stays as it is
        self._out: list[bytes] = []
        self._after_open = self._after_text = False

    @property
    def result(self) -> bytes:
        return self._laid.buffer()[:]

    def steps(self) -> Iterator[None]:
        """Do the work, pausing after every thousand tokens or so."""
        done = 0
        for _read in self._read():
            done += 1
            while len(self._ahead) > 1 and self._ahead[0][2] < self._read_to - HORIZON:
                if self._top.has_text and not self._laid.size:
                    break
                self._write(*self._ahead.popleft())
                done += 1
            if done >= SLICE:
                done = 0
                self._flush()
                yield
        if self._top.has_text and not self._laid.size and not self._out:  # text outside all elements: no XML, left alone
            self._laid.restore()
            return
        while self._ahead:
            self._write(*self._ahead.popleft())
            done += 1
            if done % SLICE == 0:
                self._flush()
                yield
        self._flush()

    def _flush(self) -> None:
        if self._out:
            self._laid.add(b"".join(self._out))
            self._out.clear()

    def _read(self) -> Iterator[None]:
        """Cut the text into tokens, and find the elements whose content must stay as it is."""
        above = [self._top]
        for found in _TOKEN.finditer(self.data):
            kind = found.lastgroup or ""
            here, element = above[-1], None
            if kind in ("text", "cdata"):
                here.has_text = True
                here.mixed = here.mixed or (here.has_elements and here is not self._top)
            elif kind in ("open", "leaf"):
                here.has_elements = True
                here.mixed = here.mixed or (here.has_text and here is not self._top)
                if kind == "open" and not found[0].endswith(b"/>"):
                    element = _Element(here.mixed or _PRESERVED.search(found[0]) is not None)
                    above.append(element)
            elif kind == "close" and len(above) > 1:
                above.pop()
            self._ahead.append((kind, found[0], found.end(), element))
            self._read_to = found.end()
            yield

    def _write(self, kind: str, token: bytes, _end: int, element: _Element | None) -> None:
        as_is = self._stack[-1] if self._stack else False
        if kind == "blank" and not as_is:
            if self._after_open and self._ahead and self._ahead[0][0] == "close":
                self._out.append(token)  # blanks are all that the element holds
                self._after_text = True
            return
        is_text = kind in ("text", "cdata") and bool(self._stack)
        joined = as_is or is_text or self._after_text or (kind == "close" and self._after_open)
        if kind == "close" and self._stack:
            self._stack.pop()
        if not joined and (self._out or self._laid.size):
            self._out.append(self._breaks[min(len(self._stack), DEEPEST_INDENT)])
        self._out.append(token)
        self._after_text = is_text
        self._after_open = element is not None
        if element is not None:
            self._stack.append(as_is or element.mixed)


def pretty(data: Buffer, indent: int = 2) -> bytes:
    """Return the text indented. Never fails."""
    formatter = XmlFormatter(data, indent)
    for _step in formatter.steps():
        pass
    return formatter.result
