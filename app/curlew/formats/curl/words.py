"""Finding the curl command in a pasted text and splitting it into words, as the shell it was written for would."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curlew.errors import UsageError
from curlew.formats.curl import othershells, posix
from curlew.formats.curl.command import Command
from curlew.text import _

_START = re.compile(
    r"\s*(?:[$%>#]\s+|PS[^>\n]*>\s*)?(?:\w+=\S*\s+)*(?:(?:sudo|time|command|exec|env)\s+)*(?:\S*[/\\])?curl(?:\.exe)?(?:\s|$)", re.I
)
_CARET = re.compile(r'\^[ \t]*\r?\n|(?:^|\s)\^"')
_BACKTICK_END = re.compile(r"[ \t]`[ \t]*\r?\n")
_PREFIXES = frozenset({"$", "%", ">", "sudo", "time", "command", "exec", "env", "nohup"})
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


@dataclass(frozen=True, slots=True)
class Found:
    """The arguments behind `curl`, what the shell would put on standard input, and what a person should know."""

    arguments: tuple[str, ...]
    command: Command
    notes: tuple[str, ...] = ()


def looks_like_curl(text: str) -> bool:
    """Return whether a text starts like a curl command (comments before it do not count)."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip() and not line.lstrip().startswith(("#!", "# "))]
    return bool(lines) and _START.match(lines[0] + "\n") is not None


def find_command(text: str) -> Found:
    """Return the first curl command of a text. Raises UsageError where there is none or a quote is left open."""
    commands = _split(text.lstrip("\ufeff").strip())
    found = [command for command in commands if _after_curl(command.words) is not None]
    if not found:
        raise UsageError(
            _("This is no curl command"), _("No word in it is “curl”."), _("A command looks like this: curl https://example.org/path")
        )
    notes = list(found[0].notes)
    if len(found) > 1:
        notes.append(_("There are {count} curl commands; the first one was taken.").format(count=len(found)))
    elif len(commands) > 1:
        notes.append(_("Only the curl command was taken; the other commands beside it were left out."))
    return Found(tuple(_after_curl(found[0].words) or ()), found[0], tuple(notes))


def _split(text: str) -> tuple[Command, ...]:
    if _CARET.search(text) and not re.search(r"\\\r?\n", text):
        return othershells.split_cmd(text)
    if _BACKTICK_END.search(text):
        return othershells.split_powershell(text)
    return posix.split(text)


def _after_curl(words: Sequence[str]) -> Sequence[str] | None:
    """Return what follows `curl`, None if the command is another program's."""
    for place, word in enumerate(words):
        name = re.split(r"[/\\]", word)[-1].lower()
        if name in ("curl", "curl.exe"):
            return words[place + 1 :]
        if word not in _PREFIXES and not _ASSIGNMENT.match(word) and not re.fullmatch(r"PS.*>", word):
            return None
    return None
