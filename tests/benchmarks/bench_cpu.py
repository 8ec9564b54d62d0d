"""What a small request costs in CPU, with timeline, cookies and history on, beside plain httpx; with `sniffio` importable and without."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from helpers.smallserver import small_server

RUNS, REQUESTS = 7, 300
TESTS = Path(__file__).parents[1]
LIMITS = {"absent": 0.8, "importable": 1.15}

SNIFFIO = '''
"""Finds the running library the way the real one does."""
import asyncio, threading
from contextvars import ContextVar
class AsyncLibraryNotFoundError(RuntimeError): pass
class _Local(threading.local):
    name = None
thread_local = _Local()
current_async_library_cvar = ContextVar("current_async_library_cvar", default=None)
def current_async_library():
    if thread_local.name is not None:
        return thread_local.name
    value = current_async_library_cvar.get()
    if value is not None:
        return value
    try:
        if asyncio.current_task() is not None:
            return "asyncio"
    except RuntimeError:
        pass
    raise AsyncLibraryNotFoundError("unknown async library, or not in async context")
'''


def main() -> None:
    with small_server() as base, tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sniffio.py").write_text(SNIFFIO, encoding="utf-8")
        for state, limit in LIMITS.items():
            path = [str(TESTS), *([folder] if state == "importable" else [])]
            pairs = [(_child("session", base, path), _child("sender", base, path), _child("httpx", base, path)) for _ in range(RUNS)]
            session, sender, plain = (statistics.median(values) for values in zip(*pairs, strict=True))
            print(
                f"sniffio {state}: httpx.AsyncClient.get {1e6 * plain:.0f} µs; engine.send {1e6 * sender:.0f} µs, {sender / plain:.2f} x;"
                f" with cookies and history {1e6 * session:.0f} µs, {session / plain:.2f} x (at most {limit})"
            )


def _child(who: str, base: str, path: list[str]) -> float:
    work = f"print(asyncio.run(bench_cpu.{who}({base!r})))"
    code = f"import asyncio, sys; sys.path[:0] = {path!r}; from benchmarks import bench_cpu; {work}"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()[-1])


async def httpx(base: str) -> float:
    import httpx

    async with httpx.AsyncClient() as client:
        return await _cost(lambda: client.get(base + "/"))


async def sender(base: str) -> float:
    from curlew.engine.send import Sender, SendJob
    from curlew.model.request import Request

    sender, job = Sender(), SendJob(Request(url=base + "/"))
    try:
        return await _cost(lambda: sender.send(job))
    finally:
        await sender.close()


async def session(base: str) -> float:
    from curlew.engine.session import Session
    from curlew.model.request import Request
    from curlew.storage.profile import Profile

    with tempfile.TemporaryDirectory() as folder:
        session = Session(Profile.at(Path(folder)))
        await session.open_workspace()
        try:
            return await _cost(lambda: session.send(Request(url=base + "/")), session.history.flush)
        finally:
            await session.close()


async def _cost(one: Callable[[], Awaitable[object]], flush: Callable[[], object] = lambda: None) -> float:
    """Return the process's CPU seconds of one request, those of its threads included."""
    for _ in range(20):
        answer = await one()
        assert getattr(answer, "error", None) is None, answer
    flush()
    began = time.process_time()
    for _ in range(REQUESTS):
        await one()
    flush()
    return (time.process_time() - began) / REQUESTS
