"""The state of the window between two starts: its file with the last good copies, and a guard against crash loops."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

from curlew.storage import jsonfile

COPIES = 5
CRASHES = 2
"""After so many starts in a row that did not settle, the session is not restored by itself."""


class StateStore:
    """`load` what was, `save` what is. Copies are numbered, not dated: clocks jump.

    Nothing is written before `settled` was called after a good start, so a failed one cannot overwrite a good state.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "window.json"
        self._starts = folder / "starts.json"
        self._settled = False
        self._rotated = False
        self.problems: list[str] = []

    def begin(self) -> bool:
        """Note that a start begins; return whether the session should be restored (not after two crashes in a row)."""
        noted = jsonfile.read_mapping(self._starts, self.problems)
        failed = noted.get("failed")
        failed = failed if isinstance(failed, int) and failed >= 0 else 0
        jsonfile.write_json(self._starts, {"failed": failed + 1})
        return failed < CRASHES

    def settled(self) -> None:
        """Note that the start was good (some seconds after it, or at a normal end), and allow writing."""
        self._settled = True
        jsonfile.write_json(self._starts, {"failed": 0})

    def load(self) -> dict[str, Any]:
        """Return the last state that can be read, from the copies where the newest is broken; empty if there is none."""
        for path in (self.path, *self._copies()):
            if path.exists() and (found := jsonfile.read_mapping(path, self.problems)):
                return found
        return {}

    def save(self, state: dict[str, Any]) -> bool:
        """Write the state; the first time in a run the former one becomes the newest copy. Return whether it is on disk."""
        if not self._settled:
            return False
        if not self._rotated:
            self._rotate()
            self._rotated = True
        jsonfile.write_json(self.path, state)
        return True

    def _copies(self) -> list[Path]:
        return [self.path.with_name(f"window.{number}.json") for number in range(1, COPIES + 1)]

    def _rotate(self) -> None:
        chain = [self.path, *self._copies()]
        for newer, older in reversed(list(pairwise(chain[1:]))):
            if newer.exists():
                newer.replace(older)
        if self.path.exists():
            jsonfile.write_bytes(chain[1], self.path.read_bytes())
