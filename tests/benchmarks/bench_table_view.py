"""A table of a million rows: how soon it stands there, how long the window is held up, how much memory it takes; medians of 7 runs."""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from curlew.preview.opened import Opened
from curlew.ui.actions import Actions
from curlew.ui.context import Ui
from curlew.ui.loop import Loop
from curlew.ui.response.views.table_view import TableView
from curlew.ui.tasks import TaskScope
from curlew.ui.theme import Theme
from helpers.heartbeat import Heartbeat

RUNS = 7
ROWS = 1_000_000
IDLE_MS = 300
MOST_GAP_MS = 50
MOST_OPEN_MS = 1000


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
        view = TableView(ui)
        view.resize(1050, 520)
        view.show()
        for title, opened in (("JSON", _json()), ("CSV", _csv())):
            _measure(view, title, opened)
        view.stop()
        _turn(IDLE_MS)
        view.close()
    asyncio.events._set_running_loop(None)


def _json() -> Opened:
    kinds, words = (b"open", b"closed", b"paid"), (b"true", b"false")
    row = b'{"id":%d,"name":"event %d","kind":"%s","price":%d.%02d,"ok":%s}'
    rows = (row % (n, n * 7919 % ROWS, kinds[n % 3], n * 31 % 5000, n % 100, words[n % 2]) for n in range(ROWS))
    return Opened.of_text(b"[" + b",".join(rows) + b"]", "json")


def _csv() -> Opened:
    rows = (b'%d,"event %d",%d.%02d\n' % (n, n * 7919 % ROWS, n * 31 % 5000, n % 100) for n in range(ROWS))
    return Opened.of_text(b"id,name,price\n" + b"".join(rows), "csv")


def _measure(view: TableView, title: str, opened: Opened) -> None:
    idle, gaps, first, whole = [], [], [], []
    before = _memory()
    for _run in range(RUNS):
        idle.append(_gap(lambda: _turn(IDLE_MS)))
        times: dict[str, float] = {}
        gaps.append(_gap(lambda times=times: times.update(_open(view, opened))))  # type: ignore[misc]
        first.append(times["first"])
        whole.append(times["whole"])
    size = len(opened.text)
    print(f"{title}, {ROWS:,} rows, {size / 1e6:.0f} MB; idle window {_median(idle):.1f} ms")
    _say("first rows after", _median(first), "ms", MOST_OPEN_MS)
    _say("all rows after", _median(whole), "ms", MOST_OPEN_MS)
    _say("longest gap while opening", _median(gaps), "ms", MOST_GAP_MS)
    print(f"  memory grew by {(_memory() - before) / 1e6:.0f} MB, {(_memory() - before) / size:.2f} bytes a byte")
    while view.loading._tasks.running:
        _turn(50)
    _say("longest gap while scrolling", _median([_gap(lambda: _scroll(view)) for _run in range(RUNS)]), "ms", MOST_GAP_MS)
    for name, act in (("sorting", lambda: view.sort_by(_path(view, "name"), down=True)), ("filtering", lambda: _filter(view))):
        began = time.perf_counter()
        gap = _gap(lambda act=act: _arranged(view, act))  # type: ignore[misc]
        print(f"  {name} took {time.perf_counter() - began:.1f} s")
        _say(f"longest gap while {name}", gap, "ms", MOST_GAP_MS)
    view.clear_filters()
    view.restore_state({})
    _turn(IDLE_MS)


def _open(view: TableView, opened: Opened) -> dict[str, float]:
    times: dict[str, float] = {}
    inner, began = QEventLoop(), time.perf_counter()

    def look() -> None:
        if view.model.rowCount():
            times.setdefault("first", (time.perf_counter() - began) * 1000)

    view.model.modelReset.connect(look)
    view.shown.connect(inner.quit)
    view.show_body(opened)
    inner.exec()
    view.shown.disconnect(inner.quit)
    view.model.modelReset.disconnect(look)
    times["whole"] = (time.perf_counter() - began) * 1000
    assert view.model.rowCount() == ROWS
    return times


def _scroll(view: TableView) -> None:
    bar = view.grid.verticalScrollBar()
    for place in range(60):
        bar.setValue(bar.maximum() * place // 60)
        _turn(8)


def _path(view: TableView, name: str) -> tuple[str | int, ...]:
    return next(one.path for one in view.model.columns if one.name == name)


def _filter(view: TableView) -> None:
    view.set_filter(_path(view, "price"), ">= 2500")


def _arranged(view: TableView, act: Callable[[], None]) -> None:
    act()
    while view.arranging.is_busy:
        _turn(20)


def _say(what: str, figure: float, unit: str, most: float) -> None:
    print(f"  {what} {figure:.1f} {unit} (at most {most}): {'ok' if figure <= most else 'MISSED'}")


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


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


def _median(values: list[float]) -> float:
    return statistics.median(values)


def _raise(error: BaseException, _name: str) -> None:
    raise error


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
