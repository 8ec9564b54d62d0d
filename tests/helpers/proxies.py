"""Proxies on 127.0.0.1: HTTP (forwarding and tunnels) and SOCKS5, obedient or as broken as a test wants them."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from helpers.serving import serving

Handler = Callable[["ProxyServer", asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class ProxyServer:
    """asked: the heads (HTTP) or the places (SOCKS) that were asked for. account: `user:password` in Base64 that it demands."""

    port: int = 0
    asked: list[bytes] = field(default_factory=list)
    account: bytes = b""
    open: int = 0


async def _relay(one: asyncio.StreamReader, other: asyncio.StreamWriter) -> None:
    try:
        while data := await one.read(65536):
            other.write(data)
            await other.drain()
    except (ConnectionError, ssl.SSLError):
        pass
    finally:
        other.close()


async def _join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int, first: bytes = b"") -> None:
    out_reader, out_writer = await asyncio.open_connection(host, port)
    out_writer.write(first)
    await asyncio.gather(_relay(reader, out_writer), _relay(out_reader, writer))


async def http_proxy(state: ProxyServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Do what a proxy does: join CONNECT to the server, forward the rest in origin form."""
    head = await reader.readuntil(b"\r\n\r\n")
    state.asked.append(head)
    if state.account and b"Proxy-Authorization: Basic " + state.account not in head:
        writer.write(b'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="the lab"\r\nContent-Length: 0\r\n\r\n')
        await writer.drain()
        return
    method, target, _version = head.split(b"\r\n", 1)[0].decode().split(" ")
    try:
        if method == "CONNECT":
            host, _colon, port = target.rpartition(":")
            out_reader, out_writer = await asyncio.open_connection(host.strip("[]"), int(port))
            writer.write(b"HTTP/1.1 200 Go on\r\n\r\n")
            await asyncio.gather(_relay(reader, out_writer), _relay(out_reader, writer))
            return
        parts = urlsplit(target)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [line for line in head.split(b"\r\n")[1:] if not line.lower().startswith(b"proxy-")]
        first = f"{method} {path} HTTP/1.1\r\n".encode() + b"\r\n".join(lines)
        await _join(reader, writer, parts.hostname or "", parts.port or 80, first)
    except OSError:
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")


async def socks_proxy(state: ProxyServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Do what a SOCKS5 proxy does, one byte at a time."""

    def say(data: bytes) -> None:
        writer.write(data)

    _five, count = await reader.readexactly(2)
    methods = await reader.readexactly(count)
    if state.account:
        if 2 not in methods:
            say(b"\x05\xff")
            return
        say(b"\x05\x02")
        _one, size = await reader.readexactly(2)
        user = await reader.readexactly(size)
        password = await reader.readexactly((await reader.readexactly(1))[0])
        if user + b":" + password != state.account:
            say(b"\x01\x01")
            return
        say(b"\x01\x00")
    else:
        say(b"\x05\x00")
    _five, _command, _zero, kind = await reader.readexactly(4)
    if kind == 3:
        host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
    else:
        host = socket.inet_ntop(
            *((socket.AF_INET, await reader.readexactly(4)) if kind == 1 else (socket.AF_INET6, await reader.readexactly(16)))
        )
    port = int.from_bytes(await reader.readexactly(2))
    state.asked.append(f"{kind} {host}:{port}".encode())
    for byte in b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00":
        say(bytes([byte]))
        await writer.drain()
    await _join(reader, writer, host, port)


def saying(*answers: bytes) -> Handler:
    """Return a proxy that answers each thing that it is told with the next bytes, then closes."""

    async def handle(_state: ProxyServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            await reader.read(4096)
            writer.write(answer)
        await writer.drain()

    return handle


@asynccontextmanager
async def proxy_server(
    handler: Handler = http_proxy, tls: ssl.SSLContext | None = None, account: bytes = b""
) -> AsyncIterator[ProxyServer]:
    state = ProxyServer(account=account)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        state.open += 1
        try:
            await handler(state, reader, writer)
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            state.open -= 1

    async with serving(serve, tls) as port:
        state.port = port
        yield state
