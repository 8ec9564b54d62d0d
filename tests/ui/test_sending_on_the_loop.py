"""The whole way of a send on the window's own event loop: what works on asyncio's must work on Qt's."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest
import trustme

from curlew.engine.send import Sender, SendJob
from curlew.model.body import FileBody
from curlew.model.request import Request, Settings
from curlew.model.rows import FileChoice
from helpers.looping import run
from helpers.rawserver import OK, Connection, raw_server, send


def test_plain_reused_refused_and_large(tmp_path: Path) -> None:
    async def story() -> None:
        sender = Sender(tmp_path)
        large = b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + bytes(3_000_000)
        async with raw_server(OK) as server, raw_server(large) as other:
            first, second = await send(server.url, sender), await send(server.url, sender)
            body = await send(other.url, sender)
        refused = await send(server.url, sender)
        await sender.close()
        assert (first.error, second.error, body.error) == (None, None, None)
        assert second.hops[0].connection.reused
        assert body.response is not None
        assert body.response.body.size == 3_000_000
        assert refused.error is not None
        assert refused.error.kind == "refused"

    run(story())


def test_tls_and_an_upload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    (tmp_path / "up.bin").write_bytes(bytes(700_000))

    async def story() -> None:
        async with raw_server(OK, context) as server:
            exchange = await send(Request(method="PUT", url=server.url, body=FileBody((FileChoice("up.bin"),))), folder=tmp_path)
        assert exchange.error is None
        assert exchange.hops[0].connection.tls
        assert server.requests[0].endswith(bytes(700_000))

    run(story())


def test_cancel_and_timeout() -> None:
    async def hold(connection: Connection) -> None:
        await connection.request()
        waiting.set()
        await connection.reader.read()

    waiting = asyncio.Event()

    async def story() -> None:
        sender = Sender()
        async with raw_server(hold) as server:
            task = asyncio.get_running_loop().create_task(sender.send(SendJob(Request(url=server.url))))
            await waiting.wait()
            task.cancel()
            cancelled = await task
            late = await send(Request(url=server.url, settings=Settings(timeout=30.0)), sender)
        await sender.close()
        assert cancelled.error is not None
        assert cancelled.error.kind == "cancelled"
        assert late.error is not None
        assert (late.error.kind, late.error.phase) == ("timeout", "wait")

    run(story())
