"""Section C of the catalogue: raw payloads, each of which must end as a response or as an error in plain words."""

from __future__ import annotations

import gzip
import re

import pytest

from curlew.engine.send import Sender
from curlew.model.exchange import Exchange
from curlew.net.head import MAX_HEAD
from helpers.rawserver import OK, once, raw_server, send

H = b"HTTP/1.1 200 OK\r\n"
PACKED = gzip.compress(b"hello")

REFUSED = {
    "C02 lower case protocol": b"http/1.1 200 OK\r\n\r\n",
    "C02 icy": b"ICY 200 OK\r\n\r\n",
    "C02 status of four digits": b"HTTP/1.1 1000 X\r\n\r\n",
    "C02 status of two digits": b"HTTP/1.1 20 X\r\n\r\n",
    "C02 status with a leading zero": b"HTTP/1.1 099 X\r\n\r\n",
    "C02 status of letters": b"HTTP/1.1 abc X\r\n\r\n",
    "C02 version 2 in text": b"HTTP/2 200\r\n\r\n",
    "C02 version 3.0": b"HTTP/3.0 200 OK\r\n\r\n",
    "C02 no blank": b"HTTP/1.1200 OK\r\n\r\n",
    "C03 a bare body": b"<html>hello</html>",
    "C03 half a status line": b"HTTP/1.1 20",
    "C03 half the headers": H + b"Content-Le",
    "C03 nothing": b"",
    "C03 one byte": b"H",
    "C03 only line ends": b"\r\n\r\n\r\n",
    "C04 nothing but blank lines": b"\r\n" * 1000,
    "C03 binary": bytes(range(128, 200)),
    "C03 ssh": b"SSH-2.0-OpenSSH_9.2\r\n",
    "C03 smtp": b"220 mail.example ESMTP\r\n",
    "C03 redis": b"-ERR unknown command\r\n",
    "C03 http/2 frames": b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18),
    "C03 tls alert": b"\x15\x03\x01\x00\x02\x02\x46",
    "C05 no colon": H + b"no colon\r\nContent-Length: 0\r\n\r\n",
    "C05 blank before the colon": H + b"Content-Length : 0\r\n\r\n",
    "C05 blank in the name": H + b"Content Length: 0\r\n\r\n",
    "C05 slash in the name": H + b"a/b: 0\r\n\r\n",
    "C05 no name": H + b": 0\r\n\r\n",
    "C05 nul in a value": H + b"X: a\0b\r\n\r\n",
    "C05 nul in a name": H + b"X\0: b\r\n\r\n",
    "C05 bare carriage return": H + b"X: a\rb\r\n\r\n",
    "C05 fold without a header": H + b"  folded\r\n\r\n",
    "C05 non-ascii name": H + "É: 1\r\n\r\n".encode(),
    "C09 two lengths": H + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "C09 length in a list": H + b"Content-Length: 1, 2\r\n\r\nab",
    "C09 negative": H + b"Content-Length: -2\r\n\r\nab",
    "C09 plus": H + b"Content-Length: +2\r\n\r\nab",
    "C09 junk": H + b"Content-Length: two\r\n\r\nab",
    "C09 hex": H + b"Content-Length: 0x2\r\n\r\nab",
    "C09 thirty digits": H + b"Content-Length: " + b"9" * 30 + b"\r\n\r\nab",
    "C09 empty": H + b"Content-Length:\r\n\r\nab",
    "C11 identity": H + b"Transfer-Encoding: identity\r\n\r\nab",
    "C11 gzip, chunked": H + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "C11 chunked twice": H + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "C15 a header of 300 KB": H + b"X: " + b"a" * 300_000 + b"\r\n\r\n",
    "C16 endless headers": H + b"X: 1\r\n" * 60_000,
    "C17 endless interim responses": b"HTTP/1.1 100 Continue\r\n\r\n" * 2000,
    "C02 mixed case protocol": b"Http/1.1 200 OK\r\n\r\n",
    "C02 https protocol": b"HTTPS/1.1 200 OK\r\n\r\n",
    "C02 blank before": b" HTTP/1.1 200 OK\r\n\r\n",
    "C02 tab between": b"HTTP/1.1\t200 OK\r\n\r\n",
    "C02 version of three digits": b"HTTP/1.10 200 OK\r\n\r\n",
    "C02 version 1": b"HTTP/1 200 OK\r\n\r\n",
    "C02 version 0.9": b"HTTP/0.9 200 OK\r\n\r\n",
    "C02 status 000": b"HTTP/1.1 000 OK\r\n\r\n",
    "C02 negative status": b"HTTP/1.1 -200 OK\r\n\r\n",
    "C02 status with a sign": b"HTTP/1.1 +20 OK\r\n\r\n",
    "C02 status in other digits": "HTTP/1.1 ２００ OK\r\n\r\n".encode(),
    "C02 no status": b"HTTP/1.1\r\n\r\n",
    "C02 a request line": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "C03 json": b'{"error": "not http"}\n',
    "C03 ftp": b"220 ProFTPD Server ready.\r\n",
    "C03 imap": b"* OK IMAP4rev1 ready\r\n",
    "C03 mysql": b"\x4a\x00\x00\x00\x0a8.0.33\x00" + bytes(40),
    "C03 rtsp": b"RTSP/1.0 200 OK\r\n\r\n",
    "C03 memcached": b"ERROR\r\n",
    "C03 utf-16": "HTTP/1.1 200 OK\r\n\r\n".encode("utf-16"),
    "C03 a byte order mark": b"\xef\xbb\xbfHTTP/1.1 200 OK\r\n\r\n",
    "C03 nuls": bytes(200),
    "C03 half the protocol": b"HTT",
    "C03 cut after the status line": b"HTTP/1.1 200 OK\r\n",
    "C03 cut in the last line end": H + b"X: 1\r\n\r",
    "C05 only a colon": H + b":\r\n\r\n",
    "C05 tab before the colon": H + b"X\t: 1\r\n\r\n",
    "C05 brackets in the name": H + b"X[1]: 1\r\n\r\n",
    "C05 a second status line": H + H + b"\r\n",
    "C05 carriage return in the name": H + b"X\rY: 1\r\n\r\n",
    "C05 delete in the name": H + b"X\x7f: 1\r\n\r\n",
    "C05 nul in the reason": b"HTTP/1.1 200 O\0K\r\nno colon\r\n\r\n",
    "C09 blank within": H + b"Content-Length: 1 0\r\n\r\nab",
    "C09 fraction": H + b"Content-Length: 2.0\r\n\r\nab",
    "C09 underscore": H + b"Content-Length: 1_0\r\n\r\nab",
    "C09 exponent": H + b"Content-Length: 1e1\r\n\r\nab",
    "C09 trailing comma": H + b"Content-Length: 2,\r\n\r\nab",
    "C09 arabic digits": H + "Content-Length: ٢\r\n\r\nab".encode(),
    "C11 chunked, identity": H + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "C11 junk": H + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "C11 quoted": H + b'Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n',
    "C11 vertical tab": H + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "C15 a status line of 300 KB": b"HTTP/1.1 200 " + b"a" * 300_000 + b"\r\n\r\n",
}

