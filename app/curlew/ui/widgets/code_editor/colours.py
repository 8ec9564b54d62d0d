"""Colours of code: what each line's spans are. JSON line by line, other languages lexed whole in slices of time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from pygments.lexer import Lexer

Span = tuple[int, int, str]
"""(start, end, colour token) in characters of a line."""

SLICE_S = 0.006
PAUSE_MS = 120
LARGEST = 1_000_000

_JSON = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<string>"(?:[^"\\]|\\.)*"?)|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)'
    r"|(?P<keyword>\b(?:true|false|null)\b)|(?P<comment>//.*)"
)
_STRING_END = re.compile(r'(?:[^"\\]|\\.)*"?')


class Colours(Protocol):
    """Gives the spans of a line. in_string: the line goes on inside a string that an earlier piece began."""

    def spans(self, number: int, text: str, in_string: bool) -> list[Span]: ...


class PlainColours:
    """No colours."""

    def spans(self, number: int, text: str, in_string: bool) -> list[Span]:
        return []


class JsonColours:
    """JSON, with one expression for a line: no state is needed, since strings end with their line."""

    def spans(self, number: int, text: str, in_string: bool) -> list[Span]:
        found: list[Span] = []
        start = 0
        if in_string:
            ended = _STRING_END.match(text)
            start = ended.end() if ended is not None else 0
            found.append((0, start, "string"))
        found += [(m.start(), m.end(), m.lastgroup or "") for m in _JSON.finditer(text, start)]
        return found


class LexedColours(QObject):
    """A language of Pygments. `lex` starts over; `ready` is called when the spans of a whole text are there.

    Saving a lexer's state for each line is wrong for many languages, so that the text is lexed whole, a few milliseconds at a time.
    """

    def __init__(self, language: str, text: Callable[[], str], ready: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._language, self._text, self._ready = language, text, ready
        self._lines: list[list[Span]] = []
        self._work: Iterator[None] | None = None
        self._lexer: Lexer | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._start)
        self._step = QTimer(self)
        self._step.setSingleShot(True)
        self._step.timeout.connect(self._go_on)

    def spans(self, number: int, text: str, in_string: bool) -> list[Span]:
        return [(start, min(end, len(text)), token) for start, end, token in self._lines[number]] if number < len(self._lines) else []

    def lines_changed(self, number: int, added: int) -> None:
        """Keep the spans of later lines with their lines until the text is lexed again."""
        if added > 0:
            self._lines[number + 1 : number + 1] = [[] for _ in range(added)]
        elif added < 0:
            del self._lines[number + 1 : number + 1 - added]
        self.lex()

    def lex(self, at_once: bool = False) -> None:
        """Lex the text after a pause in typing, or at once."""
        self._work = None
        self._step.stop()
        self._pause.start(0 if at_once else PAUSE_MS)

    def stop(self) -> None:
        self._work = None
        self._step.stop()
        self._pause.stop()

    def _start(self) -> None:
        text = self._text()
        if len(text) <= LARGEST:
            self._work = self._lexing(text)
            self._go_on()

    def _go_on(self) -> None:
        end = perf_counter() + SLICE_S
        while self._work is not None and perf_counter() < end:
            if next(self._work, True):
                self._work = None
                self._ready()
        if self._work is not None:
            self._step.start(0)

    def _lexing(self, text: str) -> Iterator[None]:
        """Lex, giving way after each 50 tokens."""
        lexer = self._make_lexer()
        lines: list[list[Span]] = [[]]
        column = 0
        for count, (_at, kind, value) in enumerate(lexer.get_tokens_unprocessed(text)):
            token = token_of(str(kind))
            for part_number, part in enumerate(value.split("\n")):
                if part_number:
                    lines.append([])
                    column = 0
                if token and part:
                    lines[-1].append((column, column + len(part), token))
                column += len(part)
            if count % 50 == 49:
                yield
        self._lines = lines

    def _make_lexer(self) -> Lexer:
        if self._lexer is None:
            from pygments.lexers import get_lexer_by_name  # imported where such a text is opened only

            self._lexer = get_lexer_by_name(self._language, stripnl=False, ensurenl=False)
        return self._lexer


_TOKENS = (
    ("Token.Comment", "comment"),
    ("Token.Keyword", "keyword"),
    ("Token.Name.Tag", "key"),
    ("Token.Name.Attribute", "number"),
    ("Token.Name.Function", "func"),
    ("Token.Name.Class", "func"),
    ("Token.Name.Builtin", "func"),
    ("Token.Name.Decorator", "func"),
    ("Token.Name.Variable", "var"),
    ("Token.Literal.String", "string"),
    ("Token.Literal.Number", "number"),
)


def token_of(kind: str) -> str:
    """Return the colour token of a Pygments token type, empty for plain text."""
    return next((token for prefix, token in _TOKENS if kind.startswith(prefix)), "")
