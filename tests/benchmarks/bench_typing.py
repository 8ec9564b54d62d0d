"""Key to paint: typing in the URL line with 20 parameters shown, and in JSON bodies of 1 and 5 MB (indented, and as one line)."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from curlew.engine.looking import Look
from curlew.model.body import RawBody
from curlew.model.inherit import Surroundings
from curlew.model.request import Request
from curlew.model.rows import Param
from curlew.model.variables import Environment, Variable
from curlew.ui.actions import Actions
from curlew.ui.context import Ui
from curlew.ui.loop import Loop
from curlew.ui.request.editor import RequestEditor
from curlew.ui.request.pages.body_page import BodyPage
from curlew.ui.tasks import TaskScope
from curlew.ui.theme import Theme
from helpers.heartbeat import Heartbeat

KEYS = 300
SETTLING_MS = 1500
MOST_MS = 100


class Paints(QObject):
    """Notes when a widget was last painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def key_to_paint(app: QApplication, widget: QWidget, viewport: QWidget, keys: str, between_ms: int = 60) -> list[float]:
    """Return for each key the milliseconds until it is painted. Between keys what follows a pause in typing gets its time."""
    paints = Paints(viewport)
    taken = []
    for key in keys:
        before, started = paints.count, time.perf_counter()
        QTest.keyClick(widget, key)
        while paints.count == before:
            app.processEvents()
        app.processEvents()
        taken.append((time.perf_counter() - started) * 1000)
        QTest.qWait(between_ms)
    return taken


def report(name: str, taken: list[float]) -> float:
    taken = sorted(taken)
    p95 = taken[int(len(taken) * 0.95)]
    print(f"{name}: median {statistics.median(taken):.2f} ms, 95th percentile {p95:.2f} ms, longest {taken[-1]:.2f} ms")
    return p95


async def _nothing_known(*_args: object) -> Look:
    return Look()


def an_editor(app: QApplication, folder: Path) -> tuple[QMainWindow, RequestEditor]:
    theme = Theme(folder)
    theme.apply(app)
    session = SimpleNamespace(tree={}, secret_of_layer=lambda _layer, _name, _item: None, look=_nothing_known)
    window = QMainWindow()
    ui = Ui(session, theme, TaskScope(None, lambda error, _name: print(error)), Actions(window, theme), lambda *_a, **_k: None)
    editor = RequestEditor(ui)
    editor.set_surroundings(Surroundings(environment=Environment("Local", variables=(Variable("base", "http://127.0.0.1"),))))
    params = tuple(Param(f"name{n}", f"value{n}") for n in range(20))
    url = "{{base}}/pets/:id?" + "&".join(f"{row.name}={row.value}" for row in params)
    editor.load(Request("Pets", url=url, params=params))
    window.setCentralWidget(editor)
    window.resize(1400, 880)
    window.show()
    QTest.qWaitForWindowExposed(window)
    return window, editor


def typed_into_a_body(app: QApplication, editor: RequestEditor, name: str, text: str) -> float:
    """Print how long keys take in a body, and return the longest time; and how long showing that body held the window up."""
    editor.strip.select("body")
    QTest.qWait(SETTLING_MS)  # what was typed before is told after a pause
    heart = Heartbeat()
    heart.start()
    editor.load(Request(body=RawBody("json", text)))
    QTest.qWait(SETTLING_MS)
    shown = heart.stop()
    page = editor.page("body")
    assert isinstance(page, BodyPage)
    pane = page.editor.pane.editor
    pane.setFocus()
    pane.go_to(len(text) // 2)
    app.processEvents()
    taken = key_to_paint(app, pane, pane.viewport(), "abc12 " * 10)
    report(f"body of {len(text):,} characters {name} (shown with a gap of {shown:.0f} ms), {len(taken)} keys", taken)
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    return max(taken)


def main() -> None:
    """Print the figures; the URL line's 95th percentile has to be under 8 ms."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    asyncio.events._set_running_loop(Loop(app, already_running=True))
    with TemporaryDirectory() as folder:
        window, editor = an_editor(app, Path(folder))
        editor.bar.url.setFocus()
        editor.bar.url.move_caret_to_end()
        keys = ("&limit=20&cursor=abcdef" * 20)[:KEYS]
        p95 = report(f"URL line, {KEYS} keys, 20 rows shown", key_to_paint(app, editor.bar.url, editor.bar.url.viewport(), keys))
        rows = [{"id": n, "name": f"Pet number {n}", "tags": ["a", "b"], "price": n * 1.5} for n in range(70_000)]
        longest = 0.0
        for size in (1 << 20, 5 << 20):
            for name, text in (("indented", json.dumps(rows, indent=2)[:size]), ("in one line", json.dumps(rows)[:size])):
                longest = max(longest, typed_into_a_body(app, editor, name, text))
        window.close()
    asyncio.events._set_running_loop(None)
    print(f"no key in a body over {MOST_MS} ms: {'yes' if longest <= MOST_MS else 'NO'}")
    print(f"URL line under 8 ms at the 95th percentile: {'yes' if p95 < 8 else 'NO'}")


if __name__ == "__main__":
    main()
