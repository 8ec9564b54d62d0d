"""Streams of events in the response pane."""

import json
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest

from curlew.model.content import Content
from curlew.model.sendevent import Chunk, HeadersReceived
from curlew.preview.stream import StreamEvent
from curlew.preview.stream_log import Gap
from curlew.ui.response.stream_model import AFTER, ID
from curlew.ui.response.stream_view import StreamView
from curlew.ui.response.viewer import ResponseViewer
from helpers.exchanges import a_response, an_exchange
from helpers.heartbeat import Heartbeat
from helpers.ui_over import ui_over

SSE = (("Content-Type", "text/event-stream"),)


def sse(*numbers: int, kind: str = "trade") -> bytes:
    return b"".join(b'event: %b\nid: %d\ndata: {"price": %d}\n\n' % (kind.encode(), n, n) for n in numbers)


@pytest.fixture
def viewer(theme, notices, qtbot):
    with ui_over(theme, None, notices) as ui:
        viewer = ResponseViewer(ui)
        qtbot.addWidget(viewer)
        viewer.resize(1000, 500)
        viewer.show()
        yield viewer


@pytest.fixture
def live(viewer):
    """A viewer into which a stream has begun to come."""
    viewer.start_sending()
    viewer.on_event(HeadersReceived(1.0, 200, "OK", SSE, None))
    return viewer


def view_of(viewer: ResponseViewer) -> StreamView:
    return viewer.events.view


def take(viewer, data: bytes) -> None:
    viewer.on_event(Chunk(1.0, data))
    view_of(viewer)._work()


def kinds_and_ids(view: StreamView) -> list[str]:
    return [f"{row.kind} {row.id}" for at in range(view.model.rowCount()) if isinstance(row := view.model.row(at), StreamEvent)]


def end(viewer, body: bytes, stopped: bool = True, headers=SSE) -> None:
    exchange = an_exchange(a_response(body=Content.of(body), headers=headers, stopped=stopped))
    viewer.show_exchange(exchange)
    if viewer.events._pages.is_made("events"):
        view_of(viewer)._work()


