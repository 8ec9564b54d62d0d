"""Large responses in a real window: read, searched, folded, looked at in each way and saved, and at no time does the window stop."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.bodies import IN_ONE_LINE, Bodies, bodies, records_for
from helpers.desktop import Desktop, Program, desktop, missing_tools, wait_until
from helpers.looking import Watch, count, heard, open_and_send, pick, to_view
from helpers.workspaces import a_collection, request_text

pytestmark = [pytest.mark.xvfb, pytest.mark.xdist_group("screen"), pytest.mark.skipif(bool(missing_tools()), reason="no virtual screen")]

LARGE = 100_000_000
ONE_LINE = 20_000_000
PRETTY, RAW = "Response body", "Response body as it came"
LINES = 12
"""Lines of a record as Curlew lays it out."""


@pytest.fixture
def screen() -> Iterator[Desktop]:
    with desktop() as started:
        yield started


@pytest.fixture
def server() -> Iterator[Bodies]:
    with bodies() as started:
        yield started


def test_a_hundred_megabytes(screen: Desktop, server: Bodies, tmp_path: Path) -> None:
    records = records_for(LARGE)
    curlew = started(screen, tmp_path, f"{server.base}/json/{records}")
    watch = Watch()
    open_and_send(curlew, "Large")
    heard(curlew, PRETTY, "1: [")
    walk_the_text(curlew, watch, records)
    walk_the_views(curlew, watch, records)
    save(curlew, tmp_path / "saved.json", server.sent.sha256)
    watch.check(curlew)
    curlew.quit()


def started(screen: Desktop, tmp_path: Path, url: str) -> Program:
    return screen.start(tmp_path / "home", str(a_collection(tmp_path / "api", large=request_text("Large", url=url))))


def walk_the_text(curlew: Program, watch: Watch, records: int) -> None:
    """Go to the end, find what stands there, go to a line, fold and unfold."""
    end = f"{2 + records * LINES + 1:,}: ]"
    curlew.click(curlew.wait_for(PRETTY, role="Client", where=lambda one: one["name"] == PRETTY))
    curlew.wait_for("Ln", where=lambda one: one["id"] == "foot_place")
    wait_until(lambda: is_at_the_end(curlew, end))
    watch.time("to the beginning", lambda: curlew.press("ctrl+Home"), lambda: heard(curlew, PRETTY, "1: ["))
    watch.time("to the end", lambda: curlew.press("ctrl+End"), lambda: heard(curlew, PRETTY, end))
    curlew.press("ctrl+Home", "ctrl+f")
    watch.time("find", lambda: curlew.type("lastofall"), lambda: count(curlew, "find_field", "1 of 1"))
    curlew.press("Escape")
    heard(curlew, PRETTY, "lastofall")
    curlew.press("ctrl+g")
    curlew.wait_for("", where=lambda one: one["id"] == "go_to_field" and one["focused"])
    curlew.type(f"{2 + LINES:,}")
    watch.time("go to line", lambda: curlew.press("Return"), lambda: heard(curlew, PRETTY, f"{2 + LINES}:   {{"))
    curlew.press("ctrl+shift+bracketleft")
    heard(curlew, PRETTY, f"{2 + LINES}:   {{")
    heard(curlew, PRETTY, "folded")
    curlew.press("ctrl+Home", "ctrl+alt+bracketleft")
    heard(curlew, PRETTY, "], folded")
    watch.time("unfold all", lambda: curlew.press("ctrl+alt+bracketright", "Down"), lambda: heard(curlew, PRETTY, "2:   {"))


def is_at_the_end(curlew: Program, end: str) -> bool:
    """Go as far as lines are known so far; tell whether that is the end."""
    curlew.press("ctrl+End")
    return end in heard(curlew, PRETTY, ": ")["description"]


def walk_the_views(curlew: Program, watch: Watch, records: int) -> None:
    """Open the last value of the tree, see the last row of the table, the last line as it came, the last byte."""
    last = records - 1
    first = curlew.wait_for
    watch.time("tree", lambda: to_view(curlew, "Tree"), lambda: first("0, object", role="Cell"))
    curlew.wait_for(f"array, {records:,} items", where=lambda one: one["id"] == "path_facts")
    curlew.click(curlew.wait_for("0, object", role="Cell"))
    curlew.wait_gone("Reading the tree")
    watch.time("end of the tree", lambda: curlew.press("End"), lambda: first(f"{last:,}, object", role="Cell"))
    watch.time(
        "open a node", lambda: curlew.press("Right", "Right"), lambda: first("id, 1", role="Cell", where=lambda one: one["selected"])
    )
    curlew.wait_for(f"Path $[{last}].id")
    watch.time("table", lambda: to_view(curlew, "Table"), lambda: first("id: 1", role="Cell"))
    curlew.wait_for(f"{records:,} rows", where=lambda one: one["id"] == "table_count")
    curlew.wait_gone("Reading the rows", within=40)
    watch.time("end of the table", lambda: curlew.press("ctrl+End"), lambda: first("lastofall", role="Cell"))
    watch.time("raw", lambda: to_view(curlew, "Raw"), lambda: heard(curlew, RAW, "1: ["))
    watch.time("hex", lambda: to_view(curlew, "Hex"), lambda: heard(curlew, "Bytes of the response body", "Offset 0: 5b"))


def save(curlew: Program, path: Path, sha256: str) -> None:
    pick(curlew, "Save the body", role="Button")
    curlew.wait_for("", where=lambda one: one["id"] == "fileNameEdit" and one["focused"])
    curlew.press("ctrl+a")
    curlew.type(str(path))
    curlew.press("Return")
    curlew.wait_for(f"Saved {path.name}")
    with path.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == sha256
    path.unlink()


def test_one_line_of_twenty_megabytes(screen: Desktop, server: Bodies, tmp_path: Path) -> None:
    records = records_for(ONE_LINE, IN_ONE_LINE)
    curlew = started(screen, tmp_path, f"{server.base}/line/{records}")
    watch = Watch()
    open_and_send(curlew, "Large")
    heard(curlew, PRETTY, "1: [")
    watch.time("raw", lambda: to_view(curlew, "Raw"), lambda: heard(curlew, RAW, '1: [{"id":10000000,'))
    curlew.click(curlew.wait_for(RAW, where=lambda one: one["name"] == RAW))
    for wrapped in (True, False):
        end = lambda: curlew.wait_for("Ln 1, Col 19,", where=lambda one: one["id"] == "foot_place")  # noqa: E731
        curlew.press("ctrl+Home")
        watch.time(f"to the end, {wrapped=}", lambda: curlew.press("ctrl+End"), end)
        curlew.press("ctrl+Home", "ctrl+f", "ctrl+a")
        watch.time(f"find, {wrapped=}", lambda: curlew.type("lastofall"), lambda: count(curlew, "find_field", "1 of 1"))
        curlew.press("Escape")
        heard(curlew, RAW, "lastofall")
        pick(curlew, "Wrap long lines", role="CheckBox")
        curlew.click(curlew.wait_for(RAW, where=lambda one: one["name"] == RAW))
    watch.check(curlew)
    curlew.quit()
