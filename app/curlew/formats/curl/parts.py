"""The argument of curl's -F: one part of a form."""

from __future__ import annotations

import re
from collections.abc import Callable

from curlew.model.rows import Part
from curlew.text import _

_SETTING = re.compile(r";\s*(type|filename|headers|encoder|format)=", re.IGNORECASE)


def parse_part(text: str, note: Callable[[str], None]) -> Part:
    """Read `name=content`, `name=@file,file`, `name=<file`, with `;type=…` and the like behind; what has no place is noted."""
    name, equals, rest = text.partition("=")
    if not equals:
        note(_("“{text}” is no part of a form; a part looks like name=value.").format(text=text))
        return Part(text, "text", ("",))
    if rest.startswith("@"):
        files, settings = _files(rest[1:])
        return Part(name, "file", tuple(files), _content_type(settings, note), as_list=True)
    if rest.startswith("<"):
        (path, *_others), settings = _files(rest[1:])
        note(_("The text of “{name}” stands in the file {path}, which was not read; it is sent as a file.").format(name=name, path=path))
        return Part(name, "file", (path,), _content_type(settings, note), as_list=True)
    if rest.startswith("(") or (name == "" and rest == ")"):
        note(_("Parts inside parts (-F '{text}') are not applied.").format(text=text))
    content, settings_text = _content(rest.lstrip())
    settings = _settings(settings_text)
    if not settings and settings_text.strip("; "):
        note(
            _("Of “{text}” curl sends only what stands before the semicolon; put the value in double quotes to send it all.").format(
                text=text
            )
        )
    return Part(name, "text", (content,), _content_type(settings, note))


def _content(rest: str) -> tuple[str, str]:
    """Part the content from its settings: it ends at a semicolon, or with its quote if it is a quoted one."""
    if rest.startswith('"'):
        quoted, after = _quoted(rest)
        return quoted, after[max(after.find(";"), 0) :]
    content, semicolon, settings = rest.partition(";")
    return content, semicolon + settings


def _files(rest: str) -> tuple[list[str], dict[str, str]]:
    files: list[str] = []
    while True:
        if rest.startswith('"'):
            path, rest = _quoted(rest)
        else:
            found = re.search("[,;]", rest)
            end = found.start() if found else len(rest)
            path, rest = rest[:end], rest[end:]
        files.append(path.strip())
        if not rest.startswith(","):
            return files, _settings(rest)
        rest = rest[1:]


def _quoted(text: str) -> tuple[str, str]:
    """Read a quoted word, in which a backslash escapes itself and the quote; return it and what follows."""
    found = re.match(r'"((?:[^"\\]|\\.)*)"', text, re.DOTALL)
    if found is None:
        return text, ""
    return re.sub(r'\\(["\\])', r"\1", found[1]), text[found.end() :]


def _settings(text: str) -> dict[str, str]:
    """Read `;name=value` pairs; a type may have parameters of its own (`;type=text/plain;charset=utf-8`)."""
    found: dict[str, str] = {}
    marks = list(_SETTING.finditer(text))
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        value = text[mark.end() : end].strip()
        found[mark[1].lower()] = _quoted(value)[0] if value.startswith('"') else value
    return found


def _content_type(settings: dict[str, str], note: Callable[[str], None]) -> str:
    for name in settings:
        if name != "type":
            note(_("“{name}={value}” of a form’s part is not applied.").format(name=name, value=settings[name]))
    return settings.get("type", "")
