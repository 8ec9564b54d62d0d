"""What goes out, seen and changed in a real window: automatic headers, and cookies from the response to the jar and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.desktop import Desktop, Program, desktop, missing_tools, told
from helpers.echo import Echo, running_echo
from helpers.workspaces import a_collection, request_text

pytestmark = [pytest.mark.xvfb, pytest.mark.xdist_group("screen"), pytest.mark.skipif(bool(missing_tools()), reason="no virtual screen")]


@pytest.fixture
def server() -> Iterator[Echo]:
    with running_echo() as started:
        yield started


@pytest.fixture
def screen() -> Iterator[Desktop]:
    with desktop() as started:
        yield started


def opened(screen: Desktop, tmp_path: Path, url: str) -> Program:
    """Start on a collection with one request, and open that."""
    curlew = screen.start(tmp_path / "home", str(a_collection(tmp_path / "api", ask=request_text("Ask", url=url))))
    curlew.click(curlew.wait_for("GET Ask, request", role="TreeItem"), times=2)
    curlew.wait_for("GET Ask", role="PageTab")
    return curlew


def body(curlew: Program, wanted: str) -> str:
    """Return the response's body, once it holds what is wanted."""
    curlew.click(curlew.wait_for("Response body", role="Client"))
    curlew.press("ctrl+a")
    return told(curlew.wait_for(wanted, role="Client", where=lambda one: one["name"] == "Response body"))


def test_an_automatic_header_is_overridden_and_another_left_out(screen: Desktop, server: Echo, tmp_path: Path) -> None:
    curlew = opened(screen, tmp_path, f"{server.base}/anything")
    curlew.click(curlew.wait_for("Headers", role="PageTab"))
    curlew.click(curlew.wait_for("User-Agent", role="Cell"))
    curlew.press("Return")
    curlew.wait_for("Write User-Agent yourself", role="MenuItem")
    curlew.press("Down", "Return")
    curlew.wait_for("", where=lambda one: one["id"] == "cellField" and one["focused"])
    curlew.press("ctrl+a")
    curlew.type("mine/1")
    curlew.press("Return")
    curlew.click(curlew.wait_for("Accept-Encoding", role="Cell"))
    curlew.press("Return")
    curlew.wait_for("Do not send Accept-Encoding", role="MenuItem")
    curlew.press("Down", "Down", "Return")
    curlew.wait_for("left out", role="Cell")
    curlew.press("ctrl+Return")
    curlew.wait_for("200 OK")
    got = body(curlew, "mine/1")
    assert "Accept-Encoding" not in got
    assert "Curlew/" not in got
    curlew.quit()


def test_a_cookie_is_set_seen_edited_sent_and_deleted(screen: Desktop, server: Echo, tmp_path: Path) -> None:
    curlew = opened(screen, tmp_path, f"{server.base}/cookies/set?bird=curlew")
    curlew.press("ctrl+Return")
    curlew.wait_for("200 OK")
    open_jar(curlew)
    curlew.wait_for("curlew", where=lambda one: one["id"] == "cookie_value")
    curlew.click(curlew.wait_for("", where=lambda one: one["id"] == "cookie_value"))
    curlew.press("ctrl+a")
    curlew.type("robin")
    curlew.press("Return")
    curlew.wait_for("robin", role="Cell")
    curlew.press("Escape")
    curlew.wait_gone("Find a cookie")
    curlew.press("ctrl+l", "End", *["BackSpace"] * len("/set?bird=curlew"), "ctrl+Return")
    body(curlew, '"robin"')
    open_jar(curlew)
    curlew.click(curlew.wait_for("robin", role="Cell", where=lambda one: one["place"][1] > 0))
    curlew.press("Delete")
    curlew.wait_for("This jar is empty")
    curlew.press("Escape")
    curlew.wait_gone("Find a cookie")
    curlew.press("ctrl+Return")
    body(curlew, "{}")
    curlew.quit()


def open_jar(curlew: Program) -> None:
    curlew.click(curlew.wait_for("Cookies", where=lambda one: one["id"] == "cookies_link"))
    curlew.wait_for("", where=lambda one: one["id"] == "cookie_search" and one["focused"])
