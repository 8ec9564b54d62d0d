"""The system's keyring, worked by one thread of its own: a keyring that hangs or waits to be unlocked holds nothing up."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from curlew.text import _

SERVICE = "Curlew"

T = TypeVar("T")


class Backend(Protocol):
    """What `keyring` offers of a system's keyring. Everything may raise, and may take as long as a person takes to unlock it."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class NoKeyringError(Exception):
    """There is no keyring here, or it refuses."""


def system_backend() -> Backend | None:
    """Return the system's keyring, None where there is none. Imports 50 ms of libraries: in the keyring's thread only."""
    import keyring
    from keyring.backends import fail, null

    backend = keyring.get_keyring()
    return None if isinstance(backend, (fail.Keyring, null.Keyring)) else backend


class Keyring:
    """Texts by name. Nothing here waits: each call returns a future, done in order by one daemon thread.

    A future fails with NoKeyringError, in words, whatever went wrong below. find: looks for the backend, once, in that thread.
    """

    def __init__(self, find: Callable[[], Backend | None] = system_backend) -> None:
        self._find = find
        self._backend: Backend | None = None
        self._looked = False
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def get(self, name: str) -> Future[str | None]:
        return self._do(lambda backend: backend.get_password(SERVICE, name))

    def set(self, name: str, value: str) -> Future[None]:
        return self._do(lambda backend: backend.set_password(SERVICE, name, value))

    def delete(self, name: str) -> Future[None]:
        return self._do(lambda backend: backend.delete_password(SERVICE, name))

    def _do(self, work: Callable[[Backend], T]) -> Future[T]:
        future: Future[T] = Future()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = work(self._found())
            except NoKeyringError as error:
                future.set_exception(error)
            except Exception as error:
                future.set_exception(NoKeyringError(_("The keyring refused ({kind}).").format(kind=type(error).__name__)))
            else:
                future.set_result(result)

        self._jobs.put(job)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="keyring", daemon=True)
            self._thread.start()
        return future

    def _run(self) -> None:
        while True:
            self._jobs.get()()

    def _found(self) -> Backend:
        if not self._looked:
            self._backend = self._find()
            self._looked = True
        if self._backend is None:
            raise NoKeyringError(_("This system offers no keyring."))
        return self._backend
