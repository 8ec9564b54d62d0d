from __future__ import annotations

import threading

import pytest

from curlew.net.blocking import in_background, in_daemon_thread


async def test_threads_are_used_again() -> None:
    used = {await in_daemon_thread(threading.get_ident) for _ in range(200)}
    assert len(used) < 100  # now and then one is asked for before the last has come to rest


async def test_calls_at_the_same_time_do_not_wait_for_each_other() -> None:
    gate = threading.Event()
    waiting = in_background(lambda: gate.wait(5))
    assert await in_daemon_thread(lambda: 7) == 7
    assert not waiting.done()
    gate.set()
    assert await waiting


async def test_an_error_comes_back_and_the_thread_goes_on() -> None:
    for _ in range(3):
        with pytest.raises(OSError, match="no"):
            await in_daemon_thread(_refuse)
    assert await in_daemon_thread(lambda: "yes") == "yes"


def _refuse() -> None:
    raise OSError("no")


async def test_a_call_that_nobody_waits_for_ends_in_peace() -> None:
    gate, done = threading.Event(), threading.Event()

    def work() -> None:
        gate.wait(5)
        done.set()

    future = in_background(work)
    future.cancel()
    gate.set()
    assert done.wait(5)
    assert await in_daemon_thread(lambda: 1) == 1
