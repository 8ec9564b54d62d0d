"""The echo server's own certificate: an authority made for this run, and a certificate for this machine's names signed by it."""

from __future__ import annotations

import datetime
import ipaddress
import os
import shutil
import ssl
import tempfile
from collections.abc import Iterable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

OWN_NAMES = ("localhost", "127.0.0.1", "::1")
_VALID = datetime.timedelta(days=30)
_CLOCKS_DIFFER = datetime.timedelta(hours=1)


class EchoCertificate:
    """Made anew for each run; its keys never leave this process but for the moment in which the TLS library reads them.

    ca_file: the authority's certificate (PEM), for clients that are to trust it. `close` removes it.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        authority, authority_key = _authority()
        leaf, leaf_key = _leaf(authority, authority_key, (*OWN_NAMES, *names))
        self.ca_pem = authority.public_bytes(serialization.Encoding.PEM)
        self._folder = Path(tempfile.mkdtemp(prefix="curlew-echo-"))
        self.ca_file = self._folder / "curlew-echo-ca.pem"
        self.ca_file.write_bytes(self.ca_pem)
        self.context = self._context(leaf.public_bytes(serialization.Encoding.PEM) + self.ca_pem, leaf_key)

    def _context(self, chain: bytes, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["h2", "http/1.1"])
        form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        path = self._folder / "key.pem"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(chain + key.private_bytes(*form))
        try:
            context.load_cert_chain(path)  # the ssl module reads files only
        finally:
            path.unlink()
        return context

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _authority() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Curlew echo server: authority of this run")
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)  # signs certificates and nothing else
    builder = (
        _dated(name, name, key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, hashes.SHA256()), key


def _leaf(
    authority: x509.Certificate, authority_key: ec.EllipticCurvePrivateKey, names: Iterable[str]
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        _dated(_name("Curlew echo server"), authority.subject, key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in dict.fromkeys(names)]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
    )
    return builder.sign(authority_key, hashes.SHA256()), key


def _dated(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    return builder.serial_number(x509.random_serial_number()).not_valid_before(now - _CLOCKS_DIFFER).not_valid_after(now + _VALID)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
