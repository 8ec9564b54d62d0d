"""XML text, indented, on a tolerant tokenizer: nothing is expanded, resolved or loaded, and only blanks between tags change."""

from __future__ import annotations

import re
from collections.abc import Iterator

SLICE = 1000
"""Tokens between two steps: about a millisecond of work."""

DEEPEST_INDENT = 100

_TOKEN = re.compile(
    rb"(?P<comment><!--(?:.*?-->|.*+))"
    rb"|(?P<cdata><!\[CDATA\[(?:.*?\]\]>|.*+))"
    rb"|(?P<instruction><\?(?:.*?\?>|.*+))"
    rb"|(?P<doctype><![A-Za-z][^\[<>]*+(?:>|\[(?:.*?\][ \t\r\n]*+>|.*+)))"
    rb"|(?P<close></[^<>]*+>)"
    rb"|(?P<open><[A-Za-z_:\x80-\xff][^\"'<>]*+(?:(?:\"[^\"<]*+\"|'[^'<]*+')[^\"'<>]*+)*>)"
    rb"|(?P<blank>[ \t\r\n]++(?=<|\Z))"
    rb"|(?P<text>(?:[^<]|<(?![A-Za-z_:/!?\x80-\xff]))[^<]*+(?:<(?![A-Za-z_:/!?\x80-\xff])[^<]*+)*|<)",
    re.DOTALL,
)
_PRESERVED = re.compile(rb"""\sxml:space\s*=\s*["']preserve["']""")


class XmlFormatter:
    """Formats one text step by step: `for _ in formatter.steps(): …`, then `result`.

    Elements that mix text and elements, or ask for `xml:space="preserve"`, stay exactly as they came; so does what is no XML.
    """

    def __init__(self, data: bytes, indent: int = 2) -> None:
        self.data = data
        self._indent = b" " * indent
        self._tokens: list[tuple[str, bytes]] = []
        self._mixed: dict[int, bool] = {}
        """By the number of an opening tag: whether its content must stay as it is; -1 stands for the text as a whole."""
        self._chunks: list[bytes] = []

    @property
    def result(self) -> bytes:
        return b"".join(self._chunks)

    def steps(self) -> Iterator[None]:
        yield from self._read()
        if self._mixed[-1]:
            self._chunks.append(self.data)
        else:
            yield from self._write()

    def _read(self) -> Iterator[None]:
        """Cut the text into tokens, and find the elements whose content must stay as it is."""
        tokens, mixed, above = self._tokens, self._mixed, [-1]
        mixed[-1] = False
        has_elements: set[int] = set()
        has_text: set[int] = set()
        for found in _TOKEN.finditer(self.data):
            kind = found.lastgroup
            assert kind is not None
            token, here = found[kind], above[-1]
            if kind in ("text", "cdata"):
                has_text.add(here)
            elif kind == "open":
                has_elements.add(here)
                number = len(tokens)
                mixed[number] = mixed[here] or _PRESERVED.search(token) is not None
                if not token.endswith(b"/>"):
                    above.append(number)
            elif kind == "close" and len(above) > 1:
                number = above.pop()
                if number in has_text and number in has_elements:
                    mixed[number] = True
            tokens.append((kind, token))
            if len(tokens) % SLICE == 0:
                yield
        for number in above[1:]:  # never closed: as it came, if there is text in it
            mixed[number] = mixed[number] or (number in has_text and number in has_elements)
        mixed[-1] = -1 in has_text  # text outside all elements: no XML, left alone

    def _write(self) -> Iterator[None]:
        out: list[bytes] = []
        above = [-1]
        after_open = after_text = False
        for number, (kind, token) in enumerate(self._tokens):
            as_is = self._mixed[above[-1]]
            if kind == "blank" and not as_is:
                if after_open and self._closes(number + 1):
                    out.append(token)  # blanks are all that the element holds
                    after_text = True
                continue
            is_text = kind in ("text", "cdata") and above[-1] >= 0
            joined = as_is or is_text or after_text or (kind == "close" and after_open)
            if kind == "close" and len(above) > 1:
                above.pop()
            if out and not joined:
                out.append(b"\n" + self._indent * min(len(above) - 1, DEEPEST_INDENT))
            out.append(token)
            after_text = is_text
            after_open = kind == "open" and not token.endswith(b"/>")
            if after_open:
                above.append(number)
            if number % SLICE == 0:
                self._chunks.append(b"".join(out))
                out = [b""]
                yield
        self._chunks.append(b"".join(out))

    def _closes(self, number: int) -> bool:
        return number < len(self._tokens) and self._tokens[number][0] == "close"


def pretty(data: bytes, indent: int = 2) -> bytes:
    """Return the text indented. Never fails."""
    formatter = XmlFormatter(data, indent)
    for _step in formatter.steps():
        pass
    return formatter.result
