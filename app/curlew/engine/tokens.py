"""Tokens of OAuth 2, shared by the requests of a collection: in the system's keyring, or for this run only. Never in a file."""

from __future__ import annotations

import asyncio

from curlew.engine.secrets import PROGRAM, Secrets

NAME = "oauth2:"


class Tokens:
    """All tokens of a session. `within` gives the store of one collection: another one with the same settings gets none of its tokens.

    secrets: where they are kept; None: in memory only, as on the command line.
    """

    def __init__(self, secrets: Secrets | None = None) -> None:
        self._secrets = secrets
        self._values: dict[tuple[str, str], str] = {}
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}

    @property
    def kept(self) -> str:
        """Where tokens are: `keyring` or `memory`."""
        return "keyring" if self._secrets is not None and self._secrets.kept == "keyring" else "memory"

    def within(self, scope: str) -> ScopedTokens:
        """Return the store for a collection (its folder), or for requests that stand in none ("")."""
        return ScopedTokens(self, scope or PROGRAM)

    async def get(self, scope: str, key: str) -> str | None:
        if self._secrets is None:
            return self._values.get((scope, key))
        await self._secrets.ready([(scope, NAME + key)])
        return self._secrets.get(scope, NAME + key)

    async def set(self, scope: str, key: str, value: str | None) -> None:
        if self._secrets is not None:
            self._secrets.set(scope, NAME + key, value)
        elif value is None:
            self._values.pop((scope, key), None)
        else:
            self._values[scope, key] = value

    def lock(self, scope: str, key: str) -> asyncio.Lock:
        return self._locks.setdefault((scope, key), asyncio.Lock())


class ScopedTokens:
    """The tokens of one collection; see `net/access.py:TokenStore`."""

    def __init__(self, tokens: Tokens, scope: str) -> None:
        self._tokens, self._scope = tokens, scope

    async def get(self, key: str) -> str | None:
        return await self._tokens.get(self._scope, key)

    async def set(self, key: str, value: str | None) -> None:
        await self._tokens.set(self._scope, key, value)

    def lock(self, key: str) -> asyncio.Lock:
        return self._tokens.lock(self._scope, key)
