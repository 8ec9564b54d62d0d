"""Searching by regular expression in a child process: an expression can take for ever, and it holds the interpreter meanwhile."""

from __future__ import annotations

import multiprocessing
import re
from dataclasses import dataclass
from multiprocessing.connection import Connection

from curlew.preview.buffer import Buffer
from curlew.preview.find import MOST
from curlew.text import _

PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class RegexResult:
    """Matches as (start, end) offsets, in order. problem: why there are none, in words."""

    found: list[tuple[int, int]]
    more: bool = False
    problem: str = ""


def compiled(pattern: str, case: bool) -> re.Pattern[str]:
    """Return the expression. Raises re.error (or OverflowError, RecursionError) for a wrong one."""
    return re.compile(pattern, 0 if case else re.IGNORECASE)


def find_in_lines(data: bytes, pattern: str, case: bool = False) -> RegexResult:
    """Return the matches that are not empty, each within one line."""
    expression = compiled(pattern, case)
    found: list[tuple[int, int]] = []
    at = 0
    for line in data.split(b"\n"):
        text = line.decode("utf-8", "surrogateescape")
        for match in expression.finditer(text):
            if match.start() == match.end():
                continue
            start, end = match.span()
            if len(text) != len(line):
                start = len(text[:start].encode("utf-8", "surrogateescape"))
                end = start + len(match[0].encode("utf-8", "surrogateescape"))
            if len(found) >= MOST:
                return RegexResult(found, more=True)
            found.append((at + start, at + end))
        at += len(line) + 1
    return RegexResult(found)


def _serve(connection: Connection) -> None:
    pattern, case = connection.recv()
    connection.send(find_in_lines(connection.recv_bytes(), pattern, case))


class RegexSearch:
    """One search; `run` blocks (for a thread), `stop` ends it from any thread."""

    def __init__(self, data: Buffer, pattern: str, case: bool = False) -> None:
        self._data, self._pattern, self._case = data, pattern, case
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._theirs = theirs
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._stopped = False

    def run(self, patience_s: float = PATIENCE_S) -> RegexResult:
        """Return the result, or one that says why there is none."""
        self._process.start()
        self._theirs.close()
        try:
            self._ours.send((self._pattern, self._case))
            self._ours.send_bytes(self._data)
            if not self._stopped and self._ours.poll(patience_s):
                result: RegexResult = self._ours.recv()
                return result
            return RegexResult([], problem=_("The expression takes too long. Try one without nested repetition."))
        except (OSError, EOFError):
            return RegexResult([], problem=_("The search was ended."))
        finally:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._ours.close()

    def stop(self) -> None:
        """End the search; `run` returns soon."""
        self._stopped = True
        try:
            self._process.kill()
        except (ValueError, AttributeError):
            pass  # it has ended, or was never begun
