"""What is wrong with a broken file, in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curlew.errors import BrokenFileError
from curlew.text import _

if TYPE_CHECKING:
    from pathlib import Path

    import yaml

_TAB_INDENT = re.compile(r" *\t")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)


def broken(reason: str, line: int = 0, hint: str = "") -> BrokenFileError:
    """Return the error for a file that cannot be read; the caller raises it."""
    return BrokenFileError(_title(_("The file"), line), reason, hint or _("Open it as text to repair it."), line=line)


def located(error: BrokenFileError, path: Path) -> BrokenFileError:
    """Return the same error saying which file it is about; the caller raises it."""
    name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return BrokenFileError(_title(name, error.line), error.reason, error.hint, path=str(path), line=error.line)


def _title(name: str, line: int) -> str:
    return (_("{name} is broken in line {line}") if line else _("{name} is broken")).format(name=name, line=line)


def conflict_in(text: str) -> BrokenFileError | None:
    """Return the error for a file with merge-conflict markers, if it has any."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return None
    found = _CONFLICT.search(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    return broken(_("It holds conflict markers of a merge (“{mark}”).").format(mark=found.group(0)[:7]), line, _("Resolve it as text."))


def parser_problem(error: yaml.YAMLError, text: str) -> BrokenFileError:
    """Translate an error of the YAML parser about `text`."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else 0
    problem = str(getattr(error, "problem", "") or "")
    if line and any(_TAB_INDENT.match(found) for found in text.split("\n")[line - 1 : line]):
        return broken(_("It is indented with a tab; YAML wants blanks."), line)
    context = str(getattr(error, "context", "") or "")
    for pattern, reason in _reasons():
        if pattern in problem or (pattern == "directive" and pattern in context):
            return broken(reason, line)
    told = ", ".join(part for part in (context, problem) if part) or str(error).splitlines()[0]
    return broken(_("It is no valid YAML: {problem}.").format(problem=told), line)


def _reasons() -> tuple[tuple[str, str], ...]:
    return (
        ("cannot start any token", _("A character stands here that cannot begin a value, such as “@”, “`” or “%”. Quote the text.")),
        ("mapping values are not allowed", _("A “: ” stands where no key can be. Quote the text, or check how far the line is indented.")),
        ("did not find expected key", _("The line does not fit: a key is expected. Check how far it is indented.")),
        ("could not find expected ':'", _("A “:” is missing after the key.")),
        ("did not find expected '-' indicator", _("The line does not fit into the list above it. Check how far it is indented.")),
        ("did not find expected node content", _("A value is missing here, or a bracket is not closed.")),
        ("did not find expected alphabetic or numeric character", _("A “&” or “*” stands here that names no anchor. Quote the text.")),
        ("did not find expected comment or line break", _("Something stands behind “|” or “>” in the same line. Put the text below.")),
        (
            "block sequence entries are not allowed",
            _("A “- ” stands where no list can be. Quote the text, or check how far it is indented."),
        ),
        ("found a tab character", _("It is indented with a tab; YAML wants blanks.")),
        ("directive", _("A line begins with “%”, which YAML takes for a directive. Quote the text, or indent the line.")),
        ("did not find expected <document start>", _("Something stands behind the end of the document.")),
        ("found unexpected end of stream", _("A quote is not closed.")),
        ("did not find expected ',' or ']'", _("A “]” or a “,” is missing.")),
        ("did not find expected ',' or '}'", _("A “}” or a “,” is missing.")),
        ("found unknown escape character", _("A backslash in double quotes is followed by a character that has no meaning there.")),
    )
