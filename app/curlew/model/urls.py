"""The URL as typed and its rows: rows are spans of the text, and changing one row changes only its span."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from curlew.model.rows import Param
from curlew.model.template import PLACEHOLDER

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Piece:
    """One query row as it stands in the text: `text[start:end]`, nothing decoded. `bare` has no equals sign (`?debug`)."""

    start: int
    end: int
    name: str
    value: str
    bare: bool = False


@dataclass(frozen=True, slots=True)
class PathName:
    """A segment `:name` (or `{name}`): `text[start:end]` is the segment with its mark, `name` comes without."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class UrlText:
    """A URL taken apart. `query`: where the query's text begins (after the `?`), None without one; `end`: where it ends (`#`)."""

    text: str
    query: int | None
    end: int
    pieces: tuple[Piece, ...] = ()


def masked(text: str) -> str:
    """Return the text with every `{{variable}}` blanked out, positions kept: what stands inside one parts nothing."""
    return PLACEHOLDER.sub(lambda found: "x" * len(found.group(0)), text) if "{{" in text else text


def parse(text: str) -> UrlText:
    """Take a URL apart. Never fails; empty pieces (`a&&b`) are no rows, and stay in the text."""
    plain = masked(text)
    end = plain.find("#")
    end = len(text) if end < 0 else end
    mark = plain.find("?", 0, end)
    if mark < 0:
        return UrlText(text, None, end)
    pieces = []
    start = mark + 1
    while start <= end:
        stop = plain.find("&", start, end)
        stop = end if stop < 0 else stop
        if stop > start:
            equals = plain.find("=", start, stop)
            split = stop if equals < 0 else equals
            pieces.append(Piece(start, stop, text[start:split], text[split + 1 : stop], equals < 0))
        start = stop + 1
    return UrlText(text, mark + 1, end, tuple(pieces))


_FOR_VALUE = {"&": "%26", "#": "%23", "\r": "%0D", "\n": "%0A"}
_FOR_NAME = {**_FOR_VALUE, "=": "%3D"}
_BRACES = {"{": "%7B", "}": "%7D"}


def _escape(text: str, table: dict[str, str]) -> str:
    """Escape what would end the row; variables and all else stay as typed."""
    plain = masked(text)
    return "".join(table.get(seen, own) for own, seen in zip(text, plain, strict=True))


def piece_text(name: str, value: str, bare: bool = False) -> str:
    """Return a row as query text: only what would part it from itself is escaped (`&` and `#`, in names also `=`)."""
    name, value = _escape(name, _FOR_NAME), _escape(value, _FOR_VALUE)
    return name if bare and not value else f"{name}={value}"


def align(old: Sequence[T], new: Sequence[S], same: Callable[[T, S], bool], alike: Callable[[T, S], bool]) -> list[T | None]:
    """Return for each new row the old row that it is, None for one that was not there.

    Equal rows at the start and the end are paired first; between them equal rows, then those of one name, in order; one
    row left on both sides is one that was renamed.
    """
    first = 0
    while first < min(len(old), len(new)) and same(old[first], new[first]):
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and same(old[-1 - last], new[-1 - last]):
        last += 1
    middle = list(old[first : len(old) - last])
    wanted = new[first : len(new) - last]
    paired: list[T | None] = [None] * len(wanted)
    for test in (same, alike):
        _pair_in_order(middle, wanted, paired, test)
    rest = [row for row in middle if not any(row is taken for taken in paired)]
    free = [place for place, taken in enumerate(paired) if taken is None]
    if len(rest) == len(free) == 1:
        paired[free[0]] = rest[0]
    return [*old[:first], *paired, *old[len(old) - last :]] if last else [*old[:first], *paired]


def _pair_in_order(old: Sequence[T], new: Sequence[S], paired: list[T | None], test: Callable[[T, S], bool]) -> None:
    """Pair rows that pass the test, keeping the order and what is paired already."""
    ids = {id(taken) for taken in paired if taken is not None}
    at = 0
    for place, row in enumerate(new):
        if paired[place] is not None:
            taken = paired[place]
            at = next((n + 1 for n, candidate in enumerate(old) if candidate is taken), at)
            continue
        barrier = next((n for n in range(at, len(old)) if id(old[n]) in ids), len(old))
        found = next((n for n in range(at, barrier) if test(old[n], row)), None)
        if found is not None:
            paired[place] = old[found]
            at = found + 1


