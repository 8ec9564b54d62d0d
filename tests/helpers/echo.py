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
    """`base` is its address without a slash at the end. With TLS on a second port: `tls_port`, and who vouches for it in `ca_pem`."""

    port: int
    host: str = HOST
    tls_port: int = 0
    ca_pem: bytes = b""

    @property
    def base(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def secure(self) -> str:
        """The address with TLS, by name."""
        return f"https://localhost:{self.tls_port}"


@contextmanager
def running_echo(tls: bool = False, names: tuple[str, ...] = ()) -> Iterator[Echo]:
    """Run an echo server on a free port, in a thread with a loop of its own, until the block ends. tls: on a second port, too."""
    ready = threading.Event()
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Event, Echo]] = []

    async def main() -> None:
        server = EchoServer(names=names)
        await server.start(0, 0 if tls else None)
        stop = asyncio.Event()
        ca_pem = server.certificate.ca_pem if server.certificate is not None else b""
        running.append((asyncio.get_running_loop(), stop, Echo(server.port, HOST, server.tls_port, ca_pem)))
        ready.set()
        await stop.wait()
        await server.close()

    thread = threading.Thread(target=asyncio.run, args=(main(),), name="echo server")
    thread.start()
    assert ready.wait(10), "the echo server did not start"
    loop, stop, found = running[0]
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


@pytest.fixture(scope="session")
def echo() -> Iterator[Echo]:
    """One echo server for the whole test run."""
    with running_echo() as server:
        yield server
