"""Bodies in a whole send: uploads that are refused, files that change, large and packed responses."""

from __future__ import annotations

import asyncio
import gc
import gzip
import os
import random
import ssl
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from curlew.engine.send import Sender, SendJob, SendOptions
from curlew.model.body import FileBody, RawBody
from curlew.model.prepared import SendSettings
from curlew.model.request import Request
from curlew.model.rows import FileChoice, Row
from curlew.model.sendevent import Progress, SendEvent
from curlew.net.blocking import in_background
from helpers.rawserver import OK, Connection, raw_server, send

H = b"HTTP/1.1 200 OK\r\n"

REFUSAL = b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n"


async def test_chunked_is_framed_when_typed() -> None:
    async with raw_server(OK) as server:
        request = Request(method="POST", url=server.url, headers=(Row("Transfer-Encoding", "chunked"),), body=RawBody("text", "okay"))
        exchange = await send(request)
    assert server.requests[0].endswith(b"4\r\nokay\r\n0\r\n\r\n")
    assert b"Content-Length" not in server.requests[0]
    assert exchange.error is None


async def test_a_post_without_a_body_says_so() -> None:
    async with raw_server(OK) as server:
        await send(Request(method="POST", url=server.url))
        await send(Request(method="GET", url=server.url))
    assert b"Content-Length: 0\r\n" in server.requests[0]
    assert b"Content-Length" not in server.requests[1]


