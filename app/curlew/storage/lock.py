"""One process a profile: a lock file, and the way in which a second start hands its path over to the first.

Every start of the window waits for this module: it loads what only a hand-over needs when there is one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curlew.errors import StorageError
from curlew.storage.oslock import lock_file, process_started
from curlew.storage.profile import Profile
from curlew.text import _

if TYPE_CHECKING:
    import socket

LONGEST_MESSAGE = 64 * 1024
PATIENCE_S = 3.0


class ProfileLock:
    """Holds the profile while this process lives. The operating system lets go of it when the process dies in any way."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor
        self._server: socket.socket | None = None
        self._token = os.urandom(32).hex()

    def listen(self, opened: Callable[[str], None]) -> None:
        """Take paths that later starts hand over; `opened` is called in a thread of its own (empty: just come to the front).

        The socket is on the loopback; only who can read the lock file, this user, knows the token that every message needs.
        """
        import socket
        import threading

        server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        server.bind(("127.0.0.1", 0))
        server.listen(4)
        self._server = server
        self._note(server.getsockname()[1])
        threading.Thread(target=self._serve, args=(server, opened), name="hand-over", daemon=True).start()

    def release(self) -> None:
        """Let go of the profile."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._descriptor >= 0:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = -1

    def _note(self, port: int = 0) -> None:
        note = {"pid": os.getpid(), "started": process_started(os.getpid()), "port": port, "token": self._token}
        data = json.dumps(note).encode()
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, data)

    def _serve(self, server: socket.socket, opened: Callable[[str], None]) -> None:
        while True:
            try:
                connection, _address = server.accept()
            except OSError:  # closed by release
                return
            with connection:
                path = self._receive(connection)
            if path is not None:
                opened(path)

    def _receive(self, connection: socket.socket) -> str | None:
        import hmac

        try:
            connection.settimeout(PATIENCE_S)
            data = b""
            while not data.endswith(b"\n") and len(data) < LONGEST_MESSAGE:
                piece = connection.recv(LONGEST_MESSAGE)
                if not piece:
                    break
                data += piece
            message = json.loads(data)
            token, path = message["token"], message["open"]
            if not (isinstance(token, str) and isinstance(path, str) and hmac.compare_digest(token.encode(), self._token.encode())):
                return None
            connection.sendall(b"ok\n")
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return None
        return path


def acquire(profile: Profile) -> ProfileLock | None:
    """Take the profile, or return None where another living process holds it. Raises StorageError where the file cannot be used."""
    path = profile.state / "lock"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StorageError(_("Curlew cannot lock its profile"), f"{path}: {error.strerror}", _("Make that file writable.")) from error
    if not lock_file(descriptor, lambda: _living_holder(path)):
        os.close(descriptor)
        return None
    lock = ProfileLock(path, descriptor)
    lock._note()
    return lock


def hand_over(profile: Profile, path: Path | None) -> bool:
    """Ask the process that holds the profile to open a path (None: to come to the front). Return whether it took it."""
    import socket

    note = _listening_note(profile.state / "lock")
    try:
        with socket.create_connection(("127.0.0.1", int(note["port"])), PATIENCE_S) as connection:
            message = {"token": str(note["token"]), "open": "" if path is None else str(path.absolute())}
            connection.sendall(json.dumps(message).encode() + b"\n")
            return connection.recv(16) == b"ok\n"
    except (OSError, ValueError, LookupError, OverflowError):
        return False


def _listening_note(path: Path) -> dict[str, Any]:
    """Return the note of the process that holds the profile; one that is just starting gets a moment to listen."""
    import time

    began = time.monotonic()
    while True:
        note = _read_note(path)
        # Port 0: it does not listen yet. No port at all: the note may just be being written, which takes no longer than a blink.
        patience = PATIENCE_S if note.get("port") == 0 else 0.3 if "port" not in note and path.exists() else 0.0
        if time.monotonic() - began >= patience:
            return note
        time.sleep(0.02)


def _read_note(path: Path) -> dict[str, Any]:
    try:
        note = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return note if isinstance(note, dict) else {}


def _living_holder(path: Path) -> bool:
    """Whether the process that wrote the note lives: same id and same start, since ids are used again."""
    note = _read_note(path)
    pid, started = note.get("pid"), note.get("started")
    return isinstance(pid, int) and pid != os.getpid() and started is not None and process_started(pid) == started
