"""The filters of a table: which of them can be used, what is wrong with the others, and all of them in words."""

from __future__ import annotations

from curlew.preview.table.cells import Path
from curlew.preview.table.filter import FilterError, parsed
from curlew.text import _
from curlew.ui.response.views.table.loading import Loading


def checked(filters: dict[Path, str], loading: Loading, failed: str = "") -> tuple[dict[Path, str], dict[Path, str]]:
    """Return the filters that can be used, and what is wrong with others. failed: why a regular expression could not be run."""
    good: dict[Path, str] = {}
    problems: dict[Path, str] = {}
    for path, text in filters.items():
        if is_gone(path, loading):
            continue
        try:
            if parsed(text) is not None:
                good[path] = text
        except FilterError as error:
            problems[path] = str(error)
        if failed and text.lstrip().startswith("/"):
            problems[path] = failed
    return good, problems


def is_gone(path: Path, loading: Loading) -> bool:
    """Tell whether the body has no such column: the filter was made for another one."""
    return loading.columns is not None and loading.is_complete and loading.columns.column(path) is None


def in_words(title: str, text: str) -> str:
    """Return a filter as the foot says it."""
    text = " ".join(text.split())
    if text[:1] in "<>=!/" or ".." in text:
        return f"{title} {text}"
    return _("{column} contains {text}").format(column=title, text=text)
