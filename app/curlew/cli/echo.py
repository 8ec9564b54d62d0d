"""`curlew echo`: the echo server, until it is interrupted or its parent ends."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
import threading

from curlew.cli.output import print_line, say
from curlew.errors import CurlewError
from curlew.mock.identity import DEFAULT_PORT, identify, ready_line
from curlew.mock.server import EchoServer, PortTakenError
from curlew.text import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        type=_port,
        default=DEFAULT_PORT,
        help=_("listen on this port of 127.0.0.1 (default: {port}; 0 takes any free one)").format(port=DEFAULT_PORT),
    )
    parser.add_argument("-v", "--verbose", action="store_true", help=_("print a line for each request on standard error"))
    parser.add_argument(
        "--parent-pipe", action="store_true", help=_("end when standard input is closed (for programs that start the server)")
    )


def run(options: argparse.Namespace) -> int:
    try:
        asyncio.run(_serve(options.port, options.verbose, options.parent_pipe))
    except PortTakenError as error:
        ours = identify(options.port, timeout=2.0)
        if ours is None:
            raise
        raise CurlewError(
            error.title, _("Another Curlew echo server (process {pid}) listens there.").format(pid=ours.pid), error.hint
        ) from error
    return 0


async def _serve(port: int, verbose: bool, parent_pipe: bool) -> None:
    server = EchoServer(say if verbose else None)
    await server.start(port)
    stop = asyncio.Event()
    _stop_on_signals(stop)
    if parent_pipe:
        _stop_with_parent(stop)
    try:
        print_line(ready_line(server.port))
        await stop.wait()
    finally:
        await server.close()


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: KeyboardInterrupt ends the loop instead
            loop.add_signal_handler(name, stop.set)


def _stop_with_parent(stop: asyncio.Event) -> None:
    """Watch standard input in a thread (pipes have no other way on Windows); its end means that the parent is gone."""
    loop = asyncio.get_running_loop()

    def watch() -> None:
        source = sys.stdin
        while source is not None and source.buffer.read(1024):
            pass
        with contextlib.suppress(RuntimeError):  # the loop is closed already
            loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=watch, name="parent pipe", daemon=True).start()


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > 65535:
        raise argparse.ArgumentTypeError(_("{text} is no port; use a number from 0 to 65535").format(text=repr(text)))
    return int(text)
