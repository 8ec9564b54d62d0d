"""The full parse of many files, in worker processes: what the first listing only knew by its head."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from curlew.errors import BrokenFileError, CurlewError
from curlew.model.tree import ItemKind
from curlew.storage.itemfile import parse, row_of, stem_of
from curlew.storage.listing import Known, Row
from curlew.storage.opencollection import codec

BATCH = 100
FEW = 200
"""Up to so many files are parsed in a thread: starting processes would take longer."""


def parse_rows(paths: Sequence[str]) -> list[Known | None]:
    """Parse files whole and return what the tree shows of each; None for one that is gone. Runs in a worker process."""
    return [parse_row(path) for path in paths]


def parse_row(path: str) -> Known | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb", buffering=0) as file:
            info = os.fstat(descriptor)
            data = file.readall()
    except FileNotFoundError:
        return None
    except OSError as error:
        return Known(0, 0, _broken(path, error.strerror or str(error)))
    try:
        row = row_of(parse(Path(path), codec.decode_text(data)))
    except BrokenFileError as error:
        row = _broken(path, error.reason or error.title, error.line)
    except CurlewError as error:
        row = _broken(path, str(error))
    return Known(info.st_size, info.st_mtime_ns, row)


def _broken(path: str, problem: str, line: int = 0) -> Row:
    return Row(ItemKind.BROKEN, stem_of(Path(path)), problem=problem, line=line)


class ParsePool:
    """Worker processes, started when first needed and stopped by `close`. They are spawned, never forked: threads run here."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or max(1, min(4, os.cpu_count() or 1))
        self._processes: Executor | None = None
        self._thread: Executor | None = None
        self._closed = False

    def submit(self, paths: Sequence[str], done: Callable[[Sequence[str], Future[list[Known | None]]], None]) -> None:
        """Parse files in batches; `done` gets each batch with its future, in a thread of the pool. Nothing happens after `close`."""
        for start in range(0, len(paths), BATCH):
            if self._closed:
                return
            batch = tuple(paths[start : start + BATCH])
            self._begin(batch, len(paths) > FEW).add_done_callback(partial(done, batch))

    def close(self) -> None:
        self._closed = True
        for pool in (self._processes, self._thread):
            if pool is not None:
                pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self, batch: Sequence[str], many: bool) -> Future[list[Known | None]]:
        if many:
            try:
                return self._in_processes().submit(parse_rows, batch)
            except (OSError, RuntimeError):  # no process can be started here, or one has died
                pass
        return self._in_thread().submit(parse_rows, batch)

    def _in_thread(self) -> Executor:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "parse")
        return self._thread

    def _in_processes(self) -> Executor:
        if self._processes is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            self._processes = ProcessPoolExecutor(self._workers, multiprocessing.get_context("spawn"), _seldom_collect)
        return self._processes


def _seldom_collect() -> None:
    """Let a worker's garbage collector look seldom: what a parse leaves is freed without it."""
    gc.set_threshold(50_000, 20, 50)
