"""Formatting a text for showing, in slices that leave the window free."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from curlew.preview.json_format import JsonFormatter
from curlew.preview.json_tokens import Problem
from curlew.preview.xml_format import XmlFormatter
from curlew.text import _, ngettext

SLICE_S = 0.004


@dataclass(frozen=True, slots=True)
class Pretty:
    """A formatted text. `problem` is where it stopped being what it should be; `notes` tell it in words."""

    data: bytes
    problem: Problem | None = None
    notes: tuple[str, ...] = ()


async def format_text(text: bytes, language: str, first: Callable[[bytes], None]) -> Pretty:
    """Format a text; `first` gets the beginning as soon as there is a screen of it, if the whole takes longer."""
    formatter: JsonFormatter | XmlFormatter
    if language == "json":
        formatter = JsonFormatter(text)
    elif language == "xml":
        formatter = XmlFormatter(text)
    else:
        return Pretty(text)
    told = False
    until = time.perf_counter() + SLICE_S
    for _step in formatter.steps():
        if time.perf_counter() > until:
            if not told and (so_far := formatter.result):
                told = True
                first(so_far)
            await asyncio.sleep(0)
            until = time.perf_counter() + SLICE_S
    if isinstance(formatter, JsonFormatter):
        return Pretty(formatter.result, formatter.problem, _json_notes(formatter))
    return Pretty(formatter.result)


def _json_notes(formatter: JsonFormatter) -> tuple[str, ...]:
    notes = []
    if formatter.problem is not None:
        notes.append(_("Not valid JSON: {problem}.").format(problem=formatter.problem))
    elif formatter.documents > 1:
        notes.append(_("{n} JSON values, one after another.").format(n=f"{formatter.documents:,}"))
    if formatter.duplicates:
        one, many = _("{n} key stands more than once in its object; all are shown."), _("{n} keys stand more than once; all are shown.")
        notes.append(ngettext(one, many, formatter.duplicates).format(n=f"{formatter.duplicates:,}"))
    return tuple(notes)