def bind(url: str, rows: Sequence[Param]) -> tuple[Param, ...]:
    """Return the query rows to show: those of the URL, enabled, as typed; the list adds descriptions and disabled rows in their places."""
    on = [row for row in rows if row.enabled]
    pieces = parse(url).pieces
    owners = align(
        on, pieces, lambda row, piece: (row.name, row.value) == (piece.name, piece.value), lambda row, piece: row.name == piece.name
    )
    shown = [
        Param(piece.name, piece.value) if owner is None else _as(owner, piece.name, piece.value)
        for piece, owner in zip(pieces, owners, strict=True)
    ]
    return _with_disabled(rows, shown, owners)


def _as(row: Param, name: str, value: str) -> Param:
    return row if (row.name, row.value) == (name, value) else replace(row, name=name, value=value)


def _with_disabled(rows: Sequence[Param], shown: list[Param], owners: list[Param | None]) -> tuple[Param, ...]:
    """Put the disabled rows of `rows` after the enabled row that they stood behind, or behind its nearest that is left."""
    places = {id(owner): place for place, owner in enumerate(owners) if owner is not None}
    behind: dict[int, list[Param]] = {}
    anchor = -1
    for row in rows:
        if row.enabled:
            anchor = places.get(id(row), anchor)
        else:
            behind.setdefault(anchor, []).append(row)
    merged = list(behind.get(-1, ()))
    for place, row in enumerate(shown):
        merged += [row, *behind.get(place, ())]
    return tuple(merged)


def with_rows(url: str, rows: Sequence[Param], bare: Iterable[str] = ()) -> tuple[str, tuple[Param, ...]]:
    """Write changed rows into the URL and return both; text outside the changed rows stays as it is.

    bare: names whose empty value is written without an equals sign. A row's text is escaped where it would part the query.
    """
    known = frozenset(bare)
    written = tuple(_writable(row) if row.enabled else row for row in rows)
    fresh = _with_texts(url, [row for row in written if row.enabled], known)
    if [(piece.name, piece.value) for piece in parse(fresh).pieces] != [(row.name, row.value) for row in written if row.enabled]:
        # Two halves of a {{ }} met: they may not swallow the rows between them.
        written = tuple(_plain_braces(row) if row.enabled else row for row in written)
        fresh = _with_texts(url, [row for row in written if row.enabled], known)
    return fresh, bind(fresh, written)


def _writable(row: Param) -> Param:
    return _as(row, _escape(row.name, _FOR_NAME), _escape(row.value, _FOR_VALUE))


def _plain_braces(row: Param) -> Param:
    return _as(row, _escape(row.name, _BRACES), _escape(row.value, _BRACES))


def _with_texts(url: str, wanted: Sequence[Param], bare: frozenset[str]) -> str:
    parts = parse(url)
    pieces = parts.pieces
    owners = align(
        pieces, wanted, lambda piece, row: (piece.name, piece.value) == (row.name, row.value), lambda piece, row: piece.name == row.name
    )
    left = [piece for piece in pieces if not any(piece is owner for owner in owners)]
    texts = []
    for row, owner in zip(wanted, owners, strict=True):
        moved = None if owner is not None else next((piece for piece in left if (piece.name, piece.value) == (row.name, row.value)), None)
        if moved is not None:
            left.remove(moved)
        texts.append(_text_of(row, owner or moved, url, bare))
    old = [url[piece.start : piece.end] for piece in pieces]
    first = _common(old, texts)
    last = _common(old[first:][::-1], texts[first:][::-1])
    gone, come = pieces[first : len(pieces) - last], texts[first : len(texts) - last]
    if len(gone) == len(come):
        for piece, text in zip(reversed(gone), reversed(come), strict=True):
            url = url[: piece.start] + text + url[piece.end :]
        return url
    return _replace_range(parts, gone, come, pieces[len(pieces) - last] if last else None)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _text_of(row: Param, owner: Piece | None, url: str, bare: frozenset[str]) -> str:
    if owner is not None:
        if (owner.name, owner.value) == (row.name, row.value):
            return url[owner.start : owner.end]
        return piece_text(row.name, row.value, owner.bare and bool(row.name))
    return piece_text(row.name, row.value, bool(row.name) and row.name in bare)


