"""The netrc file of the user: names and passwords by host, as curl, ftp and git read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curlew.text import _

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class NetrcEntry:
    """machine: None for the `default` entry."""

    machine: str | None
    login: str = ""
    password: str = ""


class NetrcError(ValueError):
    """The file breaks the rules at `line`; `str()` says how."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def parse_netrc(text: str) -> list[NetrcEntry]:
    """Return the entries in order. Raise NetrcError, with the line."""
    found: list[NetrcEntry] = []
    words = _words(text)
    for line, word, _quoted in words:
        match word:
            case "machine":
                found.append(NetrcEntry(_next(words, line, word)))
            case "default":
                found.append(NetrcEntry(None))
            case "login" | "user" | "password" | "account":
                value = _next(words, line, word)
                if not found:
                    raise NetrcError(line, _("{word} stands before the first machine.").format(word=word))
                last = found[-1]
                if word == "password":
                    found[-1] = NetrcEntry(last.machine, last.login, value)
                elif word != "account":
                    found[-1] = NetrcEntry(last.machine, value, last.password)
            case _:
                raise NetrcError(line, _("“{word}” is no word of a netrc file.").format(word=word[:40]))
    return found


def entry_for(entries: list[NetrcEntry], host: str, login: str = "") -> NetrcEntry | None:
    """Return the first entry of a host (with that login, if one is given), else the default one."""
    wanted = host.lower().rstrip(".")
    for entry in entries:
        if entry.machine is None or entry.machine.lower().rstrip(".") == wanted:
            if login and entry.login and entry.login != login:
                continue
            return entry
    return None


def _next(words: Iterator[tuple[int, str, bool]], line: int, word: str) -> str:
    try:
        return next(words)[1]
    except StopIteration:
        raise NetrcError(line, _("{word} is not followed by a value.").format(word=word)) from None


def _words(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield (line, word, whether it stood in quotes); comments and the bodies of macros are left out."""
    lines = iter(enumerate(text.splitlines(), start=1))
    for number, line in lines:
        at = 0
        while at < len(line):
            if line[at].isspace():
                at += 1
                continue
            if line[at] == "#" and (at == 0 or line[at - 1].isspace()) and not line[:at].rstrip().endswith(("password", "login")):
                break
            quoted = line[at] == '"'
            word, at = _quoted(line, at + 1, number) if quoted else _bare(line, at)
            if word == "macdef" and not quoted:
                while next(lines, (0, ""))[1].strip():
                    pass  # a macro goes on until an empty line
                break
            yield number, word, quoted


def _bare(line: str, at: int) -> tuple[str, int]:
    end = at
    while end < len(line) and not line[end].isspace():
        end += 1
    return line[at:end], end


def _quoted(line: str, at: int, number: int) -> tuple[str, int]:
    word = ""
    while at < len(line):
        if line[at] == '"':
            return word, at + 1
        if line[at] == "\\" and at + 1 < len(line):
            at += 1
            word += _ESCAPES.get(line[at], line[at])
        else:
            word += line[at]
        at += 1
    raise NetrcError(number, _("A quotation mark is not closed."))
