"""One endpoint: its pattern, its methods, what answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from curlew.mock.shapes import EchoRequest, Reply


@dataclass(frozen=True, slots=True)
class Route:
    """`pattern` like "/basic-auth/{user}/{password}"; "{rest*}" at the end takes any number of segments. No methods: every one."""

    pattern: str
    handler: Callable[[EchoRequest], Reply]
    summary: str
    methods: tuple[str, ...] = ()


def match(route: Route, segments: tuple[str, ...]) -> dict[str, str] | None:
    """Return the named segments if a path fits the route's pattern, else None."""
    wanted = route.pattern.removeprefix("/").split("/")
    found: dict[str, str] = {}
    for place, part in enumerate(wanted):
        if part.endswith("*}"):
            found[part[1:-2]] = "/".join(segments[place:])
            return found if len(segments) > place else None
        if place >= len(segments):
            return None
        if part.startswith("{"):
            found[part[1:-1]] = segments[place]
        elif part != segments[place]:
            return None
    return found if len(segments) == len(wanted) else None
