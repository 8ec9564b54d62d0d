"""JSON text, indented or compact: only blanks between tokens change, never a number, key, escape or order."""

from __future__ import annotations

from collections.abc import Iterator

from curlew.preview.json_tokens import (
    BARE_KEY,
    BRACKET,
    ELEMENT,
    LOOSE_VALUE,
    MEMBER,
    PREFIX,
    STRICT_SCALAR,
    STRICT_STRING,
    TEMPLATE,
    TOKEN,
    Problem,
    name_of,
    problem_at,
)
from curlew.text import _

SLICE = 16 * 1024
"""Bytes between two steps: one to two milliseconds of work."""

DEEPEST_INDENT = 100
"""Levels that are indented further; a text nested 100,000 deep would otherwise grow with the square of its depth."""

# What may come next.
_VALUE, _FIRST_VALUE, _KEY, _FIRST_KEY, _COLON, _COMMA, _TOP = range(7)
_WANTED = {
    _VALUE: _("a value was expected"),
    _FIRST_VALUE: _("a value or “]” was expected"),
    _KEY: _("a key in quotes was expected"),
    _FIRST_KEY: _("a key in quotes or “}” was expected"),
    _COLON: _("“:” was expected"),
    _COMMA: _("“,” or the end was expected"),
    _TOP: _("a value was expected"),
}


