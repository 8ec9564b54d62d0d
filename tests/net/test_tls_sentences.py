"""Everything that can be wrong with encryption has its own sentence, which names the field or the message that is to blame."""

from __future__ import annotations

import asyncio
import ssl
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from pathlib import Path

import pytest
import trustme

from curlew.engine.send import SendOptions
from curlew.model.exchange import Exchange
from curlew.model.prepared import ClientCertificate, SendSettings
from helpers.rawserver import OK, Connection, RawServer, raw_server, send
from helpers.tls import DAY, NOW, blocking_server, self_signed, server_context

FOLDER = Path(tempfile.gettempdir())
Made = AbstractAsyncContextManager[RawServer] | AbstractContextManager[int]


pytestmark = pytest.mark.usefixtures("trusted")


async def fetched(made: Made, url: str = "https://127.0.0.1:{}", **settings: object) -> Exchange:
    options = SendOptions(SendSettings(**settings))  # type: ignore[arg-type]
    if isinstance(made, AbstractContextManager):
        with made as port:
            return await asyncio.wait_for(send(url.format(port), options=options, folder=FOLDER), 20)
    async with made as server:
        return await asyncio.wait_for(send(url.format(server.port), options=options, folder=FOLDER), 20)


def at_once(answer: bytes, reset: bool = False) -> Callable[[Connection], Awaitable[None]]:
    async def handle(connection: Connection) -> None:
        await connection.reader.read(100)
        if reset:
            connection.reset()
        else:
            await connection.send(answer)

    return handle


def alert(code: int) -> bytes:
    return b"\x15\x03\x03\x00\x02\x02" + bytes([code])


async def every_failure(ca: trustme.CA, folder: Path) -> dict[str, Exchange]:
    """Return one failed exchange for each row of the table."""
    good = ca.issue_cert("127.0.0.1", "localhost")
    mine = trustme.CA().issue_cert("me@example.com")
    pem = folder / "client.pem"
    pem.write_bytes(mine.private_key_pem.bytes() + mine.cert_chain_pems[0].bytes())
    (folder / "text.pem").write_text("nothing of the kind")
    client = (ClientCertificate("127.0.0.1", "pem", pem),)

    def demanding(version: ssl.TLSVersion) -> ssl.SSLContext:
        context = server_context(good, maximum_version=version, verify_mode=ssl.CERT_REQUIRED)
        ca.configure_trust(context)
        return context

    late = ca.issue_cert("127.0.0.1", not_after=NOW - DAY)
    early = ca.issue_cert("127.0.0.1", not_before=NOW + DAY, not_after=NOW + 2 * DAY)
    old = server_context(good, minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1, ciphers="ALL:@SECLEVEL=0")
    camellia = server_context(good, maximum_version=ssl.TLSVersion.TLSv1_2, ciphers="ECDHE-RSA-CAMELLIA128-SHA256:AES128-CCM8:@SECLEVEL=0")
    made: dict[str, Awaitable[Exchange]] = {
        "expired": fetched(raw_server(OK, server_context(late))),
        "early": fetched(raw_server(OK, server_context(early))),
        "name": fetched(raw_server(OK, server_context(ca.issue_cert("other.example", "third.example")))),
        "self": fetched(raw_server(OK, self_signed("localhost")), "https://localhost:{}"),
        "unknown": fetched(raw_server(OK, server_context(trustme.CA().issue_cert("127.0.0.1")))),
        "old": fetched(blocking_server(old)),
        "no 1.3": fetched(blocking_server(server_context(good, maximum_version=ssl.TLSVersion.TLSv1_2)), min_tls="1.3"),
        "wanted": fetched(blocking_server(demanding(ssl.TLSVersion.TLSv1_2))),
        "refused": fetched(blocking_server(demanding(ssl.TLSVersion.TLSv1_3)), client_certificates=client),
        "plain": fetched(raw_server(at_once(b"HTTP/1.1 400 Bad Request\r\n\r\n"))),
        "name unknown": fetched(raw_server(at_once(alert(112)))),
        "cipher": fetched(blocking_server(camellia)),
        "cut": fetched(raw_server(at_once(b""))),
        "no http2": fetched(raw_server(OK, server_context(good)), http_version="2"),
        "protocol": fetched(raw_server(at_once(alert(120)))),
        "authority": fetched(raw_server(OK), ca_files=(folder / "text.pem",)),
        "certificate": fetched(raw_server(OK), client_certificates=(ClientCertificate("127.0.0.1", "pem", folder / "text.pem"),)),
    }
    return {name: await one for name, one in made.items()}


