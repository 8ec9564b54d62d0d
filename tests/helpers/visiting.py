"""Goes through every view of a body as a person would who tries everything, and notes what a person must never see."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from curlew.model.content import Content
from curlew.ui.context import Ui
from curlew.ui.response.body_tab import BodyTab
from helpers.heartbeat import Heartbeat

FILTERS = {
    "json": (("jsonpath", "$..*"), ("jsonpath", "$..[?@.id]"), ("jmespath", "*[]"), ("jsonpath", "$[")),
    "xml": (("xpath", "//*"), ("xpath", "//*[")),
    "html": (("xpath", "//*"),),
}
_HARMLESS = ("propagateSizeHints", "This plugin does not support", "QImageIOHandler: Rejecting", "libpng warning", "JPEG data", "qt.svg")


@dataclass
class Found:
    """What went wrong, and what was measured."""

    faults: list[str] = field(default_factory=list)
    gaps: list[tuple[float, str]] = field(default_factory=list)
    """The longest time in milliseconds that the window was held up, by what was done."""

    def note(self, name: str, what: str) -> None:
        self.faults.append(f"{name}: {what}")


class Visitor:
    """`visit` shows one body after another in a tab, in all ways. patience_s: in which each view is to have its body in place."""

    def __init__(self, ui: Ui, found: Found, patience_s: float = 20.0) -> None:
        self._found, self._patience = found, patience_s
        self._ui = ui
        self.notes: tuple[str, ...] = ()
        self.tab = BodyTab(ui)
        self._shown = False
        self.tab.notes_found.connect(self._take_notes)
        self.tab.shown.connect(self._take_shown)
        self.tab.resize(900, 420)
        self.tab.show()
        self._name = ""

    def _take_shown(self) -> None:
        self._shown = True

    def _take_notes(self, notes: tuple[str, ...]) -> None:
        self.notes = notes
        for note in notes:
            if not note.strip() or "Traceback" in note or "Error(" in note or "object at 0x" in note:
                self._found.note(self._name, f"a note that is none: {note!r}")

    def visit(self, name: str, body: bytes | Content, content_type: str = "", everything: bool = True) -> None:
        """Show a body in each view that is offered. everything: with searches, folds, filters, copies."""
        self._name = name
        content = body if isinstance(body, Content) else Content.of(body)
        self._shown = False
        with self._measured("open"):
            self.tab.show_body(content, content_type)
            self._settle("open")
        for view_id in self.offered():
            with self._measured(view_id):
                self.tab.choose_view(view_id)
                self._settle(view_id)
            if everything:
                self._try_all(view_id)

    def offered(self) -> list[str]:
        box = self.tab.bar.views.box
        return [str(box.itemData(n)) for n in range(box.count())]

    def flit(self, name: str, bodies: list[tuple[bytes, str]]) -> None:
        """Switch views and bodies in the middle of the work, and end with the tab gone."""
        self._name = name
        with self._measured("flit"):
            for data, content_type in bodies:
                self.tab.show_body(Content.of(data), content_type)
                turn(1)
                for view_id in self.offered():
                    self.tab.choose_view(view_id)
                    turn(1)
                    self.tab.open_find()
        self.end()

    def end(self) -> None:
        """Delete the tab, whatever it does."""
        self.tab.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        turn(20)

    def _settle(self, what: str) -> None:
        tab = self.tab
        until = time.monotonic() + self._patience
        while not (self._shown and (tab.front is None or tab.views.is_done)):
            if time.monotonic() > until:
                self._found.note(self._name, f"{what} is not in place after {self._patience:g} s; in front is {tab.views.front_id!r}")
                return
            turn(1)
        turn(1)
        if tab.front is None:
            return
        if what != "open" and tab.views.front_id != what and not any(note.strip() for note in self.notes):
            self._found.note(self._name, f"{what} gave way to {tab.views.front_id} without a note")

    def _try_all(self, view_id: str) -> None:
        front = self.tab.front
        if front is None:
            return
        for act in (self._scroll, self._copy, self._fold, self._expand, self._find, self._sort, self._filter):
            with self._measured(f"{view_id} {act.__name__.strip('_')}"):
                act()

    def _scroll(self) -> None:
        front = self.tab.front
        for area in _scrolling(front):
            bar = area.verticalScrollBar()
            for place in (bar.maximum(), bar.maximum() // 2, 0):
                bar.setValue(place)
                area.viewport().repaint()
            for key in (Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Home):
                QTest.keyClick(area, key)
            QTest.keyClick(area, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
            area.viewport().repaint()
        turn(1)

    def _copy(self) -> None:
        self.tab.copy()
        turn(1)
        QGuiApplication.clipboard().clear()

    def _fold(self) -> None:
        pane = getattr(self.tab.front, "pane", None)
        folding = getattr(getattr(pane, "view", None), "folding", None)
        if folding is not None:
            folding.close_below(1)
            self._until(lambda: not folding.is_busy(), "folding")
            pane.view.viewport().repaint()
            folding.open_all()
            self._until(lambda: not folding.is_busy(), "unfolding")
        collapse = getattr(self.tab.front, "collapse_all", None)
        if collapse is not None:
            collapse()

    def _expand(self) -> None:
        front: Any = self.tab.front
        if hasattr(front, "expand_all"):
            front.expand_all()
            self._until(lambda: not front.busy, "expanding")
            front.table.viewport().repaint()

    def _find(self) -> None:
        front: Any = self.tab.front
        finder = getattr(getattr(front, "pane", None), "finder", None) or (front.finder if hasattr(front, "expand_all") else None)
        if finder is None:
            self.tab.open_find()
            turn(1)
            return
        self.tab.open_find()
        bar = finder.bar
        field_ = next(iter(bar.findChildren(type(bar.controls[0])))) if not hasattr(bar, "field") else bar.field
        for wanted in ("e", "\u00e9", "0"):
            if hasattr(field_, "setText"):
                field_.setText(wanted)
            bar.changed.emit()
            self._until(lambda: not getattr(finder, "is_searching", False), "finding")
            if hasattr(finder, "find_next"):
                finder.find_next(1)
                finder.find_next(-1)
        bar.close_bar()

    def _sort(self) -> None:
        front: Any = self.tab.front
        if not hasattr(front, "sort_by") or not front.model.columns:
            return
        path = front.model.columns[0].path
        front.sort_by(path, True)
        self._until(lambda: not front.arranging.is_busy if hasattr(front.arranging, "is_busy") else True, "sorting")
        front.set_filter(path, "/e/")
        turn(2)
        front.clear_filters()
        front.sort_by(path, None)
        turn(2)

    def _filter(self) -> None:
        shown = self.tab._shown
        if shown is None or self.tab.views.front_id not in ("pretty", "tree", "table"):
            return
        offered = FILTERS.get(shown.kind, ())
        if not offered or self.tab._opened is None or not len(self.tab._opened.text):
            return
        self.tab.filter.open(focus=False)
        bar = self.tab.filter.bar
        if bar is None:
            return
        for language, expression in offered if self.tab.views.front_id == "pretty" else offered[:1]:
            bar.show_expression(language, expression)
            self._until(lambda: not bar.runner.is_running, f"filter {expression}")
            turn(1)
        self.tab.filter.close()
        self._settle(self.tab.views.front_id)

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + self._patience
        while not condition():
            if time.monotonic() > until:
                self._found.note(self._name, f"{what} in {self.tab.views.front_id} takes more than {self._patience:g} s")
                return
            turn(1)

    @contextmanager
    def _measured(self, what: str) -> Iterator[None]:
        beat = Heartbeat()
        beat.start()
        try:
            yield
        except Exception as error:
            self._found.note(self._name, f"{what}: {type(error).__name__}: {error}")
        finally:
            self._found.gaps.append((beat.stop(), f"{self._name}: {what}"))


def _scrolling(front: QWidget | None) -> list[Any]:
    from PySide6.QtWidgets import QAbstractScrollArea

    return [area for area in front.findChildren(QAbstractScrollArea) if area.isVisible()] if front is not None else []


def turn(ms: int) -> None:
    """Let the event loop run for a while."""
    inner = QEventLoop()
    QTimer.singleShot(ms, inner.quit)
    inner.exec()


@contextmanager
def qt_is_quiet(found: Found) -> Iterator[None]:
    """Note what Qt complains of."""

    def take(_kind: object, _context: object, text: str) -> None:
        if not any(words in text for words in _HARMLESS):
            found.note("Qt", text)

    before = qInstallMessageHandler(take)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


@dataclass(frozen=True)
class Left:
    """What a process holds: to be compared before and after."""

    threads: frozenset[str]
    files: int
    children: int
    resident_mb: int

    @classmethod
    def now(cls) -> Left:
        own = Path("/proc/self")
        children = sum(len(one.read_text().split()) for one in (own / "task").glob("*/children"))
        named = frozenset(thread.name for thread in threading.enumerate() if not thread.name.startswith("asyncio_"))
        resident = int((own / "statm").read_text().split()[1]) * 4096 // 1_000_000
        return cls(named, len(list((own / "fd").iterdir())), children, resident)
