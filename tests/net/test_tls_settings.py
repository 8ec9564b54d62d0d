"""TLS as a person sets it: authorities, client certificates, versions, verification, and certificates trusted by their fingerprint."""

from __future__ import annotations

import ssl
import tempfile
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from curlew.engine.send import Sender, SendOptions
from curlew.model.exchange import Exchange
from curlew.model.prepared import ClientCertificate, SendSettings
from curlew.net.client_certificates import certificate_for
from helpers.rawserver import OK, raw_server
from helpers.rawserver import send as send_from
from helpers.tls import DAY, NOW, blocking_server, server_context


@pytest.fixture
def authority(ca: trustme.CA, tmp_path: Path) -> Path:
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    return tmp_path / "ca.pem"


FOLDER = Path(tempfile.gettempdir())


async def send(url: str, sender: Sender | None = None, **job: object) -> Exchange:
    """Send from a collection whose folder holds the files of these tests."""
    return await send_from(url, sender, folder=FOLDER, **job)


def options(**settings: object) -> SendOptions:
    return SendOptions(SendSettings(**settings))  # type: ignore[arg-type]


async def test_F06_an_own_authority_is_trusted_beside_the_systems(ca: trustme.CA, authority: Path) -> None:
    async with raw_server(OK, server_context(ca.issue_cert("127.0.0.1"))) as server:
        without = await send(server.url)
        exchange = await send(server.url, options=options(ca_files=(authority,)))
    assert without.error is not None
    assert exchange.error is None
    connection = exchange.hops[0].connection
    assert connection.verified is True
    own = connection.certificates[0]
    assert own.names == ("127.0.0.1",)
    assert own.problem == ""
    assert own.key == "EC secp256r1 256 bit"
    assert own.signature == "ecdsa-with-SHA256"
    assert own.fingerprint == ssl_fingerprint(own.pem)


def ssl_fingerprint(pem: str) -> str:
    import hashlib

    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


async def test_F06_a_damaged_authority_is_told_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "bad.pem").write_text("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n")
    exchange = await send("https://127.0.0.1:1", options=options(ca_files=(tmp_path / "bad.pem",)))
    assert exchange.error is not None
    assert str(tmp_path / "bad.pem") in exchange.error.title
    assert exchange.error.reason == "It holds no certificate that can be read."


async def test_F05_without_verification_the_certificate_is_shown_with_what_is_wrong() -> None:
    async with raw_server(OK, server_context(trustme.CA().issue_cert("other.example", not_after=NOW - DAY))) as server:
        exchange = await send(server.url, options=options(verify_tls=False))
    assert exchange.error is None
    connection = exchange.hops[0].connection
    assert connection.verified is False
    assert "It was valid until" in connection.certificates[0].problem


async def test_a_certificate_that_ends_soon_is_worth_a_note(ca: trustme.CA, authority: Path) -> None:
    async with raw_server(OK, server_context(ca.issue_cert("127.0.0.1", not_after=NOW + 3 * DAY))) as server:
        exchange = await send(server.url, options=options(ca_files=(authority,)))
    assert any(note.startswith("The server’s certificate ends soon") for note in exchange.notes)


async def test_old_tls_where_it_is_allowed(ca: trustme.CA, authority: Path) -> None:
    context = server_context(
        ca.issue_cert("127.0.0.1"), minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1, ciphers="ALL:@SECLEVEL=0"
    )
    with blocking_server(context, OK) as port:
        exchange = await send(f"https://127.0.0.1:{port}", options=options(ca_files=(authority,), min_tls="1.0"))
    assert exchange.error is None
    assert exchange.hops[0].connection.tls.startswith("TLSv1, ")


# --- client certificates ---


@pytest.fixture
def demanding(ca: trustme.CA) -> ssl.SSLContext:
    context = server_context(ca.issue_cert("127.0.0.1"), verify_mode=ssl.CERT_REQUIRED)
    ca.configure_trust(context)
    return context


