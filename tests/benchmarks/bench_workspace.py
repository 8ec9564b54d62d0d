"""Opening a workspace of 10,000 requests: against reading its files, and against one process's YAML loader."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import yaml

from curlew.engine.session import Session
from curlew.model.body import RawBody
from curlew.model.request import Collection, Folder, Request
from curlew.model.rows import Row
from curlew.model.workspace_file import WorkspaceFile
from curlew.storage.opencollection import codec
from curlew.storage.profile import Profile

FOLDERS, REQUESTS, RUNS = 100, 100, 7
BEAT_S = 0.005


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        files = make(root / "workspace")
        figures = asyncio.run(measure(root, files))
    read, first, whole, second, loader, gap, idle = (statistics.median(figure) for figure in figures)
    print(f"read 10,000 files: {read:.3f} s")
    print(f"first open, tree usable: {first:.3f} s, {first / read:.2f} x reading (at most 3)")
    print(f"second open, tree usable: {second:.3f} s, {second / read:.2f} x reading (at most 3)")
    print(f"one process's C loader: {loader:.3f} s")
    print(f"full parse after a first open: {whole:.3f} s, {whole / loader:.2f} x the loader (at most 1.3)")
    print(f"longest gap of the event loop while opening: {1000 * gap:.0f} ms, idle {1000 * idle:.0f} ms (at most 50 more)")


async def measure(root: Path, files: list[str]) -> tuple[list[float], ...]:
    figures: tuple[list[float], ...] = tuple([] for _ in range(7))
    for run in range(RUNS):
        home = root / f"home{run}"
        read = timed(lambda: read_all(files))
        first, whole, gap = await opened(home, root / "workspace")
        read_again = timed(lambda: read_all(files))
        second, _, _ = await opened(home, root / "workspace")
        loader = timed(lambda: load_all(files)) if run < 3 else None
        _, idle = await watched(lambda: asyncio.sleep(0.5))
        for held, figure in zip(figures, (statistics.mean((read, read_again)), first, whole, second, loader, gap, idle), strict=True):
            if figure is not None:
                held.append(figure)
    return figures


async def opened(home: Path, workspace: Path) -> tuple[float, float, float]:
    """Return the seconds until the tree is there and until all is parsed, and the longest gap."""
    profile = Profile.at(home)
    profile.create()
    session = Session(profile)
    times: list[float] = []

    async def work() -> None:
        await session.open_workspace()
        began = time.perf_counter()
        await session.open_workspace(workspace)
        times.append(time.perf_counter() - began)
        await session.settled()
        times.append(time.perf_counter() - began)

    _, gap = await watched(work)
    assert sum(1 for _item in session.tree.walk()) == FOLDERS * REQUESTS + FOLDERS + 2
    assert not any(item.provisional for item in session.tree.walk())
    await session.close()
    return times[0], times[1], gap


async def watched(work: Callable[[], Awaitable[None]]) -> tuple[None, float]:
    """Await something with a heartbeat beside it; return the longest time between two beats."""
    longest, going = 0.0, True

    async def beat() -> None:
        nonlocal longest
        last = time.perf_counter()
        while going:
            await asyncio.sleep(BEAT_S)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now

    async with asyncio.TaskGroup() as group:
        group.create_task(beat())
        await work()
        going = False
    return None, longest


def timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def read_all(files: list[str]) -> None:
    for path in files:
        with open(path, "rb") as file:
            file.read()


def load_all(files: list[str]) -> None:
    for path in files:
        with open(path, "rb") as file:
            yaml.load(file.read(), Loader=yaml.CSafeLoader)


def make(workspace: Path) -> list[str]:
    """Write a workspace of one collection; return its requests' files."""
    collection = workspace / "api"
    collection.mkdir(parents=True)
    (workspace / "workspace.yml").write_text(codec.render_workspace(WorkspaceFile("Big", (("API", "api"),)), None))
    (collection / "opencollection.yml").write_text(codec.render_collection(Collection("API"), None))
    files = []
    for number in range(FOLDERS):
        folder = collection / f"folder-{number:03d}"
        folder.mkdir()
        (folder / "folder.yml").write_text(codec.render_item(Folder(f"Folder {number}", seq=number + 1), None))
        for place in range(REQUESTS):
            path = folder / f"request-{place:03d}.yml"
            path.write_text(codec.render_item(a_request(number, place), None))
            files.append(os.fspath(path))
    old = time.time() - 3600
    for path in files:
        os.utime(path, (old, old))
    return files


def a_request(folder: int, place: int) -> Request:
    """Return a request of the size that people's requests have: about 700 bytes."""
    body = '{\n  "name": "Rex",\n  "kind": "dog",\n  "tags": ["puppy", "vaccinated"],\n  "owner": {"id": 7, "email": "ada@example.com"}\n}'
    headers = (Row("Accept", "application/json"), Row("X-Request-Id", "{{requestId}}"), Row("X-Debug", "1", enabled=False))
    url = f"https://{{{{host}}}}/v1/pets/{folder}/{place}?limit=20&cursor={{{{cursor}}}}"
    return Request(f"Update pet {place}", "http", "PUT", url, headers, body=RawBody("json", body), seq=place + 1)


if __name__ == "__main__":
    main()
