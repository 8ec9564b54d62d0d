"""A text of any size laid out for reading, in a worker thread, its first screen early."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from curlew.preview.buffer import Buffer
from curlew.preview.json.format import JsonFormatter, Shortcut
from curlew.preview.json.scan import WORTH_IMPORTING, WORTH_USING
from curlew.preview.json.tokens import Problem
from curlew.preview.laid_text import LaidText
from curlew.text import _, ngettext

FIRST_SCREEN = 32 * 1024
"""Bytes that fill a window of any size, mostly."""


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A text laid out. same: `data` is the text that was given, it was laid out already.

    problem: the first thing that is not what the language wants, `problem_out` roughly where that stands in `data`. notes: what is to
    be said, in words. whole: false where it was stopped, and `data` is the beginning. unchecked: keys that stand twice were not looked
    for, `duplicate_notes` does that.
    """

    data: Buffer
    problem: Problem | None = None
    problem_out: int = 0
    notes: tuple[str, ...] = ()
    same: bool = False
    whole: bool = True
    unchecked: bool = False


def lay_out(text: Buffer, language: str, first: Callable[[bytes], None] | None = None, stop: Callable[[], bool] | None = None) -> Laid:
    """Lay out a text in "json", "xml" or "html"; any other is the same. For a worker thread; asks `stop` every few milliseconds.

    `first` gets the beginning once there is a screen of it, unless the whole is there as soon. Raises OSError where the disk is full.
    """
    steps = laying_out(text, language, first)
    while True:
        try:
            so_far = next(steps)
        except StopIteration as end:
            laid: Laid = end.value
            return laid
        if stop is not None and stop():
            return Laid(so_far.beginning(), whole=False)


def laying_out(text: Buffer, language: str, first: Callable[[bytes], None] | None = None) -> Generator[LaidText, None, Laid]:
    """Do `lay_out` in steps of a few milliseconds, each yielding what there is so far: for small texts, on the window's thread."""
    if language == "json":
        return (yield from _json(text, first))
    if language in ("xml", "html"):
        return (yield from _markup(text, language, first))
    return Laid(text, same=True)


def _json(text: Buffer, first: Callable[[bytes], None] | None) -> Generator[LaidText, None, Laid]:
    laid = LaidText(text)
    shortcut = _shortcut(len(text))
    formatter = JsonFormatter(text, laid=laid, shortcut=shortcut)
    yield from _with_first(formatter.steps(), laid, first)
    same = laid.finish()
    return Laid(
        laid.buffer(), formatter.problem, formatter.problem_out, _notes(formatter, shortcut is None), same, unchecked=shortcut is not None
    )


def _markup(text: Buffer, language: str, first: Callable[[bytes], None] | None) -> Generator[LaidText, None, Laid]:
    laid = LaidText(text)
    if language == "xml":
        from curlew.preview.xml.format import XmlFormatter

        steps = XmlFormatter(text, laid=laid).steps()
    else:
        from curlew.preview.html_format import HtmlFormatter

        steps = HtmlFormatter(text, laid=laid).steps()
    yield from _with_first(steps, laid, first)
    same = laid.finish()
    return Laid(laid.buffer(), same=same)


def _with_first(steps: Iterator[None], laid: LaidText, first: Callable[[bytes], None] | None) -> Iterator[LaidText]:
    for _step in steps:
        if first is not None and laid.size >= FIRST_SCREEN:
            first(laid.beginning())
            first = None
        yield laid


def _shortcut(size: int) -> Shortcut | None:
    """Return what makes large texts fast, where its import is worth it."""
    if size < (WORTH_USING if "msgspec" in sys.modules else WORTH_IMPORTING):
        return None
    from curlew.preview.json.shortcut import MsgspecShortcut

    return MsgspecShortcut()


def duplicate_notes(text: Buffer, stop: Callable[[], bool] | None = None) -> tuple[str, ...]:
    """Return what is to be said of keys that stand more than once in a large JSON text. For a worker thread."""
    from curlew.preview.json.duplicates import duplicates_in

    return _of_duplicates(duplicates_in(text, stop))


def _of_duplicates(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    one, many = _("{n} key stands more than once in its object; all are shown."), _("{n} keys stand more than once; all are shown.")
    return (ngettext(one, many, count).format(n=f"{count:,}"),)


def _notes(formatter: JsonFormatter, counted: bool) -> tuple[str, ...]:
    notes = []
    if formatter.problem is not None:
        notes.append(_("Not valid JSON: {problem}.").format(problem=formatter.problem))
    elif formatter.documents > 1:
        notes.append(_("{n} JSON values, one after another.").format(n=f"{formatter.documents:,}"))
    return (*notes, *_of_duplicates(formatter.duplicates if counted else 0))
