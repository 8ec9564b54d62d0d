"""HTTP/2 against a server that keeps the rules, and one that breaks each of them."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable

import pytest
import trustme

from curlew.engine.send import Sender, SendJob, SendOptions
from curlew.model.body import RawBody
from curlew.model.exchange import Exchange
from curlew.model.prepared import SendSettings
from curlew.model.request import Request
from curlew.model.rows import Row
from curlew.model.sendevent import HeadersReceived
from helpers.h2server import Peer, answer_all, h2_server
from helpers.rawserver import OK, raw_server, send

TWO = SendOptions(SendSettings(http_version="2"))
Act = Callable[[Peer, int], None]


pytestmark = pytest.mark.usefixtures("trusted")


@pytest.fixture
def tls(ca: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    return context


def each(act: Act) -> Callable[[Peer], Awaitable[None]]:
    """Return a handler that does one thing to every request, until the client's end."""

    async def handle(peer: Peer) -> None:
        while request := await peer.request():
            act(peer, request.stream)

    return handle


async def test_auto_takes_http2_where_the_server_offers_it(tls: ssl.SSLContext) -> None:
    async with h2_server(tls=tls) as server:
        sender = Sender()
        exchange = await send(
            Request(method="PUT", url=f"{server.url}/a?b=c", headers=(Row("X-Big", "1"),), body=RawBody("text", "hi")), sender
        )
        again = await send(server.url, sender)
        await sender.close()
    assert exchange.error is None
    assert exchange.response is not None
    assert (exchange.response.http_version, exchange.response.status, exchange.response.body.read()) == ("HTTP/2", 200, b"hi")
    assert exchange.response.head is None
    sent = exchange.hops[0].request
    assert sent.head is None
    assert sent.headers[:4] == ((":method", "PUT"), (":scheme", "https"), (":authority", f"127.0.0.1:{server.port}"), (":path", "/a?b=c"))
    assert ("x-big", "1") in sent.headers
    assert sent.body.read() == b"hi"
    got = server.peers[0].requests[1]
    assert [(name.decode(), value.decode()) for name, value in got.headers] == list(sent.headers)
    assert again.hops[0].connection.reused
    assert len(server.peers) == 1


async def test_auto_falls_back_to_http1(tls: ssl.SSLContext) -> None:
    async with raw_server(OK, tls) as server:
        exchange = await send(server.url)
    assert exchange.response is not None
    assert exchange.response.http_version == "HTTP/1.1"


async def test_http2_that_is_demanded_and_not_offered_is_an_error_with_a_hint(tls: ssl.SSLContext) -> None:
    async with raw_server(OK, tls) as server:
        exchange = await send(server.url, options=TWO)
    assert exchange.error is not None
    assert (exchange.error.title, exchange.error.phase) == ("127.0.0.1 does not offer HTTP/2", "tls")
    assert "automatic" in exchange.error.hint


async def test_http1_is_all_that_is_offered_where_it_is_chosen(tls: ssl.SSLContext) -> None:
    tls.set_alpn_protocols(["h2", "http/1.1"])
    async with raw_server(OK, tls) as server:
        exchange = await send(server.url, options=SendOptions(SendSettings(http_version="1.1")))
    assert exchange.response is not None
    assert exchange.response.http_version == "HTTP/1.1"


async def test_plain_http_by_prior_knowledge() -> None:
    async with h2_server() as server:
        exchange = await send(server.url, options=TWO)
    assert exchange.response is not None
    assert exchange.response.http_version == "HTTP/2"


async def test_what_http2_cannot_carry_goes_by_http1_with_a_note_or_is_refused(tls: ssl.SSLContext) -> None:
    tls.set_alpn_protocols(["h2", "http/1.1"])
    request = Request(url="", headers=(Row("Connection", "keep-alive"),))
    async with raw_server(OK, tls) as server:
        from dataclasses import replace

        request = replace(request, url=server.url)
        exchange = await send(request)
        refused = await send(request, options=TWO)
    assert exchange.response is not None
    assert exchange.response.http_version == "HTTP/1.1"
    assert "Sent by HTTP/1.1, because HTTP/2 cannot carry the header Connection." in exchange.notes
    assert refused.error is not None
    assert refused.error.title == "This request cannot be sent by HTTP/2"
    assert refused.error.phase == "prepare"


async def test_a_large_body_comes_and_goes_within_the_windows(tls: ssl.SSLContext) -> None:
    big = "0123456789abcdef" * 200_000

    async def handle(peer: Peer) -> None:
        request = await peer.request()
        assert request is not None
        peer.head(request.stream)
        left = request.body
        while left:
            room = min(peer.h2.local_flow_control_window(request.stream), peer.h2.max_outbound_frame_size, len(left))
            if not room:
                assert await peer.more()
                continue
            peer.data(request.stream, left[:room], end=room == len(left))
            left = left[room:]
        while await peer.more():
            pass

    async with h2_server(handle, tls) as server:
        sender = Sender()
        exchange = await send(Request(method="POST", url=server.url, body=RawBody("text", big)), sender)
        assert exchange.error is None
        assert exchange.response is not None
        assert exchange.response.body.read() == big.encode()
        await sender.close()
    assert exchange.response.encoded_size == len(big)


