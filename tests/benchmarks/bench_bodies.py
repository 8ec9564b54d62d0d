"""Large bodies over the window's loop: 1 GB down and up beside curl, and bombs of 1 GB; time, memory and the longest gap."""

from __future__ import annotations

import asyncio
import gc
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from backports import zstd
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from curlew.engine.send import Sender, SendJob, SendOptions
from curlew.model.body import FileBody
from curlew.model.exchange import Exchange
from curlew.model.prepared import SendSettings
from curlew.model.request import Request
from curlew.model.rows import FileChoice
from curlew.ui.loop import Loop
from helpers.bulkserver import bulk_server
from helpers.heartbeat import Heartbeat

RUNS = int(os.environ.get("BENCH_RUNS", "7"))
SIZE = 1 << 30
MOST_TIMES, MOST_GROWTH, MOST_GAP_MS = 2.0, 64, 16
BOMB_GROWTH, BOMB_GAP_MS, CANCEL_MS = 300, 100, 200


@dataclass
class Figures:
    """Seconds, MB above what was there before, and the longest gap in milliseconds."""

    seconds: float
    growth: float
    gap: float


def main() -> None:
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        home = Path(folder)
        _make_files(home)
        with bulk_server(home) as base, Loop(application) as loop:
            loop.run_until_complete(_all(base, home))


def _make_files(home: Path) -> None:
    with (home / "upload.bin").open("wb") as file:
        block = os.urandom(1 << 20)
        for _ in range(SIZE >> 20):
            file.write(block)
    zeros = bytes(1 << 20)
    with gzip.open(home / "gzip", "wb", 9) as packed:
        for _ in range(SIZE >> 20):
            packed.write(zeros)
    squeeze = brotli.Compressor(quality=5, lgwin=24)
    (home / "br").write_bytes(b"".join(squeeze.process(zeros) for _ in range(SIZE >> 20)) + squeeze.finish())
    press = zstd.ZstdCompressor()
    (home / "zstd").write_bytes(b"".join(press.compress(zeros) for _ in range(SIZE >> 20)) + press.flush())


async def _all(base: str, home: Path) -> None:
    sender = Sender(home / "spool")
    await sender.warm_up()
    gc.collect()
    gc.freeze()  # as running.py does
    upload = Request(method="PUT", url=base + "/up", body=FileBody((FileChoice("upload.bin"),)))
    target = home / "curl.out"
    down = ["curl", "-s", "-o", str(target), f"{base}/{SIZE}"]
    up = ["curl", "-s", "-o", os.devnull, "-T", str(home / "upload.bin"), f"{base}/up"]
    only = os.environ.get("BENCH_ONLY", "down up bombs").split()
    if "down" in only:
        await _compare("1 GB down", lambda: sender.send(SendJob(Request(url=f"{base}/{SIZE}"), options=_without_limit())), down, target)
    if "up" in only:
        await _compare("1 GB up", lambda: sender.send(SendJob(upload, folder=home)), up, target)
    for coding in ("gzip", "br", "zstd") if "bombs" in only else ():
        await _bomb(sender, base, coding)
    await sender.close()


def _without_limit() -> SendOptions:
    return SendOptions(SendSettings(max_body=None))


async def _compare(name: str, send: Callable[[], Awaitable[Exchange]], curl: list[str], target: Path) -> None:
    """Take turns with curl."""
    ours, theirs, idle = [], [], []
    for _ in range(RUNS):
        ours.append(await _measured(send))
        target.unlink(missing_ok=True)  # ours is a new file each time too
        began = time.perf_counter()
        process = await asyncio.to_thread(subprocess.run, curl)
        assert process.returncode == 0
        theirs.append(time.perf_counter() - began)
        idle.append(await _idle_gap())
    seconds, other = statistics.median(run.seconds for run in ours), statistics.median(theirs)
    print(
        f"{name}: {seconds:.2f} s, curl {other:.2f} s: {seconds / other:.2f} x (at most {MOST_TIMES:g}); "
        f"memory +{statistics.median(run.growth for run in ours):.0f} MB (at most {MOST_GROWTH}); "
        f"longest gap {statistics.median(run.gap for run in ours):.0f} ms, idle {statistics.median(idle):.0f} ms (at most {MOST_GAP_MS})",
        flush=True,
    )


async def _bomb(sender: Sender, base: str, coding: str) -> None:
    """Unpack all of it, without a limit: the worst that a person can allow; then cancel one in the middle."""
    job = SendJob(Request(url=f"{base}/{coding}"), options=_without_limit())
    runs = [await _measured(lambda: sender.send(job)) for _ in range(min(RUNS, 3))]
    cancels = []
    for delay in (0.05, 0.2, 0.5):
        task = asyncio.get_running_loop().create_task(sender.send(job))
        await asyncio.sleep(delay)
        began = time.perf_counter()
        task.cancel()
        await task
        cancels.append(1000 * (time.perf_counter() - began))
    print(
        f"bomb of 1 GB, {coding}: {statistics.median(run.seconds for run in runs):.2f} s; "
        f"memory +{max(run.growth for run in runs):.0f} MB (at most {BOMB_GROWTH}); "
        f"longest gap {max(run.gap for run in runs):.0f} ms (at most {BOMB_GAP_MS}); "
        f"cancelled within {max(cancels):.0f} ms (at most {CANCEL_MS})",
        flush=True,
    )


async def _measured(send: Callable[[], Awaitable[Exchange]]) -> Figures:
    heart, most = Heartbeat(), 0
    sampler = QTimer()
    sampler.setInterval(20)

    def sample() -> None:
        nonlocal most
        most = max(most, resident())

    sampler.timeout.connect(sample)
    before = resident()
    sampler.start()
    heart.start()
    began = time.perf_counter()
    exchange = await send()
    seconds = time.perf_counter() - began
    gap = heart.stop()
    sampler.stop()
    assert exchange.error is None, exchange.error
    response = exchange.response
    assert response is not None
    assert response.status == 200
    assert response.incomplete == "", response.incomplete
    assert exchange.request is not None
    assert SIZE in (response.body.size, exchange.request.body.size), response.body.size
    return Figures(seconds, max(0, most - before) / 1e6, gap)


async def _idle_gap() -> float:
    heart = Heartbeat()
    heart.start()
    await asyncio.sleep(0.3)
    return float(heart.stop())


def resident() -> int:
    """Return the bytes of memory in use by this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
