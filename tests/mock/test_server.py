"""Starting and stopping the echo server, and recognising it."""

import asyncio
import socket

import pytest

from curlew.mock.identity import address_in, base_url, identify, ready_line
from curlew.mock.server import EchoServer, PortTakenError
from helpers.echo import Echo, echo

__all__ = ["echo"]


async def test_a_taken_port_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError) as caught:
            await EchoServer().start(port)
    assert caught.value.title == f"Port {port} is taken"
    assert "--port" in caught.value.hint


async def test_closing_ends_open_connections() -> None:
    server = EchoServer()
    await server.start(0)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET /stream/2?interval=60 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert await reader.readuntil(b'{"id": 0')
    await server.close()
    async with asyncio.timeout(5):
        assert b'{"id": 1' not in await reader.read()
    writer.close()


async def test_J01_only_this_machine_can_connect() -> None:
    server = EchoServer()
    await server.start(0, 0)
    assert [socket.getsockname()[0] for listening in server._servers for socket in listening.sockets] == ["127.0.0.1"] * 2
    await server.close()


async def test_each_answer_is_seen() -> None:
    lines: list[str] = []
    server = EchoServer(lines.append)
    await server.start(0)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET /get?a=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    await reader.read()
    writer.close()
    await server.close()
    assert len(lines) == 1
    assert lines[0].startswith("GET /get?a=1 200 ")


def test_our_server_is_recognised(echo: Echo) -> None:
    found = identify(echo.port)
    assert found is not None
    assert found.pid > 0


def test_a_silent_or_absent_server_is_not_ours() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert identify(port, timeout=0.05) is None
    assert identify(port, timeout=0.05) is None


def test_the_ready_line_can_be_read_back() -> None:
    assert address_in(ready_line(28753) + "\n") == base_url(28753)
    assert address_in("Something else at http://example.org") == ""
    assert address_in("") == ""
