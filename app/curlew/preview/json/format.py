"""JSON text, indented or compact: only blanks between tokens change, never a number, key, escape or order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from curlew.preview.buffer import Buffer
from curlew.preview.json.output import JsonOutput
from curlew.preview.json.states import COLON, COMMA, FIRST_KEY, FIRST_VALUE, KEY, TOP, VALUE, unexpected
from curlew.preview.json.tokens import (
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
    WRAPPER,
    WRAPPER_END,
    Problem,
    name_of,
    problem_at,
)
from curlew.preview.laid_text import LaidText
from curlew.text import _

SLICE = 16 * 1024
"""Bytes between two steps: one to two milliseconds of work."""


class Shortcut(Protocol):
    """Something faster than tokens for a stretch of valid text."""

    def take(self, formatter: JsonFormatter) -> bool:
        """Move the formatter on over whole values of the open container (or of the top); False if it must do that itself."""


class JsonFormatter(JsonOutput):
    """Formats one text, step by step: `for _ in formatter.steps(): …`, then `result`, `problem`, `documents`, `duplicates`.

    indent: blanks a level; None for compact. templates: `{{name}}` counts as a value. comments: those, and commas with nothing after
    them, are no fault. laid: what takes the text, for large ones.
    Where the text is broken in a way that leaves no doubt (NaN, a comma too many, an end too early) formatting goes on; where it does
    not, the rest stands as it came. `problem` is the first fault. Several values one after another (NDJSON) are no fault; neither is
    the call of a function around the value (JSONP). Comments are kept, and are a fault.
    """

    def __init__(
        self,
        data: Buffer,
        indent: int | None = 2,
        *,
        templates: bool = False,
        comments: bool = False,
        laid: LaidText | None = None,
        shortcut: Shortcut | None = None,
    ) -> None:
        super().__init__(data, indent, laid, comments=comments)
        self.documents = 0
        self.second = -1
        """Where a second value begins, -1 if there is one at most."""
        self.duplicates = 0
        self.expect = TOP
        self._shortcut = shortcut
        self._templates = templates
        self._wrapped = False
        self._comment_here = self._line_comment = False  # the token before was one; it goes to the end of its line
        self._behind_comment = False  # while the token behind one is taken

    def steps(self) -> Iterator[None]:
        """Do the work, pausing after every slice of the text."""
        self._begin()
        pause = SLICE
        while self._run(pause):
            self.flush()
            pause = self.at + SLICE
            yield
        self.flush()

    def _begin(self) -> None:
        """Take what stands around the JSON."""
        prefix = PREFIX.match(self.data)
        assert prefix is not None
        self.at = prefix.end()
        self.out.append(self.data[: prefix.end("guard")] + b"\n" if prefix["guard"] else prefix[0])
        wrapper = WRAPPER.match(self.data, self.at)
        if wrapper is not None:
            self._wrapped = True
            self.out.append(wrapper[0])
            self.at = wrapper.end()

    def _run(self, pause: int) -> bool:
        """Format up to `pause`; False at the end of the text."""
        while self.at < pause:
            if self._comment_here:
                if not self._after_comment():
                    return False
                continue
            if self._shortcut is not None and self._shortcut.take(self):
                continue
            if self.expect in (KEY, FIRST_KEY):
                self._members(pause)
            elif self.expect in (VALUE, FIRST_VALUE) and self.open and self.open[-1][0] == b"[":
                self._elements(pause)
            if not self._bracket() and not self._token():
                return False
        return True

    def _after_comment(self) -> bool:
        """Take the token behind a comment; what follows one that goes to the end of its line begins a new line."""
        line, self._line_comment, self._comment_here = self._line_comment, False, False
        self.flush()
        between = (self._break() or b"\n") if line else b"" if self._indent is None else b" "
        self._behind_comment = True
        going = self._token()
        self._behind_comment = False
        text = b"".join(self.out)
        if text and not text.startswith(b"\n" if line else (b"\n", b" ", b",")):
            self.out[:] = (between, text)
        return going

    def _bracket(self) -> bool:
        """Take a bracket that is valid where it stands, with the comma after it: most of what is no member or element."""
        found = BRACKET.match(self.data, self.at)
        if found is None or self._templates:
            return False
        opening, closing, comma = found.groups()
        expect, out = self.expect, self.out
        if opening:
            if expect not in (VALUE, FIRST_VALUE):
                return False
            if self.open[-1][0] == b"[":
                out.append(self._break())
            self._push(opening, found.start(1))
            self.at = found.end()
            return True
        if expect not in (COMMA, FIRST_KEY, FIRST_VALUE) or (self.open[-1][0] == b"{") != (closing == b"}"):
            return False
        self.open.pop()
        out.append(closing if expect != COMMA else self._break() + closing)
        if comma and self.open:
            out.append(comma)
            self.expect = KEY if self.open[-1][0] == b"{" else VALUE
            self.at = found.end()
        else:
            self.expect = COMMA if self.open else TOP
            self.at = found.end(2)
        return True

    def _push(self, mark: bytes, start: int) -> None:
        self.out.append(mark)
        self.containers += 1
        self.open.append((mark, start, set() if mark == b"{" else None))
        self.expect = FIRST_KEY if mark == b"{" else FIRST_VALUE

    def _members(self, pause: int) -> None:
        """Take whole valid members of the open object, as many as there are before `pause`."""
        data, at, out, expect = self.data, self.at, self.out, self.expect
        line, colon, seen = self._break(), self._colon, self.open[-1][2]
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
                expect = VALUE
                break
            out += (line, key, colon, scalar, comma)
            if not comma:
                expect = COMMA
                break
            expect = KEY
        self.at, self.expect = at, expect

    def _elements(self, pause: int) -> None:
        """Take whole valid scalars of the open array."""
        data, at, out, line, expect = self.data, self.at, self.out, self._break(), self.expect
        match = ELEMENT.match
        while at < pause:
            found = match(data, at)
            if found is None:
                break
            scalar, comma = found.groups()
            out += (line, scalar, comma)
            at = found.end()
            if not comma:
                expect = COMMA
                break
            expect = VALUE
        self.at, self.expect = at, expect

    def _token(self) -> bool:
        """Take one token of any kind; False where the text, or what can be formatted of it, ends."""
        if self._templates and self.expect != COLON:
            template = TEMPLATE.match(self.data, self.at)
            if template is not None:
                return self._value(template[1], template.start(1), template.end())
        if self._wrapped and self.expect == TOP and self.documents and (behind := WRAPPER_END.match(self.data, self.at)):
            self.out.append(behind[0].strip())
            self.at = behind.end()
            return False
        found = TOKEN.match(self.data, self.at)
        assert found is not None
        kind = found.lastgroup
        assert kind is not None
        token, start = found[kind], found.start(kind)
        if kind == "mark":
            going = self._mark(token, start)
            if going:
                self.at = found.end()
            return going
        if kind == "string":
            return self._string(token, start, found.end())
        if kind == "word":
            return self._word(token, start, found.end())
        if kind == "comment":
            return self._comment(token, start, found.end())
        if kind == "open":
            return self._rest(start, _("a text in quotes is never closed"))
        return self._end(start)

    def _comment(self, token: bytes, start: int, end: int) -> bool:
        """Keep a comment, on its own line if it has one."""
        if token[:2] == b"/*" and (token[-2:] != b"*/" or len(token) < 4):
            return self._rest(start, _("a comment is never closed"))
        self._fault(start, _("JSON knows no comments"), "comment")
        self._line_comment = token[:2] == b"//"
        self._comment_here = True
        if self._indent is None:
            self.out.append(token)
        elif b"\n" in self.data[self.at : start]:
            self.out += (self._break() if self._laid.size or self.out else b"", token)
        else:
            beside_colon = self.expect == VALUE and self.open[-1][0] == b"{"
            self.out += (b" " if (self._laid.size or self.out) and not beside_colon else b"", token)
        self.at = end
        return True

    def _mark(self, mark: bytes, start: int) -> bool:
        if mark in b"{[":
            return self._opening(mark, start)
        if mark in b"}]":
            return self._closing(mark, start)
        if mark == b":" and self.expect == COLON:
            self.out.append(self._colon)
            self.expect = VALUE
            return True
        if mark == b"," and self.expect == COMMA and self.open:
            self.out.append(b",")
            self.expect = KEY if self.open[-1][0] == b"{" else VALUE
            return True
        return self._rest(start, unexpected(self.expect, mark))

    def _opening(self, mark: bytes, start: int) -> bool:
        if not self._begin_value(start, mark):
            return False
        self._push(mark, start)
        return True

    def _closing(self, mark: bytes, start: int) -> bool:
        if not self.open or (self.open[-1][0] == b"{") != (mark == b"}") or self.expect == COLON:
            return self._rest(start, unexpected(self.expect, mark))
        if self.expect in (KEY, VALUE):
            if mark == b"}" and self.expect == VALUE:
                return self._rest(start, unexpected(self.expect, mark))
            self._fault(start, _("a comma with nothing after it"), "comma")
        empty = self.expect in (FIRST_KEY, FIRST_VALUE) and not self._behind_comment
        self.open.pop()
        self.out.append(mark if empty else self._break() + mark)
        self.expect = COMMA if self.open else TOP
        return True

    def _string(self, token: bytes, start: int, end: int) -> bool:
        if STRICT_STRING.fullmatch(token) is None:
            raw = any(byte < 0x20 for byte in token)
            self._fault(start, _("a control character stands in a text") if raw else _("a text holds an escape that JSON does not know"))
        if self.expect == COMMA and self.open[-1][0] == b"{":
            self._fault(start, _("a comma is missing before {token}").format(token=name_of(token)))
            self.out.append(b"" if self._indent is not None else b" ")
            self.expect = KEY
        if self.expect in (KEY, FIRST_KEY):
            return self._key(token, end)
        return self._value(token, start, end)

    def _key(self, token: bytes, end: int) -> bool:
        seen = self.open[-1][2]
        assert seen is not None
        if token in seen:
            self.duplicates += 1
        seen.add(token)
        self.out += (self._break(), token)
        self.expect = COLON
        self.at = end
        return True

    def _word(self, word: bytes, start: int, end: int) -> bool:
        if self.expect in (KEY, FIRST_KEY) and BARE_KEY.match(word):
            self._fault(start, _("the key {token} needs quotes").format(token=name_of(word)))
            return self._key(word, end)
        if STRICT_SCALAR.fullmatch(word) is None:
            if not LOOSE_VALUE.match(word) or self.expect in (KEY, FIRST_KEY, COLON):
                return self._rest(start, unexpected(self.expect, word))
            self._fault(start, _("{token} is no JSON value").format(token=name_of(word)))
        return self._value(word, start, end)

    def _value(self, token: bytes, start: int, end: int) -> bool:
        if not self._begin_value(start, token):
            return False
        self.out.append(token)
        self.expect = COMMA if self.open else TOP
        self.at = end
        return True

    def _begin_value(self, start: int, token: bytes) -> bool:
        """Write what stands before a value; False where none may stand."""
        if self.expect == COMMA and self.open[-1][0] == b"[":
            self._fault(start, _("a comma is missing before {token}").format(token=name_of(token)))
            self.out.append(b" " if self._indent is None else self._break())
        elif self.expect in (FIRST_VALUE, VALUE):
            if self.open[-1][0] == b"[":
                self.out.append(self._break())
        elif self.expect == TOP:
            if self.documents:
                self.out.append(b"\n")
            if self.documents == 1:
                self.second = start
            self.documents += 1
        else:
            return self._rest(start, unexpected(self.expect, token))
        return True

    def _end(self, start: int) -> bool:
        self.at = start
        if self.open:
            bracket, offset, _keys = self.open[-1]
            line = problem_at(self.data, offset, "").line
            unclosed = _("the object opened in line {line} is never closed")
            if bracket == b"[":
                unclosed = _("the list opened in line {line} is never closed")
            self._fault(start, unclosed.format(line=line))
        elif self._wrapped:
            self._fault(start, _("the bracket of the call is never closed"))
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
