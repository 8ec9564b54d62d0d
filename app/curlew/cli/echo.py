"""`curlew echo`: the echo server, until it is interrupted or its parent ends."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import re
import signal
import sys
import threading
from pathlib import Path

from curlew.cli.output import print_line, say
from curlew.errors import CurlewError
from curlew.mock.identity import DEFAULT_PORT, DEFAULT_TLS_PORT, identify, ready_line, secure_line
from curlew.mock.server import EchoServer, PortTakenError
from curlew.text import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        type=_port,
        default=DEFAULT_PORT,
        help=_("listen on this port of 127.0.0.1 (default: {port}; 0 takes any free one)").format(port=DEFAULT_PORT),
    )
    parser.add_argument(
        "--tls", action="store_true", help=_("listen with TLS (HTTP/2 and HTTP/1.1) on a second port, with a certificate made for this run")
    )
    parser.add_argument(
        "--tls-port",
        type=_port,
        metavar="PORT",
        help=_("that port (default: {port}, or any free one with --port 0)").format(port=DEFAULT_TLS_PORT),
    )
    parser.add_argument("--ca-file", metavar="FILE", help=_("write the certificate of the authority that signed it to FILE, for --tls"))
    parser.add_argument(
        "--host",
        action="append",
        default=[],
        type=_host,
        metavar="NAME",
        help=_("answer to this name, too, and have it in the certificate (it still listens on this machine only); can be repeated"),
    )
    parser.add_argument("-v", "--verbose", action="store_true", help=_("print a line for each request on standard error"))
    parser.add_argument(
        "--parent-pipe", action="store_true", help=_("end when standard input is closed (for programs that start the server)")
    )


def run(options: argparse.Namespace) -> int:
    with_tls = options.tls or options.tls_port is not None or bool(options.ca_file)
    tls_port = None
    if with_tls:
        tls_port = options.tls_port if options.tls_port is not None else DEFAULT_TLS_PORT if options.port else 0
    try:
        asyncio.run(_serve(options, tls_port))
    except PortTakenError as error:
        ours = identify(options.port, timeout=2.0)
        if ours is None:
            raise
        raise CurlewError(
            error.title, _("Another Curlew echo server (process {pid}) listens there.").format(pid=ours.pid), error.hint
        ) from error
    return 0


async def _serve(options: argparse.Namespace, tls_port: int | None) -> None:
    server = EchoServer(say if options.verbose else None, options.host)
    await server.start(options.port, tls_port)
    stop = asyncio.Event()
    _stop_on_signals(stop)
    if options.parent_pipe:
        _stop_with_parent(stop)
    try:
        print_line(ready_line(server.port))
        if server.certificate is not None:
            _tell_of_tls(server, Path(options.ca_file) if options.ca_file else None)
        await stop.wait()
    finally:
        await server.close()


def _tell_of_tls(server: EchoServer, ca_file: Path | None) -> None:
    assert server.certificate is not None
    if ca_file is not None:
        try:
            ca_file.write_bytes(server.certificate.ca_pem)
        except OSError as error:
            raise CurlewError(
                _("The certificate could not be written to {path}").format(path=ca_file),
                error.strerror or str(error),
                _("Name another file after --ca-file."),
            ) from error
    print_line(secure_line(server.tls_port))
    print_line(_("Its authority’s certificate: {path}").format(path=ca_file or server.certificate.ca_file))


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


def _host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", text):
        raise argparse.ArgumentTypeError(_("{text} is no host name; use one such as api.test").format(text=repr(text)))
    return text
