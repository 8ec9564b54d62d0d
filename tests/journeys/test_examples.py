"""Examples in a real window: a response is kept in the request's file, shown, edited, compared with, and gone back to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.bodies import Bodies, Body, bodies
from helpers.desktop import Desktop, desktop, missing_tools, wait_until
from helpers.looking import heard, open_and_send, pick
from helpers.workspaces import a_collection, request_text

pytestmark = [pytest.mark.xvfb, pytest.mark.xdist_group("screen"), pytest.mark.skipif(bool(missing_tools()), reason="no virtual screen")]

PRETTY = "Response body"
SECRET = "s3cr3t-of-the-session"


@pytest.fixture
def screen() -> Iterator[Desktop]:
    with desktop() as started:
        yield started


@pytest.fixture
def server() -> Iterator[Bodies]:
    with bodies(
        {"bird": Body("application/json", b'{"name": "curlew", "legs": 2}', (("Set-Cookie", f"session={SECRET}; Path=/"),))}
    ) as started:
        yield started


def test_an_example_is_kept_edited_compared_with_and_gone_back_to(screen: Desktop, server: Bodies, tmp_path: Path) -> None:
    folder = a_collection(tmp_path / "api", bird=request_text("Bird", url=f"{server.base}/bird"))
    file = folder / "bird.yml"
    curlew = screen.start(tmp_path / "home", str(folder))
    open_and_send(curlew, "Bird")
    heard(curlew, PRETTY, "1: {")

    pick(curlew, "More for the response", role="Button")
    pick(curlew, "Save as example", role="MenuItem")
    curlew.wait_for("", where=lambda one: one["id"] == "save_example_name" and one["focused"])
    curlew.wait_for("secrets in it were replaced")
    curlew.press("ctrl+a")
    curlew.type("One curlew")
    curlew.press("Return")
    curlew.wait_for("Saved as the example One curlew")
    wait_until(lambda: "One curlew" in file.read_text(encoding="utf-8"))
    assert "curlew" in file.read_text(encoding="utf-8")
    assert SECRET not in file.read_text(encoding="utf-8")
    curlew.wait_for("Examples 1", role="PageTab")

    pick(curlew, "Examples 1", role="PageTab")
    pick(curlew, "Show as response", role="Button")
    curlew.wait_for("Example “One curlew”, not a live response")
    heard(curlew, PRETTY, "1: {")
    pick(curlew, "Back to the response", role="Button")
    curlew.wait_gone("not a live response")

    curlew.click(curlew.wait_for("Body of the example", role="EditableText"))
    curlew.press("ctrl+a")
    curlew.type('{"name": "curlew", "legs": 4}')
    curlew.press("ctrl+s")
    wait_until(lambda: '"legs": 4' in file.read_text(encoding="utf-8"))
    assert SECRET not in file.read_text(encoding="utf-8")

    pick(curlew, "Compare", role="Button")
    curlew.wait_for("changed: $.legs, 4 → 2")
    curlew.press("ctrl+1")
    curlew.wait_for("", where=lambda one: one["id"] == "url")

    curlew.press("ctrl+l", "End")
    curlew.type("/other")
    curlew.press("Escape")
    curlew.wait_for("/bird/other", where=lambda one: one["id"] == "url")
    pick(curlew, "More for the example", role="Button")
    pick(curlew, "Set the request to this", role="MenuItem")
    curlew.wait_for("The request is as in One curlew")
    curlew.wait_for("/bird", where=lambda one: one["id"] == "url" and one["value"].endswith("/bird"))
    curlew.press("ctrl+Return")
    wait_until(lambda: server.asked == ["/bird"] * 2)
    curlew.quit()
