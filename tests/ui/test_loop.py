"""The event loop's timers and executor: what qasync lacks."""

from __future__ import annotations

import asyncio
import threading
import time

from curlew.ui.loop import LONGEST_TIMER_MS
from helpers.looping import run


def test_a_timer_is_never_early(loop):
    async def measure() -> list[float]:
        early = []
        for wanted in (0.0005, 0.003, 0.0104):
            began = time.monotonic()
            await asyncio.sleep(wanted)
            early.append(wanted - (time.monotonic() - began))
        return early

    assert max(run(measure())) <= 0.0002


def test_a_timer_of_months_does_not_overflow(loop):
    handle = loop.call_later(LONGEST_TIMER_MS, lambda: None)
    handle.cancel()


def test_a_cancelled_call_is_not_made(loop, qtbot):
    called = []
    loop.call_later(0.001, called.append, 1).cancel()
    run(asyncio.sleep(0.005))
    assert called == []


def test_threads_work_beside_the_loop(loop):
    assert run(asyncio.to_thread(threading.current_thread)).name.startswith("curlew")


def test_calls_from_threads_arrive_in_order(loop, qtbot):
    came: list[int] = []

    def call() -> None:
        for number in range(50):
            loop.call_soon_threadsafe(came.append, number)

    run(asyncio.to_thread(call))
    qtbot.waitUntil(lambda: len(came) == 50)
    assert came == list(range(50))
