"""What a JSON text laid out consists of so far, and the first thing that was wrong with it."""

from __future__ import annotations

from curlew.preview.buffer import IN_MEMORY, Buffer
from curlew.preview.json.tokens import Problem, problem_at
from curlew.preview.laid_text import LaidText

DEEPEST_INDENT = 100
"""Levels that are indented further; a text nested 100,000 deep would otherwise grow with the square of its depth."""


class JsonOutput:
    """Where a formatter stands in its text, and what it has written.

    at: the next byte to look at. open: the containers around it: bracket, offset, keys seen in an object. containers: how many there
    were. out: what waits for writing.
    """

    def __init__(self, data: Buffer, indent: int | None, laid: LaidText | None, *, comments: bool = False) -> None:
        self.data = data
        self.problem: Problem | None = None
        self.problem_out = 0
        """Where in `result` the problem is, roughly: the offset at which its token was written."""
        self.at = 0
        self.open: list[tuple[bytes, int, set[bytes] | None]] = []
        self.out: list[bytes] = []
        self.containers = 0
        self._indent = indent
        self.allows_comments = comments
        self._laid = LaidText(data) if laid is None else laid
        self._colon = b":" if indent is None else b": "
        self._breaks = [b"" if indent is None else b"\n" + b" " * (indent * depth) for depth in range(DEEPEST_INDENT + 1)]

    @property
    def result(self) -> bytes:
        self.flush()
        return self._laid.buffer()[:]

    def flush(self) -> None:
        """Write what waits."""
        if self.out:
            self._laid.add(b"".join(self.out))
            self.out.clear()

    def _break(self) -> bytes:
        """Return what stands before a token at the present depth."""
        depth = len(self.open)
        return self._breaks[depth if depth < DEEPEST_INDENT else DEEPEST_INDENT]

    def _fault(self, offset: int, reason: str, kind: str = "") -> None:
        if self.problem is None and not (kind and self.allows_comments):
            self.flush()
            self.problem = problem_at(self.data, offset, reason, kind)
            self.problem_out = self._laid.size

    def _rest(self, start: int, reason: str) -> bool:
        """Leave the rest as it came; all of it, where nothing before looked like JSON."""
        self._fault(start, reason)
        if self.containers:
            self.out.append(b"\n")
            for at in range(start, len(self.data), IN_MEMORY):
                self.out.append(self.data[at : at + IN_MEMORY])
                self.flush()
        else:
            self.out.clear()
            self._laid.restore()
            self.problem_out = start
        self.at = len(self.data)
        return False
