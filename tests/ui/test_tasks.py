"""Tasks are kept, told about when they fail, and end with their owner."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from curlew.ui.tasks import TaskBoard, TaskScope
from helpers.looping import run


async def failing() -> None:
    await asyncio.sleep(0)
    raise ValueError("no")


def test_K04_an_error_is_reported_at_once_with_the_name_of_the_task(qtbot):
    told = []
    scope = TaskScope(None, lambda error, name: told.append((str(error), name)))
    scope.start(failing(), "Saving")
    qtbot.waitUntil(lambda: told == [("no", "Saving")])
    assert scope.running == ()


def test_tasks_end_with_their_owner_and_a_cancel_is_no_error(qtbot):
    told = []
    owner = QObject()
    scope = TaskScope(owner, lambda error, name: told.append(name))
    task = scope.start(asyncio.Event().wait(), "Waiting")
    owner.deleteLater()
    del owner
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(task.cancelled)
    assert told == []


def test_the_board_shows_what_runs_the_oldest_first(qtbot):
    changes = []
    board = TaskBoard(lambda: changes.append([task.get_name() for task in board.tasks]))
    scope = TaskScope(None, lambda *_: None, board)
    first, second = asyncio.Event(), asyncio.Event()
    scope.start(first.wait(), "one")
    scope.start(second.wait(), "two")
    first.set()
    second.set()
    qtbot.waitUntil(lambda: not board.tasks)
    assert changes[:2] == [["one"], ["one", "two"]]
    assert changes[-1] == []


def test_a_coroutine_can_be_awaited_from_a_plain_test():
    assert run(asyncio.sleep(0, 7)) == 7
