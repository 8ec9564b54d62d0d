"""A response looked at closely in a real window: filtered, its values used, compared with others, its headers explained, a file viewed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.bodies import Bodies, Body, bodies, records
from helpers.desktop import Desktop, Program, desktop, missing_tools
from helpers.looking import Seen, count, heard, open_and_send, pick, to_view
from helpers.workspaces import a_collection, request_text

pytestmark = [pytest.mark.xvfb, pytest.mark.xdist_group("screen"), pytest.mark.skipif(bool(missing_tools()), reason="no virtual screen")]

PRETTY = "Response body"
HEADERS = (
    ("Cache-Control", "max-age=600"),
    ("RateLimit-Limit", "100"),
    ("RateLimit-Remaining", "7"),
    ("RateLimit-Reset", "60"),
    ("Set-Cookie", "seen=curlew; Path=/; HttpOnly"),
)
ENVIRONMENT = "name: {name}\nvariables:\n  - name: base\n    value: {value}\n"


class Birds:
    """Answers with what differs a little each time."""

    def __init__(self) -> None:
        self.sends = 0

    def __call__(self) -> Body:
        self.sends += 1
        data = '{"at": %d, "birds": [{"id": 1, "name": "curlew", "legs": %d}, {"id": 2, "name": "robin"}], "same": true}'
        return Body("application/json", (data % (self.sends, self.sends)).encode(), HEADERS)


@pytest.fixture
def screen() -> Iterator[Desktop]:
    with desktop() as started:
        yield started


@pytest.fixture
def server() -> Iterator[Bodies]:
    with bodies({"birds": Birds()}) as started:
        yield started


@pytest.fixture
def curlew(screen: Desktop, server: Bodies, tmp_path: Path) -> Program:
    """Curlew on a collection with two requests and two environments, the first of which is in use."""
    requests = {
        "birds": request_text("Birds", 1, url="'{{base}}/birds'"),
        "one": request_text("One", 2, url="'{{base}}/birds?name={{name}}'"),
    }
    environments = {f"{name}.yml": ENVIRONMENT.format(name=name, value=server.base) for name in ("Local", "Staging")}
    program = screen.start(tmp_path / "home", str(a_collection(tmp_path / "api", environments=environments, **requests)))
    program.click(program.wait_for("GET Birds, request", role="TreeItem"), times=2)
    program.wait_for("Birds", where=lambda one: one["id"] == "breadcrumb_name")
    pick(program, "Environment: ", role="Button")
    pick(program, "Local", role="MenuItem")
    program.wait_for("Environment: Local")
    return program


def cell(curlew: Program, name: str) -> Seen:
    return curlew.wait_for(name, role="Cell", where=lambda one: one["name"].startswith(name))


def no_cell(curlew: Program, name: str) -> None:
    curlew.wait_for("", where=lambda _one: not any(one["role"] == "Cell" and one["name"].startswith(name) for one in curlew.see()))


def value_menu(curlew: Program, row: str, entry: str) -> None:
    curlew.click(cell(curlew, row), button=3)
    pick(curlew, entry, role="MenuItem")


def test_a_filter_with_completion_and_what_can_be_done_with_a_value(curlew: Program, server: Bodies) -> None:
    open_and_send(curlew, "Birds")
    heard(curlew, PRETTY, "1: {")
    curlew.press("ctrl+alt+f")
    curlew.wait_for("", where=lambda one: one["id"] == "filter_expression" and one["focused"])
    curlew.type("$.bir")
    curlew.wait_for("birds, array", role="ListItem")
    curlew.press("Tab")
    curlew.type("[*].na")
    curlew.wait_for("name, string", role="ListItem")
    curlew.press("Tab")
    count(curlew, "filter_expression", "2 matches")
    curlew.wait_for("$.birds[*].name", where=lambda one: one["id"] == "filter_expression")
    to_view(curlew, "Tree")
    cell(curlew, 'name, "curlew", string, match, level 3')
    cell(curlew, "legs, 1")
    pick(curlew, "Only matches", role="CheckBox")
    no_cell(curlew, "legs, 1")
    cell(curlew, 'name, "robin", string, match, level 3')
    value_menu(curlew, 'name, "curlew"', "Make an environment variable")
    curlew.wait_for("curlew", where=lambda one: one["role"] == "StaticText")
    pick(curlew, "Set the variable", role="Button")
    curlew.wait_for("{{name}} is set in Local")
    value_menu(curlew, 'name, "curlew"', "Filter by this value")
    count(curlew, "filter_expression", "1 match")
    curlew.wait_for("$.birds[?@.name == 'curlew']", where=lambda one: one["id"] == "filter_expression")
    value_menu(curlew, 'name, "curlew"', "Copy path")
    switch_language(curlew)
    pick(curlew, "Clear the filter", role="Button")
    cell(curlew, "same, true")
    paste_into_filter(curlew, "$.birds[0].name")
    open_and_send(curlew, "One")
    assert server.asked[-1] == "/birds?name=curlew"
    curlew.quit()


def switch_language(curlew: Program) -> None:
    """Ask the same in JMESPath."""
    pick(curlew, "Language of the filter: JSONPath", role="Button")
    pick(curlew, "JMESPath", role="CheckBox")
    curlew.press("Escape")
    curlew.click(curlew.wait_for("", where=lambda one: one["id"] == "filter_expression"))
    curlew.press("ctrl+a")
    curlew.type("birds[].id")
    curlew.press("Return")
    count(curlew, "filter_expression", "2 matches")
    cell(curlew, "1, 2, number, level 1")


def paste_into_filter(curlew: Program, wanted: str) -> None:
    """Put what was copied into the filter."""
    curlew.click(curlew.wait_for("", where=lambda one: one["id"] == "filter_expression"))
    curlew.press("ctrl+a", "ctrl+v")
    curlew.wait_for(wanted, where=lambda one: one["id"] == "filter_expression")


def response_menu(curlew: Program, entry: str) -> None:
    pick(curlew, "More for the response", role="Button")
    pick(curlew, entry, role="MenuItem")


def test_two_sends_are_compared_and_two_environments(curlew: Program, server: Bodies) -> None:
    open_and_send(curlew, "Birds")
    curlew.press("ctrl+Return")
    curlew.wait_for("", where=lambda _one: server.asked == ["/birds"] * 2)
    heard(curlew, PRETTY, "1: {")
    curlew.wait_for("Status: 200 OK", role="Button")
    response_menu(curlew, "Compare with the response before")
    curlew.wait_for("2 differences")
    curlew.wait_for("changed: $.at, 1 → 2")
    curlew.wait_for("changed: $.birds[0].legs, 1 → 2")
    curlew.press("F7")
    heard(curlew, "Both responses, side by side", "changed, A: ")
    pick(curlew, "Add path", role="Button")
    curlew.wait_for("Path to ignore", where=lambda one: one["focused"])
    curlew.type("$.at")
    curlew.press("Return")
    curlew.wait_for("1 difference")
    pick(curlew, "Headers", role="CheckBox")
    curlew.press("ctrl+1")
    response_menu(curlew, "Compare under another environment")
    curlew.wait_for("Side B, Staging", role="Button")
    curlew.wait_for("Side A, Local", role="Button")
    assert len(server.asked) == 4
    curlew.quit()


def test_headers_are_explained_and_a_cookie_leads_to_the_jar(curlew: Program) -> None:
    open_and_send(curlew, "Birds")
    pick(curlew, "Headers 9", role="PageTab")
    curlew.click(curlew.wait_for("Cache-Control", role="Cell"))
    curlew.press("Return")
    curlew.wait_for("About Cache-Control")
    curlew.wait_for("fresh to ")
    curlew.press("Escape")
    curlew.wait_gone("About Cache-Control")
    curlew.press("Down", "Down", "Return")
    curlew.wait_for("About RateLimit-Remaining")
    curlew.press("Escape")
    pick(curlew, "Cookies 1", role="PageTab")
    curlew.wait_for("curlew", role="Cell")
    pick(curlew, "Open cookie jar", role="Button")
    curlew.wait_for("", where=lambda one: one["id"] == "cookie_search" and one["focused"])
    curlew.wait_for("curlew", where=lambda one: one["id"] == "cookie_value")
    curlew.press("Escape")
    curlew.wait_gone("Find a cookie")
    curlew.quit()


def test_a_file_is_viewed_to_its_end(screen: Desktop, tmp_path: Path) -> None:
    file = tmp_path / "birds.json"
    with file.open("wb") as opened:
        opened.writelines(records(60_000))
    curlew = screen.start(tmp_path / "home", "view", str(file))
    curlew.wait_for("birds.json – 9.0", role="Window")
    heard(curlew, PRETTY, "1: [")
    curlew.click(curlew.wait_for(PRETTY, role="Client", where=lambda one: one["name"] == PRETTY))
    curlew.press("ctrl+f")
    curlew.type("lastofall")
    count(curlew, "find_field", "1 of 1")
    curlew.press("Escape", "ctrl+End")
    heard(curlew, PRETTY, f"{2 + 60_000 * 12 + 1:,}: ]")
    curlew.quit()
    assert file.stat().st_size > 9_000_000
