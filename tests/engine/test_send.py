from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from curlew.engine.send import Sender, SendJob, preview
from curlew.model.auth import Auth
from curlew.model.body import FileBody, RawBody
from curlew.model.inherit import Above, Surroundings
from curlew.model.request import Assertion, Defaults, Request, Script
from curlew.model.rows import FileChoice, Row
from curlew.model.sendevent import Done, SendEvent
from curlew.net.errors import SendingError
from helpers.rawserver import OK, Connection, raw_server, send


async def test_scripts_that_did_not_run_are_said() -> None:
    above = Above("folder", "Pets", 1, Defaults(scripts=(Script("before-request", "x()"),)))
    request = Request(name="List", url="", assertions=(Assertion("res.status", "eq", "200"),))
    async with raw_server(OK) as server:
        exchange = await send(Request(name="List", url=server.url, assertions=request.assertions), around=Surroundings((above,)))
        plain = await send(server.url)
    assert exchange.notes == ("Scripts, assertions and actions do not run yet. There are some in: List, Pets.",)
    assert plain.notes == ()


async def test_dynamic_variables_are_fresh_at_each_use() -> None:
    async with raw_server(OK) as server:
        await send(Request(method="POST", url=server.url, body=RawBody("json", '["{{$guid}}", "{{$guid}}"]')))
    first, second = json.loads(server.requests[0].split(b"\r\n\r\n", 1)[1])
    assert first != second


async def test_a_request_that_cannot_be_prepared_ends_with_done() -> None:
    events: list[SendEvent] = []
    exchange = await send("http://{{nope}}/", events=events)
    assert events == [Done(events[0].at, exchange)]
    assert exchange.error is not None
    assert exchange.hops == ()


async def test_cancelling_returns_the_exchange_and_is_settled() -> None:
    async def hold(connection: Connection) -> None:
        await connection.request()
        waiting.set()
        await connection.reader.read()

    waiting = asyncio.Event()
    sender = Sender()
    events: list[SendEvent] = []
    async with raw_server(hold) as server:
        task = asyncio.get_running_loop().create_task(sender.send(SendJob(Request(url=server.url)), events.append))
        await waiting.wait()
        task.cancel()
        exchange = await task
    await sender.close()
    assert exchange.error is not None
    assert exchange.error.kind == "cancelled"
    assert task.cancelling() == 0
    assert isinstance(events[-1], Done)
    assert exchange.request is not None


async def test_cancelling_while_waiting_for_a_turn() -> None:
    release = asyncio.Event()

    async def hold(connection: Connection) -> None:
        await connection.request()
        await release.wait()
        await connection.send(OK)

    sender = Sender()
    async with raw_server(hold) as server:
        loop = asyncio.get_running_loop()
        tasks = [loop.create_task(sender.send(SendJob(Request(url=server.url)))) for _ in range(21)]
        while server.connections < 20:  # noqa: ASYNC110 - the server tells no one
            await asyncio.sleep(0)
        tasks[20].cancel()
        assert (await tasks[20]).error is not None
        release.set()
        assert [exchange.error for exchange in await asyncio.gather(*tasks[:20])] == [None] * 20
    await sender.close()


async def test_the_secrets_of_a_send_are_told_for_masking() -> None:
    async with raw_server(OK) as server:
        exchange = await send(Request(url=server.url, auth=Auth("bearer", {"token": "tok-123"})))
    assert "tok-123" in exchange.secrets
    assert "tok-123" not in repr(exchange).replace("'Bearer tok-123'", "").replace("Bearer tok-123\\r", "")


async def test_D15_a_file_outside_the_collection_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "out.txt").write_text("secret")
    request = Request(method="POST", url="", body=FileBody((FileChoice("../out.txt"),)))
    async with raw_server(OK) as server:
        request = Request(method="POST", url=server.url, body=request.body)
        refused = await send(request, folder=tmp_path / "c")
        allowed = await send(request, folder=tmp_path / "c", allowed_files=frozenset({tmp_path / "out.txt"}))
    assert refused.error is not None
    assert refused.error.kind == "file"
    assert allowed.error is None
    assert len(server.requests) == 1


def test_a_preview_touches_nothing() -> None:
    value = preview(SendJob(Request(method="POST", url="h/x", headers=(Row("A", "1"),), body=FileBody((FileChoice("nowhere.bin"),)))))
    assert [(h.name, h.origin) for h in value.headers][-2:] == [("Content-Type", "auto"), ("Content-Length", "auto")]
    with pytest.raises(SendingError):
        preview(SendJob(Request(url="{{nope}}")))


async def test_a_fault_of_our_own_is_told_and_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr("curlew.engine.send._new_wire", broken)
    exchange = await send("http://127.0.0.1:1/")
    assert exchange.error is not None
    assert exchange.error.kind == "internal"
    assert "RuntimeError" not in f"{exchange.error}"
    assert "nobody foresaw this" in caplog.text
    caplog.clear()


async def test_F18_closing_cancels_what_is_under_way() -> None:
    async def hold(connection: Connection) -> None:
        await connection.request()
        waiting.set()
        await connection.reader.read()

    waiting = asyncio.Event()
    sender = Sender()
    async with raw_server(hold) as server:
        task = asyncio.get_running_loop().create_task(sender.send(SendJob(Request(url=server.url))))
        await waiting.wait()
        await sender.close()
        assert task.done()
    error = (await task).error
    assert error is not None
    assert error.kind == "cancelled"
