"""The main job in a real window, keyboard alone: make, edit, send, read, save, duplicate, move, undo, quit, start again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.desktop import Desktop, Program, desktop, missing_tools, wait_until
from helpers.echo import Echo, running_echo
from helpers.walking import tab_to, to_tab

pytestmark = [pytest.mark.xvfb, pytest.mark.xdist_group("screen"), pytest.mark.skipif(bool(missing_tools()), reason="no virtual screen")]


@pytest.fixture
def screen() -> Iterator[Desktop]:
    with desktop() as started:
        yield started


@pytest.fixture
def server() -> Iterator[Echo]:
    with running_echo() as started:
        yield started


def test_the_main_job_by_keyboard_alone(screen: Desktop, server: Echo, tmp_path: Path) -> None:
    home = tmp_path / "home"
    curlew = screen.start(home)
    make_collection_and_request(curlew)
    edit_request(curlew, server.base)
    send_and_read(curlew)
    save_duplicate_move_undo(curlew, home)
    curlew.quit()

    again = screen.start(home)
    again.wait_for("GET {{base}}/never-saved, not saved", role="PageTab")
    assert again.wait_for("POST List", role="PageTab")["name"] == "POST List"
    again.wait_for("POST List, request", role="TreeItem")
    again.wait_for("{{base}}/never-saved", where=lambda one: one["id"] == "url")
    again.press("ctrl+1")
    again.wait_for("{{base}}/anything?x=1", where=lambda one: one["id"] == "url")
    again.press("ctrl+Return")
    again.wait_for("200 OK")
    again.quit()


def make_collection_and_request(curlew: Program) -> None:
    curlew.wait_for("Workspace My workspace")
    curlew.press("ctrl+shift+n")
    curlew.wait_for("New collection, collection", role="TreeItem")
    name_it(curlew, "Birds", "Birds, collection")
    curlew.press("ctrl+n")
    curlew.wait_for("GET New request, request", role="TreeItem")
    name_it(curlew, "List", "GET List, request")
    curlew.wait_for("GET List", role="PageTab")


def name_it(curlew: Program, name: str, row: str) -> None:
    """Type a name into the field that stands in the tree, and wait for its row."""
    curlew.wait_for("", role="EditableText", where=lambda one: one["id"] == "RenameField")
    curlew.type(name)
    curlew.press("Return")
    curlew.wait_for(row, role="TreeItem")


def edit_request(curlew: Program, base: str) -> None:
    """Give the request a method, a URL with a variable, a header, a JSON body, and the variable's value."""
    curlew.press("ctrl+l", "ctrl+a")
    curlew.type("{{base}}/anything?x=1")
    curlew.press("Escape", "shift+Tab", "ctrl+a")
    curlew.type("POST")
    curlew.press("Return")
    to_tab(curlew, "Headers")
    curlew.press("Tab", "Tab")  # past Cookies
    curlew.type("X-Bird")
    curlew.press("Tab")
    curlew.type("curlew")
    curlew.press("Return")
    curlew.wait_for("Headers 6", role="PageTab")  # with the five that Curlew adds
    to_tab(curlew, "Body")
    curlew.press("Tab", "Tab", "Right")
    tab_to(curlew, lambda one: one["role"] == "EditableText" and one["name"] == "Body")
    curlew.type('{"length": 1.10}')
    to_tab(curlew, "Vars")
    curlew.press("Tab", "Tab")
    curlew.type("base")
    curlew.press("Tab")
    curlew.type(base)
    curlew.press("Return")
    curlew.wait_for("Vars 1", role="PageTab")


def send_and_read(curlew: Program) -> None:
    """Send twice: read status, body and headers of the first response, the cookie of the second."""
    curlew.press("ctrl+Return")
    curlew.wait_for("200 OK")
    tab_to(curlew, lambda one: one["name"] == "Response body")
    curlew.press("ctrl+a")
    curlew.wait_for('"length": 1.10')
    curlew.wait_for('"X-Bird": "curlew"')
    to_response_tab(curlew, "Headers")
    curlew.wait_for("application/json", role="Cell")
    curlew.press("ctrl+l", "End", *["BackSpace"] * len("anything?x=1"))
    curlew.type("cookies/set?bird=curlew")
    curlew.press("Escape", "ctrl+Return")
    curlew.wait_for("Cookies 1", role="PageTab")
    to_response_tab(curlew, "Cookies")
    curlew.wait_for("bird", role="Cell")
    curlew.press("ctrl+l")
    while any("cookies/set" in one["text"] or "?x=1" not in one["text"] for one in curlew.see() if one["id"] == "url"):
        curlew.press("ctrl+z")


def to_response_tab(curlew: Program, name: str) -> None:
    curlew.press("ctrl+l")
    tab_to(curlew, lambda one: one["id"] == "response_tabs")
    curlew.press("Home")
    while not any(one["id"] == "response_tabs" and one["name"].startswith(name) for one in curlew.see()):
        curlew.press("Right")


def save_duplicate_move_undo(curlew: Program, home: Path) -> None:
    """Save; duplicate in the tree; move the copy into a new folder and take that back; leave a scratch request unsaved."""
    folder = home / "data" / "workspaces" / "my-workspace"
    curlew.press("ctrl+s")
    curlew.wait_for("POST List, request", role="TreeItem")
    curlew.wait_gone("POST List, not saved")
    saved = next(folder.rglob("list.yml"))
    assert "{{base}}/anything?x=1" in saved.read_text(encoding="utf-8")
    focus_tree(curlew)
    curlew.press("ctrl+d")
    curlew.wait_for("POST List copy, request", role="TreeItem")
    curlew.press("ctrl+k")
    curlew.type("New folder")
    curlew.press("Return")
    name_it(curlew, "Old", "Old, folder")
    curlew.press("Down", "Down", "ctrl+x", "Up", "Up", "ctrl+v")
    moved = lambda: list(folder.rglob("old/list*.yml"))  # noqa: E731
    wait_until(moved)
    curlew.press("ctrl+z")
    wait_until(lambda: not moved())
    assert len(list(folder.rglob("list*.yml"))) == 2
    curlew.press("ctrl+t")
    curlew.press("ctrl+l")
    curlew.type("{{base}}/never-saved")
    curlew.press("Escape")


def focus_tree(curlew: Program) -> None:
    curlew.press("ctrl+l")
    tab_to(curlew, lambda one: one["role"] == "Tree" and one["name"] == "Collections")
