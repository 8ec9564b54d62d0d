"""A body in the response pane: how long the window is held up, when it can be read, how long a frame takes; medians of 7 runs."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from curlew.model.content import Content
from curlew.preview.json_format import minify, pretty
from curlew.ui.actions import Actions
from curlew.ui.context import Ui
from curlew.ui.loop import Loop
from curlew.ui.response.viewer import ResponseViewer
from curlew.ui.tasks import TaskScope
from curlew.ui.theme import Theme
from helpers.exchanges import a_response, an_exchange
from helpers.heartbeat import Heartbeat

RUNS = 7
IDLE_MS = 300
MOST_GAP_MS = 50
MOST_FRAME_MS = 16


def main() -> None:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    loop = Loop(app, already_running=True)
    asyncio.events._set_running_loop(loop)
    with tempfile.TemporaryDirectory() as folder:
        theme = Theme(Path(folder) / "theme")
        theme.apply(app)
        window = QWidget()
        ui = Ui(None, theme, TaskScope(None, _raise), Actions(window, theme), lambda *_args, **_more: None)  # type: ignore[arg-type]
        viewer = ResponseViewer(ui)
        viewer.resize(1050, 520)
        viewer.show()
        _turn(IDLE_MS)
        for title, data in bodies().items():
            path = Path(folder) / "body"
            path.write_bytes(data)
            _measure(viewer, title, Content(None, path, len(data)))
        _formatter(bodies()["5 MB JSON, one line"])
        viewer.close()
    asyncio.events._set_running_loop(None)


def bodies() -> dict[str, bytes]:
    """Return what is shown: the same JSON with and without line ends, in two sizes, and a single string of 20 MB."""
    rows = [{"id": n, "name": f"user {n}", "tags": ["a", "b"], "score": n * 1.1, "ok": n % 2 == 0, "note": "x" * 40} for n in range(45_000)]
    line = json.dumps(rows).encode()
    return {
        "5 MB JSON, one line": line,
        "5 MB JSON, indented": pretty(line[: 5_000_000 * len(line) // len(pretty(line))]),
        "20 MB in one string": b'{"k":"' + b"x" * 20_000_000 + b'"}',
    }


def _measure(viewer: ResponseViewer, title: str, body: Content) -> None:
    idle, gaps, first, whole = [], [], [], []
    for _run in range(RUNS):
        idle.append(_gap(lambda: _turn(IDLE_MS)))
        times: dict[str, float] = {}
        gaps.append(_gap(lambda times=times: times.update(_show(viewer, body))))  # type: ignore[misc]
        first.append(times["first"])
        whole.append(times["whole"])
    frames = _frames(viewer)
    print(f"{title}, {body.size / 1e6:.1f} MB")
    limit = f" (at most {MOST_GAP_MS})" if body.size < 10_000_000 else ""
    print(f"  longest gap {_median(gaps)} ms{limit}, idle window {_median(idle)} ms")
    print(f"  first screen after {_median(first)} ms, whole after {_median(whole)} ms")
    worst = f"{max(frames):.1f}"
    print(f"  scrolling: a frame takes {_median(frames)} ms, the longest {worst} ms (at most {MOST_FRAME_MS})")


def _show(viewer: ResponseViewer, body: Content) -> dict[str, float]:
    """Show a body and wait until it is there; return when its first screen and the whole came, in milliseconds."""
    began, times = time.perf_counter(), {}
    pane = viewer.body.views.view("pretty").pane
    pane.set_text(b"")
    inner = QEventLoop()
    viewer.body.shown.connect(inner.quit)

    def look() -> None:
        if "first" not in times and len(pane.view.source.rows) and pane.view.source.data:
            times["first"] = (time.perf_counter() - began) * 1000

    watch = QTimer()
    watch.setInterval(2)
    watch.timeout.connect(look)
    watch.start()
    viewer.show_exchange(an_exchange(a_response(body)))
    inner.exec()
    look()
    viewer.body.shown.disconnect(inner.quit)
    while not pane.view.source.rows.complete:
        _turn(1)
    times["whole"] = (time.perf_counter() - began) * 1000
    return times


def _frames(viewer: ResponseViewer) -> list[float]:
    """Return how long it takes to scroll on and paint, at places all over the text, in milliseconds."""
    view, took = viewer.body.views.view("pretty").pane.view, []
    bar = view.verticalScrollBar()
    for place in range(60):
        bar.setValue(bar.maximum() * place // 60)
        for _step in range(3):
            began = time.perf_counter()
            view.scroll_lines(3)
            view.viewport().repaint()
            took.append((time.perf_counter() - began) * 1000)
    return took


def _formatter(data: bytes) -> None:
    """Print the speed of the formatter beside that of the standard library, which changes numbers and drops keys."""
    ours, theirs, compact = [], [], []
    for _run in range(3):
        ours.append(_seconds(lambda: pretty(data)))
        compact.append(_seconds(lambda: minify(data)))
        theirs.append(_seconds(lambda: json.dumps(json.loads(data), indent=2)))
    speeds = [len(data) / 1e6 / statistics.median(times) for times in (ours, compact, theirs)]
    print(f"formatting: {speeds[0]:.1f} MB/s, compacting {speeds[1]:.1f} MB/s, json.loads and dumps {speeds[2]:.1f} MB/s")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _gap(work: Callable[[], object]) -> float:
    beat = Heartbeat()
    beat.start()
    work()
    return beat.stop()


def _turn(ms: int) -> None:
    """Let the event loop run for a while."""
    inner = QEventLoop()
    QTimer.singleShot(ms, inner.quit)
    inner.exec()


def _median(values: list[float]) -> str:
    return f"{statistics.median(values):.1f}"


def _raise(error: BaseException, _name: str) -> None:
    raise error


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
