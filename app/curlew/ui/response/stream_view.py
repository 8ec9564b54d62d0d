"""A stream of events in the response pane: live as it comes, or read from the body of one that has ended."""

from __future__ import annotations

import asyncio
import time
from collections import deque

from PySide6.QtCore import QItemSelection, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QWidget

from curlew.model.content import Content
from curlew.model.exchange import Exchange
from curlew.model.sendevent import Chunk
from curlew.model.streams import stream_kind
from curlew.preview.stream import Parser, StreamEvent, parser_for
from curlew.preview.stream_filter import Test, stream_filter
from curlew.preview.stream_log import Row, StreamLog
from curlew.text import _, ngettext
from curlew.ui.context import Ui
from curlew.ui.response.stream_bar import StreamBar
from curlew.ui.response.stream_details import StreamDetails
from curlew.ui.response.stream_model import KIND, StreamModel
from curlew.ui.response.stream_table import StreamTable
from curlew.ui.response.stream_words import empty_words, ending
from curlew.ui.response.texts import size
from curlew.ui.widgets.keys import with_keys
from curlew.ui.widgets.parts import Picture, column, frame, label, row

TURN_MS = 50
"""New events reach the table this often."""

SLICE_S = 0.006
PIECE = 16 * 1024
MOST_BEHIND = 16 * 1024 * 1024
"""Bytes that may wait to be read as events; a stream that is faster than that is read from its body when it has ended."""

BESIDE = 760
"""Narrower than this, an event is shown below the table."""