class JsonFormatter:
    """Formats one text, step by step: `for _ in formatter.steps(): …`, then `result`, `problem`, `documents`, `duplicates`.

    indent: blanks a level; None for compact. templates: `{{name}}` counts as a value.
    Where the text is broken in a way that leaves no doubt (NaN, a comma too many, an end too early) formatting goes on; where it does
    not, the rest stands as it came. `problem` is the first fault. Several values one after another (NDJSON) are no fault.
    """

    def __init__(self, data: bytes, indent: int | None = 2, *, templates: bool = False) -> None:
        self.data = data
        self.problem: Problem | None = None
        self.problem_out = 0
        """Where in `result` the problem is, roughly: the offset at which its token was written."""
        self.documents = 0
        self.second = -1
        """Where a second value begins, -1 if there is one at most."""
        self.duplicates = 0
        self._containers = 0
        self._indent = indent
        self._templates = templates
        self._colon = b":" if indent is None else b": "
        self._breaks = [b"" if indent is None else b"\n" + b" " * (indent * depth) for depth in range(DEEPEST_INDENT + 1)]
        self._out: list[bytes] = []
        self._written = 0
        self._chunks: list[bytes] = []
        self._open: list[tuple[bytes, int, set[bytes] | None]] = []  # bracket, offset, keys seen
        self._expect = _TOP
        self._at = 0

    @property
    def result(self) -> bytes:
        self._flush()
        return b"".join(self._chunks)

    def steps(self) -> Iterator[None]:
        """Do the work, pausing after every slice of the text."""
        prefix = PREFIX.match(self.data)
        assert prefix is not None
        guard = prefix["guard"]
        self._at = prefix.end()
        self._out.append(self.data[: prefix.end("guard")] + b"\n" if guard else prefix[0])
        pause = SLICE
        while self._run(pause):
            self._flush()
            pause = self._at + SLICE
            yield

    def _flush(self) -> None:
        if self._out:
            chunk = b"".join(self._out)
            self._chunks.append(chunk)
            self._written += len(chunk)
            self._out.clear()

    def _break(self) -> bytes:
        """Return what stands before a token at the present depth."""
        depth = len(self._open)
        return self._breaks[depth if depth < DEEPEST_INDENT else DEEPEST_INDENT]

    def _run(self, pause: int) -> bool:
        """Format up to `pause`; False at the end of the text."""
        while self._at < pause:
            if self._expect in (_KEY, _FIRST_KEY):
                self._members(pause)
            elif self._expect in (_VALUE, _FIRST_VALUE) and self._open and self._open[-1][0] == b"[":
                self._elements(pause)
            if not self._bracket() and not self._token():
                return False
        return True

    def _bracket(self) -> bool:
        """Take a bracket that is valid where it stands, with the comma after it: most of what is no member or element."""
        found = BRACKET.match(self.data, self._at)
        if found is None or self._templates:
            return False
        opening, closing, comma = found.groups()
        expect, out = self._expect, self._out
        if opening:
            if expect not in (_VALUE, _FIRST_VALUE):
                return False
            if self._open[-1][0] == b"[":
                out.append(self._break())
            self._push(opening, found.start(1))
            self._at = found.end()
            return True
        if expect not in (_COMMA, _FIRST_KEY, _FIRST_VALUE) or (self._open[-1][0] == b"{") != (closing == b"}"):
            return False
        self._open.pop()
        out.append(closing if expect != _COMMA else self._break() + closing)
        if comma and self._open:
            out.append(comma)
            self._expect = _KEY if self._open[-1][0] == b"{" else _VALUE
            self._at = found.end()
        else:
            self._expect = _COMMA if self._open else _TOP
            self._at = found.end(2)
        return True

    def _push(self, mark: bytes, start: int) -> None:
        self._out.append(mark)
        self._containers += 1
        self._open.append((mark, start, set() if mark == b"{" else None))
        self._expect = _FIRST_KEY if mark == b"{" else _FIRST_VALUE

    def _members(self, pause: int) -> None:
        """Take whole valid members of the open object, as many as there are before `pause`."""
        data, at, out, expect = self.data, self._at, self._out, self._expect
        line, colon, seen = self._break(), self._colon, self._open[-1][2]
        assert seen is not None
        match = MEMBER.match
        while at < pause:
            found = match(data, at)
            if found is None:
                break
            key, scalar, comma = found.groups()
            if key in seen:
                self.duplicates += 1
            seen.add(key)
            at = found.end()
            if scalar is None:
                out += (line, key, colon)
                expect = _VALUE
                break
            out += (line, key, colon, scalar, comma)
            if not comma:
                expect = _COMMA
                break
            expect = _KEY
        self._at, self._expect = at, expect

    def _elements(self, pause: int) -> None:
        """Take whole valid scalars of the open array."""
        data, at, out, line, expect = self.data, self._at, self._out, self._break(), self._expect
        match = ELEMENT.match
        while at < pause:
            found = match(data, at)
            if found is None:
                break
            scalar, comma = found.groups()
            out += (line, scalar, comma)
            at = found.end()
            if not comma:
                expect = _COMMA
                break
            expect = _VALUE
        self._at, self._expect = at, expect

    def _token(self) -> bool:
        """Take one token of any kind; False where the text, or what can be formatted of it, ends."""
        if self._templates and self._expect != _COLON:
            template = TEMPLATE.match(self.data, self._at)
            if template is not None:
                return self._value(template[1], template.start(1), template.end())
        found = TOKEN.match(self.data, self._at)
        assert found is not None
        kind = found.lastgroup
        assert kind is not None
        token, start = found[kind], found.start(kind)
        if kind == "mark":
            going = self._mark(token, start)
            if going:
                self._at = found.end()
            return going
        if kind == "string":
            return self._string(token, start, found.end())
        if kind == "word":
            return self._word(token, start, found.end())
        if kind == "open":
            return self._rest(start, _("a text in quotes is never closed"))
        return self._end(start)

    def _mark(self, mark: bytes, start: int) -> bool:
        if mark in b"{[":
            return self._opening(mark, start)
        if mark in b"}]":
            return self._closing(mark, start)
        if mark == b":" and self._expect == _COLON:
            self._out.append(self._colon)
            self._expect = _VALUE
            return True
        if mark == b"," and self._expect == _COMMA and self._open:
            self._out.append(b",")
            self._expect = _KEY if self._open[-1][0] == b"{" else _VALUE
            return True
        return self._rest(start, self._unexpected(mark))

    def _opening(self, mark: bytes, start: int) -> bool:
        if not self._begin_value(start, mark):
            return False
        self._push(mark, start)
        return True

    def _closing(self, mark: bytes, start: int) -> bool:
        if not self._open or (self._open[-1][0] == b"{") != (mark == b"}") or self._expect == _COLON:
            return self._rest(start, self._unexpected(mark))
        if self._expect in (_KEY, _VALUE):
            if self._out_of_place(mark):
                return self._rest(start, self._unexpected(mark))
            self._fault(start, _("a comma with nothing after it"))
        empty = self._expect in (_FIRST_KEY, _FIRST_VALUE)
        self._open.pop()
        self._out.append(mark if empty else self._break() + mark)
        self._expect = _COMMA if self._open else _TOP
        return True

    def _out_of_place(self, mark: bytes) -> bool:
        """Tell whether an object ends where the value of a key should stand."""
        return mark == b"}" and self._expect == _VALUE

    def _string(self, token: bytes, start: int, end: int) -> bool:
        if STRICT_STRING.fullmatch(token) is None:
            raw = any(byte < 0x20 for byte in token)
            self._fault(start, _("a control character stands in a text") if raw else _("a text holds an escape that JSON does not know"))
        if self._expect == _COMMA and self._open[-1][0] == b"{":
            self._fault(start, _("a comma is missing before {token}").format(token=name_of(token)))
            self._out.append(b"" if self._indent is not None else b" ")
            self._expect = _KEY
        if self._expect in (_KEY, _FIRST_KEY):
            return self._key(token, end)
        return self._value(token, start, end)

    def _key(self, token: bytes, end: int) -> bool:
        seen = self._open[-1][2]
        assert seen is not None
        if token in seen:
            self.duplicates += 1
        seen.add(token)
        self._out += (self._break(), token)
        self._expect = _COLON
        self._at = end
        return True

    def _word(self, word: bytes, start: int, end: int) -> bool:
        if self._expect in (_KEY, _FIRST_KEY) and BARE_KEY.match(word):
            self._fault(start, _("the key {token} needs quotes").format(token=name_of(word)))
            return self._key(word, end)
        if STRICT_SCALAR.fullmatch(word) is None:
            if not LOOSE_VALUE.match(word) or self._expect in (_KEY, _FIRST_KEY, _COLON):
                return self._rest(start, self._unexpected(word))
            self._fault(start, _("{token} is no JSON value").format(token=name_of(word)))
        return self._value(word, start, end)

    def _value(self, token: bytes, start: int, end: int) -> bool:
        if not self._begin_value(start, token):
            return False
        self._out.append(token)
        self._expect = _COMMA if self._open else _TOP
        self._at = end
        return True

    def _begin_value(self, start: int, token: bytes) -> bool:
        """Write what stands before a value; False where none may stand."""
        if self._expect == _COMMA and self._open[-1][0] == b"[":
            self._fault(start, _("a comma is missing before {token}").format(token=name_of(token)))
            self._out.append(b" " if self._indent is None else self._break())
        elif self._expect in (_FIRST_VALUE, _VALUE):
            if self._open[-1][0] == b"[":
                self._out.append(self._break())
        elif self._expect == _TOP:
            if self.documents:
                self._out.append(b"\n")
            if self.documents == 1:
                self.second = start
            self.documents += 1
        else:
            return self._rest(start, self._unexpected(token))
        return True

    def _unexpected(self, token: bytes) -> str:
        if self._expect == _TOP and token[:1] in b"}],:":
            return _("{token} stands alone").format(token=name_of(token))
        if self._expect == _TOP:
            return _("{token} is no JSON value").format(token=name_of(token))
        return _("{wanted}, not {token}").format(wanted=_WANTED[self._expect], token=name_of(token))

    def _fault(self, offset: int, reason: str) -> None:
        if self.problem is None:
            self._flush()
            self.problem = problem_at(self.data, offset, reason)
            self.problem_out = self._written

    def _rest(self, start: int, reason: str) -> bool:
        """Leave the rest as it came; all of it, where nothing before looked like JSON."""
        self._fault(start, reason)
        if self._containers:
            self._out += (b"\n", self.data[start:])
        else:
            self._out.clear()
            self._chunks = [self.data]
            self.problem_out = start
        self._at = len(self.data)
        return False

    def _end(self, start: int) -> bool:
        self._at = start
        if self._open:
            bracket, offset, _keys = self._open[-1]
            line = self.data.count(b"\n", 0, offset) + 1
            unclosed = _("the object opened in line {line} is never closed")
            if bracket == b"[":
                unclosed = _("the list opened in line {line} is never closed")
            self._fault(start, unclosed.format(line=line))
        elif not self.documents:
            self._fault(start, _("there is no value"))
        return False


def _finished(data: bytes, indent: int | None, templates: bool) -> JsonFormatter:
    formatter = JsonFormatter(data, indent, templates=templates)
    for _step in formatter.steps():
        pass
    return formatter


def pretty(data: bytes, indent: int = 2, *, templates: bool = False) -> bytes:
    """Return the text indented. Never fails; `minify(pretty(x)) == minify(x)`, byte for byte."""
    return _finished(data, indent, templates).result


def minify(data: bytes, *, templates: bool = False) -> bytes:
    """Return the text without the blanks between its tokens."""
    return _finished(data, None, templates).result


def check(data: bytes, *, templates: bool = False) -> Problem | None:
    """Return the first fault of a text that should be one JSON value, None if it is one."""
    formatter = _finished(data, None, templates)
    if formatter.problem is None and formatter.second >= 0:
        return problem_at(data, formatter.second, _("there is more text after the end of the value"))
    return formatter.problem
