from __future__ import annotations

import asyncio
import errno
import socket

import pytest

from curlew.net import tcp
from curlew.net.errors import ConnectingError
from curlew.net.reasons import os_reason
from curlew.net.record import Record
from helpers.rawserver import OK, raw_server, send


def closed_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


async def test_F07_a_refused_connection_names_the_address() -> None:
    port = closed_port()
    exchange = await send(f"http://127.0.0.1:{port}/")
    assert exchange.error is not None
    assert (exchange.error.kind, exchange.error.phase) == ("refused", "connect")
    assert exchange.error.reason == f"127.0.0.1:{port}: Connection refused: nothing listens there."


async def test_F07_every_address_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = [(socket.AF_INET, ("127.0.0.1", closed_port())), (socket.AF_INET, ("127.0.0.2", closed_port()))]

    async def two(_host: str, _port: int) -> list[tcp.Address]:
        return addresses  # type: ignore[return-value]

    monkeypatch.setattr(tcp, "resolve", two)
    with pytest.raises(ConnectingError) as raised:
        await tcp.connect("two.example", 80, Record(lambda _event: None, 0.0))
    assert raised.value.title == "two.example:80 refused the connection"
    assert raised.value.reason.splitlines() == [f"{a}:{p}: Connection refused: nothing listens there." for _f, (a, p) in addresses]


async def test_F07_the_next_address_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    async with raw_server(OK) as server:

        async def two(_host: str, port: int) -> list[tcp.Address]:
            return [(socket.AF_INET, ("127.0.0.1", closed_port())), (socket.AF_INET, ("127.0.0.1", port))]

        monkeypatch.setattr(tcp, "resolve", two)
        exchange = await send(f"http://two.example:{server.port}/")
    assert exchange.error is None


async def test_F07_an_address_that_is_silent_does_not_hold_up_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    real, cancelled = tcp._connect_one, []

    async def silent_first(address: tcp.Address) -> socket.socket:
        if address[1][0] == "192.0.2.1":
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                cancelled.append(address)
                raise
        return await real(address)

    async with raw_server(OK) as server:

        async def two(_host: str, port: int) -> list[tcp.Address]:
            return [(socket.AF_INET, ("192.0.2.1", port)), (socket.AF_INET, ("127.0.0.1", port))]

        monkeypatch.setattr(tcp, "resolve", two)
        monkeypatch.setattr(tcp, "_connect_one", silent_first)
        monkeypatch.setattr(tcp, "STAGGER_S", 0.01)
        exchange = await send(f"http://two.example:{server.port}/")
    assert exchange.error is None
    assert len(cancelled) == 1


async def test_F07_a_slow_address_can_win_while_a_later_one_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    real, joined = tcp._connect_one, asyncio.Event()

    async def slow_then_silent(address: tcp.Address) -> socket.socket:
        if address[1][0] == "192.0.2.1":
            joined.set()
            return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]
        await joined.wait()
        return await real(address)

    async with raw_server(OK) as server:

        async def two(_host: str, port: int) -> list[tcp.Address]:
            return [(socket.AF_INET, ("127.0.0.1", port)), (socket.AF_INET, ("192.0.2.1", port))]

        monkeypatch.setattr(tcp, "resolve", two)
        monkeypatch.setattr(tcp, "_connect_one", slow_then_silent)
        monkeypatch.setattr(tcp, "STAGGER_S", 0.01)
        exchange = await asyncio.wait_for(send(f"http://two.example:{server.port}/"), 5)
    assert exchange.error is None


async def test_F07_a_name_that_does_not_exist() -> None:
    exchange = await send("http://does-not-exist.invalid/")
    assert exchange.error is not None
    assert (exchange.error.kind, exchange.error.phase) == ("dns", "dns")
    assert "does-not-exist.invalid" in exchange.error.title
    assert exchange.error.reason


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..b", ".", "-", "1.2.3.4.5", "a!b.invalid", "xn--zz--.invalid"])
async def test_F07_a_name_that_cannot_exist_is_an_error_in_words(host: str) -> None:
    exchange = await send(f"http://{host}/")
    assert exchange.error is not None
    assert exchange.error.kind == "dns"
    assert exchange.error.reason.strip(". ")


async def test_F13_an_ipv6_address() -> None:
    try:
        async with raw_server(OK, host="::1") as server:
            exchange = await send(server.url)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    assert exchange.error is None
    assert exchange.hops[0].connection.remote.startswith("[::1]:")
    assert server.requests[0].split(b"\r\n")[1] == f"Host: [::1]:{server.port}".encode()


@pytest.mark.parametrize(
    "error",
    [
        OSError(),
        OSError(errno.ECONNRESET, "x"),
        OSError(errno.ENOTCONN, "x"),
        socket.gaierror(socket.EAI_AGAIN, "x"),
        socket.gaierror(-99, None),
    ],
)
def test_C36_a_reason_is_never_empty(error: OSError) -> None:
    reason = os_reason(error)
    assert reason.strip(". ")
    assert "Error" not in reason


async def test_a_thread_hands_its_error_over() -> None:
    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await tcp.in_daemon_thread(fail)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "api.localhost"])
async def test_F07_localhost_is_this_machine_where_the_system_does_not_know_it(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    def unknown(*_args: object, **_named: object) -> list[object]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert {address[0] for _family, address in await tcp.resolve(host, 80)} == {"::1", "127.0.0.1"}
