"""The events of a stream that are kept at hand: the newest, within bounds; what is given up here is still in the body."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from curlew.preview.stream import SHOWN, StreamEvent

MOST_EVENTS = 100_000
GIVEN_UP = 10_000
"""How many of the oldest go at a time."""

MOST_DATA = 64 * 1024 * 1024
"""Bytes of data at hand; the oldest events keep but their beginning."""

GAP_S = 5.0
"""A silence this long gets a row of its own."""

RATE_S = 30


@dataclass(frozen=True, slots=True)
class Gap:
    """A silence between two events. number: of the event after it."""

    number: int
    seconds: float


Row: TypeAlias = StreamEvent | Gap


class StreamLog:
    """`rows` are events and gaps, the oldest first. `total` counts all events that ever came, `kinds` how many of each."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.total = self.comments = self.given_up = 0
        self.kinds: dict[str, int] = {}
        self.last_id = ""
        self.retry: int | None = None
        self.retry_from = 0
        self._data = 0
        self._slim = 0  # rows before this one keep but the beginning of their data
        self._last: float | None = None
        self._seconds: deque[tuple[int, int]] = deque(maxlen=RATE_S)

    def add(self, events: Sequence[StreamEvent]) -> list[Row]:
        """Take events; return the new rows, gaps among them."""
        added: list[Row] = []
        for event in events:
            if event.at is not None:
                if self._last is not None and event.at - self._last >= GAP_S:
                    added.append(Gap(event.number, event.at - self._last))
                self._last = event.at
                self._count(int(event.at))
            added.append(event)
            self.total += 1
            self.kinds[event.kind] = self.kinds.get(event.kind, 0) + 1
            self._data += len(event.data)
            self.last_id = event.id or self.last_id
            if event.retry is not None:
                self.retry, self.retry_from = event.retry, event.number
        self.rows += added
        return added

    def trim(self) -> int:
        """Keep within bounds; return how many of the oldest rows are gone."""
        gone = 0
        if len(self.rows) > MOST_EVENTS:
            gone = len(self.rows) - MOST_EVENTS + GIVEN_UP
            for row in self.rows[:gone]:
                if isinstance(row, StreamEvent):
                    self.given_up += 1
                    self._data -= len(row.data)
            del self.rows[:gone]
            self._slim = max(0, self._slim - gone)
        while self._data > MOST_DATA and self._slim < len(self.rows) - 1:
            row = self.rows[self._slim]
            if isinstance(row, StreamEvent) and len(row.data) > 4 * SHOWN:
                self._data -= len(row.data) - 4 * SHOWN
                self.rows[self._slim] = replace(row, data=row.data[: 4 * SHOWN], cut=True)
            self._slim += 1
        return gone

    def before(self, event: StreamEvent) -> float | None:
        """Return the seconds between an event and the one before it."""
        if event.at is None:
            return None
        at = self.place(event.number) - 1
        while at >= 0:
            row = self.rows[at]
            if isinstance(row, StreamEvent):
                return None if row.at is None else event.at - row.at
            at -= 1
        return None

    def place(self, number: int) -> int:
        """Return where the event with a number stands among the rows, or would."""
        low, high = 0, len(self.rows)
        while low < high:
            middle = (low + high) // 2
            row = self.rows[middle]
            if row.number < number or (row.number == number and isinstance(row, Gap)):
                low = middle + 1
            else:
                high = middle
        return low

    def _count(self, second: int) -> None:
        if self._seconds and self._seconds[-1][0] == second:
            self._seconds[-1] = (second, self._seconds[-1][1] + 1)
        else:
            self._seconds.append((second, 1))

    def per_second(self, now: float, seconds: int = RATE_S) -> list[int]:
        """Return how many events came in each of the last seconds, the oldest first, the running one left out."""
        counts = dict(self._seconds)
        return [counts.get(int(now) - back, 0) for back in range(seconds, 0, -1)]
