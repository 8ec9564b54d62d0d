from __future__ import annotations

from itertools import pairwise

import pytest

from curlew.model.exchange import Mark
from curlew.model.sendevent import Phase, Progress, SendEvent
from curlew.net import record
from curlew.net.record import Record


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(record.time, "perf_counter", lambda: now[0])
    return now


def test_progress_is_told_every_50_ms_at_most_and_at_the_end(clock: list[float]) -> None:
    events: list[SendEvent] = []
    taken = Record(events.append, 100.0)
    for _ in range(100):
        taken.progress(received=10)
        clock[0] += 0.01
    taken.progress(last=True)
    told = [event for event in events if isinstance(event, Progress)]
    gaps = [later.at - earlier.at for earlier, later in pairwise(told[:-1])]
    assert 15 <= len(told) <= 25
    assert min(gaps) >= 49.9
    assert told[-1].received == 1000


def test_a_phase_is_announced_and_timed(clock: list[float]) -> None:
    events: list[SendEvent] = []
    taken = Record(events.append, 99.0, hop_began=100.0)
    taken.enter("wait", "x")
    clock[0] += 0.25
    taken.leave("wait")
    taken.leave("never entered")
    taken.enter("receive")
    clock[0] += 0.5
    taken.finish()
    times = taken.timings()
    assert events[0] == Phase(1000.0, "wait", "x")
    assert (times.wait, times.receive, times.total, times.dns) == (250.0, 500.0, 750.0, None)


def test_a_mark_is_written_down_with_its_time(clock: list[float]) -> None:
    taken = Record(lambda _event: None, 99.5)
    taken.mark("try", "127.0.0.1:1 refused")
    clock[0] += 1
    taken.mark("connect")
    assert taken.marks == [Mark(500.0, "try", "127.0.0.1:1 refused"), Mark(1500.0, "connect")]
