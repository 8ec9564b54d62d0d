"""A comparison that does not hold up anybody: small ones in the caller's thread, large ones in a child process that can be stopped."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from curlew.errors import CurlewError, UsageError
from curlew.preview.buffer import Buffer, Gathering
from curlew.preview.compare.comparing import Body, Outcome, compare_bodies
from curlew.preview.compare.lines import Lines
from curlew.preview.compare.result import Comparison, Rules
from curlew.text import _

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from curlew.preview.child import Child

AT_ONCE = 200_000
"""Bytes of both sides that are compared in a thread: a child takes longer to start."""
_SLICE = 512 * 1024
_BATCH = 1000
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
            return compare_bodies(self._mode, one, other, self._rules)
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
            child.connection.send((self._mode, self._rules, tuple(kind for _data, kind in self._sides)))
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
        parts: dict[str, list[Any]] = {"pieces": [], "differences": []}
        texts: list[Gathering] = [Gathering(), Gathering()]
        breaks: list[array[int]] = []
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
            elif what in parts:
                parts[what] += given
            elif what == "breaks":
                breaks.append(array(given[0]))
                for _number in range(given[1]):
                    breaks[-1].frombytes(connection.recv_bytes())
            elif what == "text":
                for _number in range(given[1]):
                    texts[given[0]].add(connection.recv_bytes())
            else:
                comparison, mode, language = given
                comparison.pieces, comparison.differences = parts["pieces"], parts["differences"]
                one, other = (Lines(text.buffer(), found) for text, found in zip(texts, breaks, strict=True))
                return Outcome(comparison, one, other, mode, language)


# --- in the child ---


def _serve(connection: Connection) -> None:
    import gc

    from curlew.preview.passing import receive_buffer

    gc.disable()
    mode, rules, kinds = connection.recv()
    one, other = (Body(receive_buffer(connection)[:], kind) for kind in kinds)
    told = 0.0

    def tick(share: float) -> None:
        nonlocal told
        if share >= told + 0.01:
            told = share
            connection.send(("progress", share))

    try:
        outcome = compare_bodies(mode, one, other, rules, tick)
    except UsageError as error:
        connection.send(("refused", (error.title, error.reason, error.hint)))
        return
    _send(connection, outcome)


def _send(connection: Connection, outcome: Outcome) -> None:
    """Send an outcome in pieces that are small enough to be taken in between two frames."""
    found = outcome.comparison
    for name, values in (("pieces", found.pieces), ("differences", found.differences)):
        for at in range(0, len(values), _BATCH):
            connection.send((name, values[at : at + _BATCH]))
    for number, lines in enumerate((outcome.a, outcome.b)):
        for name, key, data in (("text", number, lines.data), ("breaks", lines.breaks.typecode, lines.breaks.tobytes())):
            slices = list(_slices(data))
            connection.send((name, (key, len(slices))))
            for piece in slices:
                connection.send_bytes(piece)
    whole = Comparison([], [], found.counts, found.key, found.suggested, found.notes, found.exact)
    connection.send(("done", (whole, outcome.mode, outcome.language)))


def _slices(data: Buffer) -> Iterator[bytes]:
    for at in range(0, len(data), _SLICE):
        yield data[at : at + _SLICE]
