"""The echo server beside the window: a child process that ends with it, or one that already runs."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable

from curlew.errors import CurlewError
from curlew.text import _
from curlew.ui.tasks import TaskScope

START_S = 15.0


class EchoServer:
    """`ensure` finds or starts it and returns its address. `changed` is called with the address, empty when it has ended."""

    def __init__(self, tasks: TaskScope, changed: Callable[[str], None]) -> None:
        self._tasks = tasks
        self._changed = changed
        self._process: Process | None = None
        self._starting = asyncio.Lock()
        self.address = ""
        self.secure = ""
        """The address with TLS; empty while none is known."""

    async def ensure(self) -> str:
        """Return the address of a running echo server: ours, one that answers as Curlew's on the usual port, else a new child.

        Raises CurlewError where it cannot be started.
        """
        async with self._starting:
            if self._process is not None and self._process.returncode is None and self.address:
                return self.address
            from curlew.mock.identity import base_url, identify, secure_url

            if await asyncio.to_thread(identify) is not None:
                self._become(base_url(), secure_url())
            else:
                await self._start()
            return self.address

    async def stop(self) -> None:
        """End the child; closing its standard input is enough for it, a second later it is made to."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 1.0)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def _become(self, address: str, secure: str = "") -> None:
        if (address, secure) != (self.address, self.secure):
            self.address, self.secure = address, secure
            self._changed(address)

    async def _start(self) -> None:
        from curlew.mock.identity import DEFAULT_PORT

        for port in (DEFAULT_PORT, 0):
            address, secure = await self._start_at(port)
            if address:
                self._become(address, secure)
                assert self._process is not None
                self._tasks.start(self._watch(self._process), _("Watching the echo server"))
                return
        hint = _("Start it by hand with `curlew echo` and see what it says.")
        raise CurlewError(
            _("The echo server did not start"), _("It did not say within {n} s where it listens.").format(n=int(START_S)), hint
        )

    async def _start_at(self, port: int) -> tuple[str, str]:
        """Start a child at a port (0: a free one) and return its addresses, the second one with TLS; empty if it ended or stayed silent."""
        from curlew.mock.identity import address_in, secure_address_in

        command = echo_command(port)
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        assert process.stdout is not None
        try:
            async with asyncio.timeout(START_S):
                lines = [(await process.stdout.readline()).decode("utf-8", "replace") for _line in range(2)]
        except TimeoutError:
            lines = ["", ""]
        address = address_in(lines[0])
        self._process = process
        if not address:
            await self.stop()
        return address, secure_address_in(lines[1])

    async def _watch(self, process: Process) -> None:
        await process.wait()
        if self._process is process:
            self._process = None
            self._become("")


def echo_command(port: int) -> list[str]:
    """Return the command that starts the echo server, which ends when its standard input is closed."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "curlew"]
    return [*program, "echo", "--port", str(port), "--tls", "--parent-pipe"]
