"""Certificates and TLS servers for tests."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW = datetime.datetime.now(datetime.UTC)
DAY = datetime.timedelta(days=1)


def server_context(cert: trustme.LeafCert, **settings: object) -> ssl.SSLContext:
    """Return a server's context; settings are attributes to set, `ciphers` and `alpn` among them."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    return configured(context, settings)


def configured(context: ssl.SSLContext, settings: dict[str, object]) -> ssl.SSLContext:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # old TLS versions are what is tested
        for name, value in settings.items():
            if name == "ciphers":
                context.set_ciphers(str(value))
            else:
                setattr(context, name, value)
    return context


def self_signed(host: str) -> ssl.SSLContext:
    """Return the context of a server whose certificate nobody else vouches for."""
    import tempfile
    from pathlib import Path

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(NOW - DAY).not_valid_after(NOW + 90 * DAY)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
    certificate = builder.sign(key, hashes.SHA256())
    plain = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "both.pem"
        path.write_bytes(plain + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
    return context


@contextmanager
def blocking_server(context: ssl.SSLContext, answer: bytes = b"", connections: int = 1) -> Iterator[int]:
    """Serve with plain sockets: unlike asyncio's, they tell the client by an alert why a handshake failed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for _connection in range(connections):
                try:
                    with context.wrap_socket(listener.accept()[0], server_side=True) as connection:
                        connection.recv(1000)
                        connection.sendall(answer)
                except OSError:
                    continue  # the failed handshake is what the test is about

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
    thread.join(1)
