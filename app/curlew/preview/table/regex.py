"""Regular expressions over many texts, in a child process: an expression can take for ever, and it holds the interpreter meanwhile."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

from curlew.preview.child import Child
from curlew.preview.table.filter import FilterError, Pattern
from curlew.text import _

PATIENCE_S = 3.0
"""Longest wait for one batch of texts."""


def _serve(connection: Connection) -> None:
    expression, case = connection.recv()
    search = re.compile(expression, 0 if case else re.IGNORECASE).search
    while True:
        try:
            texts = connection.recv()
        except EOFError:
            return
        connection.send(bytes(search(text) is not None for text in texts))


class RegexChild:
    """One expression at work; `close` ends it, from any thread."""

    def __init__(self, pattern: Pattern) -> None:
        self._child = Child(_serve, "curlew table filter")
        self._child.connection.send((pattern.expression, pattern.case))
        self._patience = PATIENCE_S + 10  # the first batch waits for the process to start

    def matches(self, texts: Sequence[str], rest: Callable[[], None]) -> bytes:
        """Return one byte for each text, 1 where the expression is found. Raises FilterError where it takes too long.

        rest: called again and again while it waits; may raise to end the waiting.
        """
        try:
            self._child.connection.send(texts)
            until = time.monotonic() + self._patience
            while not self._child.connection.poll(0.02):
                rest()
                if time.monotonic() > until:
                    raise FilterError(_("The expression takes too long. Try one without nested repetition."))
            self._patience = PATIENCE_S
            answer: bytes = self._child.connection.recv()
        except (OSError, EOFError) as error:
            raise FilterError(_("The expression could not be run: its process has ended.")) from error
        return answer

    def close(self) -> None:
        self._child.end()
