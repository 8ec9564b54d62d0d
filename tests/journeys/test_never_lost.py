"""What is typed outlives the ends a program can come to, and undo outlives a change of tabs."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.desktop import Desktop, Program, desktop, missing_tools, wait_until

pytestmark = [pytest.mark.xvfb, pytest.mark.xdist_group("screen"), pytest.mark.skipif(bool(missing_tools()), reason="no virtual screen")]

TYPED = "https://example.invalid/typed"


@pytest.fixture
def screen() -> Iterator[Desktop]:
    with desktop() as started:
        yield started


def type_a_url(curlew: Program, url: str = TYPED) -> None:
    curlew.wait_for("Workspace My workspace")
    curlew.press("ctrl+t")
    curlew.wait_for("", where=lambda one: one["id"] == "url" and one["focused"])
    curlew.type(url)
    curlew.press("Escape")
    curlew.wait_for(url, where=lambda one: one["id"] == "url")


def shows(curlew: Program, url: str = TYPED) -> bool:
    return bool(curlew.wait_for(url, where=lambda one: one["id"] == "url"))


def test_K12_the_system_asks_for_the_end(screen: Desktop, tmp_path: Path) -> None:
    curlew = screen.start(tmp_path / "home")
    type_a_url(curlew)
    curlew.process.send_signal(signal.SIGTERM)
    assert curlew.process.wait(15) == 0
    again = screen.start(tmp_path / "home")
    assert shows(again)
    again.quit()


def test_A06_a_kill_loses_nothing_that_was_written_down(screen: Desktop, tmp_path: Path) -> None:
    home = tmp_path / "home"
    curlew = screen.start(home)
    type_a_url(curlew)
    wait_until(lambda: any(TYPED in path.read_text(errors="replace") for path in home.glob("state/drafts/*.json")), within=5)
    curlew.process.kill()
    curlew.process.wait()
    again = screen.start(home)
    assert shows(again)
    again.quit()


def test_A07_undo_outlives_a_change_of_tabs(screen: Desktop, tmp_path: Path) -> None:
    curlew = screen.start(tmp_path / "home")
    type_a_url(curlew)
    type_a_url(curlew, "https://example.invalid/other")
    curlew.press("ctrl+1")
    assert shows(curlew)
    curlew.press("ctrl+l", "ctrl+z")
    curlew.wait_for("", where=lambda one: one["id"] == "url" and "typed" not in one["text"])
    curlew.press("ctrl+shift+z")
    assert shows(curlew)
    curlew.quit()


def test_K15_quitting_with_unsaved_work_asks_nothing(screen: Desktop, tmp_path: Path) -> None:
    curlew = screen.start(tmp_path / "home")
    type_a_url(curlew)
    curlew.quit()
    again = screen.start(tmp_path / "home")
    assert shows(again)
    again.quit()