def _replace_range(parts: UrlText, gone: Sequence[Piece], come: Sequence[str], following: Piece | None) -> str:
    """Replace a run of pieces by another number of them, with the separators that this needs."""
    text, joined = parts.text, "&".join(come)
    if gone and come:
        return text[: gone[0].start] + joined + text[gone[-1].end :]
    if gone:
        start, end = gone[0].start, gone[-1].end
        if following is not None:
            end = following.start
        elif start != parts.query and text[start - 1] == "&":
            start -= 1
        elif parts.query == start and end == parts.end:
            start -= 1  # the last row takes its question mark with it
        return text[:start] + text[end:]
    if following is not None:
        return text[: following.start] + joined + "&" + text[following.start :]
    end = parts.end
    if parts.query is None:
        return f"{text[:end]}?{joined}{text[end:]}"
    link = "" if end == parts.query or masked(text)[end - 1] == "&" else "&"
    return text[:end] + link + joined + text[end:]


_COLON_NAME = re.compile(r":([^/\\?#\s:{}][^/?#\s{}]*)\Z")
_BRACE_NAME = re.compile(r"\{([^{}/?#\s]+)\}\Z")


def path_names(url: str) -> tuple[PathName, ...]:
    """Return the path parameters: whole segments `:name`, never in the host or its port."""
    return tuple(_segments(url, _COLON_NAME))


def brace_names(url: str) -> tuple[PathName, ...]:
    """Return segments `{name}`, which are sent as written, unless someone asks to make them `:name`."""
    return tuple(_segments(url, _BRACE_NAME))


def with_colons(url: str) -> str:
    """Make every segment `{name}` a path parameter `:name`."""
    for found in reversed(brace_names(url)):
        url = f"{url[: found.start]}:{found.name}{url[found.end :]}"
    return url


def _segments(url: str, pattern: re.Pattern[str]) -> Iterable[PathName]:
    plain = masked(url)
    end = min((at for at in (plain.find("?"), plain.find("#")) if at >= 0), default=len(url))
    scheme = plain.find("://", 0, end)
    start = plain.find("/", scheme + 3 if scheme >= 0 else 0, end)
    while 0 <= start < end:
        stop = plain.find("/", start + 1, end)
        stop = end if stop < 0 else stop
        found = pattern.match(plain[start + 1 : stop])
        if found is not None:
            yield PathName(start + 1, stop, url[start + 1 : stop].strip(":{}"))
        start = stop


def renamed(url: str, name: str, new: str) -> str:
    """Rename a path parameter in the URL; a name that no segment can carry changes nothing."""
    if _COLON_NAME.match(f":{new}") is None:
        return url
    for found in reversed(path_names(url)):
        if found.name == name:
            url = f"{url[: found.start]}:{new}{url[found.end :]}"
    return url


def bind_path(url: str, rows: Sequence[Param]) -> tuple[Param, ...]:
    """Return one row for each path parameter of the URL, in its order, with the values and descriptions that `rows` hold."""
    names = tuple(dict.fromkeys(found.name for found in path_names(url)))
    owners = align(tuple(rows), names, lambda row, name: row.name == name, lambda row, name: row.name == name)
    return tuple(
        Param(name, kind="path") if owner is None else _as(owner, name, owner.value) for name, owner in zip(names, owners, strict=True)
    )


def split_kinds(params: Sequence[Param]) -> tuple[tuple[Param, ...], tuple[Param, ...], tuple[Param, ...]]:
    """Part a file's list into query rows, path rows and rows of kinds that Curlew does not know."""
    by = {kind: tuple(row for row in params if row.kind == kind) for kind in ("query", "path")}
    return by["query"], by["path"], tuple(row for row in params if row.kind not in by)


def joined(before: Sequence[Param], query: Sequence[Param], path: Sequence[Param]) -> tuple[Param, ...]:
    """Return the file's list again: groups in the order in which `before` has them, unknown kinds kept."""
    groups = {"query": tuple(query), "path": tuple(path), "": split_kinds(before)[2]}
    seen = dict.fromkeys(row.kind if row.kind in groups else "" for row in before)
    order = [*seen, *(kind for kind in ("query", "path", "") if kind not in seen)]
    return tuple(row for kind in order for row in groups[kind])


def retyped(old_url: str, url: str, params: Sequence[Param]) -> tuple[Param, ...]:
    """Return the list after the URL was retyped; the very same list where neither query nor path parameters changed."""
    query, path, _ = split_kinds(params)
    old, new = parse(old_url).pieces, parse(url).pieces
    same_query = [(p.name, p.value) for p in old] == [(p.name, p.value) for p in new]
    same_path = [found.name for found in path_names(old_url)] == [found.name for found in path_names(url)]
    if same_query and same_path:
        return tuple(params)
    query_now = query if same_query else bind(url, bind(old_url, query))
    path_now = path if same_path else bind_path(url, bind_path(old_url, path))
    return joined(params, query_now, path_now)
