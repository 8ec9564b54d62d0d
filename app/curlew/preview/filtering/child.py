"""The window's side of the child process that works out filters: one body, one expression at a time, ended within an instant."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from curlew.model.content import Content
from curlew.preview.buffer import IN_MEMORY, Buffer, Gathering
from curlew.preview.filtering.result import FilterResult, KeyOffer, KeysFound
from curlew.preview.opened import Opened
from curlew.text import _

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from curlew.preview.child import Child

POLITE_S = 0.15
"""So long a child that was asked to stop may take to say so; then it is killed. One that only begins is let begin."""
PATIENCE_S = 60.0
EARLY_S = 0.15
_TURN_S = 0.02
_PIECE = 256 * 1024

News = Callable[[FilterResult], None]


@dataclass(frozen=True, slots=True, eq=False)
class FilterBody:
    """What is filtered. content: where the same bytes are in a file."""

    text: Buffer
    kind: str
    content: Content = Content()

    @classmethod
    def of(cls, opened: Opened) -> FilterBody:
        same = opened.text is opened.raw and opened.content.path is not None and opened.content.size == len(opened.text)
        return cls(opened.text, opened.kind, opened.content if same else Content())


class _GoneError(Exception):
    """The child has ended."""


class FilterChild:
    """`ask` and `keys` block and are for a worker thread, one call at a time; `stop` and `close` may come from any thread."""

    def __init__(self, body: FilterBody) -> None:
        self._body = body
        self._child: Child | None = None
        self._turn = threading.Lock()
        self._job = 0
        self._stop_at = 0.0
        self._ready_at: float | None = None

    # --- asking ---

    def ask(self, language: str, expression: str, news: News = lambda _result: None, patience_s: float = PATIENCE_S) -> FilterResult:
        """Return the answer to an expression; `news` gets, on this thread, what there is so far when it takes a while."""
        began = time.monotonic()
        taken = _Taken(news)
        end = self._run({"language": language, "expression": expression}, taken.take, patience_s)
        elapsed = time.monotonic() - began
        if end.get("stopped"):
            return FilterResult(stopped=True, elapsed=elapsed)
        if end.get("problem"):
            return FilterResult(problem=end["problem"], fault=end.get("fault"), instead=end.get("instead") or "", elapsed=elapsed)
        return replace(taken.result(), count=end["count"], notes=tuple(end["notes"]), elapsed=elapsed, whole=True)

    def keys(self, language: str, expressions: tuple[str, ...], patience_s: float = 1.5) -> KeysFound:
        """Return the keys of what these expressions find."""
        end = self._run({"language": language, "keys": expressions}, lambda _text, _told: None, patience_s)
        if end.get("stopped") or "keys" not in end:
            return KeysFound(problem=str(end.get("problem", "")))
        return KeysFound(tuple(KeyOffer(*one) for one in end["keys"]), end["matches"], end["more"])

    def prepare(self, language: str) -> None:
        """Start the child and let it read the body, so that the first expression finds it ready."""
        self._run({"prepare": language}, lambda _text, _told: None, PATIENCE_S)

    def stop(self) -> None:
        """End what is being worked out; it returns as stopped within a moment."""
        self._stop_at = self._stop_at or time.monotonic()

    def close(self) -> None:
        """End the child for good, or until something is asked again."""
        self.stop()
        if (child := self._child) is not None:
            child.kill()
        elif not self._turn.locked():
            return  # none is being started either
        threading.Thread(target=self._bury, daemon=True).start()

    def _bury(self) -> None:
        with self._turn:
            if self._stop_at:
                self._end_child()

    @property
    def process_id(self) -> int | None:
        child = self._child
        return None if child is None else child.id

    # --- inner workings ---

    def _run(self, job: dict[str, Any], take: Callable[[bytes, dict[str, Any]], None], patience_s: float) -> dict[str, Any]:
        with self._turn:
            self._stop_at = 0.0
            self._job += 1
            for attempt in (1, 2):
                begun = False
                try:
                    self._send_job({**job, "job": self._job})

                    def taking(text: bytes, told: dict[str, Any]) -> None:
                        nonlocal begun
                        begun = True
                        take(text, told)

                    return self._follow(taking, patience_s)
                except _GoneError:
                    self._end_child()
                    if self._stop_at:
                        return {"stopped": True}
                    if attempt == 1 and not begun and self._was_idle:
                        continue
                    return {"problem": _("The process that works out filters ended by itself. Change the expression, or try again.")}
                except OSError as error:
                    self._end_child()
                    why = error.strerror or str(error)
                    return {"problem": _("The filter could not be worked out: {why}.").format(why=why)}
        raise AssertionError("not reached")

    def _send_job(self, job: dict[str, Any]) -> None:
        """Hand over a job, and to a new child the body first. Raises _GoneError, OSError."""
        self._was_idle = self._child is not None
        if self._child is None:
            self._start()
            self._send_body()
        self._send(b"j" + json.dumps(job).encode())

    def _start(self) -> None:
        from curlew.preview.child import Child
        from curlew.preview.filtering.worker import serve

        self._ready_at = None
        self._child = Child(serve, "curlew filter")

    @property
    def _pipe(self) -> Connection:
        if self._child is None:
            raise _GoneError
        return self._child.connection

    def _send_body(self) -> None:
        body, size = self._body, len(self._body.text)
        path = body.content.path
        self._send(b"j" + json.dumps({"body": {"size": size, "kind": body.kind, "path": str(path) if path else ""}}).encode())
        for at in range(0, 0 if path else size, _PIECE):
            self._send(b"b" + body.text[at : at + _PIECE])

    def _send(self, message: bytes) -> None:
        try:
            self._pipe.send_bytes(message)
        except (BrokenPipeError, ConnectionError, EOFError, ValueError):
            raise _GoneError from None

    def _follow(self, take: Callable[[bytes, dict[str, Any]], None], patience_s: float) -> dict[str, Any]:
        """Take what the child says until it has done; kill it when it does not stop, or says nothing for too long."""
        heard, asked_to_stop = time.monotonic(), False
        while True:
            if self._pipe_holds():
                heard = time.monotonic()
                message = self._received()
                if message[:1] == b"t":
                    take(message[1:], {})
                    continue
                told: dict[str, Any] = json.loads(message[1:])
                if "end" in told and told["end"] == self._job:
                    if told.get("again"):
                        self._end_child()
                    return told
                if "ready" in told:
                    self._ready_at = heard
                elif "end" not in told:
                    take(b"", told)
            now = time.monotonic()
            if self._stop_at and not asked_to_stop:
                asked_to_stop = True
                self._send(b"j" + json.dumps({"stop": self._job}).encode())
            if self._stop_at and self._ready_at is not None and now - max(self._stop_at, self._ready_at) > POLITE_S:
                self._end_child()
                return {"stopped": True}
            if now - heard > patience_s:
                self._end_child()
                words = _("The expression takes too long: nothing was found for {n} seconds.")
                return {"problem": words.format(n=round(patience_s))}

    def _pipe_holds(self) -> bool:
        try:
            return bool(self._pipe.poll(_TURN_S))
        except (OSError, EOFError, ValueError):
            raise _GoneError from None

    def _received(self) -> bytes:
        try:
            message: bytes = self._pipe.recv_bytes()
        except (OSError, EOFError, ValueError):
            raise _GoneError from None
        return message

    def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()


class _Taken:
    """Puts together what comes from the child."""

    def __init__(self, news: News) -> None:
        self._news = news
        self._text = Gathering()
        self._places: list[Any] = []
        self._placed = True
        self._kind = "json"
        self._after = b""
        self._began = time.monotonic()
        self._shown = 0
        self.count = 0

    def take(self, text: bytes, told: dict[str, Any]) -> None:
        if text:
            self._text.add(text)
        self._kind = told.get("kind", self._kind)
        self._after = told.get("after", self._after.decode()).encode()
        places = told.get("places")
        if places is not None:
            self._placed = self._placed and None not in places
            if self._placed:
                self._places += map(tuple, places)
            self.count = told["count"]
            self._tell()

    def _tell(self) -> None:
        """Tell of the first matches when there is a screen of them, then only how many there are."""
        if time.monotonic() - self._began < EARLY_S or not self.count:
            return
        first, self._shown = not self._shown, self.count
        text = self._text.buffer()[:IN_MEMORY] + self._after if first and self._text.size < IN_MEMORY else b""
        self._news(FilterResult(text=text, kind=self._kind, count=self.count, whole=False))

    def result(self) -> FilterResult:
        return FilterResult(self._text.buffer(), self._kind, self.count, tuple(self._places) if self._placed else None)
