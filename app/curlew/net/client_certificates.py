"""Client certificates: which one a server is shown, and its files read into a TLS context."""

from __future__ import annotations

import os
import secrets
import shutil
import ssl
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from curlew.model.prepared import ClientCertificate
from curlew.net.bypass import split_port
from curlew.net.errors import ConnectingError
from curlew.net.reasons import os_reason
from curlew.text import _

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

MAX_SIZE = 4 * 1024 * 1024


def certificate_for(host: str, port: int, certificates: Iterable[ClientCertificate]) -> ClientCertificate | None:
    """Return the first certificate whose pattern fits: `host`, `*.host` (what is below it), `*`, each also with `:port`."""
    name = host.lower().rstrip(".")
    for certificate in certificates:
        pattern, wanted_port = split_port(certificate.host.strip().lower())
        if wanted_port not in (None, port):
            continue
        if pattern in ("*", name) or (pattern.startswith("*.") and name.endswith(pattern[1:])):
            return certificate
    return None


def load_into(context: ssl.SSLContext, certificate: ClientCertificate) -> str:
    """Give a context the certificate to show; return its subject. Blocks; raises ConnectingError in plain words."""
    if certificate.kind == "pkcs12":
        own, key, others = _pkcs12(certificate)
    else:
        own, key, others = _pem(certificate)
    try:
        _hand_over(context, own, key, others)
    except ssl.SSLError as error:
        why = _("The key does not belong to the certificate.") if error.reason == "KEY_VALUES_MISMATCH" else _words(error)
        raise _bad(certificate.certificate, why, _("Choose the key that was made with this certificate.")) from error
    return own.subject.rfc4514_string()


def _hand_over(context: ssl.SSLContext, own: x509.Certificate, key: PrivateKeyTypes, others: list[x509.Certificate]) -> None:
    """OpenSSL takes certificates only from a file: a private one, its key encrypted with a password that nobody keeps, deleted at once."""
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

    password = secrets.token_hex(16).encode("ascii")
    data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password))
    data += b"".join(one.public_bytes(Encoding.PEM) for one in (own, *others))
    folder = Path(tempfile.mkdtemp(prefix="curlew-"))  # readable by this user only
    try:
        path = folder / secrets.token_hex(8)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        context.load_cert_chain(path, password=password)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _pem(certificate: ClientCertificate) -> tuple[x509.Certificate, PrivateKeyTypes, list[x509.Certificate]]:
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    data = _data(certificate.certificate)
    try:
        found = x509.load_pem_x509_certificates(data)
    except ValueError as error:
        hint = _("Choose a PEM file, which begins with -----BEGIN CERTIFICATE-----.")
        raise _bad(certificate.certificate, _("It holds no certificate that can be read."), hint) from error
    path = certificate.key or certificate.certificate
    key_data = data if certificate.key is None else _data(certificate.key)
    password = certificate.passphrase.encode("utf-8") if certificate.passphrase and b"ENCRYPTED" in key_data else None
    try:
        key = load_pem_private_key(key_data, password)
    except TypeError as error:
        raise _bad(path, _("Its key is encrypted, and no passphrase is set."), _("Type the passphrase of the key.")) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        if password is not None:
            raise _wrong_passphrase(path) from error
        hint = _("Choose the file with the private key, which holds -----BEGIN PRIVATE KEY-----.")
        raise _bad(path, _("It holds no private key that can be read."), hint) from error
    return found[0], key, found[1:]


def _pkcs12(certificate: ClientCertificate) -> tuple[x509.Certificate, PrivateKeyTypes, list[x509.Certificate]]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

    path = certificate.certificate
    data = _data(path)
    password = certificate.passphrase.encode("utf-8")
    try:
        try:
            key, own, others = load_key_and_certificates(data, password or None)
        except ValueError:
            if password:
                raise
            key, own, others = load_key_and_certificates(data, b"")  # some tools encrypt with an empty one
    except (ValueError, UnsupportedAlgorithm) as error:
        if "password" not in str(error).lower():
            hint = _("Choose a file that ends in .p12 or .pfx.")
            raise _bad(path, _("It is no PKCS#12 file that can be read."), hint) from error
        if not password:
            raise _bad(path, _("It is encrypted, and no passphrase is set."), _("Type the passphrase of the file.")) from error
        raise _wrong_passphrase(path) from error
    if own is None or key is None:
        what = _("It holds no certificate.") if own is None else _("It holds no private key.")
        raise _bad(path, what, _("Export the certificate together with its key."))
    return own, key, others


def _data(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_SIZE)
    except OSError as error:
        reason = _("There is no such file.") if isinstance(error, FileNotFoundError) else os_reason(error)
        raise _bad(path, reason, _("Choose the file again.")) from error


def _wrong_passphrase(path: Path) -> ConnectingError:
    return _bad(path, _("The passphrase is wrong, or the file is damaged."), _("Type the passphrase again."))


def _words(error: ssl.SSLError) -> str:
    return (error.reason or _("OpenSSL refused it")).replace("_", " ").capitalize() + "."


def _bad(path: Path, reason: str, hint: str) -> ConnectingError:
    return ConnectingError("certificate", _("The client certificate {path} cannot be used").format(path=path), reason, hint, "tls")