async def test_requests_at_once_share_a_connection_and_keep_their_records_apart(tls: ssl.SSLContext) -> None:
    async def handle(peer: Peer) -> None:
        got = [await peer.request() for _n in range(12)]
        for request in reversed(got):
            assert request is not None
            path = dict(request.headers)[b":path"]
            peer.answer(request.stream, path * 7, headers=[(b"x-path", path)])
        await answer_all(peer)

    async with h2_server(handle, tls) as server:
        sender = Sender()
        exchanges = await asyncio.gather(*(send(f"{server.url}/{n}", sender) for n in range(12)))
        await sender.close()
    for n, exchange in enumerate(exchanges):
        assert exchange.response is not None, exchange.error
        assert exchange.response.header("x-path") == f"/{n}"
        assert exchange.response.body.read() == f"/{n}".encode() * 7
        assert exchange.response.encoded_size == len(f"/{n}") * 7
    assert len(server.peers) == 1


async def test_F14_a_cancelled_stream_is_reset_and_the_others_go_on(tls: ssl.SSLContext) -> None:
    async def handle(peer: Peer) -> None:
        one, two = await peer.request(), await peer.request()
        assert one is not None
        assert two is not None
        peer.head(one.stream)
        peer.data(one.stream, b"x" * 1000, end=False)
        while not peer.resets:
            await peer.more()
        peer.answer(two.stream, b"still here")
        await answer_all(peer)

    async with h2_server(handle, tls) as server:
        sender = Sender()
        came = asyncio.Event()

        def see(event: object) -> None:
            if isinstance(event, HeadersReceived):
                came.set()

        async with asyncio.TaskGroup() as group:
            first_one = group.create_task(sender.send(SendJob(Request(url=server.url)), see))
            second = group.create_task(send(server.url, sender))
            await came.wait()
            first_one.cancel()
        cancelled, other = first_one.result(), second.result()
        after = await send(server.url, sender)
        await sender.close()
    assert cancelled.error is not None
    assert cancelled.error.kind == "cancelled"
    assert cancelled.response is not None
    assert other.response is not None
    assert other.response.body.read() == b"still here"
    assert after.error is None
    assert server.peers[0].resets[0][1] == 8
    assert len(server.peers) == 1


