"""What goes wrong in a send, as errors of our own: each ends as one SendError in plain words."""

from __future__ import annotations

from curlew.errors import CurlewError
from curlew.model.exchange import SendError


class SendingError(CurlewError):
    """A send cannot go on. `kind` and `phase` as in SendError; the texts say what happened, why, and what to try."""

    def __init__(self, kind: str, title: str, reason: str = "", hint: str = "", phase: str = "") -> None:
        super().__init__(title, reason, hint)
        self.kind = kind
        self.phase = phase

    def as_error(self, phase: str = "") -> SendError:
        """Return the value for the exchange; `phase` counts where the failure itself does not say."""
        return SendError(self.kind, self.title, self.reason, self.hint, self.phase or phase)


class ConnectingError(SendingError):
    """No connection: name look-up, TCP or TLS failed."""


class WritingError(SendingError):
    """The connection broke, or the server answered, while the request was going out."""


class ReadingError(SendingError):
    """The connection broke while waiting for the response or receiving it."""


class StaleError(ReadingError):
    """A kept-open connection turned out to be closed before one byte of the response came."""


class ProtocolError(SendingError):
    """What came back is not HTTP, or breaks its rules."""
