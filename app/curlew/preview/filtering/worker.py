"""The child process: it is handed a body, works out one expression after another on it, and stops when told to.

Both sides speak JSON, and bytes for texts: nothing that comes from the child is taken for code.
"""

from __future__ import annotations

import _thread
import gc
import json
import os
import queue
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from curlew.model.content import Content
from curlew.preview.buffer import Buffer, open_buffer
from curlew.preview.filtering.answers import Asked
from curlew.preview.filtering.result import MOST_BYTES, MOST_MATCHES, MOST_PLACES, FilterError
from curlew.text import _

IDLE_S = 45.0
LONGEST_S = 120
"""No expression works longer: a process whose window is gone, and that hears nothing, ends then."""
PIECE = 256 * 1024
TELL_S = 0.05
PLACES_AT_ONCE = 1000
"""The window's side reads so many in one go, and holds the interpreter meanwhile."""
_MEMORY = 3 * 1024**3


class _Stopped(BaseException):
    """The expression that is worked out is not wanted any more."""


class Worker:
    """Reads the pipe in one thread, so that a stop is heard in the middle of the work of the other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._jobs: queue.Queue[dict[str, Any] | bytes | None] = queue.Queue()
        self._running = 0
        self._unwanted = 0
        self._sending = False
        self._nowhere = os.pipe()  # what is written there is read by nobody
        self._body: Asked | None = None

    def serve(self) -> None:
        signal.signal(signal.SIGINT, self._interrupted)
        threading.Thread(target=self._listen, daemon=True).start()
        self._tell(ready=True)
        while True:
            try:
                job = self._jobs.get(timeout=IDLE_S)
            except queue.Empty:
                return
            except _Stopped:
                continue
            if not isinstance(job, dict):
                return
            if "body" in job:
                self._take_body(job["body"])
            else:
                try:
                    self._work(job)
                except _Stopped:  # it came at the very end
                    self._tell(end=job["job"], stopped=True)

    def _listen(self) -> None:
        try:
            while True:
                message = self._connection.recv_bytes()
                if message[:1] != b"j":
                    self._jobs.put(message)
                    continue
                job = json.loads(message[1:])
                if "stop" not in job:
                    self._jobs.put(job)
                    continue
                self._unwanted = job["stop"]
                if self._running and self._running <= self._unwanted:
                    _thread.interrupt_main()
        except (EOFError, OSError):
            os._exit(0)  # the window is gone

    def _interrupted(self, _signal: int, _frame: object) -> None:
        if self._running and self._running <= self._unwanted and not self._sending:
            self._running = 0
            raise _Stopped

    # --- the body ---

    def _take_body(self, body: dict[str, Any]) -> None:
        size: int = body["size"]
        text: Buffer
        if body.get("path"):
            try:
                text = open_buffer(Content(None, Path(body["path"]), size))
            except (OSError, ValueError):
                text = b""
        else:
            gathered = bytearray()
            while len(gathered) < size:
                piece = self._jobs.get()
                if not isinstance(piece, bytes):
                    return
                gathered += piece[1:]
            text = bytes(gathered)
        _bound_memory(size)
        self._body = Asked(text, body["kind"])

    # --- one expression ---

    def _work(self, job: dict[str, Any]) -> None:
        import faulthandler

        if job["job"] <= self._unwanted or self._body is None:
            self._tell(end=job["job"], stopped=True)
            return
        told: dict[str, Any] = {}
        faulthandler.dump_traceback_later(LONGEST_S, exit=True, file=self._nowhere[1])  # its thread needs no interpreter
        try:
            self._running = job["job"]
            self._tell(began=job["job"])
            told = self._keys(job) if "keys" in job else self._prepared(job) if "prepare" in job else self._found(job)
            self._running = 0
        except _Stopped:
            told = {"stopped": True}
        except FilterError as error:
            told = {"problem": error.words, "fault": error.fault, "instead": error.instead}
        except MemoryError:
            self._body = None
            told = {"problem": _("What the expression asks for needs more memory than a filter is given."), "again": True}
        finally:
            self._running = 0
            faulthandler.cancel_dump_traceback_later()
        self._tell(end=job["job"], **told)

    def _prepared(self, job: dict[str, Any]) -> dict[str, Any]:
        assert self._body is not None
        self._body.prepare(job["prepare"])
        return {}

    def _keys(self, job: dict[str, Any]) -> dict[str, Any]:
        assert self._body is not None
        found = self._body.keys(job["language"], job["keys"])
        return {"keys": [[one.name, one.type, one.seen] for one in found.keys], "matches": found.matches, "more": found.more}

    def _found(self, job: dict[str, Any]) -> dict[str, Any]:
        assert self._body is not None
        language = job["language"]
        self._body.forget_notes()
        answer = self._body.answer(language, job["expression"])
        out = _Outgoing(self, answer.kind, answer.before, answer.after)
        cut = ""
        for place, text in answer.items:
            if out.count >= MOST_MATCHES:
                cut = _("Only the first {n} matches are shown.").format(n=f"{MOST_MATCHES:,}")
                break
            if out.size + len(text) > MOST_BYTES:
                words = _("Only the first {n} matches are shown: the result is larger than {size} MB.")
                cut = words.format(n=f"{out.count:,}", size=MOST_BYTES // 1024**2)
                break
            out.add(place, text, answer.between)
        out.finish()
        notes = (*self._body.notes(language), *((cut,) if cut else ()))
        return {"count": out.count if answer.count is None or cut else answer.count, "notes": notes}

    def _tell(self, **told: Any) -> None:
        self._send(b"j" + json.dumps(told).encode())

    def send(self, text: bytes, **told: Any) -> None:
        """Send a piece of the result, and what belongs to it."""
        if text:
            self._send(b"t" + text)
        self._tell(**told)

    def _send(self, message: bytes) -> None:
        """Send a message whole: a stop in the middle of it would leave the other side waiting for the rest."""
        self._sending = True
        try:
            self._connection.send_bytes(message)
        finally:
            self._sending = False
        if self._running and self._running <= self._unwanted:
            self._running = 0
            raise _Stopped


class _Outgoing:
    """Gathers matches and sends them on in pieces."""

    def __init__(self, worker: Worker, kind: str, before: bytes, after: bytes) -> None:
        self._worker, self._after = worker, after
        self._parts: list[bytes] = [before]
        self._waiting = len(before)
        self._places: list[list[str | int] | None] = []
        self._placed = 0
        self.count = self.size = 0
        self._told = time.monotonic()
        worker.send(b"", kind=kind, after=after.decode())

    def add(self, place: Any, text: bytes, between: bytes) -> None:
        if self.count:
            self._parts.append(between)
        self._parts.append(text)
        self.count += 1
        self.size += len(text) + len(between)
        self._waiting += len(text)
        if self._placed < MOST_PLACES:
            self._placed += 1
            self._places.append(place)
        if self._waiting > PIECE or (not self.count % 64 and time.monotonic() - self._told > TELL_S):
            self._send()

    def _send(self) -> None:
        text = b"".join(self._parts)
        for at in range(0, len(text), PIECE):
            self._worker.send(text[at : at + PIECE])
        for at in range(0, max(1, len(self._places)), PLACES_AT_ONCE):
            self._worker.send(b"", count=self.count, places=self._places[at : at + PLACES_AT_ONCE])
        self._parts, self._waiting, self._places = [], 0, []
        self._told = time.monotonic()

    def finish(self) -> None:
        self._parts.append(self._after)
        self._send()


def _bound_memory(size: int) -> None:
    """Let this process fail rather than take all the memory there is, where the system can see to that."""
    try:
        import resource
    except ImportError:
        return
    most = _MEMORY + 12 * size
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def serve(connection: Connection) -> None:
    """Be the child until the pipe ends."""
    gc.set_threshold(20_000, 10, 100)  # a large body is millions of objects, none of which is garbage
    if hasattr(os, "nice"):
        os.nice(5)  # the window comes first
    worker = Worker(connection)
    try:
        worker.serve()
    except (OSError, EOFError, KeyboardInterrupt):
        pass
