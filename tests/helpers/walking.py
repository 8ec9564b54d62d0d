"""Ways through the window by keyboard, for more than one journey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpers.desktop import Program


def to_tab(curlew: Program, name: str) -> None:
    """Walk to one of the request's tabs: from the URL past Send to the tabs, then along them."""
    curlew.press("ctrl+l", "Tab", "Tab", "Home")
    for _step in range(8):
        if any(one["role"] == "PageTabList" and one["focused"] and one["name"].startswith(name) for one in curlew.see()):
            return
        curlew.press("Right")
    raise AssertionError(f"no tab {name!r} to walk to")


def tab_to(curlew: Program, there: Callable[[dict[str, Any]], bool]) -> None:
    """Press Tab until the wanted control has the focus."""
    for _step in range(60):
        if any(one["focused"] and there(one) for one in curlew.see()):
            return
        curlew.press("Tab")
    raise AssertionError("Tab does not lead there")