BROKEN_OFF = {
    "C12 length too long": (H + b"Content-Length: 100\r\n\r\nab", b"ab", "2 of 100"),
    "C12 nothing of the body": (H + b"Content-Length: 9\r\n\r\n", b"", "0 of 9"),
    "C12 chunk cut": (H + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", b"ab", "last chunk"),
    "C12 last chunk missing": (H + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", b"ab", "last chunk"),
    "C12 chunk size cut": (H + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1", b"ab", "last chunk"),
    "C12 trailers cut": (H + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX: 1\r\n", b"ab", "last chunk"),
    "C12 bad chunk size": (H + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\ncd\r\n0\r\n\r\n", b"ab", "not valid"),
    "C12 bad chunk end": (H + b"Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n", b"ab", "not valid"),
    "C12 negative chunk": (H + b"Transfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n", b"", "not valid"),
    "C12 chunk size too long": (H + b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * 40 + b"\r\nab", b"", "not valid"),
    "C24 packed and cut": (H + b"Content-Encoding: gzip\r\nContent-Length: 100\r\n\r\n" + PACKED[:-4], b"hello", "of 100"),
}

ANSWERED = {
    "C01 no reason": (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    "C01 blank reason": (b"HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok", b"ok"),
    "C04 blank line first": (b"\r\n" + OK, b"ok"),
    "C06 reason in utf-8": ("HTTP/1.1 200 Très\r\nContent-Length: 2\r\n\r\nok".encode(), b"ok"),
    "C07 control character": (H + b"X: a\x01b\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    "C08 equal lengths": (H + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    "C10 length and chunks": (H + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", b"ok"),
    "C13 more than the length": (OK + b"more", b"ok"),
    "C13 two responses": (OK + OK, b"ok"),
    "C14 trailers": (H + b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: 1\r\n\r\n", b"ok"),
    "C14 bad trailers": (H + b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nnonsense\r\n\r\n", b"ok"),
    "C15 a header of 120 KB": (H + b"X: " + b"a" * 120_000 + b"\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    "C23 brotli, which is not unpacked": (H + b"Content-Encoding: br\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    "C24 gzip cut, no length": (H + b"Content-Encoding: gzip\r\n\r\n" + PACKED[:-4], b"hello"),
    "C25 two members": (H + b"Content-Encoding: gzip\r\n\r\n" + PACKED + gzip.compress(b"world"), b"helloworld"),
    "C26 junk behind gzip": (H + b"Content-Encoding: gzip\r\n\r\n" + PACKED + b"junk", b"hello"),
    "C27 gzip that is none": (H + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    "C27 deflate that is none": (H + b"Content-Encoding: deflate\r\nContent-Length: 5\r\n\r\nplain", b"plain"),
    "C28 x-gzip": (H + b"Content-Encoding: x-gzip\r\n\r\n" + PACKED, b"hello"),
    "C32 204 with a body": (b"HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok", b""),
    "C32 304 with a body": (b"HTTP/1.1 304 Not Modified\r\n\r\nok", b""),
    "C33 101 unasked": (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nok", b""),
    "C34 103 first": (b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK, b"ok"),
    "line feeds only": (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok", b"ok"),
    "http/1.0": (b"HTTP/1.0 200 OK\r\n\r\nok", b"ok"),
    "no length": (H + b"\r\nok", b"ok"),
    "folded": (H + b"X: a\r\n b\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    "upper case chunks": (H + b"Transfer-Encoding: Chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n", b"0123456789"),
    "a header in latin-1": (H + b"X: caf\xe9\r\nContent-Length: 2\r\n\r\nok", b"ok"),
}


def test_C02_the_table_is_large() -> None:
    assert len(REFUSED) + len(BROKEN_OFF) + len(ANSWERED) >= 120


def assert_plain_words(exchange: Exchange) -> None:
    error = exchange.error
    assert error is not None
    for text in (error.title, error.reason, error.hint):
        assert text.strip()
        assert not re.search(r"bytearray\(|h11|httpcore|Error\b|Exception|b'|Traceback", text), text
    assert error.kind
    assert error.phase


@pytest.mark.parametrize("name", REFUSED)
async def test_C02_C03_C04_C05_C09_C11_C16_C17_what_is_not_http_is_told_in_plain_words(name: str) -> None:
    async with raw_server(once(REFUSED[name])) as server:
        exchange = await send(f"{server.url}/x")
    assert (exchange.response is None) == ("C09" not in name and "C11" not in name)  # their head is sound, and shown
    assert_plain_words(exchange)
    assert exchange.request is not None
    assert exchange.request.head is not None
    assert exchange.received[:60] == REFUSED[name][:60]


@pytest.mark.parametrize("name", BROKEN_OFF)
async def test_C12_what_came_of_a_broken_response_is_kept(name: str) -> None:
    payload, body, words = BROKEN_OFF[name]
    async with raw_server(once(payload)) as server:
        exchange = await send(f"{server.url}/x")
    assert_plain_words(exchange)
    response = exchange.response
    assert response is not None
    assert (response.status, response.body.data) == (200, body)
    assert response.headers
    assert words in response.incomplete


@pytest.mark.parametrize("name", ANSWERED)
async def test_C01_C04_C06_C07_C08_C10_C14_C26_C32_C33_C34_what_is_odd_but_clear_is_a_response(name: str) -> None:
    payload, body = ANSWERED[name]
    async with raw_server(once(payload)) as server, sending() as sender:
        exchange = await send(f"{server.url}/x", sender)
    assert exchange.error is None
    assert exchange.response is not None
    assert exchange.response.body.data == body


@pytest.mark.parametrize("piece", [1, 1000, 60_000])
async def test_C15_the_limit_of_a_head_does_not_depend_on_how_it_is_cut(piece: int) -> None:
    answer = H + b"X: " + b"a" * (3000 if piece == 1 else 120_000) + b"\r\nContent-Length: 2\r\n\r\nok"

    async def in_pieces(connection):  # type: ignore[no-untyped-def]
        await connection.request()
        for at in range(0, len(answer), piece):
            await connection.send(answer[at : at + piece])

    async with raw_server(in_pieces) as server:
        exchange = await send(server.url)
    assert exchange.error is None
    assert exchange.response is not None
    assert exchange.response.head == answer[:-2]


@pytest.mark.parametrize("piece", [1000, 60_000, 10**9])
async def test_C15_a_head_beyond_the_limit_is_refused_however_it_is_cut(piece: int) -> None:
    answer = H + b"X: " + b"a" * MAX_HEAD + b"\r\nContent-Length: 2\r\n\r\nok"

    async def in_pieces(connection):  # type: ignore[no-untyped-def]
        await connection.request()
        for at in range(0, len(answer), piece):
            await connection.send(answer[at : at + piece])

    async with raw_server(in_pieces) as server:
        exchange = await send(server.url)
    assert exchange.error is not None
    assert exchange.error.title == "The response’s headers are larger than 256 KB"
    assert exchange.response is None
    assert exchange.received == answer[:MAX_HEAD]


async def test_C13_extra_bytes_are_noted_and_do_not_answer_the_next_request() -> None:
    async with raw_server(H + b"Content-Length: 2\r\n\r\nokHTTP/1.1 666 EVIL\r\n\r\n") as server, sending() as sender:
        first = await send(server.url, sender)
        second = await send(server.url, sender)
    assert "21 bytes came after the end" in first.notes[0]
    assert second.response is not None
    assert second.response.status == 200
    assert server.connections == 2


async def test_C35_a_reset_is_told() -> None:
    async with raw_server(once(b"", reset=True)) as server:
        exchange = await send(server.url)
    assert_plain_words(exchange)
    assert exchange.error is not None
    assert exchange.error.kind == "reset"


async def test_C35_a_reset_within_the_body_keeps_what_came() -> None:
    async with raw_server(once(H + b"Content-Length: 100\r\n\r\nab", reset=True)) as server:
        exchange = await send(server.url)
    assert exchange.response is not None
    assert exchange.response.body.data in (b"ab", b"")
    assert exchange.response.incomplete


async def test_C34_an_interim_response_and_nothing_more() -> None:
    async with raw_server(once(b"HTTP/1.1 102 Processing\r\n\r\n")) as server:
        exchange = await send(server.url)
    assert_plain_words(exchange)
    assert exchange.error is not None
    assert exchange.error.reason == "Only interim responses came (1xx), and no answer."
    assert exchange.hops[0].interim[0].status == 102


class sending:  # noqa: N801 - reads as a clause
    async def __aenter__(self) -> Sender:
        self._sender = Sender()
        return self._sender

    async def __aexit__(self, *_: object) -> None:
        await self._sender.close()


async def test_F16_a_server_that_speaks_only_http2_without_tls_is_known_by_its_first_frame() -> None:
    async with raw_server(once(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80\x00\x04\x00\x01\x00\x00")) as server:
        exchange = await send(server.url)
    assert exchange.error is not None
    assert exchange.error.title == "This port speaks HTTP/2, not HTTP/1.1"
    assert "2" in exchange.error.hint