async def test_F01_F02_F03_C39_each_failure_has_its_own_words(ca: trustme.CA, tmp_path: Path) -> None:
    seen = await every_failure(ca, tmp_path)
    for name, exchange in seen.items():
        error = exchange.error
        assert error is not None, name
        assert error.reason, name
        assert error.hint, name
        assert error.phase == "tls", (name, error)
        assert "SSL" not in error.title + error.reason, (name, error.reason)
    sentences = {name: f"{exchange.error.title}. {exchange.error.reason}" for name, exchange in seen.items() if exchange.error}
    titles = {name: exchange.error.title for name, exchange in seen.items() if exchange.error}
    assert len(set(titles.values())) == len(titles), titles
    assert f"{NOW - DAY:%d %b %Y}" in sentences["expired"]
    assert f"{NOW + DAY:%d %b %Y}" in sentences["early"]
    assert "It is for other.example, third.example." in sentences["name"]
    assert "CN=localhost" in sentences["self"]
    assert "trustme" in sentences["unknown"]
    assert titles["wanted"] == "127.0.0.1 wants a client certificate"
    assert titles["refused"] == "127.0.0.1 refused the client certificate"
    assert titles["cipher"] == "127.0.0.1 and Curlew have no encryption in common"


async def test_F01_the_offending_certificate_is_shown(ca: trustme.CA) -> None:
    for context in (server_context(ca.issue_cert("127.0.0.1", not_after=NOW - DAY)), server_context(ca.issue_cert("other.example"))):
        async with raw_server(OK, context) as server:
            exchange = await send(server.url)
        connection = exchange.hops[0].connection
        assert connection.verified is False
        assert connection.certificates[0].problem
        assert connection.certificates[0].fingerprint
        assert connection.certificates[0].pem.startswith("-----BEGIN CERTIFICATE-----")
        assert server.requests == []


async def test_F01_an_authority_in_between_that_expired_is_named() -> None:
    root = trustme.CA()
    from curlew.model.exchange import Certificate
    from curlew.net.tls_failures import certificate_failure

    leaf = Certificate("CN=a.example", "CN=Middle", ("a.example",), 0.0, 4e9)
    middle = Certificate("CN=Middle", "CN=Root", (), 0.0, 1e9)
    error = ssl.SSLCertVerificationError("x")
    error.verify_code, error.verify_message = 10, "certificate has expired"
    told = certificate_failure("a.example", error, (leaf, middle))
    assert told.reason == "“CN=Middle”, with which it was issued, was valid until 09 Sep 2001, 01:46 UTC."
    assert root is not None


async def test_a_certificate_with_several_faults_tells_all_of_them(ca):
    stranger = trustme.CA()
    late = server_context(stranger.issue_cert("api.other.example", not_before=NOW - 60 * DAY, not_after=NOW - 3 * DAY))
    failure = (await fetched(raw_server(OK, tls=late))).error
    assert "does not trust" in failure.title
    assert "It has expired, too" in failure.reason
    assert "not for 127.0.0.1, but for api.other.example" in failure.reason
    fresh = (await fetched(raw_server(OK, tls=server_context(stranger.issue_cert("127.0.0.1"))))).error
    assert "too" not in fresh.reason
    assert "but for" not in fresh.reason


def test_F01_what_else_is_wrong_is_told_when_the_name_is_the_first_fault() -> None:
    from curlew.model.exchange import Certificate
    from curlew.net.tls_failures import certificate_failure

    error = ssl.SSLCertVerificationError("x")
    error.verify_code, error.verify_message = 62, "Hostname mismatch"
    told = certificate_failure("a.example", error, (Certificate("CN=b.example", "CN=Root", ("b.example",), 0.0, 1e9),))
    assert told.title == "The certificate is not for a.example"
    assert told.reason == "It is for b.example. It has expired, too: it was valid until 09 Sep 2001, 01:46 UTC."