@pytest.mark.parametrize("then", ["close", "reset", "stay"])
async def test_C37_an_early_refusal_of_an_upload_is_shown(then: str, tmp_path: Path) -> None:
    """The server answers after the head, and hangs up, or breaks the connection, or keeps it without reading on."""
    (tmp_path / "big.bin").write_bytes(bytes(20_000_000))

    async def refuse(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await connection.send(REFUSAL + (b"" if then == "stay" else b"Connection: close\r\n") + b"\r\nbig")
        if then == "reset":
            connection.reset()
        if then == "stay":
            connection.writer.transport.pause_reading()  # type: ignore[attr-defined]
            await asyncio.sleep(3600)

    sender = Sender()
    request = Request(method="POST", body=FileBody((FileChoice("big.bin"),)))
    for _ in range(10):
        async with raw_server(refuse, limit=65536) as server:
            exchange = await asyncio.wait_for(send(replace(request, url=server.url), sender, folder=tmp_path), 5)
        if then == "reset" and exchange.response is None:
            assert exchange.error is not None  # a reset may destroy what was on its way
            continue
        assert exchange.response is not None
        assert (exchange.response.status, exchange.response.body.data) == (413, b"big")
        assert exchange.request is not None
        assert exchange.request.body.size < 20_000_000
    await sender.close()
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_server_that_answers_while_it_reads_does_not_block_the_upload(tmp_path: Path) -> None:
    size = 20_000_000
    (tmp_path / "big.bin").write_bytes(bytes(size))

    async def echo(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await connection.send(H + b"Content-Length: %d\r\n\r\n" % size)
        left = size
        while left:
            piece = await connection.reader.read(65536)
            left -= len(piece)
            await connection.send(piece)

    async with raw_server(echo, limit=65536) as server:
        request = Request(method="POST", url=server.url, body=FileBody((FileChoice("big.bin"),)))
        exchange = await asyncio.wait_for(send(request, folder=tmp_path), 10)
    assert exchange.error is None
    assert exchange.response is not None
    assert exchange.response.body.size == size


async def test_expect_100_waits_for_the_server() -> None:
    seen = []

    async def patient(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        seen.append(len(connection.reader._buffer))  # type: ignore[attr-defined]
        await connection.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        seen.append(await connection.reader.readexactly(4))
        await connection.send(OK)

    async with raw_server(patient) as server:
        exchange = await send(
            Request(method="POST", url=server.url, headers=(Row("Expect", "100-continue"),), body=RawBody("text", "body"))
        )
    assert seen == [0, b"body"]
    assert exchange.error is None


async def test_C20_a_large_body_is_spooled_and_exact(tmp_path: Path) -> None:
    body = random.Random(1).randbytes(3_000_000)
    packed = gzip.compress(body, 1)
    answer = H + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed
    sender = Sender(tmp_path / "spool")
    events: list[SendEvent] = []
    async with raw_server(answer) as server:
        exchange = await send(server.url, sender, events)
    response = exchange.response
    assert response is not None
    assert response.body.path is not None
    assert response.body.path.is_relative_to(tmp_path)
    assert response.body.read() == body
    assert (response.body.size, response.encoded_size) == (len(body), len(packed))
    assert oct(response.body.path.stat().st_mode)[-3:] == "600"
    progress = [e for e in events if isinstance(e, Progress)]
    assert progress[-1].received == progress[-1].received_total == len(packed)
    await sender.close()


async def test_the_own_spool_folder_is_removed() -> None:
    async with raw_server(H + b"Content-Length: 2000000\r\n\r\n" + bytes(2_000_000)) as server:
        sender = Sender()
        exchange = await send(server.url, sender)
        assert exchange.response is not None
        path = exchange.response.body.path
        assert path is not None
        assert path.exists()
        await sender.close()
        assert not path.parent.exists()


@pytest.mark.parametrize("packed", [False, True])
async def test_C19_C22_a_body_is_read_up_to_the_limit(packed: bool) -> None:
    body = bytes(5_000_000)
    head, data = (b"Content-Encoding: gzip\r\n", gzip.compress(body)) if packed else (b"", body)
    async with raw_server(H + head + b"Content-Length: %d\r\n\r\n" % len(data) + data) as server:
        exchange = await send(server.url, options=SendOptions(SendSettings(max_body=2 * 1024 * 1024)))
    response = exchange.response
    assert response is not None
    assert response.body.size == 2 * 1024 * 1024
    assert "stopped at 2 MB" in response.incomplete
    assert exchange.error is None


@pytest.mark.parametrize("name", ["missing.bin", "folder", "fifo"])
async def test_D16_a_file_that_cannot_be_sent_costs_no_connection(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    async with raw_server(OK) as server:
        exchange = await send(Request(method="PUT", url=server.url, body=FileBody((FileChoice(name),))), folder=tmp_path)
    assert server.connections == 0
    assert exchange.error is not None
    assert (exchange.error.kind, exchange.error.phase) == ("file", "prepare")
    assert exchange.hops == ()


async def test_a_file_is_streamed_and_kept_by_its_path(tmp_path: Path) -> None:
    data = random.Random(2).randbytes(1_500_000)
    (tmp_path / "up.bin").write_bytes(data)
    events: list[SendEvent] = []
    async with raw_server(OK) as server:
        exchange = await send(
            Request(method="PUT", url=server.url, body=FileBody((FileChoice("up.bin", "image/x"),))), folder=tmp_path, events=events
        )
    assert server.requests[0].endswith(b"Content-Type: image/x\r\nContent-Length: 1500000\r\n\r\n" + data)
    assert exchange.request is not None
    assert exchange.request.body.path == tmp_path / "up.bin"
    assert [e.sent for e in events if isinstance(e, Progress)][-1] == 1_500_000


@pytest.mark.parametrize("change", ["grows", "shrinks", "rewritten", "untouched"])
async def test_D16_a_file_that_changes_while_it_goes_out_is_told(change: str, tmp_path: Path) -> None:
    path, size = tmp_path / "up.bin", 12_000_000
    path.write_bytes(bytes(size))
    go_on = asyncio.Event()

    async def slow(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await go_on.wait()
        await connection.reader.readexactly(size)
        await connection.send(OK)

    def changed(event: SendEvent) -> None:
        if go_on.is_set() or not isinstance(event, Progress) or not event.sent:
            return
        go_on.set()
        if change == "grows":
            with path.open("ab") as file:  # writing it anew would make it empty first
                file.write(b"x")
        elif change == "shrinks":
            os.truncate(path, 1000)
        elif change == "rewritten":
            os.utime(path, ns=(1, 1))

    async with raw_server(slow, limit=65536) as server:
        sender = Sender()
        job = SendJob(Request(method="PUT", url=server.url, body=FileBody((FileChoice("up.bin"),))), folder=tmp_path)
        exchange = await asyncio.wait_for(sender.send(job, changed), 5)
        await sender.close()
    told = any("was changed while it was being sent" in note for note in exchange.notes)
    assert exchange.request is not None
    if change == "shrinks":
        assert exchange.error is not None
        assert "shorter" in exchange.error.reason
        assert 0 < exchange.request.body.size < size, "what went out before is known"
    else:
        assert exchange.error is None
        assert told == (change != "untouched")
        assert (exchange.request.body.size, len(exchange.request.body.read())) == (size, size)


async def test_C37_an_early_refusal_over_tls_is_shown_and_the_file_left_in_peace(tmp_path: Path) -> None:
    (tmp_path / "big.bin").write_bytes(bytes(20_000_000))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    faults: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, fault: faults.append(fault))

    async def refuse(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await connection.send(REFUSAL + b"\r\nbig")
        connection.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(3600)

    options = SendOptions(SendSettings(verify_tls=False, timeout_s=5))
    async with raw_server(refuse, context, limit=65536) as server:
        for _ in range(5):
            request = Request(method="POST", url=server.url, body=FileBody((FileChoice("big.bin"),)))
            exchange = await send(request, folder=tmp_path, options=options)
            assert exchange.error is None
            assert exchange.response is not None
            assert exchange.response.status == 413
    gc.collect()
    await in_background(gc.collect)  # the reads under way come before it
    assert not faults
