"""Challenges of a WWW-Authenticate header, taken apart (RFC 9110 section 11.6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_PARAMETER = re.compile(rf'({_TOKEN})[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|({_TOKEN}|[^\s,"]+))')
_SCHEME = re.compile(rf"({_TOKEN})(?:[ \t]+|(?=,|$))")
_TOKEN68 = re.compile(r"[A-Za-z0-9\-._~+/]+=*(?=[ \t]*(?:,|$))")


@dataclass(frozen=True, slots=True)
class Challenge:
    """scheme: in lower case; parameters: by their lower-case names, unquoted; broken: what could not be read."""

    scheme: str
    parameters: dict[str, str] = field(default_factory=dict)
    broken: str = ""


def challenges(values: Iterable[str]) -> list[Challenge]:
    """Return all challenges of all headers of that name, in order; damaged ones as far as they can be read."""
    return [challenge for value in values for challenge in _of_one(value)]


def parameters(text: str) -> dict[str, str]:
    """Return the `name=value, …` pairs of a header such as Authentication-Info."""
    return {found[1].lower(): _plain(found) for found in _PARAMETER.finditer(text)}


def _plain(found: re.Match[str]) -> str:
    quoted = found[2]
    return found[3] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)


def _of_one(text: str) -> list[Challenge]:
    found: list[Challenge] = []
    at = 0
    while at < len(text):
        if text[at] in " \t,":
            at += 1
        elif (pair := _PARAMETER.match(text, at)) is not None and found:
            found[-1].parameters.setdefault(pair[1].lower(), _plain(pair))
            at = pair.end()
        elif (scheme := _SCHEME.match(text, at)) is not None and (not found or _ends_pair(text, at)):
            found.append(Challenge(scheme[1].lower()))
            at = scheme.end()
            if (single := _TOKEN68.match(text, at)) is not None:
                at = single.end()
        else:
            end = _next_comma(text, at)
            if found:
                found[-1] = Challenge(found[-1].scheme, found[-1].parameters, found[-1].broken or text[at:end].strip())
            at = end
    return found


def _ends_pair(text: str, at: int) -> bool:
    """Return whether a new challenge may begin here: after a comma, or at the start."""
    while at and text[at - 1] in " \t":
        at -= 1
    return not at or text[at - 1] == ","


def _next_comma(text: str, at: int) -> int:
    comma = text.find(",", at)
    return len(text) if comma < 0 else comma
