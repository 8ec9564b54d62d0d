"""TLS contexts: built once for each choice of settings, off the loop's thread."""

from __future__ import annotations

import os
import ssl
import sys
import warnings
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from curlew.model.prepared import ClientCertificate
from curlew.net.blocking import in_daemon_thread
from curlew.net.client_certificates import load_into
from curlew.net.errors import ConnectingError
from curlew.net.reasons import os_reason
from curlew.text import _

MAX_KEPT = 32

CERTIFICATE_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch, Gentoo
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # newer ones of them
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # Alpine, BSD
)
"""Where systems keep the authorities that they trust."""

_VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}


@dataclass(frozen=True, slots=True)
class TlsChoice:
    """All that a TLS context depends on. minimum: `1.0` to `1.3`. offered: protocols for ALPN, best first."""

    verify: bool = True
    minimum: str = "1.2"
    authorities: tuple[Path, ...] = ()
    client: ClientCertificate | None = None
    offered: tuple[str, ...] = ("http/1.1",)


@dataclass(frozen=True, slots=True)
class Ready:
    """A context to make connections with. client: the subject of the certificate that it shows to servers that ask."""

    context: ssl.SSLContext
    client: str = ""


class Contexts:
    """TLS contexts by their choice. Building one reads the system's certificates: tens of milliseconds."""

    def __init__(self) -> None:
        self._built: OrderedDict[tuple[object, ...], Ready] = OrderedDict()

    async def get(self, choice: TlsChoice) -> Ready:
        """Return the context, built in a thread on first use and when a file of it changed. Raise ConnectingError in plain words."""
        files = _files(choice)
        key = (choice, await in_daemon_thread(lambda: tuple(map(_stamp, files)))) if files else (choice,)
        if key not in self._built:
            self._built[key] = await in_daemon_thread(lambda: _build(choice))
            while len(self._built) > MAX_KEPT:
                self._built.popitem(last=False)
        self._built.move_to_end(key)
        return self._built[key]


def _files(choice: TlsChoice) -> tuple[Path, ...]:
    client = choice.client
    own = (client.certificate, *((client.key,) if client.key else ())) if client else ()
    return (*choice.authorities, *own)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _build(choice: TlsChoice) -> Ready:
    context = _trusting(choice.authorities) if choice.verify else _blind()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # old versions are what was asked for
        context.minimum_version = _VERSIONS.get(choice.minimum, ssl.TLSVersion.TLSv1_2)  # Debian's Python leaves it open
    if choice.minimum in ("1.0", "1.1"):
        context.set_ciphers("DEFAULT:@SECLEVEL=0")  # OpenSSL refuses the signatures of these versions otherwise
    # Some builds of Python (Debian's) take a cut connection for a proper end; then nobody could tell that data is missing.
    context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    context.set_alpn_protocols(list(choice.offered))
    return Ready(context, load_into(context, choice.client) if choice.client else "")


def _trusting(authorities: tuple[Path, ...]) -> ssl.SSLContext:
    for name, exists in (("SSL_CERT_FILE", Path.is_file), ("SSL_CERT_DIR", Path.is_dir)):
        value = os.environ.get(name)
        if value and not exists(Path(value.split(os.pathsep)[0])):
            raise ConnectingError(
                "tls",
                _("The trusted certificates could not be read"),
                _("The environment variable {name} names {path}, which is not there.").format(name=name, path=value),
                _("Correct or unset it, and start Curlew again."),
                "tls",
            )
    try:
        context = _of_the_system()
        if os.environ.get("SSL_CERT_FILE"):
            context.load_verify_locations(os.environ["SSL_CERT_FILE"])
    except (ssl.SSLError, OSError) as error:
        raise ConnectingError(
            "tls",
            _("The trusted certificates could not be read"),
            _("The file {path} holds none that can be used.").format(path=os.environ.get("SSL_CERT_FILE", "")),
            _("Check that it is a PEM file."),
            "tls",
        ) from error
    for path in authorities:
        _add_authority(context, path)
    return context


def _add_authority(context: ssl.SSLContext, path: Path) -> None:
    try:
        context.load_verify_locations(path)
    except (ssl.SSLError, OSError) as error:
        if isinstance(error, ssl.SSLError):
            reason = _("It holds no certificate that can be read.")
        else:
            reason = _("There is no such file.") if isinstance(error, FileNotFoundError) else os_reason(error)
        raise ConnectingError(
            "tls",
            _("The authority’s certificate {path} cannot be used").format(path=path),
            reason,
            _("Choose a PEM file in the TLS settings, or take this one out."),
            "tls",
        ) from error


def _of_the_system() -> ssl.SSLContext:
    """Return a context that trusts what the system trusts.

    On Windows and macOS truststore asks the system at each handshake. Elsewhere the system's store is a file, and truststore
    reads it at each connection: 110 ms on the loop's thread, so it is read here, once.
    """
    if sys.platform in ("win32", "darwin"):
        import truststore

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_default_verify_paths()
    defaults = ssl.get_default_verify_paths()
    if not defaults.cafile and not (defaults.capath and any(Path(defaults.capath).glob("*.0"))):
        # A built program's OpenSSL looks where the machine that built it had its certificates.
        found = next((path for path in CERTIFICATE_FILES if Path(path).is_file()), None)
        if found:
            context.load_verify_locations(found)
    return context


def _blind() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
