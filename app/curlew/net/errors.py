"""What goes wrong in a send, as errors of our own: each ends as one SendError in plain words."""

from __future__ import annotations

import errno
import socket
import ssl

from curlew.errors import CurlewError
from curlew.model.exchange import SendError


class SendingError(CurlewError):
    """A send cannot go on. `kind`, `phase`, `code` and `field` as in SendError; the texts say what happened, why, and what to try."""

    def __init__(
        self, kind: str, title: str, reason: str = "", hint: str = "", phase: str = "", *, code: str = "", field: str = ""
    ) -> None:
        super().__init__(title, reason, hint)
        self.kind = kind
        self.phase = phase
        self.code = code
        self.field = field

    def as_error(self, phase: str = "") -> SendError:
        """Return the value for the exchange; `phase` counts where the failure itself does not say."""
        code = self.code or code_of(self.__cause__ or self.__context__)  # the library's pool takes the cause away
        return SendError(self.kind, self.title, self.reason, self.hint, self.phase or phase, code, self.field)


class ConnectingError(SendingError):
    """No connection: name look-up, TCP or TLS failed."""


class WritingError(SendingError):
    """The connection broke, or the server answered, while the request was going out."""


class ReadingError(SendingError):
    """The connection broke while waiting for the response or receiving it."""


class StaleError(ReadingError):
    """A kept-open connection turned out to be closed before one byte of the response came.

    untouched: the server said that it did nothing with the request, so that sending any method again does no harm.
    """

    untouched = False


class ProtocolError(SendingError):
    """What came back is not HTTP, or breaks its rules."""


_LOOK_UP = {number: name for name, number in vars(socket).items() if name.startswith("EAI_")}


def code_of(error: BaseException | None) -> str:
    """Return what the system or OpenSSL said, for those who know it: `ECONNREFUSED (111)`; empty for anything else."""
    if isinstance(error, ssl.SSLError):
        named = getattr(error, "reason", None) or ""  # an error that Python itself raises has none
        told = getattr(error, "verify_message", "")
        return f"{named}: {told}" if named and told else named or told
    if isinstance(error, socket.gaierror):
        name = _LOOK_UP.get(error.errno or 0, "")
        return f"{name} ({error.errno})" if name else f"{error.errno}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{errno.errorcode.get(error.errno, 'errno')} ({error.errno})"
    return ""
