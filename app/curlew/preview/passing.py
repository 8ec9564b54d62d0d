"""A Buffer for a child process: it maps the same file; only bytes that lie in memory are sent to it."""

from __future__ import annotations

import os
import sys
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle

from curlew.preview.buffer import Buffer, Mapped

SLICE = 1024 * 1024


def send_buffer(connection: Connection, data: Buffer, pid: int) -> None:
    """Give a Buffer to the process at the other end (of a pipe that goes both ways). Raises OSError where it has ended."""
    if isinstance(data, Mapped):
        connection.send((True, len(data)))
        send_handle(connection, _handle(data.descriptor), pid)
        return
    connection.send((False, len(data)))
    for at in range(0, len(data), SLICE):
        connection.send_bytes(data[at : at + SLICE])


def receive_buffer(connection: Connection) -> Buffer:
    """Return the Buffer that the other end gives. Raises EOFError or OSError where that has ended."""
    is_mapped, size = connection.recv()
    if is_mapped:
        descriptor = _descriptor(recv_handle(connection))
        try:
            return Mapped.of(descriptor, size)
        finally:
            os.close(descriptor)
    pieces, taken = [], 0
    while taken < size:
        pieces.append(connection.recv_bytes())
        taken += len(pieces[-1])
    return b"".join(pieces)


if sys.platform == "win32":
    import msvcrt

    def _handle(descriptor: int) -> int:
        return msvcrt.get_osfhandle(descriptor)

    def _descriptor(handle: int) -> int:
        return msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY)

else:

    def _handle(descriptor: int) -> int:
        return descriptor

    def _descriptor(handle: int) -> int:
        return handle
