import asyncio
import threading

from curlew.engine.disk import Disk
from curlew.errors import CurlewError, StorageError


async def test_work_is_done_in_the_order_asked_for_in_one_thread_that_is_not_the_loops():
    disk, done = Disk(), []
    disk.later(lambda: done.append(1))
    assert await disk.run(lambda: (done.append(2), threading.current_thread().name)[1]) != threading.current_thread().name
    disk.later(lambda: done.append(3))
    await disk.close()
    assert done == [1, 2, 3]
    disk.later(lambda: done.append(4))
    assert done == [1, 2, 3]


async def test_begun_work_is_finished_when_the_task_that_waits_is_cancelled():
    disk, begun, go, done = Disk(), threading.Event(), threading.Event(), []

    def work():
        begun.set()
        go.wait(5)
        done.append(True)

    task = asyncio.get_running_loop().create_task(disk.run(work))
    await asyncio.get_running_loop().run_in_executor(None, begun.wait, 5)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    go.set()
    await disk.close()
    assert done == [True]


async def test_errors_of_work_that_nobody_waits_for_are_told(caplog):
    told: list[CurlewError] = []
    disk = Disk(told.append)

    def fails(error):
        raise error

    disk.later(lambda: fails(StorageError("full", "no space")))
    disk.later(lambda: fails(ZeroDivisionError("a fault of ours")))
    await disk.close()
    assert told[0].title == "full"
    assert "a fault of ours" in told[1].reason
    assert "ZeroDivisionError" in caplog.text
    caplog.clear()