async def test_interim_responses_and_trailers_are_kept(tls: ssl.SSLContext) -> None:
    async def handle(peer: Peer) -> None:
        request = await peer.request()
        assert request is not None
        peer.head(request.stream, 103, [(b"link", b"</a.css>; rel=preload")])
        peer.head(request.stream, 200, [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")])
        peer.data(request.stream, b"body", end=False)
        peer.h2.send_headers(request.stream, [(b"x-sum", b"42")], end_stream=True)
        peer.flush()
        await answer_all(peer)

    async with h2_server(handle, tls) as server:
        exchange = await send(server.url)
    assert exchange.response is not None
    assert exchange.response.header_all("set-cookie") == ("a=1", "b=2")
    assert exchange.response.trailers == (("x-sum", "42"),)
    assert [interim.status for interim in exchange.hops[0].interim] == [103]


async def test_an_early_answer_ends_the_upload(tls: ssl.SSLContext) -> None:
    async def handle(peer: Peer) -> None:
        request = await peer.request(whole=False)
        assert request is not None
        peer.answer(request.stream, b"too large", 413)
        peer.reset(request.stream, 0)
        while await peer.more():
            pass

    async with h2_server(handle, tls) as server:
        exchange = await send(Request(method="POST", url=server.url, body=RawBody("text", "x" * 5_000_000)))
    assert exchange.response is not None
    assert (exchange.response.status, exchange.response.body.read()) == (413, b"too large")


def error_of(exchange: Exchange) -> tuple[str, str, str]:
    assert exchange.error is not None
    return exchange.error.title, exchange.error.reason, exchange.error.code


async def test_F16_each_fault_of_the_server_has_its_own_words(tls: ssl.SSLContext) -> None:
    def short(peer: Peer, stream: int) -> None:
        peer.answer(stream, b"12345", headers=[(b"content-length", b"10")])

    faults: dict[str, tuple[Act, str]] = {
        "calm": (lambda peer, stream: peer.reset(stream, 11), "The server says: too many requests"),
        "internal": (lambda peer, stream: peer.reset(stream, 2), "The server ended the request without an answer"),
        "refused": (lambda peer, stream: peer.reset(stream, 7), "The server refused the request"),
        "goaway": (lambda peer, _stream: peer.go_away(0, 11, b"slow down"), "The server gave the connection up"),
        "junk": (lambda peer, _stream: peer.raw(b"\0\0\4\x08\0\0\0\0\0\0\0\0\0"), "The server broke the rules of HTTP/2"),
        "no head": (lambda peer, stream: peer.raw(b"\0\0\2\0\1" + stream.to_bytes(4) + b"ab"), "The server broke the rules of HTTP/2"),
        "length": (short, "The body is shorter than announced"),
        "status": (
            lambda peer, stream: peer.h2.send_headers(stream, [(b"x", b"y")]) or peer.flush(),
            "The response’s head is not valid HTTP/2",
        ),  # type: ignore[func-returns-value]
    }
    seen = {}
    for name, (act, title) in faults.items():
        async with h2_server(each(act), tls) as server:
            exchange = await asyncio.wait_for(send(server.url), 5)
        assert exchange.error is not None, name
        assert exchange.error.title == title, name
        assert exchange.error.reason, name
        assert exchange.error.hint, name
        assert "StreamReset" not in exchange.error.reason
        seen[name] = exchange.error.reason
    assert "ENHANCE_YOUR_CALM" in seen["calm"]
    assert "slow down" in seen["goaway"]
    assert len(set(seen.values())) == len(seen)


async def test_F16_a_server_that_answers_in_http1_or_junk_at_once() -> None:
    for answer, title in (
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "The server answered HTTP/2 by HTTP/1.1"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "What the server sent is no HTTP/2"),
    ):

        async def handle(connection: object, answer: bytes = answer) -> None:
            await connection.send(answer)  # type: ignore[attr-defined]
            await connection.reader.read(1000)  # type: ignore[attr-defined]

        async with raw_server(handle) as server:
            exchange = await asyncio.wait_for(send(server.url, options=TWO), 5)
        assert error_of(exchange)[0] == title


async def test_F17_half_a_body_then_a_reset_is_kept(tls: ssl.SSLContext) -> None:
    def half(peer: Peer, stream: int) -> None:
        peer.head(stream, headers=[(b"content-length", b"10")])
        peer.data(stream, b"hello", end=False)
        peer.reset(stream, 2)

    async with h2_server(each(half), tls) as server:
        exchange = await send(server.url)
    assert exchange.response is not None
    assert exchange.response.body.read() == b"hello"
    assert exchange.response.incomplete.startswith("Incomplete: 5 of 10 bytes came")
    title, reason, _code = error_of(exchange)
    assert title == "The server broke its answer off"
    assert "INTERNAL_ERROR" in reason


async def test_C38_a_refused_request_is_sent_again_whatever_its_method(tls: ssl.SSLContext) -> None:
    async def handle(peer: Peer) -> None:
        request = await peer.request()
        assert request is not None
        peer.reset(request.stream, 7)
        await answer_all(peer)

    async with h2_server(handle, tls) as server:
        exchange = await send(Request(method="POST", url=server.url, body=RawBody("text", "once")))
    assert exchange.response is not None, exchange.error
    assert exchange.response.body.read() == b"once"


async def test_C38_a_request_that_a_leaving_server_did_not_touch_is_sent_again(tls: ssl.SSLContext) -> None:
    async def handle(peer: Peer) -> None:
        while request := await peer.request():
            if request.stream == 3:
                peer.go_away(1)
                while await peer.more():
                    pass
                return
            peer.answer(request.stream)

    async with h2_server(handle, tls) as server:
        sender = Sender()
        await send(server.url, sender)
        exchange = await send(Request(method="POST", url=server.url), sender)
        await sender.close()
    assert exchange.response is not None, exchange.error
    assert len(server.peers) == 2


async def test_an_answer_under_way_survives_that_the_server_says_goodbye(tls: ssl.SSLContext) -> None:
    async def handle(peer: Peer) -> None:
        request = await peer.request()
        assert request is not None
        peer.head(request.stream)
        peer.data(request.stream, b"one ", end=False)
        peer.go_away(request.stream)
        await peer.writer.drain()
        peer.data(request.stream, b"two")
        while await peer.more():
            pass

    async with h2_server(handle, tls) as server:
        sender = Sender()
        exchange = await send(server.url, sender)
        after = await send(server.url, sender)
        await sender.close()
    assert exchange.error is None
    assert exchange.response is not None
    assert exchange.response.body.read() == b"one two"
    assert after.error is None
    assert len(server.peers) == 2


async def test_a_server_that_serves_few_requests_a_connection_loses_none(tls: ssl.SSLContext) -> None:
    async def handle(peer: Peer) -> None:
        for _n in range(3):
            request = await peer.request()
            if request is None:
                return
            peer.answer(request.stream)
        peer.go_away(5)
        while await peer.more():
            pass

    async with h2_server(handle, tls) as server:
        sender = Sender()
        posts = [Request(method="POST", url=server.url, body=RawBody("text", "x")) for _n in range(4)]
        exchanges = await asyncio.gather(*(send(request, sender) for request in [*posts, *[server.url] * 8]))
        await sender.close()
    assert [exchange.error for exchange in exchanges] == [None] * 12
    assert len(server.peers) >= 4