class StreamView(QWidget):
    """`begin`, `take` every chunk, `end`; or `show_body` for a stream of the past. `counted` comes with the number of events."""

    counted = Signal(int)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._tasks = ui.tasks.for_owner(self)
        self._parser: Parser = parser_for("")
        self._kind = ""
        self._waiting: deque[tuple[bytes, float]] = deque()
        self._behind = self._bytes = 0
        self._live = self._overrun = False
        self._held_back: list[Row] = []  # while paused
        self._ended_words = ""
        self._began = 0.0
        self._turn = QTimer(self)
        self._turn.setInterval(TURN_MS)
        self._turn.timeout.connect(self._work)
        self.model = StreamModel(self)
        self._build()

    @property
    def is_live(self) -> bool:
        return self._live

    @property
    def log(self) -> StreamLog:
        return self.model.log

    # --- building ---

    def _build(self) -> None:
        self.bar = StreamBar(self._ui.theme)
        self.bar.filter_changed.connect(self._refilter)
        self.bar.follow.toggled.connect(self._follow_toggled)
        self.bar.pause.toggled.connect(self._pause_toggled)
        self.bar.clear_button.clicked.connect(self._clear)
        self.table = StreamTable(self._ui.theme, self.model)
        self.table.copy_wanted.connect(self.copy)
        self.table.menu_wanted.connect(self._menu_at)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.details = StreamDetails(self._ui)
        self.details.alike_wanted.connect(self._show_only)
        self.details.closed.connect(self._close_details)
        self.details.hide()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.table)
        self._split.addWidget(self.details)
        self._split.setStretchFactor(0, 1)
        self._dot = Picture(self._ui.theme, "dot", "ok", 12)
        self._foot = label("", "strong")
        self._foot_more = label("", "muted")
        self._policy = label("", "muted")
        foot = frame("bg", "top", layout=row(self._dot, self._foot, self._foot_more, None, self._policy, margins=(16, 6, 16, 6), spacing=8))
        layout = column(self.bar, self._split, foot, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    # --- the stream ---

    def begin(self, content_type: str) -> None:
        """Follow a new stream."""
        self._start(stream_kind(content_type))
        self._live, self._began = True, time.time()
        self.bar.pause.setEnabled(True)
        self.table.show_times(True, self._kind == "events")
        self._turn.start()
        self._say()

    def _start(self, kind: str) -> None:
        self._tasks.cancel()
        self._turn.stop()
        self._kind, self._parser = kind, parser_for(kind)
        self._waiting.clear()
        self._behind = self._bytes = 0
        self._overrun, self._ended_words = False, ""
        self._held_back.clear()
        self.bar.pause.setChecked(False)
        self.bar.follow.setChecked(True)
        self.details.set_body(None, kind)
        self._close_details()
        self.model.clear(StreamLog())
        self.bar.begin()

    def take(self, chunk: Chunk) -> None:
        """Take bytes as they come."""
        self._bytes += len(chunk.data)
        if self._behind > MOST_BEHIND:
            self._overrun = True
            return
        self._behind += len(chunk.data)
        self._waiting.append((chunk.data, time.time()))

    def end(self, exchange: Exchange) -> None:
        """Take note of the end, the stream's own or a person's."""
        response = exchange.response
        self._live = False
        if response is None:
            self._turn.stop()
            self._say()
            return
        self._ended_words = ending(exchange)
        if self._overrun or response.body.size != self._bytes:
            self.show_body(response.body, response.header("content-type"), self._ended_words)
            return
        self.details.set_body(response.body, self._kind)

    def show_body(self, body: Content, content_type: str, words: str = "") -> None:
        """Show the events of a stream that has ended; when they came is not known."""
        self._start(stream_kind(content_type))
        self._live, self._ended_words = False, words
        self.details.set_body(body, self._kind)
        self.bar.pause.setEnabled(False)
        self.table.show_times(False, self._kind == "events")
        self._tasks.start(self._read(body), _("Reading the events"))

    async def _read(self, body: Content) -> None:
        at = 0
        while at < body.size:
            part = await _slice(body, at)
            if not part:
                break
            at += len(part)
            for start in range(0, len(part), PIECE):
                self._add(self._parser.feed(part[start : start + PIECE]))
                await asyncio.sleep(0)
        self._add(self._parser.finish())
        self._say()

    def _work(self) -> None:
        """Read what has come, for a short while; the rest next time."""
        until = time.perf_counter() + SLICE_S
        events: list[StreamEvent] = []
        while self._waiting and time.perf_counter() < until:
            data, at = self._waiting.popleft()
            if len(data) > PIECE:
                self._waiting.appendleft((data[PIECE:], at))
                data = data[:PIECE]
            self._behind -= len(data)
            events += self._parser.feed(data, at)
        if not self._live and not self._waiting:
            self._turn.stop()
            events += self._parser.finish(events[-1].at if events else None)
        self._add(events)
        self._say()

    def _add(self, events: list[StreamEvent]) -> None:
        if not events:
            return
        rows = self.log.add(events)
        if self.bar.pause.isChecked():
            self._held_back += rows
        else:
            self._put(rows)
        if self.log.trim():
            first = self.log.rows[0].number
            self._held_back = [kept for kept in self._held_back if kept.number >= first]
            self.model.drop_old()
        self.bar.offer_kinds(self.log.kinds)
        self.counted.emit(self.log.total)

    def _put(self, rows: list[Row]) -> None:
        """Put rows on top, keeping what the person looks at in its place unless the newest is followed."""
        bar = self.table.verticalScrollBar()
        before, was_top = bar.value(), bar.value() == 0
        added = self.model.add(rows)
        if self.bar.follow.isChecked() and (was_top or not self.details.isVisible()):
            self.table.scrollToTop()
        elif added:
            self.table.updateGeometries()  # else the bar does not reach that far yet
            bar.setValue(before + added * self.table.verticalHeader().defaultSectionSize())

    # --- what is seen of it ---

    def _pause_toggled(self, paused: bool) -> None:
        if not paused and self._held_back:
            rows, self._held_back = self._held_back, []
            self._put(rows)
        self._say()

    def _follow_toggled(self, on: bool) -> None:
        if on:
            self.table.scrollToTop()

    def _clear(self) -> None:
        """Empty the table; events are still counted on, and the body keeps them."""
        self._held_back.clear()
        self._close_details()
        self.log.given_up = self.log.total
        self.log.rows.clear()
        self.model.show_rows([], self.model.test)
        self._say()

    def _show_only(self, kind: str) -> None:
        self.bar.pick_kind(kind)

    def _refilter(self) -> None:
        self._tasks.cancel() if not self._reading else None
        self._tasks.start(self._filtered(self._test()), _("Filtering events"))

    @property
    def _reading(self) -> bool:
        return any(task.get_name() == _("Reading the events") for task in self._tasks.running)

    def _test(self) -> Test | None:
        words, kind = stream_filter(self.bar.filter.text()), self.bar.kind
        if not kind:
            return words
        return lambda event: event.kind == kind and (words is None or words(event))

    async def _filtered(self, test: Test | None) -> None:
        self.model.test = test
        held = {id(held) for held in self._held_back}
        rows, until, at, log = [], time.perf_counter() + SLICE_S, 0, self.log
        while at < len(log.rows):
            kept = log.rows[at]
            at += 1
            if id(kept) not in held and self.model.passes(kept):
                rows.append(kept)
            if time.perf_counter() > until:
                await asyncio.sleep(0)
                until = time.perf_counter() + SLICE_S
        if log is self.log:
            self.model.show_rows(rows, test)
            self._say()

    def _say(self) -> None:
        """Tell how much there is, how fast it comes, and how it ended."""
        log = self.log
        count = ngettext("{n} event", "{n} events", log.total).format(n=f"{log.total:,}")
        self._foot.setText(count)
        more = []
        if self._held_back:
            more.append(_("{n} more while held").format(n=f"{len(self._held_back):,}"))
        if log.given_up:
            more.append(_("the {n} oldest are only in the body").format(n=f"{log.given_up:,}"))
        if self._overrun and self._live:
            more.append(_("too fast to show live; all can be seen when it ends"))
        more.append(size(self._bytes) if self._bytes else "")
        self._foot_more.setText(" · ".join(part for part in more if part))
        self._dot.show_icon("dot", "ok" if self._live else "text3")
        self.table.say(empty_words(log, self._live, self._bytes, len(self._held_back)))
        now = time.time()
        self.bar.show_rate(log.per_second(now) if self._live else None, int(now) - int(self._began) - 1)
        self._policy.setText(self._policy_words())
        filtered = self.model.test is not None
        self.bar.show_found(_("{n} of {m}").format(n=f"{self.model.rowCount():,}", m=f"{log.total - log.given_up:,}") if filtered else "")

    def _policy_words(self) -> str:
        """Tell whether the stream still runs, and what a browser would do at its end; Curlew never connects again by itself."""
        if self._live:
            return _("Streaming")
        if self._kind == "events" and self._ended_words:
            last = _("; a browser would resume after id {id}").format(id=self.log.last_id[:40]) if self.log.last_id else ""
            return self._ended_words + last
        return self._ended_words

    # --- one event ---

    def _selected(self, _new: QItemSelection, _old: QItemSelection) -> None:
        chosen = self.selected_events()
        if not chosen:
            return
        if not self.details.isVisible():
            self.details.show()
            self._fit()
        if self.details.event_shown is not chosen[0]:
            self.details.show_event(chosen[0], self.log)

    def _close_details(self) -> None:
        self.details.hide()
        self.table.clearSelection()

    def selected_events(self) -> list[StreamEvent]:
        """Return the chosen events, the newest first."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows(KIND))
        return [found for at in rows if isinstance(found := self.model.row(at), StreamEvent)]

    def copy(self) -> None:
        """Copy the data of the chosen events, of all that are shown where none is; the oldest first."""
        chosen = self.selected_events()
        every = [row for at in range(min(self.model.rowCount(), 10_000)) if isinstance(row := self.model.row(at), StreamEvent)]
        text = "\n".join(event.text for event in reversed(chosen or every))
        QGuiApplication.clipboard().setText(text)

    def _menu_at(self, place: QPoint) -> None:
        chosen = self.selected_events()
        if not chosen:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(with_keys(_("Copy data"), QKeySequence.StandardKey.Copy), self.copy)
        if len(self.log.kinds) > 1:
            menu.addAction(_("Show only events like this"), lambda: self._show_only(chosen[0].kind))
        menu.popup(place)

    def open_find(self) -> None:
        self.bar.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.filter.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show an event beside the table where there is room, else below it."""
        beside = self.width() >= self._ui.theme.px(BESIDE)
        direction = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self._split.orientation() != direction:
            self._split.setOrientation(direction)
            self.details.set_compact(not beside)
        if self.details.isVisible():
            whole = self._split.width() if beside else self._split.height()
            side = self._ui.theme.px(316) if beside else whole // 2
            self._split.setSizes([max(1, whole - side), side])


async def _slice(body: Content, at: int) -> bytes:
    if body.data is not None:
        return body.data[at : at + 512 * 1024]
    path = body.path

    def read() -> bytes:
        assert path is not None
        with path.open("rb") as file:
            file.seek(at)
            return file.read(512 * 1024)

    return await asyncio.to_thread(read)
