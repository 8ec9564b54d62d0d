"""TLS over a byte pipe."""

from __future__ import annotations

import errno
import ssl
from collections.abc import Callable

from curlew.net.certificates import shown_chain
from curlew.net.contexts import Ready, TlsChoice
from curlew.net.errors import ReadingError, WritingError
from curlew.net.pipe import BytePipe, broken_read
from curlew.net.tls_failures import Handshake, tls_failure

SLICE = 64 * 1024
MAX_HELLO = 64 * 1024

_SERVER_HELLO, _CERTIFICATE_REQUEST = 2, 13


def handshake_messages(data: bytes) -> set[int]:
    """Return the types of the handshake messages in what a server sent before encryption began (RFC 8446 section 4)."""
    inside, at = bytearray(), 0
    while at + 5 <= len(data) and data[at] == 22:
        size = int.from_bytes(data[at + 3 : at + 5])
        inside += data[at + 5 : at + 5 + size]
        at += 5 + size
    found, at = set(), 0
    while at + 4 <= len(inside):
        found.add(inside[at])
        at += 4 + int.from_bytes(inside[at + 1 : at + 4])
    return found


class TlsPipe:
    """A pipe inside TLS, with the same methods. `cut`: the other side ended without saying so, so data may be missing.

    to_proxy: it protects only the way to the proxy, so it is not told as the encryption of the exchange.
    """

    def __init__(self, pipe: BytePipe, ready: Ready, choice: TlsChoice, host: str, to_proxy: bool = False) -> None:
        self._pipe = pipe
        self._host = host
        self._choice = choice
        self._client = ready.client
        self._to_proxy = to_proxy
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._greeting = b""
        name = host.rstrip(".").partition("%")[0]
        try:
            self._tls = ready.context.wrap_bio(self._incoming, self._outgoing, server_hostname=name)
        except ValueError as error:  # a name that no certificate can have, such as one that begins with a dot
            raise tls_failure(Handshake(host), error) from error
        self.remote, self.local = pipe.remote, pipe.local
        self.cut = False
        self._ended = False
        self._left = b""
        self._failure: ReadingError | None = None
        self._listener: Callable[[], None] | None = None

    @property
    def listener(self) -> Callable[[], None] | None:
        return self._listener

    @listener.setter
    def listener(self, listener: Callable[[], None] | None) -> None:
        self._listener = self._pipe.listener = listener

    @property
    def protocol(self) -> str:
        """What ALPN chose; empty if nothing."""
        return self._tls.selected_alpn_protocol() or ""

    def chain(self) -> tuple[bytes, ...]:
        return shown_chain(self._tls)

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
            raise tls_failure(self._shake(), error) from error
        except (ReadingError, WritingError) as error:
            raise tls_failure(self._shake(), error.__cause__ or ConnectionResetError(errno.ECONNRESET, "")) from error
        self._greeting = b""

    def _shake(self) -> Handshake:
        seen = handshake_messages(self._greeting)
        wanted = _CERTIFICATE_REQUEST in seen
        return Handshake(self._host, self._choice.minimum, self._client, wanted, _SERVER_HELLO in seen, self._to_proxy)

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
            if len(self._greeting) < MAX_HELLO and not self._tls.version():
                self._greeting += data
            self._incoming.write(data)
        else:
            self._incoming.write_eof()

    @property
    def summary(self) -> str:
        if self._to_proxy:
            return ""
        cipher = self._tls.cipher()
        return ", ".join(part for part in (self._tls.version(), cipher[0] if cipher else "") if part)

    @property
    def full(self) -> bool:
        return self._pipe.full

    @property
    def readable(self) -> bool:
        return bool(self._left) or self._pipe.readable or self._tls.pending() > 0

    @property
    def ended(self) -> bool:
        return self._ended or self._failure is not None

    def failure(self) -> ReadingError | None:
        return self._failure or self._pipe.failure()

    def put_back(self, data: bytes) -> None:
        self._left = data + self._left

    def take_now(self) -> bytes:
        """Return what has arrived and can be decrypted without waiting; empty if nothing can."""
        if self._left:
            data, self._left = self._left, b""
            return data
        if arrived := self._pipe.take_now():
            self._incoming.write(arrived)
        elif self._pipe.ended:
            self._incoming.write_eof()
        try:
            return self._decrypted() or b""
        except ReadingError as error:
            self._failure = error  # for whoever waits for more
            return b""

    def _decrypted(self) -> bytes | None:
        """Return the next decrypted bytes, empty at the end, None if more is needed. Raise ReadingError if the encryption broke."""
        try:
            data = self._tls.read(SLICE)
        except ssl.SSLWantReadError:
            return None
        except ssl.SSLZeroReturnError:
            data = b""
        except ssl.SSLError as error:
            if not isinstance(error, ssl.SSLEOFError) and error.reason != "UNEXPECTED_EOF_WHILE_READING":  # as Python 3.11.2 has it
                raise self._broken(error) from error
            self.cut = True
            data = b""
        self._ended = not data
        return data

    async def wait_readable(self, seconds: float) -> bool:
        return bool(self._left) or self._tls.pending() > 0 or await self._pipe.wait_readable(seconds)

    async def read(self) -> bytes:
        if self._left:
            return self.take_now()
        if self._ended:
            return b""
        if self._failure is not None:
            raise self._failure
        while (data := self._decrypted()) is None:
            await self._flush()
            await self._take()
        return data

    def _broken(self, error: ssl.SSLError) -> ReadingError:
        told = tls_failure(self._shake(), error)
        return ReadingError(told.kind, told.title, told.reason, told.hint, "tls") if "ALERT" in str(error).upper() else broken_read(error)

    async def write(self, data: bytes) -> None:
        view = memoryview(data)
        for start in range(0, len(view), SLICE):
            self._tls.write(view[start : start + SLICE])
            await self._flush()

    def push(self, data: bytes) -> None:
        if data:
            self._tls.write(data)
        if self._outgoing.pending:
            self._pipe.push(self._outgoing.read())

    async def drained(self) -> None:
        await self._pipe.drained()

    def close(self) -> None:
        self._pipe.close()
