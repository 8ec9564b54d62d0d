"""Splitting text into words as a POSIX shell (and bash's $'…') does, without running or reading anything.

`$NAME` becomes the variable `{{NAME}}`; a command substitution stays as it is written, with a note.
"""

from __future__ import annotations

import re

from curlew.errors import UsageError
from curlew.formats.curl.command import Command
from curlew.text import _

_VARIABLE = re.compile(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})")
_CONTINUED = re.compile(r"\\[ \t]*\r?\n")
_OPERATOR = re.compile(r"&&|\|\||;;|[;|&]")
_REDIRECTION = re.compile(r"[0-9]*(?:<<<|<<-?|<|&>>?|>>|>\||>&|>)")
_SIMPLE_ESCAPES = {"a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_BYTE_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3}))")
_CODE_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8}))")
_PRINTED = re.compile(r"\$\(printf '((?:\\[0-7]{3})+)'\)")
_BLANKS = " \t\u00a0"
"""The last is none to a shell, but what web pages put between the words of a command."""


def split(text: str) -> tuple[Command, ...]:
    """Return the commands of a text. Raises UsageError where a quote is left open."""
    return _Lexer(text).commands()


class _Lexer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._parentheses = _pairs(text) if "$(" in text else {}
        self._done: list[Command] = []
        self._begin()

    def _begin(self) -> None:
        self._words: list[str] = []
        self._notes: list[str] = []
        self._input_text: str | None = None
        self._input_file: str | None = None
        self._awaited: tuple[str, bool, bool] | None = None  # a here-document's end, whether it expands, whether tabs go

    def commands(self) -> tuple[Command, ...]:
        while self._at < len(self._text):
            self._step()
        self._end_command()
        return tuple(self._done)

    def _end_command(self) -> None:
        if self._words:
            self._done.append(Command(tuple(self._words), self._input_text, self._input_file, tuple(dict.fromkeys(self._notes))))
        self._begin()

    def _step(self) -> None:
        """Pass over what stands between words, or read one word."""
        character = self._text[self._at]
        if character in _BLANKS:
            self._at += 1
        elif continued := _CONTINUED.match(self._text, self._at):
            self._at = continued.end()
        elif character in "\r\n":
            self._line_end()
        elif character == "#":
            self._at = self._end_of_line()
        elif redirection := _REDIRECTION.match(self._text, self._at):
            self._redirect(redirection.group())
        elif operator := _OPERATOR.match(self._text, self._at):
            self._at = operator.end()
            self._end_command()
        else:
            self._words.append(self._word())

    def _end_of_line(self) -> int:
        end = self._text.find("\n", self._at)
        return len(self._text) if end < 0 else end

    def _line_end(self) -> None:
        """End the command with its line, unless the next line goes on with options: a lost backslash."""
        self._at = self._end_of_line() + 1
        if self._awaited is not None:
            self._take_document(*self._awaited)
            self._awaited = None
        rest = self._text[self._at :].lstrip(" \t\r\n")
        if not (self._words and re.match(r"--?[A-Za-z]", rest)):
            self._end_command()

    def _redirect(self, sign: str) -> None:
        self._at += len(sign)
        while self._at < len(self._text) and self._text[self._at] in _BLANKS:
            self._at += 1
        start = self._at
        target = self._word() if self._at < len(self._text) else ""
        quoted = any(mark in self._text[start : self._at] for mark in "'\"\\")
        kind = sign.lstrip("0123456789")
        if kind in ("<<", "<<-"):
            self._awaited = (target, not quoted, kind == "<<-")
        elif kind == "<<<":
            self._input_text = target + "\n"
        elif kind == "<":
            self._input_file = target

    def _take_document(self, end: str, expands: bool, without_tabs: bool) -> None:
        lines: list[str] = []
        while self._at < len(self._text):
            stop = self._end_of_line()
            line = self._text[self._at : stop].removesuffix("\r")
            self._at = stop + 1
            line = line.lstrip("\t") if without_tabs else line
            if line == end:
                break
            lines.append(line + "\n")
        text = "".join(lines)
        self._input_text = _VARIABLE.sub(lambda found: f"{{{{{found[1] or found[2]}}}}}", text) if expands else text

    def _word(self) -> str:
        pieces: list[str] = []
        while self._at < len(self._text):
            character = self._text[self._at]
            if character in _BLANKS or character in "\r\n" or (character in ";|&<>" and self._ends_word(bool(pieces))):
                break
            if character == "\\" and (continued := _CONTINUED.match(self._text, self._at)):
                self._at = continued.end()
                continue
            pieces.append(self._piece(character))
        return "".join(pieces)

    def _ends_word(self, begun: bool) -> bool:
        """Return whether an operator in a word ends it; inside an address such as a?x=1&y=2 it was hardly meant so."""
        following = self._text[self._at + 1 : self._at + 2]
        character = self._text[self._at]
        if not begun or character in ";|" or not following or following in " \t\r\n&;|" or (character in "<>" and not self._angle()):
            return True
        self._notes.append(
            _("An unquoted “{sign}” was taken as part of its word; a shell would end the command there.").format(sign=character)
        )
        return False

    def _angle(self) -> bool:
        """Return whether a `<` or `>` belongs to a placeholder such as <id> inside an address."""
        line = self._text[self._at : self._end_of_line()]
        before = self._text[max(0, self._at - 60) : self._at]
        return bool(re.match(r"<[\w. -]+>", line)) or (line[0] == ">" and re.search(r"<[\w.-]+$", before) is not None)

    def _piece(self, character: str) -> str:
        """Read one piece of a word: a quoted string, an escape, a variable or one character."""
        if character == "'":
            return self._until_quote("'")
        if character == '"':
            return self._double_quoted()
        if character == "\\":
            self._at += 2
            return self._text[self._at - 1 : self._at]
        if character == "$":
            return self._dollar()
        if character == "`":
            return self._substitution(self._text.find("`", self._at + 1))
        self._at += 1
        return character

    def _until_quote(self, quote: str) -> str:
        start = self._at + 1
        end = self._text.find(quote, start)
        if end < 0:
            raise _open_quote(self._text, self._at)
        self._at = end + 1
        return self._text[start:end]

    def _double_quoted(self) -> str:
        opened = self._at
        self._at += 1
        pieces: list[str] = []
        while self._at < len(self._text):
            character = self._text[self._at]
            if character == '"':
                self._at += 1
                return "".join(pieces)
            if character == "\\":
                pieces.append(self._escaped_in_double_quotes())
            elif character == "$":
                pieces.append(self._dollar(quoted=True))
            elif character == "`":
                pieces.append(self._substitution(self._text.find("`", self._at + 1)))
            else:
                pieces.append(character)
                self._at += 1
        raise _open_quote(self._text, opened)

    def _escaped_in_double_quotes(self) -> str:
        following = self._text[self._at + 1 : self._at + 2]
        if following == "\r" and self._text[self._at + 2 : self._at + 3] == "\n":
            self._at += 3
            return ""
        self._at += 2
        if following == "\n":
            return ""
        return following if following in '$`"\\' else "\\" + following

    def _dollar(self, quoted: bool = False) -> str:
        following = self._text[self._at + 1 : self._at + 2]
        if not quoted and following == "'":
            return self._ansi_quoted()
        if not quoted and following == '"':
            self._at += 1
            return self._double_quoted()
        if printed := _PRINTED.match(self._text, self._at):  # how our own commands write control characters
            self._at = printed.end()
            return "".join(chr(int(code, 8)) for code in printed[1].split("\\")[1:])
        if following == "(":
            return self._substitution(self._parentheses.get(self._at + 1, -1))
        variable = _VARIABLE.match(self._text, self._at)
        if variable is not None:
            name = variable[1] or variable[2]
            self._at = variable.end()
            self._notes.append(_("The shell’s variable ${name} became {{{{{name}}}}}.").format(name=name))
            return f"{{{{{name}}}}}"
        self._at += 1
        return "$"

    def _substitution(self, end: int) -> str:
        """Keep a command substitution as it is written: Curlew runs nothing."""
        if end < 0:
            self._at += 1
            return self._text[self._at - 1]
        written = self._text[self._at : end + 1]
        self._at = end + 1
        self._notes.append(_("{command} was not run and stands as it is written.").format(command=written))
        return written

    def _ansi_quoted(self) -> str:
        opened = self._at
        self._at += 2
        data = bytearray()
        while self._at < len(self._text):
            character = self._text[self._at]
            if character == "'":
                self._at += 1
                return data.decode("utf-8", "replace")
            data += self._ansi_escape() if character == "\\" else character.encode("utf-8", "replace")
            self._at += character != "\\"
        raise _open_quote(self._text, opened)

    def _ansi_escape(self) -> bytes:
        """Read one escape of $'…' and move past it (bash manual, section 3.1.2.4)."""
        for pattern, base in ((_BYTE_ESCAPE, 8), (_CODE_ESCAPE, 16)):
            found = pattern.match(self._text, self._at)
            if found is not None:
                self._at = found.end()
                number = int(found[1], 16) if found[1] else int(found[2], base)
                return bytes([number & 0xFF]) if pattern is _BYTE_ESCAPE else _character(number).encode("utf-8", "replace")
        following = self._text[self._at + 1 : self._at + 2]
        self._at += 2
        if following in _SIMPLE_ESCAPES:
            return _SIMPLE_ESCAPES[following].encode()
        return following.encode() if following in "\\'\"?" else b"\\" + following.encode("utf-8", "replace")


def _pairs(text: str) -> dict[int, int]:
    """Return for each parenthesis that is closed where it is."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for mark in re.finditer(r"[()]", text):
        if mark.group() == "(":
            opened.append(mark.start())
        elif opened:
            found[opened.pop()] = mark.start()
    return found


def _character(number: int) -> str:
    return chr(number) if number < 0x110000 else "\ufffd"


def _open_quote(text: str, at: int) -> UsageError:
    line = text.count("\n", 0, at) + 1
    return UsageError(
        _("A quote in this command is not closed"),
        _("It opens in line {line}: {text}").format(line=line, text=text[at : at + 40].splitlines()[0]),
        _("Copy the command again, up to its end."),
    )
