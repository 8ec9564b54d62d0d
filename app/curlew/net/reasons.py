"""Reasons of the operating system and of TLS, in plain words."""

from __future__ import annotations

import errno
import os
import socket
import ssl

from curlew.net.errors import ConnectingError
from curlew.text import _


def os_reason(error: BaseException) -> str:
    """Return why a system call failed; never empty, never a class name."""
    if isinstance(error, socket.gaierror):
        return _gai_reason(error)
    code = getattr(error, "errno", None)
    known = {
        errno.ECONNREFUSED: _("Connection refused: nothing listens there."),
        errno.ECONNRESET: _("The other side reset the connection."),
        errno.EPIPE: _("The other side closed the connection."),
        errno.ETIMEDOUT: _("No answer within the system’s time limit."),
        errno.EHOSTUNREACH: _("No route to that host."),
        errno.ENETUNREACH: _("That network cannot be reached from here."),
        errno.EADDRNOTAVAIL: _("That address cannot be connected to."),
        errno.EACCES: _("This machine does not allow it."),
        errno.EMFILE: _("Too many connections or files are open."),
    }
    if code in known:
        return known[code]
    if isinstance(code, int) and code > 0:
        return os.strerror(code) + "."
    return str(error) or _("The system gave no reason.")


def _gai_reason(error: socket.gaierror) -> str:
    if error.errno == socket.EAI_AGAIN:
        return _("The name server did not answer, or cannot be reached.")
    if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
        return _("No address is known for that name.")
    return (error.strerror or _("The name look-up failed")) + "."


def connect_failure(host: str, port: int, failed: dict[str, str]) -> ConnectingError:
    """Return the error for a host none of whose addresses answered; `failed` maps each address to its reason."""
    refused = bool(failed) and all(reason == os_reason(ConnectionRefusedError(errno.ECONNREFUSED, "")) for reason in failed.values())
    reason = "\n".join(f"{address}: {why}" for address, why in failed.items())
    if refused:
        hint = _("Is the server running, and is the port right?")
        return ConnectingError("refused", _("{host}:{port} refused the connection").format(host=host, port=port), reason, hint, "connect")
    hint = _("Check the address, and whether a firewall or VPN stands between.")
    return ConnectingError("connect", _("{host}:{port} could not be reached").format(host=host, port=port), reason, hint, "connect")


_VERIFY_CODES = {9: "early", 10: "expired", 18: "self", 19: "chain", 20: "unknown", 21: "unknown", 62: "name", 64: "name"}


def tls_failure(host: str, error: BaseException) -> ConnectingError:
    """Return the error for a failed TLS handshake."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate_failure(host, error)
    text = f"{getattr(error, 'reason', '') or ''} {error}".upper()
    for marks, title, reason, hint in _handshake_table(host):
        if any(mark in text for mark in marks):
            return ConnectingError("tls", title, reason, hint, "tls")
    if isinstance(error, (ssl.SSLEOFError, ConnectionError, EOFError)):
        return ConnectingError(
            "tls",
            _("{host} closed the connection during the TLS handshake").format(host=host),
            _("It gave no reason."),
            _("The server may want a client certificate, another host name, or speak plain HTTP: try http://."),
            "tls",
        )
    why = (getattr(error, "reason", "") or "").replace("_", " ").capitalize()
    return ConnectingError(
        "tls",
        _("TLS with {host} failed").format(host=host),
        (why or _("The handshake failed")) + ".",
        _("Check the server’s TLS settings."),
        "tls",
    )


def _certificate_failure(host: str, error: ssl.SSLCertVerificationError) -> ConnectingError:
    kind = _VERIFY_CODES.get(error.verify_code, "") if isinstance(getattr(error, "verify_code", None), int) else ""
    title = {
        "early": _("The certificate of {host} is not valid yet"),
        "expired": _("The certificate of {host} has expired"),
        "self": _("The certificate of {host} is self-signed"),
        "chain": _("The certificate of {host} ends in a self-signed one that this machine does not trust"),
        "unknown": _("The certificate of {host} was issued by an authority that this machine does not trust"),
        "name": _("The certificate is not for {host}"),
    }.get(kind, _("The certificate of {host} is not trusted"))
    reason = getattr(error, "verify_message", "") or error.reason or str(error)
    hint = (
        _("Check this machine’s clock, or ask the server’s operator to renew the certificate.")
        if kind in ("early", "expired")
        else _("If you trust this server, switch TLS verification off in the request’s settings.")
    )
    return ConnectingError("tls", title.format(host=host), reason[:1].upper() + reason[1:].rstrip(".") + ".", hint, "tls")


def _handshake_table(host: str) -> tuple[tuple[tuple[str, ...], str, str, str], ...]:
    return (
        (
            ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"),
            _("This port of {host} does not speak TLS").format(host=host),
            _("The answer to the TLS greeting was no TLS; it is probably plain HTTP."),
            _("Try http:// in the URL."),
        ),
        (
            ("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS_AVAILABLE"),
            _("{host} offers only old TLS versions").format(host=host),
            _("It and Curlew have no TLS version in common; Curlew speaks TLS 1.2 and 1.3."),
            _("Ask the server’s operator to enable TLS 1.2."),
        ),
        (
            (
                "CERTIFICATE_REQUIRED",
                "ALERT_BAD_CERTIFICATE",
                "SSLV3_ALERT_BAD_CERTIFICATE",
                "TLSV1_ALERT_UNKNOWN_CA",
                "ALERT_ACCESS_DENIED",
            ),
            _("{host} wants a client certificate").format(host=host),
            _("It ended the connection because none, or none that it accepts, was sent."),
            _("Ask the server’s operator for one."),
        ),
        (
            ("UNRECOGNIZED_NAME",),
            _("The server does not serve {host}").format(host=host),
            _("It does not know that name in its TLS settings."),
            _("Check the host name."),
        ),
        (
            ("HANDSHAKE_FAILURE", "NO_SHARED_CIPHER", "SIGNATURE_ALGORITHMS", "DH_KEY_TOO_SMALL"),
            _("{host} refused the TLS handshake").format(host=host),
            _("All it says is “handshake failure”: it found no cipher or key in common, or misses a client certificate."),
            _("Ask the server’s operator whether it wants a client certificate, and check its TLS settings."),
        ),
    )
