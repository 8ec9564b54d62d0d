"""Where a request is sent to: overrides, versions of IP, socket files, and literals."""

from __future__ import annotations

import asyncio
import socket
import sys
from pathlib import Path

import pytest

from curlew.engine.send import Sender, SendOptions
from curlew.model.exchange import Exchange
from curlew.model.prepared import SendSettings
from curlew.net import tcp
from curlew.net.errors import SendingError
from curlew.net.http import MAX_CLIENTS, Wire
from curlew.net.overrides import checked_overrides, override_for
from curlew.net.pipe import address_text
from helpers.rawserver import OK, raw_server, send


def options(**settings: object) -> SendOptions:
    return SendOptions(SendSettings(**settings))  # type: ignore[arg-type]


def details(exchange: Exchange, kind: str) -> list[str]:
    return [mark.detail for mark in exchange.hops[0].marks if mark.kind == kind]


async def test_a_host_override_takes_the_place_of_the_look_up() -> None:
    async with raw_server(OK) as server:
        exchange = await send(
            f"http://api.example.invalid:{server.port}/", options=options(resolve=(f"api.example.invalid:{server.port}:127.0.0.1",))
        )
    assert exchange.error is None
    assert server.requests[0].startswith(f"GET / HTTP/1.1\r\nHost: api.example.invalid:{server.port}\r\n".encode())
    assert details(exchange, "dns") == ["127.0.0.1, as set in the host overrides"]
    assert exchange.hops[0].connection.remote == f"127.0.0.1:{server.port}"


def test_overrides_are_read_as_curl_reads_them() -> None:
    entries = ("a.example:443:10.0.0.1,[::1]", "*:80:127.0.0.1", "+A.example:80:10.0.0.2", "[::5]:443:127.0.0.1", "a.example:443:10.0.0.9")
    assert override_for("A.EXAMPLE.", 443, entries) == ("10.0.0.9",)
    assert override_for("a.example", 80, entries) == ("10.0.0.2",)
    assert override_for("b.example", 80, entries) == ("127.0.0.1",)
    assert override_for("b.example", 443, entries) is None
    assert override_for("::5", 443, entries) == ("127.0.0.1",)
    assert override_for("a.example", 443, entries[:1]) == ("10.0.0.1", "::1")


@pytest.mark.parametrize(
    "entry", ["a.example", "a.example:443", "a.example:x:1.2.3.4", "a.example:443:", "a.example:443:b.example", ":443:1.2.3.4"]
)
async def test_an_override_that_cannot_be_is_told_before_connecting(entry: str) -> None:
    exchange = await send("http://127.0.0.1:1/", options=options(resolve=(entry,)))
    assert exchange.error is not None
    assert (exchange.error.kind, exchange.error.phase) == ("settings", "prepare")
    assert entry in exchange.error.title
    with pytest.raises(SendingError):
        checked_overrides((entry,))


async def test_a_version_of_ip_that_the_host_does_not_have() -> None:
    async with raw_server(OK) as server:
        fits = await send(server.url, options=options(ip_version="4"))
        exchange = await send(server.url, options=options(ip_version="6"))
    assert fits.error is None
    assert exchange.error is not None
    assert (exchange.error.title, exchange.error.reason) == ("127.0.0.1 has no IPv6 address", "It has 127.0.0.1.")


async def test_only_addresses_of_the_wanted_version_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    async with raw_server(OK) as server:

        async def both(_host: str, port: int) -> list[tcp.Address]:
            return [(socket.AF_INET6, ("::1", port, 0, 0)), (socket.AF_INET, ("127.0.0.1", port))]

        monkeypatch.setattr(tcp, "resolve", both)
        exchange = await send(f"http://two.example:{server.port}/", options=options(ip_version="4"))
    assert exchange.error is None
    assert details(exchange, "dns") == ["127.0.0.1"]
    assert details(exchange, "try") == []


