"""Preparing a body for showing: read, decoded, formatted, in slices that leave the window free."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from curlew.model.content import Content
from curlew.preview.charset import Text, to_text
from curlew.preview.json_format import JsonFormatter
from curlew.preview.json_tokens import Problem
from curlew.preview.kinds import SNIFFED, kind_of
from curlew.preview.opened import Opened
from curlew.preview.xml_format import XmlFormatter
from curlew.text import _, ngettext

MOST_SHOWN = 64 * 1024 * 1024
"""Bytes of a body that are shown; the rest can be saved."""

MOST_DUMPED = 16 * 1024
"""Of bytes that are no text."""

AT_ONCE = 256 * 1024
"""Bodies up to this size are decoded on the window's thread: handing them over would take longer."""

SLICE_S = 0.004


@dataclass(frozen=True, slots=True)
class LoadedBody:
    """A body with its kind and its text. notes: what was doubtful, in words.

    first_invalid: where among the text's bytes the first stands that fits no character.
    """

    data: bytes
    kind: str
    text: Text
    size: int
    notes: tuple[str, ...] = ()
    first_invalid: int | None = None


@dataclass(frozen=True, slots=True)
class Pretty:
    """A formatted text. `problem` is where it stopped being what it should be; `notes` tell it in words."""

    data: bytes
    problem: Problem | None = None
    notes: tuple[str, ...] = ()


async def load_body(body: Content, content_type: str, charset: str = "") -> LoadedBody:
    """Read and decode a body, off the window's thread where that takes a while. Raises OSError if its file is gone."""
    if body.data is not None and body.size <= AT_ONCE:
        return _load(body, content_type, charset)
    return await asyncio.to_thread(_load, body, content_type, charset)


def _load(body: Content, content_type: str, charset: str) -> LoadedBody:
    kind = kind_of(content_type, body.read(SNIFFED))
    data = body.read(MOST_DUMPED if kind == "binary" else MOST_SHOWN)
    text = Text(b"") if kind in ("image", "binary") else to_text(data, content_type, charset)
    notes = text.other_notes  # a button beside the body counts the invalid bytes
    if body.size > len(data) and kind != "binary":
        notes = (*notes, _("Only the first {n} MB are shown. Save the body to see all of it.").format(n=len(data) // 1_000_000))
    return LoadedBody(data, kind, text, body.size, notes, first_invalid(text.data) if text.invalid else None)


def first_invalid(text: bytes) -> int | None:
    """Return where a text first is not UTF-8, or holds the sign that stands for what did not fit another charset."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return error.start
    at = text.find("\ufffd".encode())
    return at if at >= 0 else None


async def opened_body(body: Content, content_type: str, charset: str = "") -> AsyncIterator[Opened]:
    """Yield a body ready to be looked at: as far as it has been looked at, then whole. Raises OSError if its file is gone."""
    loaded = await load_body(body, content_type, charset)
    wrong = loaded.text.invalid
    text = loaded.text.data
    yield Opened(body, loaded.data, loaded.kind, content_type, text, loaded.text.charset, wrong, loaded.first_invalid, loaded.notes)


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
