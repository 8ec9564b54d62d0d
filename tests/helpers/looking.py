"""Ways through a response in a real window, for more than one journey: sending, changing the view, reading what is told."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from statistics import median
from typing import Any

from helpers.desktop import Program

SECOND = 1.0
Seen = dict[str, Any]


class Watch:
    """Takes the time from a key to what it brings, for many keys: a program that freezes shows in the median, a busy machine does not."""

    def __init__(self) -> None:
        self._taken: dict[str, float] = {}

    def time(self, what: str, act: Callable[[], object], then: Callable[[], Seen]) -> Seen:
        began = time.monotonic()
        act()
        seen = then()
        self._taken[what] = time.monotonic() - began
        return seen

    def check(self, curlew: Program) -> None:
        """Fail unless most took less than a second and none much longer, and the window always answered soon.

        Where more wants to run than there are processors, each waits for its turn: that much longer is allowed.
        """
        crowd = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)) if hasattr(os, "getloadavg") else 1.0
        assert median(self._taken.values()) < SECOND * crowd, self._taken
        assert max(self._taken.values()) < 8 * SECOND * crowd, self._taken
        assert curlew.slowest < 2 * SECOND * crowd, curlew.slowest


def open_and_send(curlew: Program, name: str, status: str = "200 OK") -> None:
    """Open a GET request of the tree, send it, and wait for its answer."""
    curlew.click(curlew.wait_for(f"GET {name}, request", role="TreeItem"), times=2)
    curlew.wait_for(name, where=lambda one: one["id"] == "breadcrumb_name")
    curlew.press("ctrl+Return")
    curlew.wait_for(f"Status: {status}", role="Button")


def pick(curlew: Program, name: str, role: str = "") -> Seen:
    """Click a control by its name, or the beginning of it."""
    found = curlew.wait_for(name, role, where=lambda one: one["name"].startswith(name) and is_in_sight(one))
    curlew.click(found)
    return found


def to_view(curlew: Program, name: str) -> None:
    """Look at the body in another way. What stands above it may move while a body comes in: then it is clicked again."""
    for _try in range(4):
        found = curlew.wait_for(name, role="CheckBox", where=lambda one: one["name"] == name)
        if found["checked"]:
            return
        curlew.click(found)
        with suppress(AssertionError):
            curlew.wait_for(name, role="CheckBox", where=lambda one: one["name"] == name and one["checked"], within=2)
            return
    raise AssertionError(f"the view {name} does not come to the front")


def is_in_sight(one: Seen) -> bool:
    x, y, width, height = one["place"]
    return bool(width > 0 and height > 0 and x >= 0 and y >= 0)


def heard(curlew: Program, name: str, words: str, within: float = 20) -> Seen:
    """Wait until the view of that name tells some words: its line, its cell, its bytes."""
    return curlew.wait_for(words, where=lambda one: one["name"] == name and words in one["description"], within=within)


def count(curlew: Program, field: str, words: str) -> Seen:
    """Wait until a field (by its object name) tells a count."""
    return curlew.wait_for(words, where=lambda one: one["id"] == field and words in one["description"])