async def test_F07_a_failed_try_is_an_event_of_the_timeline(monkeypatch: pytest.MonkeyPatch) -> None:
    async with raw_server(OK) as server:

        async def both(_host: str, port: int) -> list[tcp.Address]:
            return [(socket.AF_INET, ("127.0.0.2", port)), (socket.AF_INET, ("127.0.0.1", port))]

        monkeypatch.setattr(tcp, "resolve", both)
        exchange = await send(f"http://two.example:{server.port}/")
    assert details(exchange, "try") == [f"127.0.0.2:{server.port}: Connection refused: nothing listens there."]
    assert details(exchange, "connect") == [f"127.0.0.1:{server.port}"]


@pytest.mark.skipif(sys.platform == "win32", reason="Python has no socket files on Windows")
async def test_F12_a_socket_file(tmp_path: Path) -> None:
    path = tmp_path / "s"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(OK)
        await writer.drain()
        writer.close()

    heads: list[bytes] = []
    server = await asyncio.start_unix_server(serve, path)
    async with server:
        exchange = await send("http://docker/info", options=options(unix_socket=str(path)))
    assert exchange.error is None
    assert heads[0].startswith(b"GET /info HTTP/1.1\r\nHost: docker\r\n")
    assert exchange.hops[0].connection.remote == str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Python has no socket files on Windows")
@pytest.mark.parametrize(("name", "words"), [("none", "There is no such file."), ("x" * 300, ""), ("plain", "Connection refused")])
async def test_F12_a_socket_file_that_cannot_be_used(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("no socket")
    exchange = await send("http://docker/info", options=options(unix_socket=str(tmp_path / name)))
    assert exchange.error is not None
    assert (exchange.error.kind, exchange.error.phase) == ("socket", "connect")
    assert name in exchange.error.title
    assert words in exchange.error.reason
    assert exchange.error.reason


async def test_F13_ipv6_literals_with_and_without_a_zone() -> None:
    try:
        async with raw_server(OK, host="::1") as server:
            plain = await send(f"http://[::1]:{server.port}/")
            zoned = await send(f"http://[::1%25lo]:{server.port}/")
    except OSError:
        pytest.skip("this machine has no IPv6")
    assert plain.error is None
    assert plain.hops[0].connection.remote == f"[::1]:{server.port}"
    assert b"Host: [::1]:" in server.requests[0]
    if zoned.error is None:
        assert b"Host: [::1]:" in server.requests[1]
    else:
        assert zoned.error.title == "The address ::1%lo cannot be used"
        assert "lo" in zoned.error.reason


async def test_F13_a_zone_that_is_not_here_is_not_told_as_a_name_that_nobody_knows() -> None:
    exchange = await send("http://[fe80::1%25nosuch0]:1/")
    assert exchange.error is not None
    assert (exchange.error.kind, exchange.error.phase) == ("connect", "connect")
    assert "nosuch0" in exchange.error.reason
    assert "fe80:" in exchange.error.hint
    assert exchange.error.code


def test_F13_the_zone_is_shown_with_the_address() -> None:
    name = socket.if_indextoname(1)
    assert address_text(("fe80::1", 80, 0, 1)) == f"[fe80::1%{name}]:80"
    assert address_text(("fe80::1", 80, 0, 4_000_000)) == "[fe80::1%4000000]:80"


async def test_routes_that_are_not_used_any_more_are_closed() -> None:
    async with raw_server(OK) as server:
        sender = Sender()
        for number in range(MAX_CLIENTS + 3):
            entry = f"host{number}.example:80:127.0.0.1"
            exchange = await send(server.url, sender, options=options(resolve=(entry,)))
            assert exchange.error is None
        wire = sender._wire
        assert isinstance(wire, Wire)
        assert len(wire._clients) == MAX_CLIENTS
        for _turn in range(1000):
            if server.open <= MAX_CLIENTS:
                break
            await asyncio.sleep(0)
        assert server.open == MAX_CLIENTS
        await sender.close()
        await server.all_ended()
