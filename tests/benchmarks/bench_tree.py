"""The tree with 10,000 and 100,000 items: showing it, following one change, filtering; a bare QTreeView over the same rows beside it."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTreeView, QWidget

from curlew.engine.session import Change
from curlew.model.edits import AddItem, MoveItem, apply
from curlew.model.tree import ROOT, Item, ItemKind
from curlew.ui.actions import Actions
from curlew.ui.context import Ui
from curlew.ui.tasks import TaskScope
from curlew.ui.theme import Theme
from curlew.ui.tree.filtering import FilterRun
from curlew.ui.tree.panel import CollectionsPanel
from helpers.fake_session import FakeSession

PER_FOLDER, RUNS = 100, 7
LONGEST_SLICE_MS = 10


def main() -> None:
    application = QApplication([*sys.argv[:1], "-platform", "offscreen"])
    theme = Theme(Path(tempfile.mkdtemp(prefix="curlew-bench")))
    theme.apply(application)
    for count in (10_000, 100_000):
        measure(count, theme, application)


def measure(count: int, theme: Theme, application: QApplication) -> None:
    session, folders = grown(count)
    print(f"{count:,} requests in {len(folders):,} folders")
    bare = median(lambda: bare_view(session, application))
    ours = median(lambda: panel_over(session, theme, application))
    print(f"  shown: {ours:.1f} ms; a bare QTreeView over QStandardItemModel: {bare:.1f} ms")
    panel = panel_over(session, theme, application)
    for folder in folders[:10]:
        panel.view.expand(panel.model.index_of(folder))
    for state in ("10 folders open", "all open"):
        if state == "all open":
            began = time.perf_counter()
            panel.view.expandAll()
            application.processEvents()
            print(f"  open all folders and paint: {1000 * (time.perf_counter() - began):.1f} ms")
        added = median(lambda: add(session, folders[5], application))
        moved = median(lambda: move(session, folders, application))
        scrolled = median(lambda: scroll(panel, application))
        print(f"  {state}: add a request {added:.1f} ms, move one {moved:.1f} ms, scroll by a page {scrolled:.1f} ms")
    total, longest = filtering(session, panel, application)
    print(f"  filter: {total:.0f} ms in all, longest hold-up {longest:.1f} ms (at most {LONGEST_SLICE_MS})")


def median(work: Callable[[], object]) -> float:
    """Return the median time of a step in milliseconds."""
    took = []
    for _run in range(RUNS):
        began = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)


def grown(count: int) -> tuple[FakeSession, list[int]]:
    session = FakeSession()
    tree = session.tree
    (collection,) = session.grow(ROOT, "collection Many")
    folders = session.grow(collection, *(f"folder Folder {n}" for n in range(count // PER_FOLDER)))
    for folder in folders:
        for number in range(PER_FOLDER):
            item_id = tree.new_id()
            path = tree[folder].path / f"{number}.yml"
            item = Item(item_id, ItemKind.REQUEST, f"Request {item_id}", path, "GET", f"{{{{base}}}}/things/{item_id}")
            tree.insert(folder, number, item)
    return session, folders


def panel_over(session: FakeSession, theme: Theme, application: QApplication) -> CollectionsPanel:
    window = QWidget()
    panel = CollectionsPanel(Ui(session, theme, TaskScope(None, print), Actions(window, theme), print))
    panel.resize(270, 800)
    panel.show()
    panel.view.expand(panel.model.index(0, 0))
    application.processEvents()
    return panel


def bare_view(session: FakeSession, application: QApplication) -> QTreeView:
    model = QStandardItemModel()
    made = {ROOT: model.invisibleRootItem()}
    for item in session.tree.walk():
        if item.id != ROOT:
            made[item.id] = QStandardItem(item.name)
            made[session.tree.parents[item.id]].appendRow(made[item.id])
    view = QTreeView()
    view.setModel(model)
    model.setParent(view)
    view.resize(270, 800)
    view.show()
    view.expand(model.index(0, 0))
    application.processEvents()
    return view


def add(session: FakeSession, folder: int, application: QApplication) -> None:
    item = Item(session.tree.new_id(), ItemKind.REQUEST, "Added", Path("/added.yml"), "GET")
    apply(session.tree, AddItem(folder, 0, item))
    session.changed.announce(Change("tree", (item.id,)))
    application.processEvents()


def move(session: FakeSession, folders: list[int], application: QApplication) -> None:
    moved = session.tree.child_ids(folders[1])[0]
    apply(session.tree, MoveItem(moved, folders[-1], 0))
    session.changed.announce(Change("tree", (moved,)))
    application.processEvents()


def scroll(panel: CollectionsPanel, application: QApplication) -> None:
    bar = panel.view.verticalScrollBar()
    bar.setValue(bar.value() + bar.pageStep())
    application.processEvents()


def filtering(session: FakeSession, panel: CollectionsPanel, application: QApplication) -> tuple[float, float]:
    """Return how long a filter that finds a few takes, and its longest slice, in milliseconds."""
    slices: list[float] = []
    plain = FilterRun._work

    def timed(run: FilterRun) -> None:
        began = time.perf_counter()
        plain(run)
        slices.append(1000 * (time.perf_counter() - began))

    run = FilterRun()
    found: list[object] = []
    run.done.connect(found.append)
    run._timer.timeout.disconnect()
    run._timer.timeout.connect(lambda: timed(run))
    began = time.perf_counter()
    run.start(session.tree, "things/77")
    while not found:
        application.processEvents()
    slices.append(median(lambda: panel._show_found(found[0])))
    return 1000 * (time.perf_counter() - began), max(slices)
