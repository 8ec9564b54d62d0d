"""TLS as a person meets it: it works, or a sentence says what is wrong with which certificate."""

from __future__ import annotations

import datetime
import socket
import ssl
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from curlew.engine.send import Sender
from curlew.model.exchange import Exchange
from curlew.model.request import Request, Settings
from curlew.model.sendevent import Phase, SendEvent
from curlew.net.contexts import Contexts, TlsChoice
from helpers.rawserver import OK, Connection, once, raw_server, send

NOW = datetime.datetime.now(datetime.UTC)


pytestmark = pytest.mark.usefixtures("trusted")


def server_context(cert: trustme.LeafCert, **settings: object) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # old TLS versions are what is tested
        for name, value in settings.items():
            setattr(context, name, value)
    return context


def error_of(exchange: Exchange) -> str:
    assert exchange.error is not None
    assert exchange.error.reason
    assert exchange.error.hint
    assert (exchange.error.kind, exchange.error.phase) == ("tls", "tls")
    return exchange.error.title


async def test_a_trusted_server_answers_and_the_version_is_shown(ca: trustme.CA) -> None:
    events: list[SendEvent] = []
    async with raw_server(OK, server_context(ca.issue_cert("127.0.0.1"))) as server:
        sender = Sender()
        exchange = await send(server.url, sender, events)
        again = await send(server.url, sender)
        await sender.close()
    assert exchange.error is None
    assert exchange.response is not None
    assert exchange.hops[0].connection.tls.startswith("TLSv1.3, ")
    assert exchange.timings.tls is not None
    assert [e.name for e in events if isinstance(e, Phase)] == ["connect", "tls", "send", "wait", "receive"]
    assert again.hops[0].connection.reused
    assert server.connections == 1


async def test_a_large_body_comes_and_goes_through_tls(ca: trustme.CA, tmp_path: Path) -> None:
    from curlew.model.body import FileBody
    from curlew.model.rows import FileChoice

    (tmp_path / "f").write_bytes(bytes(range(256)) * 8000)
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2048000\r\n\r\n" + bytes(range(256)) * 8000
    async with raw_server(answer, server_context(ca.issue_cert("127.0.0.1"))) as server:
        sender = Sender()
        exchange = await send(Request(method="PUT", url=server.url, body=FileBody((FileChoice("f"),))), sender, folder=tmp_path)
        assert exchange.response is not None
        assert exchange.response.body.read() == bytes(range(256)) * 8000
        await sender.close()
    assert server.requests[0].endswith(bytes(range(256)) * 8000)


async def test_F01_an_expired_certificate(ca: trustme.CA) -> None:
    cert = ca.issue_cert("127.0.0.1", not_after=NOW - datetime.timedelta(days=1))
    async with raw_server(OK, server_context(cert)) as server:
        assert error_of(await send(server.url)) == "The certificate of 127.0.0.1 has expired"


async def test_F01_a_certificate_for_another_host(ca: trustme.CA) -> None:
    async with raw_server(OK, server_context(ca.issue_cert("other.example"))) as server:
        assert error_of(await send(server.url)) == "The certificate is not for 127.0.0.1"
        assert error_of(await send(f"https://localhost:{server.port}")) == "The certificate is not for localhost"


async def test_F01_an_unknown_authority() -> None:
    async with raw_server(OK, server_context(trustme.CA().issue_cert("127.0.0.1"))) as server:
        assert "that this machine does not trust" in error_of(await send(server.url))


async def test_F05_verification_can_be_switched_off_for_a_request() -> None:
    async with raw_server(OK, server_context(trustme.CA().issue_cert("other.example"))) as server:
        exchange = await send(Request(url=server.url, settings=Settings(verify_tls=False)))
    assert exchange.error is None
    assert exchange.response is not None


