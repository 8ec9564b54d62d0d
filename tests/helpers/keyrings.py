"""Keyrings for tests: one in memory, one that refuses, one that hangs until it is let go."""

from __future__ import annotations

import threading

from curlew.storage.secrets import Backend, Keyring


class MemoryBackend:
    """A keyring that is unlocked and quick."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.values.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.values[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.values[username]


class RefusingBackend(MemoryBackend):
    def get_password(self, service: str, username: str) -> str | None:
        raise OSError("locked; the canary is " + username)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError("locked; the canary is " + password)


class HangingBackend(MemoryBackend):
    def __init__(self, values: dict[str, str]) -> None:
        super().__init__()
        self.values = values
        self.gate = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.gate.wait(20)
        return super().get_password(service, username)


def a_keyring(backend: Backend | None) -> Keyring:
    return Keyring(lambda: backend)
