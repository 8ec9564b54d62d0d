"""A server in a process of its own that costs the measured one nothing: `/` answers 1.2 kB of JSON, `/<n>` n bytes, `/json/<n>` JSON."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

JSON = b'{"items": [' + b", ".join(b'{"id": %d, "name": "pet"}' % n for n in range(40)) + b"]}"


ROW = b'{"id": %d, "name": "pet %d", "tags": ["puppy", "vaccinated"], "price": %d.50, "owner": {"email": "ada@example.com"}}'


def _body(path: str) -> bytes:
    if path.isdigit():
        return bytes(int(path))
    wanted = path.removeprefix("json/")
    if wanted.isdigit():
        return b"[" + b",".join(ROW % (n, n, n) for n in range(int(wanted) // len(ROW))) + b"]"
    return JSON


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1][1:]
            body = _body(path.decode())
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def _main() -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


@contextmanager
def small_server() -> Iterator[str]:
    """Run the server; yield its base address. It ends with its standard input."""
    with subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.stdin.close()


if __name__ == "__main__":
    asyncio.run(_main())
