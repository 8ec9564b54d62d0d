"""A server in a process of its own that gives and takes large bodies as fast as the system can: `GET /<n>` gives n bytes."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TAKEN = 4 * 1024 * 1024


def _head(connection: socket.socket) -> tuple[bytes, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        try:
            more = connection.recv(65536)
        except ConnectionError:
            more = b""
        if not more:
            return b"", b""
        data += more
    head, _, rest = data.partition(b"\r\n\r\n")
    return head, rest


def _take(connection: socket.socket, head: bytes, came: int) -> None:
    """Read a body to its end, keeping nothing."""
    found = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    left = (int(found[1]) if found else 0) - came
    if left > 0 and re.search(rb"(?i)\r\nexpect: *100", head):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    room = memoryview(bytearray(TAKEN))
    while left > 0:
        got = connection.recv_into(room, min(left, TAKEN))
        if not got:
            return
        left -= got


def _serve(connection: socket.socket, zeros: int, folder: Path) -> None:
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while True:
            head, rest = _head(connection)
            if not head:
                return
            method, path = head.split(b" ", 2)[:2]
            if method != b"GET":
                _take(connection, head, len(rest))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                continue
            name = path[1:].decode()
            if name.isdigit():
                _give(connection, zeros, int(name), b"")
            else:
                with (folder / name).open("rb") as file:
                    _give(connection, file.fileno(), os.fstat(file.fileno()).st_size, b"Content-Encoding: %b\r\n" % path[1:])


def _give(connection: socket.socket, source: int, size: int, headers: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n%bContent-Length: %d\r\n\r\n" % (headers, size))
    at = 0
    try:
        while at < size:
            at += os.sendfile(connection.fileno(), source, at, size - at)
    except OSError:
        return  # the client has enough


def main(folder: Path) -> None:
    """Serve until the parent closes the pipe."""
    listener = socket.create_server(("127.0.0.1", 0))
    with tempfile.TemporaryFile() as zeros:
        os.ftruncate(zeros.fileno(), 1 << 34)
        print(listener.getsockname()[1], flush=True)

        def accept() -> None:
            while True:
                connection, _peer = listener.accept()
                threading.Thread(target=_serve, args=(connection, zeros.fileno(), folder), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        sys.stdin.read()


@contextmanager
def bulk_server(folder: Path) -> Iterator[str]:
    """Run it; `GET /<name>` gives a file of the folder, whose name is its Content-Encoding. Yields the base URL."""
    child = subprocess.Popen([sys.executable, __file__, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(child.stdout.readline())}"
    finally:
        child.stdin.close()
        child.wait(10)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
