"""TLS over a byte pipe, and its contexts: built once for each setting, off the loop's thread."""

from __future__ import annotations

import os
import ssl
import sys
from pathlib import Path

from curlew.net.blocking import in_daemon_thread
from curlew.net.errors import ConnectingError, ReadingError
from curlew.net.pipe import Pipe, broken_read
from curlew.net.reasons import tls_failure
from curlew.text import _

SLICE = 64 * 1024

CERTIFICATE_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch, Gentoo
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # newer ones of them
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # Alpine, BSD
)
"""Where systems keep the authorities that they trust."""


class Contexts:
    """TLS contexts by their settings. Building one reads the system's certificates: tens of milliseconds."""

    def __init__(self) -> None:
        self._built: dict[bool, ssl.SSLContext] = {}

    async def get(self, verify: bool) -> ssl.SSLContext:
        """Return the context, built in a thread on first use. Raise ConnectingError if its certificates cannot be read."""
        if verify not in self._built:
            context = await in_daemon_thread(_trusting if verify else _blind)
            context.minimum_version = ssl.TLSVersion.TLSv1_2  # Debian's Python leaves it open
            # Some builds of Python (Debian's) take a cut connection for a proper end; then nobody could tell that data is missing.
            context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
            self._built[verify] = context
        return self._built[verify]


def _trusting() -> ssl.SSLContext:
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
    return context


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


class TlsPipe:
    """A pipe inside TLS, with the same methods. `cut`: the other side ended without saying so, so data may be missing."""

    def __init__(self, pipe: Pipe, context: ssl.SSLContext, host: str) -> None:
        self._pipe = pipe
        self._host = host
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        try:
            self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        except ValueError as error:  # a name that no certificate can have, such as one that begins with a dot
            raise tls_failure(host, error) from error
        self.remote, self.local = pipe.remote, pipe.local
        self.cut = False
        self._ended = False

    @property
    def idle(self) -> bool:
        return self._pipe.idle

    @idle.setter
    def idle(self, idle: bool) -> None:
        self._pipe.idle = idle

    async def handshake(self) -> None:
        try:
            while True:
                try:
                    self._tls.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    await self._flush()
                    await self._take()
            await self._flush()
        except (ssl.SSLError, ssl.CertificateError) as error:
            await self._tell_alert()
            raise tls_failure(self._host, error) from error
        except ReadingError as error:
            raise tls_failure(self._host, error.__cause__ or EOFError()) from error

    async def _tell_alert(self) -> None:
        """Send the alert that OpenSSL has prepared; whether it arrives does not matter."""
        try:
            await self._flush()
        except Exception:
            pass

    async def _flush(self) -> None:
        if self._outgoing.pending:
            await self._pipe.write(self._outgoing.read())

    async def _take(self) -> None:
        data = await self._pipe.read()
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()

    @property
    def summary(self) -> str:
        cipher = self._tls.cipher()
        return ", ".join(part for part in (self._tls.version(), cipher[0] if cipher else "") if part)

    @property
    def readable(self) -> bool:
        return self._pipe.readable or self._tls.pending() > 0

    def take_now(self) -> bytes:
        """Return what has arrived and can be decrypted without waiting; empty if nothing can."""
        self._incoming.write(self._pipe.take_now())
        try:
            return self._tls.read(SLICE)
        except ssl.SSLError:
            return b""  # nothing yet, or an error that the next read tells

    async def wait_readable(self, seconds: float) -> bool:
        return self._tls.pending() > 0 or await self._pipe.wait_readable(seconds)

    async def read(self) -> bytes:
        if self._ended:
            return b""
        while True:
            try:
                data = self._tls.read(SLICE)
            except ssl.SSLWantReadError:
                await self._flush()
                await self._take()
                continue
            except ssl.SSLZeroReturnError:
                data = b""
            except ssl.SSLError as error:
                if not isinstance(error, ssl.SSLEOFError) and error.reason != "UNEXPECTED_EOF_WHILE_READING":  # as Python 3.11.2 has it
                    raise self._broken(error) from error
                self.cut = True
                data = b""
            self._ended = not data
            return data

    def _broken(self, error: ssl.SSLError) -> ReadingError:
        told = tls_failure(self._host, error)
        return ReadingError(told.kind, told.title, told.reason, told.hint) if "ALERT" in str(error).upper() else broken_read(error)

    async def write(self, data: bytes) -> None:
        view = memoryview(data)
        for start in range(0, len(view), SLICE):
            self._tls.write(view[start : start + SLICE])
            await self._flush()

    def close(self) -> None:
        self._pipe.close()
