"""Searching by regular expression in a child process: an expression can take for ever, and it holds the interpreter meanwhile."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection

from curlew.preview.buffer import Buffer
from curlew.preview.child import Child
from curlew.preview.passing import receive_buffer, send_buffer
from curlew.preview.search.matches import FoundSpans
from curlew.preview.search.regex_text import compiled, find_all
from curlew.text import _

__all__ = ["RegexSearch", "compiled"]

PATIENCE_S = 5.0
"""So long may half a megabyte take."""

MOST_S = 120.0
"""So long may the whole take."""

MOST = 4_000_000
"""Matches that are kept, 16 bytes each; more are not looked for."""

_SOON_S = 0.05


class RegexSearch(FoundSpans):
    """One search; `run` blocks (for a thread) while matches come in, `stop` ends it from any thread.

    problem: why it ended early, in words. more: there are more matches than are kept.
    """

    def __init__(self, data: Buffer, pattern: str, case: bool = False, whole: bool = False) -> None:
        super().__init__()
        self.done = self.more = False
        self.problem = ""
        self._data, self._wanted = data, (pattern, case, whole)
        self._stopped = False

    def run(self, patience_s: float = PATIENCE_S, most_s: float = MOST_S) -> None:
        """Search until all is found, or nothing more can be."""
        try:
            if not self._stopped:
                self._search(patience_s, most_s)
        except (OSError, EOFError):
            self.problem = _("The search was ended.")
        finally:
            self.done = True

    def _search(self, patience_s: float, most_s: float) -> None:
        child = Child(_serve, "curlew search")
        try:
            child.connection.send(self._wanted)
            send_buffer(child.connection, self._data, child.id)
            self._receive(child.connection, patience_s, time.monotonic() + most_s)
        finally:
            child.end()

    def stop(self) -> None:
        """End the search; `run` returns soon."""
        self._stopped = True

    def _receive(self, connection: Connection, patience_s: float, until: float) -> None:
        last = time.monotonic()
        while not self._stopped:
            now = time.monotonic()
            if connection.poll(_SOON_S):
                found = connection.recv()
                if found is None:
                    return
                self.add(*found)
                last = now
                if len(self) >= MOST:
                    self.more = True
                    return
            elif now - last > patience_s:
                self.problem = _("The expression takes too long. Try one without nested repetition.")
                return
            if now > until:
                self.problem = _("Ended after {n} s. What was found until then is shown.").format(n=round(MOST_S))
                return
        self.problem = _("The search was ended.")


def _serve(connection: Connection) -> None:
    """Look for what the parent wants and send it matches, piece by piece; None at the end."""
    pattern, case, whole = connection.recv()
    try:
        for found in find_all(receive_buffer(connection), compiled(pattern, case, whole)):
            connection.send((found.starts.tobytes(), found.ends.tobytes()))
        connection.send(None)
    except (OSError, EOFError):
        pass  # nobody wants it any more
