"""A JSON list of 1,000,000 elements as a tree: when it is open, gaps of the window, memory; medians of 7 runs."""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from curlew.preview.buffer import Gathering
from curlew.preview.opened import Opened
from curlew.ui.actions import Actions
from curlew.ui.context import Ui
from curlew.ui.loop import Loop
from curlew.ui.response.views.tree_view import TreeView
from curlew.ui.tasks import TaskScope
from curlew.ui.theme import Theme
from helpers.heartbeat import Heartbeat

RUNS = 7
ELEMENTS = 1_000_000
IDLE_MS = 300


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
        view = TreeView(ui)
        view.resize(1050, 520)
        view.show()
        _turn(IDLE_MS)
        for title, make in (("objects", _objects), ("numbers", _numbers)):
            _measure(view, title, Opened.of_text(make(), "json"))
        _two_lists(view)
        view.stop()
        view.close()
    asyncio.events._set_running_loop(None)


def _objects() -> object:
    """Return a million small objects as a mapped text."""
    return _gathered(lambda n: b'{"id":%d,"name":"user %d","ok":true,"tags":["a"]}' % (n, n))


def _numbers() -> object:
    return _gathered(lambda n: b"%d" % n)


def _gathered(element: Callable[[int], bytes]) -> object:
    gathering = Gathering()
    gathering.add(b"[")
    for begin in range(0, ELEMENTS, 10_000):
        gathering.add(b",".join(element(n) for n in range(begin, begin + 10_000)) + (b"," if begin + 10_000 < ELEMENTS else b"]"))
    return gathering.buffer()


def _measure(view: TreeView, title: str, opened: Opened) -> None:
    idle, first, whole, gaps, scrolled, frames = [], [], [], [], [], []
    grown = 0.0
    for run in range(RUNS):
        view.show_body(Opened())
        gc.collect()
        _turn(100)
        idle.append(_gap(lambda: _turn(IDLE_MS)))
        before, times = _memory(), dict[str, float]()
        gaps.append(_gap(lambda times=times: times.update(_open(view, opened))))  # type: ignore[misc]
        if run == 0:
            grown = _memory() - before
        first.append(times["first"])
        whole.append(times["whole"])
        scrolled.append(_gap(lambda: frames.extend(_scroll(view))))
    size = len(opened.text)
    print(f"{ELEMENTS:,} {title}, {size / 1e6:.1f} MB")
    _say("first rows after", first, 1000, "ms")
    _say("all rows after", whole, 1000, "ms")
    _say("longest gap while opening", gaps, 50, "ms")
    _say("longest gap while scrolling", scrolled, 50, "ms")
    print(f"  (idle window {statistics.median(idle):.1f} ms)")
    ordered = sorted(frames)
    print(f"  a frame while scrolling: median {statistics.median(frames):.1f} ms, 95 % within {ordered[len(ordered) * 95 // 100]:.1f} ms")
    print(f"  memory for the rows: {grown:.0f} MB more, the text's own pages among it ({grown * 1e6 / size:.2f} bytes a byte)")


def _open(view: TreeView, opened: Opened) -> dict[str, float]:
    """Show a body and wait until all its rows are there; return when the first and the last came, in milliseconds."""
    began, times = time.perf_counter(), dict[str, float]()
    inner = QEventLoop()
    view.shown.connect(inner.quit)

    def look() -> None:
        if "first" not in times and view.model.rowCount():
            times["first"] = (time.perf_counter() - began) * 1000

    view.model.rowsInserted.connect(look)
    view.show_body(opened)
    inner.exec()
    look()
    view.shown.disconnect(inner.quit)
    view.model.rowsInserted.disconnect(look)
    assert view.model.rowCount() == ELEMENTS
    times["whole"] = (time.perf_counter() - began) * 1000
    return times


def _scroll(view: TreeView) -> list[float]:
    """Go to places all over the tree, a few steps at each; return how long each frame took."""
    bar, took = view.table.verticalScrollBar(), []
    for place in range(60):
        bar.setValue(bar.maximum() * place // 60)
        for _step in range(3):
            began = time.perf_counter()
            bar.setValue(bar.value() + 3 * bar.singleStep())
            view.table.viewport().repaint()
            took.append((time.perf_counter() - began) * 1000)
            _turn(2)
    return took


def _two_lists(view: TreeView) -> None:
    """Open two lists of 500,000 one after the other, and everything that is at once."""
    half = b"[" + b",".join(b"%d" % n for n in range(ELEMENTS // 2)) + b"]"
    shown = QEventLoop()
    view.shown.connect(shown.quit)
    view.show_body(Opened.of_text(b'{"a":' + half + b',"b":' + half + b"}", "json"))
    shown.exec()
    view.collapse_all()
    times, gaps = [], []
    for row in (0, 1 + ELEMENTS // 2):

        def open_row(row: int = row) -> None:
            inner, began = QEventLoop(), time.perf_counter()
            view.loader.settled.connect(inner.quit)
            view.table.toggle(row)
            inner.exec()
            view.loader.settled.disconnect(inner.quit)
            times.append((time.perf_counter() - began) * 1000)

        gaps.append(_gap(open_row))
    assert view.model.rowCount() == ELEMENTS + 2
    print("two lists of 500,000, opened one after the other")
    _say("open after (the longer)", [max(times)], 1000, "ms")
    _say("longest gap", [max(gaps)], 50, "ms")


def _say(what: str, values: list[float], aim: float, unit: str) -> None:
    figure = statistics.median(values)
    print(f"  {what}: {figure:.1f} {unit} (at most {aim:g}) {'ok' if figure <= aim else 'MISSED'}")


def _gap(work: Callable[[], object]) -> float:
    beat = Heartbeat()
    beat.start()
    work()
    return beat.stop()


def _turn(ms: int) -> None:
    inner = QEventLoop()
    QTimer.singleShot(ms, inner.quit)
    inner.exec()


def _memory() -> float:
    """Return the resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _raise(error: BaseException, _name: str) -> None:
    raise error


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