def client_files(ca: trustme.CA, folder: Path) -> dict[str, ClientCertificate]:
    mine = ca.issue_cert("me@example.com", common_name="Ada")
    key = load_pem_private_key(mine.private_key_pem.bytes(), None)
    certificate = x509.load_pem_x509_certificate(mine.cert_chain_pems[0].bytes())
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"s\xc3\xa9cret"))
    files = {
        "cert.pem": mine.cert_chain_pems[0].bytes(),
        "key.pem": mine.private_key_pem.bytes(),
        "both.pem": mine.private_key_and_cert_chain_pem.bytes(),
        "locked.pem": locked,
        "open.p12": serialize_key_and_certificates(b"x", key, certificate, None, NoEncryption()),  # type: ignore[arg-type]
        "locked.p12": serialize_key_and_certificates(b"x", key, certificate, None, BestAvailableEncryption(b"s\xc3\xa9cret")),  # type: ignore[arg-type]
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    cert = folder / "cert.pem"
    return {
        "two files": ClientCertificate("127.0.0.1", "pem", cert, folder / "key.pem"),
        "one file": ClientCertificate("*", "pem", folder / "both.pem"),
        "locked key": ClientCertificate("127.0.0.1", "pem", cert, folder / "locked.pem", "sécret"),
        "needless passphrase": ClientCertificate("127.0.0.1", "pem", cert, folder / "key.pem", "whatever"),
        "pkcs12": ClientCertificate("127.0.0.1", "pkcs12", folder / "open.p12"),
        "locked pkcs12": ClientCertificate("127.0.0.1", "pkcs12", folder / "locked.p12", None, "sécret"),
    }


async def test_F03_client_certificates_of_every_kind(ca: trustme.CA, authority: Path, demanding: ssl.SSLContext, tmp_path: Path) -> None:
    async with raw_server(OK, demanding) as server:
        for name, certificate in client_files(ca, tmp_path).items():
            exchange = await send(server.url, options=options(ca_files=(authority,), client_certificates=(certificate,)))
            assert exchange.error is None, (name, exchange.error)
            assert "CN=Ada" in exchange.hops[0].connection.client_certificate


async def test_client_certificates_that_cannot_be_used_are_told_in_words(ca: trustme.CA, tmp_path: Path) -> None:
    client_files(ca, tmp_path)
    cert = tmp_path / "cert.pem"
    (tmp_path / "other.pem").write_bytes(ca.issue_cert("x@example.com").private_key_pem.bytes())
    (tmp_path / "text").write_text("hello")
    wrong = {
        "gone": ClientCertificate("*", "pem", tmp_path / "gone.pem"),
        "text": ClientCertificate("*", "pem", tmp_path / "text"),
        "no key": ClientCertificate("*", "pem", cert),
        "no passphrase": ClientCertificate("*", "pem", cert, tmp_path / "locked.pem"),
        "wrong passphrase": ClientCertificate("*", "pem", cert, tmp_path / "locked.pem", "no"),
        "foreign key": ClientCertificate("*", "pem", cert, tmp_path / "other.pem"),
        "no p12": ClientCertificate("*", "pkcs12", tmp_path / "text"),
        "p12 no passphrase": ClientCertificate("*", "pkcs12", tmp_path / "locked.p12"),
        "p12 wrong passphrase": ClientCertificate("*", "pkcs12", tmp_path / "locked.p12", None, "no"),
    }
    seen = {}
    for name, certificate in wrong.items():
        exchange = await send("https://127.0.0.1:1", options=options(client_certificates=(certificate,)))
        assert exchange.error is not None, name
        assert exchange.error.kind in ("certificate", "file"), (name, exchange.error)
        assert exchange.error.hint
        seen[name] = exchange.error.reason
    assert seen["no passphrase"] == "Its key is encrypted, and no passphrase is set."
    assert seen["foreign key"] == "The key does not belong to the certificate."
    assert seen["wrong passphrase"] == seen["p12 wrong passphrase"] == "The passphrase is wrong, or the file is damaged."
    assert len(set(seen.values())) == len(seen) - 1


@pytest.mark.parametrize(
    ("pattern", "host", "fits"),
    [
        ("api.example.com", "API.example.com", True),
        ("api.example.com", "api.example.com.", True),
        ("*.example.com", "a.b.example.com", True),
        ("*.example.com", "example.com", False),
        ("*.example.com", "badexample.com", False),
        ("api.example.com:443", "api.example.com", True),
        ("api.example.com:8443", "api.example.com", False),
        ("[::1]:443", "::1", True),
        ("*", "anything", True),
    ],
)
def test_which_host_is_shown_a_certificate(pattern: str, host: str, fits: bool) -> None:
    assert (certificate_for(host, 443, [ClientCertificate(pattern)]) is not None) is fits


async def test_a_certificate_goes_only_where_its_pattern_says(
    ca: trustme.CA, authority: Path, demanding: ssl.SSLContext, tmp_path: Path
) -> None:
    certificate = ClientCertificate("elsewhere.example", "pem", tmp_path / "cert.pem", tmp_path / "key.pem")
    client_files(ca, tmp_path)
    with blocking_server(demanding) as port:
        exchange = await send(f"https://127.0.0.1:{port}", options=options(ca_files=(authority,), client_certificates=(certificate,)))
    assert exchange.error is not None
    assert exchange.error.title == "127.0.0.1 wants a client certificate"


# --- trust for one host ---


async def refused(url: str, sender: Sender, *pinned: str) -> Exchange:
    return await send(url, sender, options=options(pinned=pinned))


async def test_F01_a_certificate_is_trusted_by_its_fingerprint_for_its_host_only() -> None:
    stranger = trustme.CA()
    async with raw_server(OK, server_context(stranger.issue_cert("127.0.0.1", not_after=NOW - DAY))) as server:
        sender = Sender()
        first = await refused(server.url, sender)
        fingerprint = first.hops[0].connection.certificates[0].fingerprint
        trusted = await refused(server.url, sender, f"127.0.0.1:{server.port}={fingerprint}")
        elsewhere = await refused(f"https://localhost:{server.port}", sender, f"127.0.0.1:{server.port}={fingerprint}")
        other = await refused(server.url, sender, f"127.0.0.1:{server.port}={'0' * 64}")
        await sender.close()
    assert first.error is not None
    assert trusted.error is None
    connection = trusted.hops[0].connection
    assert (connection.verified, connection.pinned) == (False, True)
    assert elsewhere.error is not None
    assert other.error is not None
    assert len(server.requests) == 1
