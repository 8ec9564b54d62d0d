"""What a send may use that stands outside `net`: cookies, kept tokens, the browser, the clock. `engine` fills it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from curlew.model.exchange import CookieNote, Exchange
from curlew.model.prepared import Prepared


class CookieAccess(Protocol):
    """The jar of the workspace and environment in which a request is sent."""

    def header(self, url: str) -> str:
        """Return the value of the Cookie header for a URL, empty for none; bytes that are no UTF-8 as surrogate escapes."""

    def take(self, url: str, headers: tuple[tuple[bytes, bytes], ...]) -> tuple[CookieNote, ...]:
        """Store what the Set-Cookie headers of a response say; return what became of each, in order."""


class TokenStore(Protocol):
    """Tokens that are shared by requests with the same settings. Values are JSON texts; all of them are secrets."""

    async def get(self, key: str) -> str | None: ...

    async def set(self, key: str, value: str | None) -> None:
        """Keep a value; None forgets it."""

    def lock(self, key: str) -> asyncio.Lock:
        """Return the lock under which the token of a key is fetched or renewed, so that many requests at once do it once."""


T = TypeVar("T")


async def _at_once(awaited: Awaitable[T]) -> T:
    return await awaited


class Patiently(Protocol):
    """Waits for a person: the time limit of the send stands still meanwhile."""

    def __call__(self, awaited: Awaitable[T], /) -> Awaitable[T]: ...


@dataclass(frozen=True, slots=True)
class AuthContext:
    """What an auth kind may use, for one send.

    send: sends a request of the kind's own (for a token) without auth, cookies and history. open_browser: None where nobody could see it.
    clock: seconds since the epoch. random: that many random bytes. say: tells the person what is going on, in words.
    state: what the kind has to remember between the hops of this send. mark: writes what was done into the timeline, in words.
    hide: values that must not stand in what is kept of this send, such as the code of a sign-in, wherever a server repeats them.
    """

    send: Callable[[Prepared], Awaitable[Exchange]]
    secrets: TokenStore
    open_browser: Callable[[str], Awaitable[None]] | None
    clock: Callable[[], float]
    random: Callable[[int], bytes]
    say: Callable[[str], None] = lambda _text: None
    state: dict[str, Any] = field(default_factory=dict)
    patiently: Patiently = _at_once
    mark: Callable[[str], None] = lambda _text: None
    hide: Callable[[Iterable[str]], None] = lambda _secrets: None
