"""A running echo server for tests: `running_echo()`, or the fixture `echo` (import it, or name this file in `pytest_plugins`)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from curlew.mock.identity import HOST
from curlew.mock.server import EchoServer


@dataclass(frozen=True)
class Echo:
    """`base` is its address without a slash at the end."""

    port: int
    host: str = HOST

    @property
    def base(self) -> str:
        return f"http://{self.host}:{self.port}"


@contextmanager
def running_echo() -> Iterator[Echo]:
    """Run an echo server on a free port, in a thread with a loop of its own, until the block ends."""
    ready = threading.Event()
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Event, int]] = []

    async def main() -> None:
        server = EchoServer()
        await server.start(0)
        stop = asyncio.Event()
        running.append((asyncio.get_running_loop(), stop, server.port))
        ready.set()
        await stop.wait()
        await server.close()

    thread = threading.Thread(target=asyncio.run, args=(main(),), name="echo server")
    thread.start()
    assert ready.wait(10), "the echo server did not start"
    loop, stop, port = running[0]
    try:
        yield Echo(port)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


@pytest.fixture(scope="session")
def echo() -> Iterator[Echo]:
    """One echo server for the whole test run."""
    with running_echo() as server:
        yield server
