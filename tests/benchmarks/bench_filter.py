"""Filtering 50 MB of JSON: the first matches, all of them, the end when asked, how long the window is held up; medians of 7 or 3 runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.viewing import a_viewer, gap, idle_gap, json_line, median, show, spooled, tell, wait_until
from curlew.model.content import Content
from curlew.preview.buffer import open_buffer
from curlew.preview.filtering.child import FilterBody, FilterChild
from curlew.ui.response.filter_bar import FilterBar
from curlew.ui.response.viewer import ResponseViewer

RUNS, CHILD_RUNS = 7, 3
MB = 1_000_000
MOST_STOP_MS, MOST_GAP_MS = 200, 50
EXPRESSIONS = (
    ("a key of every item", "jsonpath", "$[*].name"),
    ("a condition", "jsonpath", "$[?@.score > 1000].id"),
    ("a key at any depth", "jsonpath", "$..note"),
    ("a count", "jmespath", "length(@)"),
)
ENDLESS = (("every value there is", "$..*"), ("an expression that never ends", "$[?match(@.note, '(x+)+y')]"))


def main() -> None:
    with a_viewer() as (viewer, folder):
        body = _spooled(folder)
        _child(body)
        _window(viewer, body)


def _spooled(folder: Path) -> Content:
    return spooled(folder, json_line(50 * MB))


def _child(body: Content) -> None:
    """Measure the child process by itself."""
    print(f"JSON of {body.size / MB:.0f} MB ({CHILD_RUNS} runs)")
    for title, language, expression in EXPRESSIONS:
        opening, again, first = [], [], []
        for _run in range(CHILD_RUNS):
            child = FilterChild(FilterBody(open_buffer(body), "json", body))
            opening.append(_asked(child, language, expression, first.append))
            again.append(_asked(child, language, expression))
            child.close()
        tell(f"{title}: first matches, a new child", median(first) * 1000, " ms")
        tell(f"{title}: all, a new child", median(opening) * 1000, " ms")
        tell(f"{title}: all, the next time", median(again) * 1000, " ms")
    child = FilterChild(FilterBody(open_buffer(body), "json", body))
    for title, expression in ENDLESS:
        tell(f"{title}: stopped after", median([_stopped(child, expression) for _run in range(CHILD_RUNS)]) * 1000, " ms", MOST_STOP_MS)
    child.close()


def _asked(child: FilterChild, language: str, expression: str, told: Callable[[float], object] = lambda _seconds: None) -> float:
    began = time.perf_counter()
    firsts: list[float] = []
    result = child.ask(language, expression, lambda _news: firsts.append(time.perf_counter() - began))
    assert not result.problem, result.problem
    took = time.perf_counter() - began
    told(firsts[0] if firsts else took)
    return took


def _stopped(child: FilterChild, expression: str) -> float:
    """Return how long an expression goes on after it was asked to stop in the middle."""
    child.ask("jsonpath", "$[0].id")
    thread = threading.Thread(target=child.ask, args=("jsonpath", expression))
    thread.start()
    time.sleep(0.3)
    began = time.perf_counter()
    child.stop()
    thread.join()
    return time.perf_counter() - began


def _window(viewer: ResponseViewer, body: Content) -> None:
    """Measure the window while a filter is worked out, and while its result is shown."""
    show(viewer, body, "raw")
    idle = median([idle_gap() for _run in range(RUNS)])
    print(f"in the window ({RUNS} runs; longest gap of an idle one {idle:.1f} ms)")
    tab = viewer.body
    tab.filter.open()
    bar = tab.filter.bar
    assert bar is not None
    wait_until(lambda: not bar.runner.is_running)
    for title, _language, expression in EXPRESSIONS[:2]:
        gaps = [gap(lambda expression=expression: _filtered(bar, expression)) for _run in range(RUNS)]  # type: ignore[misc]
        tell(f"{title}: longest gap of the event loop", median(gaps), " ms", MOST_GAP_MS)
    tab.filter.close()


def _filtered(bar: FilterBar, expression: str) -> None:
    bar.edit.set_text(expression)
    bar._apply()
    wait_until(lambda: not bar.runner.is_running)


if __name__ == "__main__":
    main()
