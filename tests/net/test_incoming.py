from __future__ import annotations

import asyncio
import gzip
import random
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from tests.helpers.rawserver import Connection, Handler, once, raw_server, send

from curlew.engine.send import Sender, SendJob, SendOptions
from curlew.model.control import Control, Question
from curlew.model.exchange import Exchange
from curlew.model.prepared import SendSettings
from curlew.model.request import Request
from curlew.model.sendevent import Asked, Chunk, SendEvent

MB = 1024 * 1024


def packed(body: bytes, coding: str) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Encoding: %b\r\nContent-Length: %d\r\n\r\n%b" % (coding.encode(), len(body), body)


def endless(head: bytes = b"", piece: bytes = bytes(65536), came: list[int] | None = None) -> Handler:
    async def serve(connection: Connection) -> None:
        await connection.request()
        await connection.send(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")
        while True:
            await connection.send(piece)
            if came is not None:
                came.append(len(piece))

    return serve


async def send_to(
    handler: Handler | bytes, emit: Callable[[SendEvent], None] = lambda _event: None, spool: Path | None = None, **job: object
) -> Exchange:
    async with raw_server(handler) as server:
        sender = Sender(spool)
        try:
            return await sender.send(SendJob(Request(url=server.url), **job), emit)  # type: ignore[arg-type]
        finally:
            await sender.close()


def limited(limit: int) -> SendOptions:
    return SendOptions(SendSettings(max_body=limit))


# --- as it came ---


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("zstd", zstd.compress)]
)
async def test_C23_the_bytes_as_received_are_kept_beside_the_unpacked_ones(coding: str, pack: Callable[[bytes], bytes]) -> None:
    body = b"unpacked text " * 1000
    response = (await send_to(once(packed(pack(body), coding)))).response
    assert response is not None
    assert response.body.read() == body
    assert response.encoded is not None
    assert response.encoded.read() == pack(body)
    assert response.encoded_size == len(pack(body))


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
async def test_C23_C27_what_is_not_packed_at_all_is_shown_as_it_came(coding: str) -> None:
    exchange = await send_to(once(packed(b'{"plain": true, "and": "long enough"}', coding)))
    response = exchange.response
    assert exchange.error is None
    assert response is not None
    assert response.body.read() == b'{"plain": true, "and": "long enough"}'
    assert response.encoded is None
    assert "shown as it came" in response.incomplete


async def test_C28_an_unknown_coding_is_shown_as_it_came_with_its_name() -> None:
    response = (await send_to(once(packed(b"\x1f\x9dpacked", "compress")))).response
    assert response is not None
    assert response.body.read() == b"\x1f\x9dpacked"
    assert "compress" in response.incomplete


async def test_C26_what_follows_the_packed_data_is_noted() -> None:
    exchange = await send_to(once(packed(gzip.compress(b"whole") + b"junk", "gzip")))
    assert exchange.response is not None
    assert exchange.response.body.read() == b"whole"
    assert any("4 bytes follow" in note for note in exchange.notes)
    assert exchange.response.incomplete == ""


# --- the limit ---


async def test_C19_C22_the_limit_ends_a_body_where_nobody_can_be_asked() -> None:
    exchange = await send_to(endless(), options=limited(3 * MB))
    assert exchange.error is None
    assert exchange.response is not None
    assert exchange.response.body.size == 3 * MB
    assert exchange.response.incomplete == "Reading stopped at 3 MB."
    assert not exchange.response.stopped


class Person:
    """Answers questions as they come, with the given answers, and the last one for ever."""

    def __init__(self, *answers: bool) -> None:
        self.control = Control(interactive=True)
        self.questions: list[Question] = []
        self._answers = list(answers)

    def __call__(self, event: SendEvent) -> None:
        if isinstance(event, Asked):
            self.questions.append(event.question)
            answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
            asyncio.get_running_loop().call_soon(self.control.answer, answer)


async def test_C22_a_person_may_go_on_and_is_asked_again_at_ten_times_as_much() -> None:
    person = Person(True, False)
    exchange = await send_to(endless(), person, options=limited(2 * MB), control=person.control)
    assert [question.kind for question in person.questions] == ["limit", "limit"]
    assert "2 MB" in person.questions[0].title
    assert "20 MB" in person.questions[1].title
    assert exchange.response is not None
    assert exchange.response.body.size == 20 * MB
    assert exchange.response.incomplete == "Reading stopped at 20 MB."


async def test_C22_going_on_costs_no_byte(tmp_path: Path) -> None:
    body = bytes(range(256)) * 4096 * 3
    person = Person(True)
    exchange = await send_to(once(packed(gzip.compress(body), "gzip")), person, tmp_path, options=limited(MB + 11), control=person.control)
    assert exchange.response is not None
    assert exchange.response.body.read() == body
    assert exchange.response.incomplete == ""
    assert len(person.questions) == 1


