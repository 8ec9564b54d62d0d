"""The full parse of many files, in worker processes: what the first listing only knew by its head."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from curlew.errors import BrokenFileError, CurlewError
from curlew.model.tree import ItemKind
from curlew.storage.itemfile import decode, parse, read_bytes, row_of, stem_of
from curlew.storage.listing import Known, Row

BATCH = 100
FEW = 200
"""Up to so many files are parsed in a thread: starting processes would take longer."""


def parse_rows(paths: Sequence[str]) -> list[Known | None]:
    """Parse files whole and return what the tree shows of each; None for one that is gone. Runs in a worker process."""
    return [parse_row(path) for path in paths]


def parse_row(path: str) -> Known | None:
    place = Path(path)
    try:
        info = os.stat(path)
        data = read_bytes(place)
        if data is None:
            return None
        row = row_of(parse(place, decode(place, data)))
    except FileNotFoundError:
        return None
    except BrokenFileError as error:
        row = Row(ItemKind.BROKEN, stem_of(place), problem=error.reason or error.title, line=error.line)
    except (CurlewError, OSError) as error:
        return Known(0, 0, Row(ItemKind.BROKEN, stem_of(place), problem=str(error)))
    return Known(info.st_size, info.st_mtime_ns, row)


class ParsePool:
    """Worker processes, started when first needed and stopped by `close`. They are spawned, never forked: threads run here."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or max(1, min(4, os.cpu_count() or 1))
        self._pool: Executor | None = None
        self._thread: Executor | None = None

    def submit(self, paths: Sequence[str], done: Callable[[Sequence[str], Future[list[Known | None]]], None]) -> None:
        """Parse files in batches; `done` gets each batch with its future, in a thread of the pool."""
        pool = self._in_thread() if len(paths) <= FEW else self._in_processes()
        for start in range(0, len(paths), BATCH):
            batch = tuple(paths[start : start + BATCH])
            pool.submit(parse_rows, batch).add_done_callback(partial(done, batch))

    def close(self) -> None:
        for pool in (self._pool, self._thread):
            if pool is not None:
                pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._thread = None

    def _in_thread(self) -> Executor:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "parse")
        return self._thread

    def _in_processes(self) -> Executor:
        if self._pool is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(self._workers, multiprocessing.get_context("spawn"))
        return self._pool
