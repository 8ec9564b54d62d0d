"""By how much an earlier response differs from another one, in a word or two, for a list of them."""

from __future__ import annotations

import asyncio

from curlew.engine.session import Session
from curlew.errors import StorageError
from curlew.model.exchange import Exchange
from curlew.preview.buffer import Buffer
from curlew.preview.compare.bytewise import first_difference
from curlew.preview.compare.comparing import STRUCTURE, TEXT, Body, compare_bodies
from curlew.preview.compare.result import Rules
from curlew.preview.opened import Opened
from curlew.preview.opening import open_body
from curlew.storage.history import HistoryEntry
from curlew.text import _, ngettext

MOST = 100_000
"""Bytes of a body whose changes are counted for a menu; larger ones are told to be the same or not."""
_MOST_READ = 8 * 1024 * 1024


async def change_words(session: Session, exchange: Exchange, entry: HistoryEntry) -> str:
    """Return `same body`, or how many changes there are, with `{side}` for the other one; empty where that is not known cheaply."""
    own = exchange.response
    if own is None or entry.status is None or max(own.body.size, entry.size) > (_MOST_READ if own.body.size == entry.size else MOST):
        return ""
    try:
        found = (await asyncio.wrap_future(session.history.fetch(entry.id))).exchange.response
        if found is None or found.body.size != entry.size or (found.body.data is not None and len(found.body.data) < found.body.size):
            return ""  # the history kept a part of it only
        sides = [await open_body(body.body, body.header("content-type")) for body in (found, own)]
    except (StorageError, OSError):
        return ""
    return await asyncio.to_thread(_words, *sides)


def _words(one: Opened, other: Opened) -> str:
    if len(one.raw) == len(other.raw) and first_difference(one.raw, other.raw) < 0:
        return _("same body as {side}")
    if max(len(one.raw), len(other.raw)) > MOST:
        return _("another body")
    outcome = compare_bodies(STRUCTURE if one.kind == "json" else TEXT, _body(one), _body(other), Rules())
    count = outcome.comparison.found
    return ngettext("{n} change", "{n} changes", count).format(n=f"{count:,}") if count else _("same content as {side}")


def _body(opened: Opened) -> Body:
    data: Buffer = opened.raw if opened.kind in ("binary", "image") else opened.text
    return Body(data, opened.kind)