def test_F20_events_appear_as_they_come_the_newest_first(live):
    view = view_of(live)
    QAbstractItemModelTester(view.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert live._stack.currentWidget() is view
    take(live, sse(1, 2))
    take(live, sse(3) + b"data: half")
    assert kinds_and_ids(view) == ["trade 3", "trade 2", "trade 1"]
    assert "3 events" in view._foot.text()
    assert view._policy.text() == "Streaming"
    assert live.tabs.current_id == "events"


def test_F20_a_stopped_stream_is_kept_with_its_times(live):
    take(live, sse(1, 2))
    end(live, sse(1, 2))
    view = view_of(live)
    assert not view.is_live
    assert kinds_and_ids(view) == ["trade 2", "trade 1"]
    assert not view.table.isColumnHidden(1)
    assert "You stopped it" in view._policy.text()
    assert "id 2" in view._policy.text()
    live.tabs.select("body")
    assert live._stack.currentWidget() is live.body


def test_F20_the_end_of_a_broken_stream_is_shown_as_partial(live):
    take(live, sse(1) + b"data: cut o")
    end(live, sse(1) + b"data: cut o", stopped=False)
    row = view_of(live).model.row(0)
    assert (row.text, row.note) == ("cut o", "partial")
    assert "The server ended it" in view_of(live)._policy.text()


def test_F20_a_stream_of_the_past_opens_in_the_same_view(viewer, qtbot):
    end(viewer, sse(*range(50)))
    view = view_of(viewer)
    qtbot.waitUntil(lambda: view.model.rowCount() == 50)
    assert viewer._stack.currentWidget() is view
    assert view.table.isColumnHidden(1)
    assert view.model.data(view.model.index(0, 0)) == "#50"


def test_an_ordinary_response_takes_the_tab_away(viewer, qtbot):
    end(viewer, sse(1))
    with qtbot.waitSignal(viewer.body.shown):
        viewer.show_exchange(an_exchange(a_response(b"{}")))
    assert not viewer.tabs.isTabVisible(0)
    assert viewer.tabs.current_id == "body"
    assert viewer._stack.currentWidget() is viewer.body


def test_F20_a_slow_body_of_another_kind_comes_line_by_line(viewer):
    viewer.start_sending()
    viewer.on_event(HeadersReceived(1.0, 200, "OK", (("Content-Type", "text/plain"),), None))
    assert not viewer.events.is_live
    take(viewer, b"one line\nand two\n")
    view = view_of(viewer)
    assert [view.model.row(at).text for at in range(2)] == ["and two", "one line"]
    assert view.table.isColumnHidden(3)


def test_F20_filter_and_kind(live, qtbot):
    view = view_of(live)
    take(live, sse(1, 2, 3) + sse(9, kind="ping"))
    view.bar.filter.setText("price > 1")
    qtbot.waitUntil(lambda: view.model.rowCount() == 3)
    take(live, sse(0, 4))
    assert kinds_and_ids(view) == ["trade 4", "ping 9", "trade 3", "trade 2"]
    view._show_only("ping")
    qtbot.waitUntil(lambda: kinds_and_ids(view) == ["ping 9"])
    assert view.bar._found.text() == "1 of 6"
    view.bar.filter.clear()
    view.bar.kinds.setCurrentIndex(0)
    view._refilter()
    qtbot.waitUntil(lambda: view.model.rowCount() == 6)


def test_F20_paused_the_table_stands_still_and_nothing_is_lost(live):
    view = view_of(live)
    take(live, sse(1))
    view.bar.pause.click()
    take(live, sse(2, 3))
    assert kinds_and_ids(view) == ["trade 1"]
    assert "2 more while held" in view._foot_more.text()
    view.bar.pause.click()
    assert kinds_and_ids(view) == ["trade 3", "trade 2", "trade 1"]


def test_F20_what_a_person_looks_at_stays_in_its_place(live):
    view = view_of(live)
    take(live, sse(*range(100)))
    view.bar.follow.setChecked(False)
    bar = view.table.verticalScrollBar()
    view.table.updateGeometries()
    bar.setValue(640)
    top = view.model.row(view.table.rowAt(0)).id
    take(live, sse(*range(100, 120)))
    assert view.model.row(view.table.rowAt(0)).id == top
    view.bar.follow.setChecked(True)
    assert bar.value() == 0


def test_F20_an_event_beside_the_table(live, qtbot):
    view = view_of(live)
    take(live, sse(1, 2) + b'retry: 3000\ndata: {"deep": [1]}\n\n')
    view.table.selectRow(0)
    assert view.details.isVisible()
    qtbot.waitUntil(lambda: b'"deep": [' in view.details.pane.view.source.data)
    QTest.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert json.loads(QGuiApplication.clipboard().text()) == {"deep": [1]}
    take(live, sse(4))
    assert view.details.event_shown.text == '{"deep": [1]}'
    assert [event.number for event in view.selected_events()] == [3]


def test_F20_clearing_empties_the_table_only(live):
    view = view_of(live)
    take(live, sse(1, 2))
    view.bar.clear_button.click()
    assert view.model.rowCount() == 0
    take(live, sse(3))
    assert kinds_and_ids(view) == ["trade 3"]
    assert "3 events" in view._foot.text()


def test_F20_a_thousand_events_a_second_do_not_hold_the_window_up(live, qtbot):
    view = view_of(live)
    payload = b'data: {"symbol": "BTC-EUR", "price": 91204.5, "quantity": 0.25, "side": "buy", "text": "%b"}\n\n' % (b"x" * 100)
    heart, until, sent = Heartbeat(), time.perf_counter() + 1.0, 0
    heart.start()

    def feed() -> bool:
        nonlocal sent
        due = int((time.perf_counter() - until + 1.0) * 1000)
        if due > sent:
            live.on_event(Chunk(1.0, payload * (due - sent)))
            sent = due
        return time.perf_counter() > until

    qtbot.waitUntil(feed, timeout=5000)
    gap = heart.stop()
    qtbot.waitUntil(lambda: view.log.total == sent)
    assert sent >= 900
    assert gap < 250  # 50 on a quiet machine; `make bench BENCH=bodies` measures it


def test_the_table_is_painted_in_both_themes(live, theme):
    view = view_of(live)
    take(live, sse(1, 2) + b": ping\n\nevent: hollow\n\n")
    view.log.rows.append(Gap(5, 7.5))
    view.model.add(view.log.rows[-1:])
    for mode in ("light", "dark"):
        theme.set_mode(mode)
        image = QImage(view.size(), QImage.Format.Format_ARGB32)
        view.render(image)
        colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
        assert len(colours) > 20
    theme.set_mode("light")


def test_an_empty_table_of_events_says_why(live):
    view = view_of(live)
    said = lambda: view.table.accessibleDescription()  # noqa: E731
    live.on_event(Chunk(1.0, b""))
    view._say()
    assert "Waiting for the first event" in said()
    take(live, b"\x00\x01 no stream at all")
    assert "no whole event yet" in said()
    take(live, b"\n\n" + sse(1))
    view.bar.filter.setText("nothing like it")
    QTest.qWait(0)
    view.model.show_rows([], lambda _event: False)
    view._say()
    assert "passes the filter" in said()
    view._clear()
    assert "Cleared" in said()


def test_a_stream_that_ended_without_an_event_says_so(live):
    end(live, b"", stopped=False)
    view_of(live)._say()
    assert "ended before anything came" in view_of(live).table.accessibleDescription()


def test_the_rate_counts_only_seconds_of_the_stream(live):
    bar = view_of(live).bar
    bar.show_rate([0, 0, 0, 1000, 1000], 2)
    assert bar._rate.text() == "1,000.0 per second"
    bar.show_rate([1000, 0, 0, 1000, 1000], 60)
    assert bar._rate.text() == "600.0 per second"


def test_a_stream_of_the_past_tells_how_it_ended(viewer):
    end(viewer, sse(1, 2), stopped=True)
    assert "You stopped it" in view_of(viewer)._policy.text()
    end(viewer, sse(1, 2), stopped=False)
    assert "The server ended it" in view_of(viewer)._policy.text()


@pytest.mark.parametrize(("width", "hidden"), [(640, True), (1000, False)])
def test_a_narrow_table_leaves_its_room_to_the_data(live, width, hidden):
    live.resize(width, 500)
    take(live, sse(1))
    QTest.qWait(0)
    table = view_of(live).table
    assert (table.isColumnHidden(AFTER), table.isColumnHidden(ID)) == (hidden, hidden)
