"""How long the whole window is held up, over a real session: sending, large bodies, the theme, large workspaces; medians of 7 runs."""

from __future__ import annotations

import asyncio
import gc
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.bench_typing import key_to_paint
from benchmarks.bench_workspace import make
from curlew.model.body import RawBody
from curlew.model.request import Request
from curlew.model.tree import ItemKind
from curlew.ui.documents.request_page import RequestPage
from curlew.ui.loop import Loop
from curlew.ui.request.pages.body_page import BodyPage
from curlew.ui.shell.workbench import Workbench
from curlew.ui.theme import Theme
from helpers.heartbeat import Heartbeat
from helpers.looping import run
from helpers.smallserver import small_server
from helpers.whole_window import whole_window

RUNS, MOST_MS, MOST_KEY_MS = 7, 50, 8
IDLE_MS, TABS, SENDS, KEYS = 400, 20, 200, 200
SIZE = (1400, 880)


def main() -> None:
    """Print each figure as `name: value, idle value (target)`; names given on the command line choose scenes."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    loop = Loop(app, already_running=True)
    asyncio.events._set_running_loop(loop)
    with tempfile.TemporaryDirectory() as folder, small_server() as base:
        home = Path(folder)
        theme = Theme(home / "theme")
        theme.apply(app)
        with opened(theme, home / "everyday") as bench:
            scenes = Everyday(bench, base)
            scenes.sending()
            scenes.receiving()
            scenes.opening_large()
            scenes.theme()
            scenes.typing(app)
        make(home / "big")
        large(theme, home)
    asyncio.events._set_running_loop(None)


@contextmanager
def opened(theme: Theme, home: Path, **started: Any) -> Iterator[Workbench]:
    with whole_window(theme, home, SIZE, **started) as bench:
        gc.collect()
        gc.freeze()  # as running.py does
        turn(IDLE_MS)
        yield bench
        gc.unfreeze()


class Everyday:
    """One collection with what people work on, in one window."""

    def __init__(self, bench: Workbench, base: str) -> None:
        self.bench, self.base, self.session = bench, base, bench.session
        self.collection = run(bench.session.add_collection("Pets"))
        self.pages: list[RequestPage] = []

    def sending(self) -> None:
        """200 sends, 20 in flight (the sender's own limit), kept in the history that is shown, one of them in the page in front."""
        page = self.page(Request("Pet", url=self.base + "/"))
        self.bench.panels.choose_open("history")
        turn(IDLE_MS)

        async def many() -> None:
            page.send()
            async with asyncio.TaskGroup() as group:
                for _n in range(SENDS - 1):
                    group.create_task(self.session.send(Request("Pet", url=self.base + "/"), page.item_id))
            await until(lambda: not page.is_sending)

        measure(f"{SENDS} sends, 20 in flight, the history shown", many)
        self.bench.panels.choose_open("collections")

    def receiving(self) -> None:
        page = self.page(Request("Many pets", url=self.base + "/json/5000000"))

        async def receive() -> None:
            shown = asyncio.Event()
            quit_ = page.viewer.body.shown.connect(shown.set)
            page.send()
            await shown.wait()
            page.viewer.body.shown.disconnect(quit_)
            await until(lambda: page.viewer.body.front.pane.view.source.rows.complete)

        measure("a JSON body of 5 MB, sent for, received, shown pretty", receive)

    def opening_large(self) -> None:
        rows = [{"id": n, "name": f"Pet number {n}", "tags": ["a", "b"], "price": n * 1.5} for n in range(13_000)]
        for name, text in (("indented", json.dumps(rows, indent=2)[: 1 << 20]), ("in one line", json.dumps(rows)[: 1 << 20])):
            request = Request(f"Large {name}", "http", "POST", self.base + "/", body=RawBody("json", text))
            item = run(self.session.add_request(self.collection, request))

            async def open_it(item: int = item, text: str = text) -> None:
                self.bench.documents.open_item(item)
                page = self.bench.documents.current
                assert isinstance(page, RequestPage)
                await until(lambda: page.editor.value().body is not None)
                page.editor.strip.select("body")
                body = page.editor.page("body")
                assert isinstance(body, BodyPage)
                await until(lambda: body.editor is not None and body.editor.pane.is_settled)
                assert body.editor.pane.text() == text

            measure(f"open a request with a JSON body of 1 MB, {name}", open_it, self.bench.documents.close_current)
            if name == "in one line":
                self.beautifying(item)

    def beautifying(self, item: int) -> None:
        async def beautify() -> None:
            self.bench.documents.open_item(item)
            page = self.bench.documents.current
            assert isinstance(page, RequestPage)
            await until(lambda: page.editor.value().body is not None)
            body = page.editor.page("body")
            assert isinstance(body, BodyPage)
            before = page.editor.value()
            body.beautify()
            await until(lambda: body.editor.pane.is_settled and page.editor.value() != before)

        def back() -> None:
            page = self.bench.documents.current
            page.undo()
            page.keep_draft()
            self.bench.documents.close_current()

        measure("open a JSON body of 1 MB and beautify it", beautify, back)

    def theme(self) -> None:
        """20 tabs, each shown once, half of them with responses."""
        for number in range(TABS - self.bench.documents.count()):
            body = RawBody("json", '{\n  "name": "Rex"\n}') if number % 3 == 0 else None
            page = self.page(Request(f"Pet {number}", url=f"{self.base}/{number}?limit={{{{limit}}}}&page=1", body=body))
            if number % 2 == 0:
                run(sent(page))
        assert self.bench.documents.count() == TABS
        modes = iter(("dark", "light") * RUNS)

        async def switch() -> None:
            self.bench.theme.set_mode(next(modes))
            await asyncio.sleep(0.3)

        measure(f"switch the theme with {TABS} tabs open", switch)

        async def walk() -> None:
            for at in range(TABS):
                self.bench.documents.go_to(at)
                await asyncio.sleep(0.03)

        measure(f"go through {TABS} tabs after a switch of the theme", walk, lambda: self.bench.theme.set_mode(next(modes, "light")))

    def typing(self, app: QApplication) -> None:
        page = self.pages[-1]
        self.bench.theme.set_mode("light")
        page.focus_first()
        url = page.editor.bar.url
        url.move_caret_to_end()
        taken = sorted(key_to_paint(app, url, url.viewport(), ("&limit=20&cursor=abcdef" * 20)[:KEYS]))
        p95 = taken[int(len(taken) * 0.95)]
        verdict = "ok" if p95 < MOST_KEY_MS else "TOO SLOW"
        print(f"typing in the URL line, key to paint: 95th percentile {p95:.1f} ms (at most {MOST_KEY_MS}) {verdict}", flush=True)
        page.editor.undo()

    def page(self, request: Request) -> RequestPage:
        """Make a request and show it in a tab of its own."""
        item = run(self.session.add_request(self.collection, request))
        self.bench.documents.open_item(item)
        page = self.bench.documents.current
        assert isinstance(page, RequestPage)
        run(until(lambda: page.request.url == request.url))
        turn(50)
        self.pages.append(page)
        return page


def large(theme: Theme, home: Path) -> None:
    """A workspace of 10,000 requests: opened for the first time and again, and a folder of it deleted and brought back."""
    first, again = Figures("open 10,000 requests for the first time, parsed to the end"), Figures("open 10,000 requests again")
    for number in range(RUNS):
        with opened(theme, home / f"home{number}") as bench:

            async def open_it(bench: Workbench = bench) -> None:
                await bench.openers.show_path(home / "big")
                await bench.session.settled()
                await asyncio.sleep(0.2)

            first.add(open_it)
            run(bench.openers._open_home())
            again.add(open_it)
            if number == RUNS - 1:
                first.tell()
                again.tell()
                deleting(bench)


def deleting(bench: Workbench) -> None:
    session = bench.session
    folder = next(item.id for item in session.tree.walk() if item.kind is ItemKind.FOLDER)
    bench.panels.collections.view.expandAll()
    turn(IDLE_MS)
    path = session.tree[folder].path
    bench.documents.open_item(session.tree.child_ids(folder)[0])
    turn(IDLE_MS)

    async def delete() -> None:
        await session.remove([session.tree.by_path(path).id])
        await asyncio.sleep(0.2)

    async def undo() -> None:
        await session.undo()
        await asyncio.sleep(0.2)

    removed, brought = Figures("delete a folder of 100 requests, 10,000 shown"), Figures("undo of that")
    for _run in range(RUNS):
        removed.add(delete)
        brought.add(undo)
    removed.tell()
    brought.tell()


async def sent(page: RequestPage) -> None:
    page.send()
    await until(lambda: not page.is_sending)


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 - what is waited for is what a person sees, which tells nobody
        await asyncio.sleep(0.005)


Work = Callable[[], Coroutine[Any, Any, None]]


class Figures:
    """The gaps of one scene, each beside an idle window's."""

    def __init__(self, name: str) -> None:
        self.name, self.gaps, self.idle = name, list[float](), list[float]()

    def add(self, work: Work) -> None:
        gc.collect()  # what the run before left does not count
        self.idle.append(gap(lambda: turn(IDLE_MS)))
        self.gaps.append(gap(lambda: run(work(), 60)))

    def tell(self) -> None:
        longest, idle = statistics.median(self.gaps), statistics.median(self.idle)
        verdict = "ok" if longest <= MOST_MS else "TOO LONG"
        worst = f"longest of all {max(self.gaps):.0f}"
        print(f"{self.name}: {longest:.0f} ms, idle {idle:.0f} ms (at most {MOST_MS}) {verdict}; {worst}", flush=True)


def measure(name: str, work: Work, after: Callable[[], object] = lambda: None) -> None:
    figures = Figures(name)
    for _run in range(RUNS):
        figures.add(work)
        after()
        turn(IDLE_MS)
    figures.tell()


def gap(work: Callable[[], object]) -> float:
    beat = Heartbeat()
    beat.start()
    work()
    return beat.stop()


def turn(ms: int) -> None:
    """Let the event loop run for a while."""
    inner = QEventLoop()
    QTimer.singleShot(ms, inner.quit)
    inner.exec()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
