"""Two large responses compared in a window: time, how long the window is held up, and how soon a comparison stops."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import time

from viewing import a_viewer, gap, idle_gap, json_line, median, spooled, tell, turn, wait_until

from curlew.model.content import Content
from curlew.preview.compare.comparing import Outcome
from curlew.preview.compare.result import Rules
from curlew.ui.compare.comparison_view import ComparisonView
from curlew.ui.compare.working_out import Wanted, WorkingOut
from helpers.exchanges import a_response, an_exchange

RUNS = 3
UNDER_WAY_MS = 700


def main() -> None:
    with a_viewer() as (viewer, folder):
        view = ComparisonView(viewer._ui.theme)  # type: ignore[attr-defined]
        view.resize(1300, 620)
        view.show()
        turn(300)
        print(f"compare (idle window {idle_gap():.1f} ms)")
        for megabytes, few_s, many_s in ((5, 1.0, 2.0), (50, 3.0, 10.0)):
            first = json_line(megabytes * 1_000_000)
            for name, step, most_s in (("few changes", 100_000, few_s), ("60,000 changes", max(1, megabytes * 9000 // 60_000), many_s)):
                sides = [spooled(folder, text) for text in (first, _changed(first, step))]
                for mode in ("structure", "text"):
                    _measure(view, mode, sides, f"2 x {megabytes} MB, {name}, {mode}", most_s)
        _stop(sides)
        view.close()


def _changed(text: bytes, step: int) -> bytes:
    rows = json.loads(text)
    for row in rows[::step]:
        row["score"] += 1
    return json.dumps(rows).encode()


def _begin(work: WorkingOut, mode: str, sides: list[Content]) -> asyncio.Task[Outcome]:
    a, b = (an_exchange(a_response(side, headers=(("content-type", "application/json"),))) for side in sides)
    return asyncio.get_running_loop().create_task(work.run(a, b, Wanted(mode, Rules(), ()), lambda _share: None))


def _run(work: WorkingOut, mode: str, sides: list[Content], view: ComparisonView) -> None:
    """Compare in a task of the running loop, wait for its end, and go through the differences."""
    task = _begin(work, mode, sides)
    wait_until(task.done)
    view.show_outcome(task.result(), mode, Rules())
    for _step in range(20):
        view.step(1)
        turn(5)


def _measure(view: ComparisonView, mode: str, sides: list[Content], title: str, most_s: float) -> None:
    took, gaps = [], []
    for _run_number in range(RUNS):
        began = time.perf_counter()
        gaps.append(gap(lambda: _run(WorkingOut(), mode, sides, view)))
        took.append(time.perf_counter() - began)
    tell(title, median(took), " s", most_s)
    tell("  longest gap of the window", median(gaps), " ms", 50)


def _stop(sides: list[Content]) -> None:
    """Measure from asking for the end until the child is gone."""
    took = []
    for _run_number in range(RUNS):
        task = _begin(WorkingOut(), "structure", sides)
        turn(UNDER_WAY_MS)
        assert not task.done()
        began = time.perf_counter()
        task.cancel()
        wait_until(lambda: task.done() and not multiprocessing.active_children())
        took.append((time.perf_counter() - began) * 1000)
    tell("stopped after", median(took), " ms", 200)


if __name__ == "__main__":
    main()