@contextmanager
def blocking_server(context: ssl.SSLContext) -> Iterator[int]:
    """Serve one connection with a plain socket: unlike asyncio's, it tells the client by an alert why a handshake failed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            try:
                with context.wrap_socket(listener.accept()[0], server_side=True) as connection:
                    connection.recv(1000)
            except OSError:
                return  # the failed handshake is what the test is about

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)


async def test_F02_only_old_tls(ca: trustme.CA) -> None:
    context = server_context(ca.issue_cert("127.0.0.1"), minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1)
    context.set_ciphers("ALL:@SECLEVEL=0")  # else the server refuses its own old version with another alert
    with blocking_server(context) as port:
        assert "old TLS" in error_of(await send(f"https://127.0.0.1:{port}"))


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_F03_a_client_certificate_is_demanded(ca: trustme.CA, version: ssl.TLSVersion) -> None:
    context = server_context(ca.issue_cert("127.0.0.1"), maximum_version=version, verify_mode=ssl.CERT_REQUIRED)
    ca.configure_trust(context)
    with blocking_server(context) as port:
        exchange = await send(f"https://127.0.0.1:{port}")
    assert exchange.error is not None
    assert "client certificate" in exchange.error.title + exchange.error.hint


async def test_C39_plain_http_on_the_tls_scheme(ca: trustme.CA) -> None:
    async with raw_server(once(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as server:

        async def answers_at_once(connection: Connection) -> None:
            await connection.reader.read(100)
            await connection.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        async with raw_server(answers_at_once) as plain:
            exchange = await send(f"https://127.0.0.1:{plain.port}")
    assert server.connections == 0
    assert "does not speak TLS" in error_of(exchange)
    assert exchange.error is not None
    assert "http://" in exchange.error.hint


async def test_C39_tls_on_the_plain_scheme(ca: trustme.CA) -> None:
    async with raw_server(OK, server_context(ca.issue_cert("127.0.0.1"))) as server:
        exchange = await send(f"http://127.0.0.1:{server.port}")
    assert exchange.error is not None
    assert "https" in exchange.error.hint


async def test_F04_a_cut_without_notice_may_be_incomplete(ca: trustme.CA) -> None:
    async def cut(connection: Connection) -> None:
        await connection.request()
        await connection.send(b"HTTP/1.1 200 OK\r\n\r\npart")
        connection.writer.transport.abort()

    async def ended(connection: Connection) -> None:
        await connection.request()
        await connection.send(b"HTTP/1.1 200 OK\r\n\r\nwhole")

    context = server_context(ca.issue_cert("127.0.0.1"))
    async with raw_server(cut, context) as server:
        exchange = await send(server.url)
    assert exchange.response is not None
    assert exchange.response.body.data == b"part"
    assert "may be incomplete" in exchange.response.incomplete
    async with raw_server(ended, context) as server:
        exchange = await send(server.url)
    assert exchange.response is not None
    assert (exchange.response.body.data, exchange.response.incomplete) == (b"whole", "")


@pytest.mark.parametrize("content", [None, "no certificate in here"])
async def test_F06_missing_or_useless_trusted_certificates(content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.pem"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    exchange = await send("https://127.0.0.1:1/")
    assert error_of(exchange) == "The trusted certificates could not be read"
    assert exchange.error is not None
    assert str(path) in exchange.error.reason


async def test_a_handshake_reads_no_certificate_store_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read once, in a thread: truststore reads it at each connection on Linux, 110 ms on the window's thread."""
    context = (await Contexts().get(TlsChoice())).context

    def opened(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and watching:
            files.append(arguments[0])

    files: list[object] = []
    sys.addaudithook(opened)
    watching = True
    began = time.perf_counter()
    for _ in range(20):
        context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="h.example")
    took = time.perf_counter() - began
    watching = False
    assert files == []
    assert took < 0.2


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system itself is asked there")
async def test_F06_a_built_program_finds_the_certificates_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = ssl.DefaultVerifyPaths(None, None, "SSL_CERT_FILE", "/nowhere", "SSL_CERT_DIR", "/nowhere")  # type: ignore[attr-defined]
    store = str(tmp_path / "ca.pem")
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: nowhere)
    monkeypatch.setattr("curlew.net.contexts.CERTIFICATE_FILES", ("/nowhere/at/all.pem", store))
    context = (await Contexts().get(TlsChoice())).context
    assert any(entry["subject"] == entry["issuer"] and "trustme" in str(entry["subject"]) for entry in context.get_ca_certs())


async def test_F01_what_openssl_said_about_a_certificate_is_kept_as_the_code(ca: trustme.CA) -> None:
    async with raw_server(OK, server_context(trustme.CA().issue_cert("localhost"))) as server:
        unknown = await send(f"https://localhost:{server.port}/")
    async with raw_server(OK, server_context(ca.issue_cert("other.test"))) as server:
        other = await send(f"https://localhost:{server.port}/")
    codes = [exchange.error.code for exchange in (unknown, other) if exchange.error]
    assert codes[0].startswith("CERTIFICATE_VERIFY_FAILED: ")
    assert "mismatch" in codes[1].lower()
    assert unknown.hops[-1].connection.remote in [mark.detail for mark in unknown.hops[-1].marks]


async def test_the_times_of_a_first_encrypted_send_add_up(ca: trustme.CA) -> None:
    """Reading the trusted certificates and the server's are part of it, not a gap that nobody explains."""
    explained = []
    async with raw_server(OK, server_context(ca.issue_cert("localhost"))) as server:
        for _attempt in range(5):  # the machine may have been busy between two phases of one send
            exchange = await send(f"https://localhost:{server.port}/")
            times = exchange.hops[0].timings
            parts = [times.dns, times.connect, times.proxy, times.tls, times.send, times.wait, times.receive]
            assert times.total is not None
            total = sum(part or 0.0 for part in parts)
            assert total <= times.total + 1
            explained.append(total / times.total)
    assert max(explained) > 0.8, explained
