"""What the benchmarks of the viewer share: a viewer in a window, bodies, how long the window is held up, and how figures are told."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from curlew.model.content import Content
from curlew.ui.actions import Actions
from curlew.ui.context import Ui
from curlew.ui.loop import Loop
from curlew.ui.response.viewer import ResponseViewer
from curlew.ui.tasks import TaskScope
from curlew.ui.theme import Theme
from curlew.ui.widgets.text_view import TextView
from helpers.exchanges import a_response, an_exchange
from helpers.heartbeat import Heartbeat

IDLE_MS = 300
PATIENCE_S = 120


@contextmanager
def a_viewer() -> Iterator[tuple[ResponseViewer, Path]]:
    """Give a response pane that is shown, and a folder."""
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
        viewer.resize(1050, 620)
        viewer.show()
        turn(IDLE_MS)
        yield viewer, Path(folder)
        viewer.body.clear()
        turn(IDLE_MS)  # what was under way ends
        viewer.close()
    asyncio.events._set_running_loop(None)


def json_line(size: int) -> bytes:
    """Return a list of objects in JSON without line ends, about so many bytes long."""
    number = size // 111 + 1
    rows = [{"id": n, "name": f"user {n}", "tags": ["a", "b"], "score": n * 1.1, "ok": n % 2 == 0, "note": "x" * 40} for n in range(number)]
    return json.dumps(rows).encode()


def json_indented(size: int) -> bytes:
    """Return the same with line ends, exactly so many bytes long: the last row is broken off."""
    return json.dumps(json.loads(json_line(size)), indent=2).encode()[:size]


def json_whole(size: int) -> bytes:
    """Return a whole text in JSON of about so many bytes with line ends: the same objects again and again."""
    piece = json_indented(10_000)
    piece = piece[2 : piece.rindex(b"},") + 3]
    return b"[\n" + piece * (size // len(piece)) + b"  null\n]"


def spooled(folder: Path, piece: bytes, times: int = 1) -> Content:
    """Write a body to a file of its own (the one before may still be mapped), and return it as a spooled one."""
    path = folder / f"body {time.monotonic_ns()}"
    with path.open("wb") as file:
        for _time in range(times):
            file.write(piece)
    return Content(None, path, len(piece) * times)


class Painted(QObject):
    """Tells when a text view first painted some of a body."""

    def __init__(self, view: TextView) -> None:
        super().__init__()
        self._view, self.at = view, None
        self.at: float | None = None
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.at is None and len(self._view.source.data):
            self.at = time.perf_counter()  # what is painted now is on the screen a few milliseconds later
        return False


def show(viewer: ResponseViewer, body: Content, view_id: str) -> dict[str, float]:
    """Show a body; return in milliseconds when its first screen was painted, when all rows of what is shown in the end were known
    (the true scroll bar), and when it was in place for good (laid out, or found to be so already)."""
    viewer.body.choose_view(view_id)
    view = viewer.body.views.view(view_id).pane.view
    view.set_source(b"", "")
    painted, done = Painted(view), []
    viewer.body.shown.connect(lambda: done.append(True))
    indexed: list[tuple[object, float]] = []
    follow = view.completed.connect(lambda: indexed.append((view.source.data, time.perf_counter())))
    began = time.perf_counter()
    viewer.show_exchange(an_exchange(a_response(body)))
    wait_until(lambda: bool(done) and painted.at is not None and view.source.rows.complete)
    ended = time.perf_counter()
    view.completed.disconnect(follow)
    assert painted.at is not None
    known = min((at for data, at in indexed if data is view.source.data), default=ended)
    return {"first": (painted.at - began) * 1000, "index": (known - began) * 1000, "whole": (ended - began) * 1000}


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until, "this takes too long"
        turn(2)


def frames(view: TextView, places: int = 60) -> list[float]:
    """Return how long it takes to scroll on and paint, at places all over the text, in milliseconds."""
    bar, took = view.verticalScrollBar(), []
    for place in range(places):
        bar.setValue(bar.maximum() * place // places)
        for _step in range(3):
            began = time.perf_counter()
            view.scroll_lines(3)
            view.viewport().repaint()
            took.append((time.perf_counter() - began) * 1000)
    return took


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def gap(work: Callable[[], object]) -> float:
    """Return the longest time that the event loop was held up during some work, in milliseconds."""
    beat = Heartbeat()
    beat.start()
    work()
    return beat.stop()


def idle_gap() -> float:
    return gap(lambda: turn(IDLE_MS))


def turn(ms: int) -> None:
    """Let the event loop run for a while."""
    inner = QEventLoop()
    QTimer.singleShot(ms, inner.quit)
    inner.exec()


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def tell(name: str, value: float, unit: str, most: float | None = None, more: str = "") -> None:
    """Print a figure and, where there is one, what it is to be at most."""
    aim = "" if most is None else f"  (at most {most:g}{unit}: {'ok' if value <= most else 'MISSED'})"
    print(f"  {name}: {value:.3g}{unit}{aim}{'  ' + more if more else ''}", flush=True)


median = statistics.median


def _raise(error: BaseException, _name: str) -> None:
    raise error
