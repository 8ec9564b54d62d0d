"""Ways through the window by keyboard, for more than one journey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpers.desktop import Program


def to_tab(curlew: Program, name: str) -> None:
    """Walk to one of the request's tabs: from the URL past Send to the tabs, then along them."""
    curlew.press("ctrl+l", "Tab", "Tab", "Home")
    front = _front_tab(curlew, "")
    for _step in range(12):
        if front.startswith(name):
            return
        curlew.press("Right")
        front = _front_tab(curlew, front)
    raise AssertionError(f"no tab {name!r} to walk to")


def _front_tab(curlew: Program, before: str) -> str:
    """Return the tab that the keyboard is on, once it is another one than before: a key takes its time on a busy machine."""
    found = curlew.wait_for("", role="PageTabList", where=lambda one: one["focused"] and bool(one["name"]) and one["name"] != before)
    return str(found["name"])


def tab_to(curlew: Program, there: Callable[[dict[str, Any]], bool]) -> None:
    """Press Tab until the wanted control has the focus."""
    for _step in range(60):
        if any(one["focused"] and there(one) for one in curlew.see()):
            return
        curlew.press("Tab")
    raise AssertionError("Tab does not lead there")
