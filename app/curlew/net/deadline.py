"""Time limits of a send: for the whole, and for each phase, each told in its own words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar

from curlew.model.exchange import SendError
from curlew.model.prepared import SendSettings
from curlew.net.errors import SendingError
from curlew.text import _

if TYPE_CHECKING:
    from curlew.net.record import Record

T = TypeVar("T")

_LIMIT_OF = {"dns": "connect", "connect": "connect", "proxy": "proxy", "tls": "tls", "send": "send", "wait": "wait", "receive": "receive"}

_SPEECHLESS = ("connect", "proxy", "tls", "wait")
"""Phases in which the other side had said nothing: what to try then does not depend on which limit ended it."""

NOTICEABLE_S = 3.0
"""A limit that ends so much too late means that the program did not run meanwhile."""


class PhaseLimits:
    """Watches the phases of one hop, or of one way to a server.

    `connect` covers the name look-up, too, and counts anew for the proxy's part; `send` and `receive` start anew with each progress.
    """

    def __init__(self, timeout: asyncio.Timeout, settings: SendSettings) -> None:
        self._timeout = timeout
        self._limits = {
            "connect": settings.connect_timeout_s,
            "proxy": settings.connect_timeout_s,
            "tls": settings.tls_timeout_s,
            "send": settings.write_timeout_s,
            "wait": settings.read_timeout_s,
            "receive": settings.idle_timeout_s,
        }
        self._loop = asyncio.get_running_loop()
        self._watched = ""
        self._since: dict[str, float] = {}
        self._timer: asyncio.TimerHandle | None = None
        self.expired = ""

    @staticmethod
    def any(settings: SendSettings) -> bool:
        """Return whether a phase has a limit on a connection that stands."""
        return settings.write_timeout_s is not None or settings.read_timeout_s is not None or settings.idle_timeout_s is not None

    def entered(self, phase: str) -> None:
        """Watch a phase. Waiting goes on where it was left when an interim response came."""
        watched = _LIMIT_OF.get(phase, "")
        if watched != self._watched:
            self._watch(watched, restart=watched != "wait")

    def progressed(self) -> None:
        """Bytes went out or came in."""
        if self._watched == "wait":
            self._watch("receive")
        else:
            self._since[self._watched] = self._loop.time()

    def stop(self) -> None:
        self._watch("")

    def _watch(self, watched: str, restart: bool = True) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._watched = watched
        if restart or watched not in self._since:
            self._since[watched] = self._loop.time()
        if self._limits.get(watched) is not None:
            self._look()

    def _look(self) -> None:
        left = self._since[self._watched] + (self._limits[self._watched] or 0.0) - self._loop.time()
        if left > 0:
            self._timer = self._loop.call_later(left, self._look)
        else:
            self.expired = self._watched
            self._timeout.reschedule(self._loop.time())

    def failure(self, received: int) -> SendingError:
        """Return what to tell about the limit that has ended."""
        title, reason, hint, longer = _of_phase()[self.expired]
        seconds = f"{self._limits[self.expired]:g}"
        phase = "" if self.expired == "connect" else self.expired  # the record knows which of the three it was
        return SendingError("timeout", title.format(s=seconds), reason.format(n=received), f"{hint}\n{longer}", phase)


def _of_phase() -> dict[str, tuple[str, str, str, str]]:
    return {
        "connect": (
            _("No connection within {s} s"),
            _("Nobody answered at that address: neither yes nor no came back."),
            _("Check the address, and whether a firewall or VPN stands between."),
            _("Set a longer limit for connecting in the request’s settings."),
        ),
        "proxy": (
            _("No tunnel through the proxy within {s} s"),
            _("The proxy took the connection, but does not say that the server behind it is reached."),
            _("Check the proxy’s address and its scheme; or the server may not answer the proxy."),
            _("Set a longer limit for connecting in the request’s settings."),
        ),
        "tls": (
            _("No encryption agreed within {s} s"),
            _("The connection stands, but the server does not finish the TLS handshake."),
            _("Check the port: if the server speaks plain HTTP there, try http:// in the URL."),
            _("Set a longer limit for the handshake in the request’s settings."),
        ),
        "send": (
            _("The server took in nothing for {s} s"),
            _("The request is still going out, and the server has stopped reading it."),
            _("Try a smaller body; the server’s log may say why it stopped."),
            _("Set a longer limit for sending in the request’s settings."),
        ),
        "wait": (
            _("No answer within {s} s"),
            _("The request went out whole; the server has it, but has not begun to answer."),
            _("The server may be busy: try again later."),
            _("Set a longer limit for the first byte in the request’s settings."),
        ),
        "receive": (
            _("Nothing more came for {s} s"),
            _("The answer had begun and then paused; {n} bytes of its body came."),
            _("Send again; if it pauses at the same place, look into the server’s log."),
            _("Set a longer limit for silence in the request’s settings."),
        ),
    }


def out_of_time(limit: float, phase: str) -> SendError:
    """Return what to tell where the limit for the whole send has ended."""
    doing = {
        "prepare": _("preparing the request"),
        "dns": _("looking up the host name"),
        "connect": _("connecting"),
        "proxy": _("waiting for the proxy"),
        "tls": _("agreeing on encryption"),
        "send": _("sending the request"),
        "wait": _("waiting for the server’s answer"),
        "receive": _("receiving the response"),
    }
    hint = _("Set a longer timeout in the request’s settings, or 0 for none.")
    known = _of_phase().get(_LIMIT_OF.get(phase, "")) if phase in _SPEECHLESS else None
    return SendError(
        "timeout",
        _("No complete answer within {s} s").format(s=f"{limit:g}"),
        _("Time ran out while {doing}.").format(doing=doing.get(phase, phase)),
        f"{known[2]}\n{hint}" if known else hint,
        phase,
    )


async def in_time(record: Record, linking: Awaitable[T]) -> T:
    """Return what comes of making a connection, within the limits for that. They are watched here where a hop has no other ones."""
    settings = record.settings
    if record.limits is not None or settings is None or (settings.connect_timeout_s is None and settings.tls_timeout_s is None):
        return await linking
    limits: PhaseLimits | None = None
    try:
        async with asyncio.timeout(None) as timeout:
            limits = record.limits = PhaseLimits(timeout, settings)
            return await linking
    except TimeoutError as error:
        if limits is None or not limits.expired:
            raise
        raise limits.failure(record.received) from error
    finally:
        if limits is not None:
            limits.stop()
        record.limits = None


class Awake:
    """Knows how long the machine slept, or the program was stopped, while a send was under way (F19)."""

    def __init__(self) -> None:
        self._wall, self._run = time.time(), time.perf_counter()

    def words(self, late: float) -> str:
        """Return a sentence about it, empty if it ran all the time. late: seconds by which a limit ended too late."""
        slept = max(late, time.time() - self._wall - (time.perf_counter() - self._run))
        if slept < NOTICEABLE_S:
            return ""
        text = _("This machine slept, or Curlew was stopped, for about {n} s meanwhile; the network may have changed.")
        return text.format(n=round(slept))
