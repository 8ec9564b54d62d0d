"""Certificates as servers show them: read into plain values, and judged for one host."""

from __future__ import annotations

import hashlib
import ssl
import time
from collections.abc import Iterable
from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from curlew.model.exchange import Certificate
from curlew.model.moments import moment
from curlew.text import _

if TYPE_CHECKING:
    from cryptography import x509


def shown_chain(tls: ssl.SSLObject) -> tuple[bytes, ...]:
    """Return the certificates that the server showed, its own first, as DER; at least its own, if it showed any."""
    inner: Any = getattr(tls, "_sslobj", None)
    try:  # Python offers the chain officially from 3.13 on
        chain = inner.get_unverified_chain() or ()
        found = tuple(one if isinstance(one, bytes) else ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in chain)
    except (AttributeError, TypeError, ValueError, ssl.SSLError):
        found = ()
    if not found:
        own = tls.getpeercert(True)
        found = (own,) if own else ()
    return found


def fingerprint_of(der: bytes) -> str:
    return hashlib.sha256(der).hexdigest()


def read_chain(chain: Iterable[bytes]) -> tuple[Certificate, ...]:
    """Read certificates. Imports cryptography and takes milliseconds, so not on the loop's thread; never raises."""
    return tuple(_read(der) for der in chain)


def _read(der: bytes) -> Certificate:
    from cryptography import x509

    pem = ssl.DER_cert_to_PEM_cert(der)
    try:
        found = x509.load_der_x509_certificate(der)
        return Certificate(
            found.subject.rfc4514_string(),
            found.issuer.rfc4514_string(),
            _names(found),
            found.not_valid_before_utc.timestamp(),
            found.not_valid_after_utc.timestamp(),
            f"{found.serial_number:x}",
            fingerprint_of(der),
            _key(found),
            _signature(found),
            pem=pem,
        )
    except Exception as error:  # whatever is wrong with it, it is shown
        return Certificate("", "", fingerprint=fingerprint_of(der), problem=_("It cannot be read: {why}.").format(why=error), pem=pem)


def _names(found: x509.Certificate) -> tuple[str, ...]:
    from cryptography import x509

    try:
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    return tuple(str(name.value) for name in names if isinstance(name, (x509.DNSName, x509.IPAddress, x509.UniformResourceIdentifier)))


def _key(found: x509.Certificate) -> str:
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa

    try:
        key = found.public_key()
    except Exception:  # a kind of key that the library does not know
        return found.public_key_algorithm_oid.dotted_string
    match key:
        case rsa.RSAPublicKey():
            return f"RSA {key.key_size} bit"
        case ec.EllipticCurvePublicKey():
            return f"EC {key.curve.name} {key.key_size} bit"
        case dsa.DSAPublicKey():
            return f"DSA {key.key_size} bit"
        case ed25519.Ed25519PublicKey():
            return "Ed25519"
        case ed448.Ed448PublicKey():
            return "Ed448"
    return type(key).__name__


def _signature(found: x509.Certificate) -> str:
    name = found.signature_algorithm_oid._name
    return name if name and name != "Unknown OID" else found.signature_algorithm_oid.dotted_string


def judged(chain: tuple[Certificate, ...], host: str, now: float | None = None) -> tuple[Certificate, ...]:
    """Return the chain with what is wrong with each certificate for this host, as far as it shows."""
    at = time.time() if now is None else now
    return tuple(replace(one, problem=one.problem or _problem(one, host if not place else "", at)) for place, one in enumerate(chain))


def _problem(one: Certificate, host: str, now: float) -> str:
    """host: empty for a certificate that need not be for it."""
    if one.not_after and now > one.not_after:
        return _("It was valid until {time}.").format(time=moment(one.not_after))
    if now < one.not_before:
        return _("It is valid only from {time} on.").format(time=moment(one.not_before))
    if host and not is_for(one, host):
        names = ", ".join(one.names[:8]) + ("…" if len(one.names) > 8 else "")
        if not names:
            return _("It names no host at all, only its subject {subject}.").format(subject=one.subject or "“”")
        return _("It is for {names}.").format(names=names)
    if host and one.subject == one.issuer:
        return _("Subject and issuer are both {name}: nobody else vouches for it.").format(name=one.subject or "“”")
    return ""


def is_for(one: Certificate, host: str) -> bool:
    """Return whether a certificate names the host (RFC 9525: `*` stands for one label, and only at the left)."""
    host = host.lower().rstrip(".").partition("%")[0]
    try:
        address = ip_address(host)
    except ValueError:
        _first, _dot, parent = host.partition(".")
        names = {name.lower() for name in one.names}
        return host in names or bool(parent and f"*.{parent}" in names)
    return any(_same_address(name, str(address)) for name in one.names)


def _same_address(name: str, address: str) -> bool:
    try:
        return str(ip_address(name)) == address
    except ValueError:
        return False