async def test_C19_nothing_is_read_while_a_person_thinks_and_the_deadline_stands_still() -> None:
    came: list[int] = []
    control = Control(interactive=True)
    asked = asyncio.Event()

    def emit(event: SendEvent) -> None:
        if isinstance(event, Asked):
            asked.set()

    async with raw_server(endless(came=came)) as server:
        sender = Sender()
        options = SendOptions(SendSettings(max_body=2 * MB, timeout_s=0.4))
        task = asyncio.get_running_loop().create_task(sender.send(SendJob(Request(url=server.url), options=options, control=control), emit))
        await asyncio.wait_for(asked.wait(), 5)
        before = -1
        while before != sum(came):  # until the pipes between us are full
            before = sum(came)
            await asyncio.wait([task], timeout=0.25)
        assert not task.done()
        assert sum(came) < 40 * MB
        control.answer(False)
        exchange = await task
        await sender.close()
    assert exchange.error is None
    assert exchange.response is not None
    assert exchange.response.body.size == 2 * MB


async def test_C19_a_body_that_is_empty_when_unpacked_cannot_be_endless() -> None:
    exchange = await send_to(endless(b"Content-Encoding: gzip\r\n", gzip.compress(b"") * 3000), options=limited(MB))
    assert exchange.error is None
    assert exchange.response is not None
    assert "Reading stopped" in exchange.response.incomplete
    assert exchange.response.encoded_size < 4 * MB


# --- live ---


def drip(head: bytes, pieces: list[bytes], then: Callable[[], object] = lambda: None) -> Handler:
    async def serve(connection: Connection) -> None:
        await connection.request()
        await connection.send(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")
        for piece in pieces:
            await connection.send(piece)
        await connection.reader.read()  # until the client has enough

    return serve


@pytest.mark.parametrize("kind", [b"text/event-stream", b"application/x-ndjson; charset=utf-8", b"application/jsonl"])
async def test_F20_a_stream_is_told_as_it_comes_and_can_be_stopped_and_kept(kind: bytes) -> None:
    control, chunks = Control(), bytearray()

    def emit(event: SendEvent) -> None:
        if isinstance(event, Chunk):
            chunks.extend(event.data)
            if chunks.endswith(b"two\n\n"):
                control.stop()

    handler = drip(b"Content-Type: %b\r\n" % kind, [b"data: one\n\n", b"data: two\n\n"])
    exchange = await asyncio.wait_for(send_to(handler, emit, control=control), 5)
    assert exchange.error is None
    response = exchange.response
    assert response is not None
    assert (response.stopped, response.incomplete) == (True, "")
    assert response.body.read() == bytes(chunks) == b"data: one\n\ndata: two\n\n"


async def test_F20_a_packed_stream_is_told_unpacked() -> None:
    packer, chunks, control = zlib.compressobj(wbits=31), bytearray(), Control()

    def emit(event: SendEvent) -> None:
        if isinstance(event, Chunk):
            chunks.extend(event.data)
            control.stop()

    first = packer.compress(b"data: live\n\n") + packer.flush(zlib.Z_SYNC_FLUSH)
    exchange = await asyncio.wait_for(
        send_to(drip(b"Content-Type: text/event-stream\r\nContent-Encoding: gzip\r\n", [first]), emit, control=control), 5
    )
    assert bytes(chunks) == b"data: live\n\n"
    assert exchange.response is not None
    assert exchange.response.incomplete == ""


async def test_F20_a_slow_body_of_any_kind_is_told_after_a_while_with_all_that_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curlew.net.live.SLOW_S", 0.02)
    control, chunks = Control(), []

    def emit(event: SendEvent) -> None:
        if isinstance(event, Chunk):
            chunks.append(event.data)
            control.stop()

    exchange = await asyncio.wait_for(send_to(drip(b"Content-Type: text/plain\r\n", [b"log line\n"]), emit, control=control), 5)
    assert chunks == [b"log line\n"]
    assert exchange.response is not None
    assert exchange.response.stopped


async def test_F20_an_ordinary_body_is_not_told_in_chunks() -> None:
    events: list[SendEvent] = []
    async with raw_server(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n") as server:
        await send(server.url, events=events)
    assert not [event for event in events if isinstance(event, Chunk)]


async def test_F20_a_stop_reaches_a_body_that_is_asking() -> None:
    control = Control(interactive=True)

    def emit(event: SendEvent) -> None:
        if isinstance(event, Asked):
            asyncio.get_running_loop().call_soon(control.stop)

    exchange = await send_to(endless(), emit, options=limited(2 * MB), control=control)
    assert exchange.response is not None
    assert (exchange.response.stopped, exchange.response.incomplete) == (True, "")
    assert exchange.response.body.size == 2 * MB


async def test_F20_after_a_stop_the_sender_goes_on_as_before() -> None:
    control = Control()
    calls = 0

    def emit(event: SendEvent) -> None:
        if isinstance(event, Chunk):
            control.stop()

    async def serve(connection: Connection) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            await drip(b"Content-Type: text/event-stream\r\n", [b"data: x\n\n"])(connection)
        else:
            await once(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")(connection)

    async with raw_server(serve) as server:
        sender = Sender()
        await sender.send(SendJob(Request(url=server.url), control=control), emit)
        again = await sender.send(SendJob(Request(url=server.url)))
        await sender.close()
    assert again.response is not None
    assert again.response.body.read() == b"ok"


async def test_C19_a_body_of_just_the_limit_that_grew_by_packing_is_whole() -> None:
    body = random.Random(1).randbytes(1_000_000)
    coded = gzip.compress(body)
    assert len(coded) > len(body)
    exchange = await send_to(once(packed(coded, "gzip")), options=limited(len(body)))
    assert exchange.response is not None
    assert (exchange.response.body.read(), exchange.response.incomplete) == (body, "")
