"""Splitting commands written for Windows: cmd.exe with carets, PowerShell with backticks."""

from __future__ import annotations

import re

from curlew.errors import UsageError
from curlew.formats.curl.command import Command
from curlew.text import _


def split_cmd(text: str) -> tuple[Command, ...]:
    """Split a command for cmd.exe: first cmd takes its carets, then the program its quotes (Microsoft's C runtime rules)."""
    words = _program_words(_without_carets(text))
    return (Command(tuple(words)),) if words else ()


def _without_carets(text: str) -> str:
    text = text.replace("\r\n", "\n")
    pieces: list[str] = []
    quoted, at = False, 0
    while at < len(text):
        character = text[at]
        if character == '"':
            quoted = not quoted
        if character == "^" and not quoted:
            continued = re.compile(r"\^[ \t]*\n(\n?)").match(text, at)
            if continued:
                # A caret at a line's end joins the lines; before an empty line it is how a line end gets into a value.
                pieces.append(continued[1] or " ")
                at = continued.end()
                continue
            pieces.append(text[at + 1 : at + 2])
            at += 2
            continue
        pieces.append(character)
        at += 1
    return "".join(pieces)


def _program_words(text: str) -> list[str]:
    words: list[str] = []
    at = 0
    while True:
        blank = re.compile(r"\s*").match(text, at)
        at = blank.end() if blank else at
        if at >= len(text):
            return words
        word, at = _program_word(text, at)
        words.append(word)


def _program_word(text: str, at: int) -> tuple[str, int]:
    pieces: list[str] = []
    quoted = False
    while at < len(text) and (quoted or not text[at].isspace()):
        slashes = re.compile(r"\\*").match(text, at)
        count = slashes.end() - at if slashes else 0
        at += count
        if text[at : at + 1] != '"':
            pieces.append("\\" * count)
            if count:
                continue
            pieces.append(text[at])
            at += 1
            continue
        pieces.append("\\" * (count // 2))
        if count % 2:
            pieces.append('"')
        elif quoted and text[at + 1 : at + 2] == '"':
            pieces.append('"')
            at += 1
        else:
            quoted = not quoted
        at += 1
    return "".join(pieces), at


_POWERSHELL_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b"}


def split_powershell(text: str) -> tuple[Command, ...]:
    """Split a command for PowerShell; a backslash before a quote is for the program, which takes it off."""
    text = re.sub(r"`[ \t]*\r?\n", " ", text)
    words: list[str] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            if text[at] == "\n" and words:
                break
            at += 1
            continue
        word, at = _powershell_word(text, at)
        words.append(word.replace('\\"', '"'))
    return (Command(tuple(words)),) if words else ()


def _powershell_word(text: str, at: int) -> tuple[str, int]:
    pieces: list[str] = []
    while at < len(text) and not text[at].isspace():
        if text[at] in "'\"":
            piece, at = _powershell_quoted(text, at)
        elif text[at] == "`":
            piece, at = text[at + 1 : at + 2], at + 2
        else:
            piece, at = text[at], at + 1
        pieces.append(piece)
    return "".join(pieces), at


def _powershell_quoted(text: str, at: int) -> tuple[str, int]:
    quote, pieces, opened = text[at], [], at
    at += 1
    while at < len(text):
        character, following = text[at], text[at + 1 : at + 2]
        if character == quote and following == quote:
            pieces.append(quote)
            at += 2
        elif character == quote:
            return "".join(pieces), at + 1
        elif character == "`" and quote == '"':
            pieces.append(_POWERSHELL_ESCAPES.get(following, following))
            at += 2
        else:
            pieces.append(character)
            at += 1
    raise UsageError(
        _("A quote in this command is not closed"),
        _("It opens here: {text}").format(text=text[opened : opened + 40].splitlines()[0]),
        _("Copy the command again, up to its end."),
    )
