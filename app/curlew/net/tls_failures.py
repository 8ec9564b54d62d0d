"""Why a TLS handshake failed, in plain words that name the field or the message that is to blame."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass

from curlew.model.exchange import Certificate
from curlew.model.moments import moment
from curlew.net.certificates import is_for
from curlew.net.errors import ConnectingError, code_of
from curlew.net.reasons import os_reason
from curlew.text import _

_VERIFY_CODES = {
    9: "early",
    10: "expired",
    18: "self",
    19: "chain",
    20: "unknown",
    21: "unknown",
    23: "revoked",
    26: "purpose",
    62: "name",
    64: "name",
}
_WEAK = range(66, 69)


@dataclass(frozen=True, slots=True)
class Handshake:
    """What was known when a handshake failed. wanted: the server asked for a certificate; client: the subject of the one we have.

    minimum: the oldest version that we accept. answered: the server has begun a handshake of its own. proxy: it is one to a proxy.
    """

    host: str
    minimum: str = "1.2"
    client: str = ""
    wanted: bool = False
    answered: bool = True
    proxy: bool = False


def tls_failure(shake: Handshake, error: BaseException, chain: tuple[Certificate, ...] = ()) -> ConnectingError:
    """Return the error for a failed handshake. chain: what the server showed, where that is known."""
    failure = certificate_failure(shake.host, error, chain) if isinstance(error, ssl.SSLCertVerificationError) else _told(shake, error)
    failure.code = failure.code or code_of(error)  # here, since not every way to the sender keeps the cause
    return failure


def _told(shake: Handshake, error: BaseException) -> ConnectingError:
    text = f"{getattr(error, 'reason', '') or ''} {error}".upper()
    # Python 3.11.2 has no class of its own for an end that nobody announced.
    cut = isinstance(error, (ssl.SSLEOFError, ConnectionError, EOFError)) or "UNEXPECTED_EOF_WHILE_READING" in text
    if shake.wanted and ("HANDSHAKE_FAILURE" in text or cut):
        return _wants_certificate(shake, text)
    for marks, tell in _TABLE:
        if any(mark in text for mark in marks):
            return tell(shake, text)
    if cut:
        return _cut(shake, error)
    why = (getattr(error, "reason", "") or "").replace("_", " ").capitalize()
    if not why and isinstance(error, ValueError):
        why = str(error)
    reason = (why or _("The handshake failed")) + "."
    return _failure(_("TLS with {host} failed").format(host=shake.host), reason, _("Check the server’s TLS settings."))


def _failure(title: str, reason: str, hint: str) -> ConnectingError:
    return ConnectingError("tls", title, reason, hint, "tls")


def _cut(shake: Handshake, error: BaseException) -> ConnectingError:
    reset = isinstance(error, ConnectionError)
    reason = os_reason(error) if reset else _("It gave no reason.")
    hint = _("The server may want a client certificate, another host name, or speak plain HTTP: try http://.")
    return _failure(_("{host} closed the connection during the TLS handshake").format(host=shake.host), reason, hint)


def _no_tls(shake: Handshake, _text: str) -> ConnectingError:
    hint = _("Write the proxy’s address with http://.") if shake.proxy else _("Try http:// in the URL.")
    reason = _("The answer to the TLS greeting was no TLS; it is probably plain HTTP.")
    return _failure(_("This port of {host} does not speak TLS").format(host=shake.host), reason, hint)


def _old(shake: Handshake, _text: str) -> ConnectingError:
    if shake.minimum == "1.3":
        title = _("{host} does not offer TLS 1.3").format(host=shake.host)
        return _failure(title, _("The request’s settings ask for at least that version."), _("Allow TLS 1.2 in the request’s settings."))
    return _failure(
        _("{host} offers only old TLS versions").format(host=shake.host),
        _("It and Curlew have no TLS version in common; Curlew accepts {version} and later.").format(version=f"TLS {shake.minimum}"),
        _("Ask the server’s operator to enable TLS 1.2.\nFor a device that knows no other, choose TLS 1.0 in the request’s settings."),
    )


def _wants_certificate(shake: Handshake, text: str) -> ConnectingError:
    if shake.client:
        said = next((words for mark, words in _refusals().items() if mark in text), _("It gave no further reason."))
        return _failure(
            _("{host} refused the client certificate").format(host=shake.host),
            _("It was shown {subject}. {why}").format(subject=shake.client, why=said),
            _("Ask the server’s operator which certificates it accepts."),
        )
    return _failure(
        _("{host} wants a client certificate").format(host=shake.host),
        _("It ended the connection because none was sent."),
        _("Add one for {host} in the collection’s settings.\nAsk the server’s operator for one.").format(host=shake.host),
    )


def _refusals() -> dict[str, str]:
    return {
        "UNKNOWN_CA": _("It does not know the authority that issued it."),
        "CERTIFICATE_EXPIRED": _("It says that it has expired."),
        "CERTIFICATE_REVOKED": _("It says that it was revoked."),
        "UNSUPPORTED_CERTIFICATE": _("It says that it is of a kind that it cannot use."),
        "BAD_CERTIFICATE": _("It says that it is not valid."),
        "ACCESS_DENIED": _("It says that access is denied."),
    }


def _unknown_name(shake: Handshake, _text: str) -> ConnectingError:
    reason = _("It does not know that name in its TLS settings (“unrecognized name”).")
    return _failure(_("The server does not serve {host}").format(host=shake.host), reason, _("Check the host name."))


def _no_cipher(shake: Handshake, text: str) -> ConnectingError:
    if not shake.answered or "NO_SHARED_CIPHER" in text or "INSUFFICIENT_SECURITY" in text:
        return _failure(
            _("{host} and Curlew have no encryption in common").format(host=shake.host),
            _("The server found no cipher, key or signature that both accept (“handshake failure”)."),
            _("Ask the server’s operator to check its ciphers.\nFor an old device, choose TLS 1.0 in the request’s settings."),
        )
    return _failure(
        _("{host} refused the TLS handshake").format(host=shake.host),
        _("All it says is “handshake failure”: it found no cipher or key in common, or misses a client certificate."),
        _("Ask the server’s operator whether it wants a client certificate, and check its TLS settings."),
    )


def _weak_key(shake: Handshake, _text: str) -> ConnectingError:
    return _failure(
        _("The encryption of {host} is too weak").format(host=shake.host),
        _("It uses a key or signature that can be broken."),
        _("Ask the server’s operator for a stronger one.\nFor an old device, choose TLS 1.0 in the request’s settings."),
    )


def no_http2(host: str, chosen: str) -> ConnectingError:
    """Return the error for a server that does not speak the HTTP/2 that the settings demand."""
    reason = _("It chose {version}.").format(version=chosen.upper()) if chosen else _("It took up none of the protocols that were offered.")
    hint = _("Set the HTTP version to automatic in the request’s settings.")
    return ConnectingError("http2", _("{host} does not offer HTTP/2").format(host=host), reason, hint, "tls")


def _no_protocol(shake: Handshake, _text: str) -> ConnectingError:
    return _failure(
        _("{host} speaks none of the HTTP versions that were offered").format(host=shake.host),
        _("It ended the handshake (“no application protocol”)."),
        _("Choose another HTTP version in the request’s settings."),
    )


_Tell = Callable[[Handshake, str], ConnectingError]

_TABLE: tuple[tuple[tuple[str, ...], _Tell], ...] = (
    (("NO_APPLICATION_PROTOCOL",), _no_protocol),
    (("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE", "NOT_SSL"), _no_tls),
    (("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS_AVAILABLE", "VERSION_TOO_LOW"), _old),
    (
        (
            "CERTIFICATE_REQUIRED",
            "ALERT_BAD_CERTIFICATE",
            "ALERT_UNKNOWN_CA",
            "ALERT_ACCESS_DENIED",
            "ALERT_CERTIFICATE_",
            "ALERT_UNSUPPORTED_CERTIFICATE",
        ),
        _wants_certificate,
    ),
    (("UNRECOGNIZED_NAME",), _unknown_name),
    (("DH_KEY_TOO_SMALL", "EE_KEY_TOO_SMALL", "CA_MD_TOO_WEAK", "LEGACY_SIGALG"), _weak_key),
    (("HANDSHAKE_FAILURE", "NO_SHARED_CIPHER", "SIGNATURE_ALGORITHMS", "INSUFFICIENT_SECURITY"), _no_cipher),
)


def certificate_failure(host: str, error: ssl.SSLCertVerificationError, chain: tuple[Certificate, ...] = ()) -> ConnectingError:
    """Return the error for a certificate that cannot be trusted, with the field that is to blame."""
    code = getattr(error, "verify_code", None)
    kind = _kind(code, host, chain)
    title = {
        "early": _("The certificate of {host} is not valid yet"),
        "expired": _("The certificate of {host} has expired"),
        "self": _("The certificate of {host} is self-signed"),
        "chain": _("The certificate of {host} ends in a self-signed one that this machine does not trust"),
        "unknown": _("The certificate of {host} was issued by an authority that this machine does not trust"),
        "name": _("The certificate is not for {host}"),
        "revoked": _("The certificate of {host} was revoked"),
        "purpose": _("The certificate of {host} is not meant for servers"),
        "weak": _("The certificate of {host} is too weak"),
    }.get(kind, _("The certificate of {host} is not trusted"))
    reason = _field(kind, chain) or _plain(getattr(error, "verify_message", "") or error.reason or str(error))
    reason = " ".join((reason, *_besides(kind, host, chain)))
    failure = _failure(title.format(host=host), reason, _hint(kind, host))
    failure.code = code_of(error)
    return failure


def _kind(code: object, host: str, chain: tuple[Certificate, ...]) -> str:
    if isinstance(code, int) and code in _WEAK:
        return "weak"
    known = _VERIFY_CODES.get(code, "") if isinstance(code, int) else ""
    if known or not chain:
        return known
    now, own = time.time(), chain[0]  # the systems' own checks (Windows, macOS) give no code of OpenSSL's
    if any(one.not_after and one.not_after < now for one in chain):
        return "expired"
    if own.not_before > now:
        return "early"
    if own.names and not is_for(own, host):
        return "name"
    return "self" if own.subject == own.issuer else "unknown"


def _plain(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _field(kind: str, chain: tuple[Certificate, ...]) -> str:
    """Return what the certificates say about it; empty where nothing is known."""
    if not chain:
        return ""
    now, own = time.time(), chain[0]
    if kind == "expired":
        late = next((one for one in chain if one.not_after and one.not_after < now), own)
        text = _("It was valid until {time}.") if late is own else _("“{name}”, with which it was issued, was valid until {time}.")
        return text.format(time=moment(late.not_after), name=late.subject)
    if kind == "early":
        young = next((one for one in chain if one.not_before > now), own)
        said = _("It is valid only from {time} on; this machine’s clock says {now}.")
        return said.format(time=moment(young.not_before), now=moment(now))
    if kind == "name":
        return own.problem or _("It is for {names}.").format(names=", ".join(own.names) or own.subject)
    if kind == "self":
        return _("Subject and issuer are both {name}: nobody else vouches for it.").format(name=own.subject or "“”")
    if kind == "chain":
        return _("The last certificate that the server showed is {name}, which vouches for itself.").format(name=chain[-1].subject)
    if kind == "unknown":
        return _("Its issuer is {name}, of which this machine knows nothing.").format(name=chain[-1].issuer or "“”")
    if kind == "weak":
        return _("Its key is {key}, its signature {signature}.").format(key=own.key, signature=own.signature)
    return ""


def _besides(kind: str, host: str, chain: tuple[Certificate, ...]) -> list[str]:
    """Return what else is wrong with the server's certificate: who trusts it all the same should know."""
    if not chain or kind == "revoked":
        return []
    now, own, found = time.time(), chain[0], []
    if kind != "expired" and own.not_after and own.not_after < now:
        found.append(_("It has expired, too: it was valid until {time}.").format(time=moment(own.not_after)))
    if kind != "early" and own.not_before > now:
        found.append(_("It is not valid yet, either: only from {time} on.").format(time=moment(own.not_before)))
    if kind != "name" and own.names and not is_for(own, host):
        found.append(_("And it is not for {host}, but for {names}.").format(host=host, names=", ".join(own.names[:5])))
    return found


def _hint(kind: str, host: str) -> str:
    trust = _("If you know this server, trust this certificate for {host}.").format(host=host)
    if kind in ("early", "expired"):
        return _("Check this machine’s clock, or ask the server’s operator to renew the certificate.") + "\n" + trust
    if kind == "name":
        return _("Check the host in the URL.") + "\n" + trust
    if kind == "revoked":
        return _("Do not send anything there, and ask the server’s operator.")
    if kind in ("unknown", "chain", "self"):
        return trust + "\n" + _("Or add the authority’s file to the TLS settings.")
    return trust
