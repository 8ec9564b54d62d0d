"""One search in a text on a thread of its own: plain text in slices, expressions in a child process."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from curlew.preview.buffer import Buffer
from curlew.preview.search.find import TextSearch
from curlew.preview.search.matches import Matches
from curlew.preview.working import worked_off

if TYPE_CHECKING:
    from curlew.preview.search.regex_search import RegexSearch

AT_ONCE = 128 * 1024
"""Bytes that are searched without a thread."""


class Searching:
    """A search under way. found: the matches so far. took_s: how long it took, once it is done."""

    def __init__(self, data: Buffer, wanted: str, case: bool, whole: bool, regex: bool) -> None:
        """Begin. Raises re.error, OverflowError or RecursionError for an expression that is none."""
        self.took_s: float | None = None
        self.problem = ""
        self.more = False
        self._wanted = True
        self._began = time.perf_counter()
        self._regex: RegexSearch | None = None
        self.found: Matches
        if regex:
            self.found = self._regex = self._expression(data, wanted, case, whole)
            threading.Thread(target=self._run_regex, args=(self._regex,), daemon=True, name="regex search").start()
            return
        self.found = search = TextSearch(data, wanted, case, whole)
        if len(data) <= AT_ONCE:
            self._run_plain(search)
        else:
            threading.Thread(target=self._run_plain, args=(search,), daemon=True, name="search").start()

    def stop(self) -> None:
        """End the search at once; what was found stays."""
        self._wanted = False
        if self._regex is not None:
            self._regex.stop()

    @staticmethod
    def _expression(data: Buffer, wanted: str, case: bool, whole: bool) -> RegexSearch:
        from curlew.preview.search.regex_search import RegexSearch, compiled  # brings multiprocessing, which few sessions need

        compiled(wanted, case, whole)
        return RegexSearch(data, wanted, case, whole)

    def _run_plain(self, search: TextSearch) -> None:
        worked_off(search.steps(), lambda: self._wanted)
        self.took_s = time.perf_counter() - self._began

    def _run_regex(self, search: RegexSearch) -> None:
        search.run()
        self.problem, self.more = search.problem, search.more
        self.took_s = time.perf_counter() - self._began


def stop_all(searches: list[Searching]) -> None:
    """End what still runs for an owner that is gone."""
    for search in searches:
        search.stop()
