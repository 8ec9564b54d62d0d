"""Paths that a comparison leaves out: `$.requestId`, `$.items[*].createdAt`, `$..etag`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from curlew.errors import UsageError
from curlew.preview.places import Place, as_jsonpath
from curlew.text import _

Step: TypeAlias = "tuple[str, str | int]"
"""("key", name), ("index", number), ("any", "") or ("deep", "")."""
State: TypeAlias = "tuple[tuple[Step, ...], ...]"
"""What is left of each path below a place."""

_STEP = re.compile(
    r"(?P<deep>\.\.)?(?:"
    r"(?P<any>\.?\*|\[\*\])"
    r"|\[(?P<index>[0-9]+)\]"
    r"|\[(?P<quote>['\"])(?P<quoted>(?:\\.|(?!(?P=quote)).)*)(?P=quote)\]"
    r"|\.?(?P<name>[^.\[\]'\"*\s][^.\[\]'\"*]*))"
)


def steps_of(path: str) -> tuple[Step, ...]:
    """Return a path step by step. Raises UsageError for what is none."""
    text = path.strip()
    rest = text.removeprefix("$")
    if rest and rest[0] not in ".[":
        rest = "." + rest
    steps: list[Step] = []
    at = 0
    while at < len(rest):
        found = _STEP.match(rest, at)
        if found is None:
            raise UsageError(_("“{path}” is no path").format(path=text), _("Try {example}.").format(example="$.items[*].createdAt"))
        if found["deep"]:
            steps.append(("deep", ""))
        if found["any"]:
            steps.append(("any", ""))
        elif found["index"] is not None:
            steps.append(("index", int(found["index"])))
        elif found["quoted"] is not None:
            steps.append(("key", re.sub(r"\\(.)", r"\1", found["quoted"])))
        else:
            steps.append(("key", found["name"].strip()))
        at = found.end()
    if not steps:
        raise UsageError(_("“{path}” names nothing").format(path=text or "$"), _("The whole cannot be left out."))
    return tuple(steps)


def ignoring(paths: Iterable[str]) -> State:
    """Return the state at the root. Raises UsageError."""
    return tuple(dict.fromkeys(steps_of(path) for path in paths))


def below(state: State, part: str | int) -> State:
    """Return the state one level down."""
    found: list[tuple[Step, ...]] = []
    for rest in state:
        if not rest:
            continue
        kind, wanted = rest[0]
        if kind == "deep":
            found.append(rest)
            found += below((rest[1:],), part)
        elif kind == "any" or ((kind == "index") == isinstance(part, int) and wanted == part):
            found.append(rest[1:])
    return tuple(dict.fromkeys(found))


def is_ignored(state: State) -> bool:
    return () in state


def general(place: Place) -> str:
    """Return the path of a place with all its siblings in arrays: `$.items[*].createdAt`."""
    marked = as_jsonpath(tuple(0 if isinstance(part, int) else part for part in place))
    return re.sub(r"\[0\]", "[*]", marked)
