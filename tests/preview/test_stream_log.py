from __future__ import annotations

import pytest

from curlew.preview.stream import StreamEvent
from curlew.preview.stream_log import Gap, StreamLog


def test_F20_a_silence_has_a_row_of_its_own() -> None:
    log = StreamLog()
    log.add([StreamEvent(1, 0, 5, 100.0, "message", b"a")])
    rows = log.add([StreamEvent(2, 5, 5, 112.5, "message", b"b")])
    gap, event = rows
    assert gap == Gap(2, 12.5)
    assert isinstance(event, StreamEvent)
    assert log.before(event) == 12.5


def test_F20_the_log_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curlew.preview.stream_log.MOST_EVENTS", 100)
    monkeypatch.setattr("curlew.preview.stream_log.GIVEN_UP", 10)
    monkeypatch.setattr("curlew.preview.stream_log.MOST_DATA", 50_000)
    log = StreamLog()
    for number in range(1, 1001):
        log.add([StreamEvent(number, number, 5, 1.0, "message", b"x" * 3000)])
        log.trim()
    assert len(log.rows) <= 100
    assert log.given_up + len(log.rows) == log.total == 1000
    assert sum(len(row.data) for row in log.rows if isinstance(row, StreamEvent)) <= 100 * 1600 + 50_000


def test_F20_events_of_each_of_the_last_seconds_are_counted() -> None:
    log = StreamLog()
    log.add([StreamEvent(n, n, 1, at, "message", b"x") for n, at in enumerate((100.1, 100.9, 102.0, 103.5), 1)])
    assert log.per_second(104.2, seconds=5) == [0, 2, 0, 1, 1]


def test_the_place_of_an_event_is_found_among_gaps() -> None:
    log = StreamLog()
    log.add([StreamEvent(n, n, 1, n * 6.0, "message", b"x") for n in range(1, 30)])
    for n in range(1, 30):
        row = log.rows[log.place(n)]
        assert isinstance(row, StreamEvent)
        assert row.number == n
