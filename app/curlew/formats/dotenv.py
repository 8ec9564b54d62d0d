"""Reading .env files: NAME=value lines, `export`, comments, quoted values over several lines. Nothing is expanded or run."""

from __future__ import annotations

import re

from curlew.errors import UsageError
from curlew.text import _

_NAME = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_SINGLE = re.compile(r"'([^']*)'|`([^`]*)`")
_AFTER = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|$)")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def parse_dotenv(text: str) -> dict[str, str]:
    """Return the variables in order; a later one of a name wins. Raises UsageError with the line that is none."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end].strip()
        if not line or line.startswith("#"):
            at = end + 1
            continue
        name = _NAME.match(text, at)
        if name is None:
            raise _wrong(text, at, _("A line looks like NAME=value."))
        value, at = _value(text, name.end(), end)
        found[name[1]] = value
    return found


def _value(text: str, at: int, line_end: int) -> tuple[str, int]:
    """Read the value that begins at `at`; return it and where the next line begins."""
    if text[at : at + 1] in ('"', "'", "`"):
        quoted = _DOUBLE.match(text, at) or _SINGLE.match(text, at)
        after = _AFTER.match(text, quoted.end()) if quoted else None
        if quoted is None or after is None:
            raise _wrong(text, at, _("A quote in it is not closed, or text stands behind it."))
        if quoted.re is _DOUBLE:
            return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), quoted[1], flags=re.DOTALL), after.end()
        return quoted[1] if quoted[1] is not None else quoted[2], after.end()
    return re.split(r"(?:^|[ \t])#", text[at:line_end], maxsplit=1)[0].strip(), line_end + 1


def _wrong(text: str, at: int, hint: str) -> UsageError:
    line = text.count("\n", 0, at) + 1
    return UsageError(_("The .env file cannot be read: line {line}").format(line=line), text[at:].partition("\n")[0][:60], hint)
