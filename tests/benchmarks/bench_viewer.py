"""Bodies in the response pane: when they can be read, how long the window is held up, how long a frame takes; medians of 7 runs."""

from __future__ import annotations

from benchmarks.viewing import (
    a_viewer,
    frames,
    gap,
    idle_gap,
    json_indented,
    json_line,
    json_whole,
    median,
    percentile,
    seconds,
    show,
    spooled,
    tell,
)
from curlew.model.content import Content
from curlew.ui.response.viewer import ResponseViewer

RUNS = 7
MB = 1_000_000
MOST_GAP_MS, MOST_FRAME_MS, MOST_FIRST, MOST_WHOLE = 50, 16, 1.5, 8
MOST_FIRST_LINE_MS = 100


def main() -> None:
    with a_viewer() as (viewer, folder):
        _measure(viewer, "50 kB JSON in memory, raw", Content.of(json_indented(50_000)))
        _measure(viewer, "5 MB JSON in one line, raw", spooled(folder, json_line(5 * MB)))
        _measure(viewer, "100 MB JSON, raw", spooled(folder, json_indented(10 * MB), 10))
        _measure(viewer, "20 MB in one string, raw", spooled(folder, b'{"k":"' + b"x" * 20 * MB + b'"}'), MOST_FIRST_LINE_MS)
        _measure(viewer, "1 GB JSON, raw", spooled(folder, json_indented(10 * MB), 100), runs=3)
        _measure(viewer, "5 MB JSON in one line, pretty", spooled(folder, json_line(5 * MB)), view_id="pretty")
        _measure(viewer, "100 MB JSON, pretty", spooled(folder, json_whole(100 * MB)), view_id="pretty", runs=3)


def _measure(
    viewer: ResponseViewer, title: str, body: Content, most_first_ms: float | None = None, view_id: str = "raw", runs: int = RUNS
) -> None:
    print(f"{title} ({body.size / MB:.1f} MB, {runs} runs)")
    path = body.path
    reading = median([seconds(path.read_bytes) for _run in range(3)]) * 1000 if path and body.size > 50 * MB else None
    idle, gaps, times = [], [], []
    for _run in range(runs):
        idle.append(idle_gap())
        gaps.append(gap(lambda: times.append(show(viewer, body, view_id))))
    first, index, whole = (median([run[name] for run in times]) for name in ("first", "index", "whole"))
    if reading is None:
        tell("first screen", first, " ms", most_first_ms)
        tell("complete", whole, " ms")
    else:
        tell("reading the file", reading, " ms")
        tell("first screen", first / reading, "x reading", MOST_FIRST, f"{first:.0f} ms")
        tell("complete index", index / reading, "x reading", MOST_WHOLE, f"{index:.0f} ms")
        tell("in place for good", whole / reading, "x reading", None, f"{whole:.0f} ms")
    tell("longest gap of the event loop", median(gaps), " ms", MOST_GAP_MS, f"an idle window {median(idle):.1f} ms")
    took = frames(viewer.body.views.view(view_id).pane.view)
    tell("a frame while scrolling, 95 % of them", percentile(took, 0.95), " ms", MOST_FRAME_MS, f"median {median(took):.1f} ms")


if __name__ == "__main__":
    main()
