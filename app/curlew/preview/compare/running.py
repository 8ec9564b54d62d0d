"""A comparison that does not hold up anybody: small ones in the caller's thread, large ones in a child process that can be stopped."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from curlew.errors import CurlewError, UsageError
from curlew.preview.buffer import Buffer, keep_in, kept_in
from curlew.preview.compare.comparing import Body, Outcome, compare_bodies
from curlew.preview.compare.lines import Lines
from curlew.preview.compare.packing import Where, breaks_of, pack, unpack
from curlew.preview.compare.result import Comparison, Rules
from curlew.text import _

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from curlew.preview.child import Child

AT_ONCE = 200_000
"""Bytes of both sides that are compared in a thread: a child takes longer to start."""
_LOOK_S = 0.2

Progress = Callable[[float], None]


class StoppedError(CurlewError):
    """The comparison was stopped."""


class Comparing:
    """One comparison; `run` blocks (for a thread), `stop` ends it from any thread."""

    def __init__(self, mode: str, one: tuple[Buffer, str], other: tuple[Buffer, str], rules: Rules) -> None:
        """one, other: the text in UTF-8 (or the bytes) and the kind of each side."""
        self._mode, self._sides, self._rules = mode, (one, other), rules
        self._child: Child | None = None
        self._stopped = False

    def run(self, progress: Progress = lambda _share: None) -> Outcome:
        """Return the outcome. progress: told now and then how much is done, in this thread. Raises UsageError, StoppedError."""
        if sum(len(data) for data, _kind in self._sides) <= AT_ONCE:
            one, other = (Body(data[:], kind) for data, kind in self._sides)
            return compare_bodies(self._mode, one, other, self._rules).with_rows()
        return self._in_child(progress)

    def stop(self) -> None:
        """End the comparison; `run` raises StoppedError soon."""
        self._stopped = True
        if self._child is not None:
            self._child.kill()

    def _in_child(self, progress: Progress) -> Outcome:
        from curlew.preview.child import Child
        from curlew.preview.passing import send_buffer

        child = self._child = Child(_serve, "curlew comparison")
        try:
            child.connection.send((self._mode, self._rules, tuple(kind for _data, kind in self._sides), os.getpid(), kept_in()))
            for data, _kind in self._sides:
                send_buffer(child.connection, data, child.id)
            return self._answer(child.connection, progress)
        except (OSError, EOFError) as error:
            if self._stopped:
                raise StoppedError(_("The comparison was stopped")) from error
            raise CurlewError(_("The comparison ended early"), _("There may be too little memory for it."), "") from error
        finally:
            child.end()

    def _answer(self, connection: Connection, progress: Progress) -> Outcome:
        while True:
            if self._stopped:
                raise EOFError
            if not connection.poll(_LOOK_S):
                continue
            what, given = connection.recv()
            if what == "progress":
                progress(given)
            elif what == "refused":
                raise UsageError(*given)
            else:
                return _taken(connection, *given)


def _taken(connection: Connection, found: Comparison, mode: str, language: str, places: dict[str, Where]) -> Outcome:
    """Take an outcome over: it stays in the child's files, which are mapped here."""
    from curlew.preview.passing import receive_buffer

    packed, *texts = [receive_buffer(connection) for _buffer in range(3)]
    found.pieces, found.differences, rows = unpack(packed, places)
    one, other = (Lines(text, breaks) for text, breaks in zip(texts, breaks_of(packed, places), strict=True))
    return Outcome(found, one, other, mode, language, rows)


# --- in the child ---


def _serve(connection: Connection) -> None:
    import gc

    from curlew.preview.passing import receive_buffer

    gc.disable()
    mode, rules, kinds, parent, folder = connection.recv()
    if folder is not None:
        keep_in(folder)
    one, other = (Body(receive_buffer(connection), kind) for kind in kinds)
    told = 0.0

    def tick(share: float) -> None:
        nonlocal told
        if share >= told + 0.01:
            told = share
            connection.send(("progress", share))

    try:
        outcome = compare_bodies(mode, one, other, rules, tick).with_rows()
    except UsageError as error:
        connection.send(("refused", (error.title, error.reason, error.hint)))
        return
    from curlew.preview.passing import send_buffer

    found = outcome.comparison
    packed, places = pack(outcome)
    whole = Comparison([], [], found.counts, found.key, found.suggested, found.notes, found.exact)
    connection.send(("done", (whole, outcome.mode, outcome.language, places)))
    for data in (packed, outcome.a.data, outcome.b.data):
        send_buffer(connection, data, parent)
    with suppress(EOFError):
        connection.recv()  # the other end closes when it has taken all
