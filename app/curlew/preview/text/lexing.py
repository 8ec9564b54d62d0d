"""Colours of texts that Pygments knows: only of what is looked at, in small steps, from a little before it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from curlew.preview.buffer import Buffer

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LEXERS = {"css": "css", "javascript": "javascript", "yaml": "yaml", "graphql": "graphql", "markdown": "markdown"}
"""Pygments' name for each language (an id of `KINDS`)."""

WINDOW = 64 * 1024
"""Bytes that one run goes over at most. Short texts are one run, so their colours are exact."""

LOOK_BACK = 8 * 1024
"""A run within a long text begins so far before what is looked at: what was opened before that (a long comment) is not known."""

AT_A_TIME = 40
RUNS_KEPT = 8

_COLOURS = (
    ("Comment", "comment"),
    ("Keyword", "keyword"),
    ("Operator.Word", "keyword"),
    ("Name.Tag", "key"),
    ("Name.Attribute", "key"),
    ("Name.Variable", "key"),
    ("Name.Label", "key"),
    ("Name.Function", "func"),
    ("Name.Class", "func"),
    ("Name.Namespace", "func"),
    ("Name.Builtin", "func"),
    ("Name.Decorator", "func"),
    ("Name.Constant", "number"),
    ("Literal.String", "string"),
    ("Literal.Scalar", "string"),
    ("Literal.Number", "number"),
    ("Generic.Heading", "key"),
    ("Generic.Subheading", "key"),
    ("Generic.Strong", "keyword"),
    ("Generic.Emph", "keyword"),
)
_OF_CSS = (("Keyword.Constant", "string"), ("Keyword.Type", "number"), ("Keyword", "key"), ("Name.Tag", "func"))


class Lexing:
    """The colours of a text. `spans` gives those of a range at once if they are known, and else remembers that they are wanted."""

    def __init__(self, data: Buffer, language: str) -> None:
        self.data = data
        self.language = language
        self.wanted: list[int] = []
        """Offsets whose colours are asked for; the last is the newest."""
        self._lexer: Lexer | None = None
        self._runs: list[_Run] = []

    @property
    def is_prepared(self) -> bool:
        return self._lexer is not None

    def prepare(self) -> None:
        """Make the lexer: takes a tenth of a second the first time, so not on the window's thread."""
        if self._lexer is None:
            from pygments.lexers import get_lexer_by_name  # imported where such a text is opened only

            options = {"handlecodeblocks": False} if self.language == "markdown" else {}
            lexer = get_lexer_by_name(LEXERS[self.language], stripnl=False, ensurenl=False, **options)
            next(iter(lexer.get_tokens_unprocessed(" ")), None)
            self._lexer = lexer

    def spans(self, start: int, end: int) -> list[tuple[int, int, str]] | None:
        """Return (start, end, token) as offsets in the text, cut to a range; None while they are not known."""
        run = self._run_for(start)
        if run is None or (run.reached < end and not run.ended):
            if len(self.wanted) > 200:
                self.wanted.clear()
            self.wanted.append(start)
            return None
        return run.spans(start, end)

    def steps(self) -> Iterator[None]:
        """Find what is wanted, pausing after every few words. To be called when `is_prepared`, on the thread that asks for colours."""
        while self.wanted:
            lowest, highest = min(self.wanted), max(self.wanted)
            self.wanted.clear()
            for offset in (lowest, highest):  # what is on the screen, from its top to its bottom
                run = self._run_for(offset) or self._begin(offset)
                while not run.ended and run.reached < offset + 2 * 1024:
                    run.advance()
                    yield

    def _begin(self, offset: int) -> _Run:
        assert self._lexer is not None
        run = _Run(self._lexer, self.data, self._beginning(offset), _OF_CSS if self.language == "css" else ())
        self._runs.append(run)
        del self._runs[:-RUNS_KEPT]
        return run

    def _beginning(self, offset: int) -> int:
        """Return where to begin for an offset: at the beginning of a line (or a statement, in a long line) somewhat before."""
        if offset < WINDOW - LOOK_BACK:
            return 0
        low = offset - LOOK_BACK
        before = self.data[low:offset]
        for sign in (b"\n", b"}", b";", b" "):
            place = before.find(sign)
            if 0 <= place < len(before) - 64:
                return low + place + 1
        while self.data[low] & 0xC0 == 0x80:
            low += 1
        return low

    def _run_for(self, offset: int) -> _Run | None:
        for run in reversed(self._runs):
            first = run.start if not run.start else run.start + LOOK_BACK // 2
            if first <= offset < run.end:
                return run
        return None


class _Run:
    """One walk over a part of a text."""

    def __init__(self, lexer: Lexer, data: Buffer, start: int, special: tuple[tuple[str, str], ...]) -> None:
        piece = data[start : start + WINDOW]
        self.start, self.reached, self.ended = start, start, False
        self.end = start + len(piece) if start + len(piece) == len(data) else start + len(piece) - 512
        """Colours before this are right: a word at the end of the window may be cut."""
        text = piece.replace(b"\r\n", b" \n").decode("utf-8", "surrogateescape")
        self._text, self._is_ascii = text, text.isascii()
        self._tokens = lexer.get_tokens_unprocessed(text)
        self._colours = (*special, *_COLOURS)
        self._known: dict[object, str] = {}
        self._char = 0
        self._starts, self._ends = array("q"), array("q")
        self._names: list[str] = []

    def advance(self) -> None:
        """Take the next few words."""
        for _count in range(AT_A_TIME):
            word = next(self._tokens, None)
            if word is None:
                self.ended = True
                return
            index, kind, value = word
            start, end = self._offset(index), self._offset(index + len(value))
            token = self._known.get(kind)
            if token is None:
                name = str(kind).removeprefix("Token.")
                token = self._known[kind] = next((token for prefix, token in self._colours if name.startswith(prefix)), "")
            if token and self._names and self._names[-1] == token and self._ends[-1] == start:
                self._ends[-1] = end
            elif token and end > start:
                self._starts.append(start)
                self._ends.append(end)
                self._names.append(token)

    def _offset(self, char: int) -> int:
        """Return the offset of a character, which is not before the one asked for last."""
        if self._is_ascii:
            self.reached = self.start + char
        elif char > self._char:
            self.reached += len(self._text[self._char : char].encode("utf-8", "surrogateescape"))
            self._char = char
        return self.reached

    def spans(self, start: int, end: int) -> list[tuple[int, int, str]]:
        first = bisect_right(self._ends, start)
        found = []
        for number in range(first, len(self._starts)):
            if self._starts[number] >= end:
                break
            found.append((max(start, self._starts[number]), min(end, self._ends[number]), self._names[number]))
        return found
