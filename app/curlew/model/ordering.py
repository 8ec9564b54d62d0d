"""The order of siblings, as Bruno shows and runs them: folders first, then the rest; and the numbers that give a wanted order."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from curlew.model.tree import Item, ItemKind

_PUNCTUATION = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_RANKS = {ord(mark): chr(1 + rank) for rank, mark in enumerate(_PUNCTUATION)}

GAP = 10
"""Between the numbers of folders that had to be numbered anew, so that the next move touches one file."""


def name_key(name: str) -> tuple[str, str, str]:
    """Return what sorts names as people expect: marks, digits, letters; accents and case only decide between equals."""
    folded = name.casefold()
    if folded.isascii():
        return folded.translate(_RANKS), "", name.swapcase()
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(mark))
    return plain.translate(_RANKS), folded, name.swapcase()


def request_seq(item: Item) -> float:
    """Return the number that counts: Bruno takes a missing one, and 0, for 1."""
    return item.seq if item.seq else 1.0


def is_folder_seq(seq: float | None) -> bool:
    """Whether a folder's number counts: a positive integer."""
    return seq is not None and seq > 0 and math.isfinite(seq) and seq == int(seq)


def ordered(items: Iterable[Item]) -> list[Item]:
    """Return siblings in the order in which they are shown; file names decide between equals."""
    folders: list[Item] = []
    others: list[Item] = []
    for item in items:
        (folders if item.kind is ItemKind.FOLDER else others).append(item)
    others.sort(key=request_seq)
    seqs = [request_seq(item) for item in others]
    if any(one == two for one, two in pairwise(seqs)):  # names decide between equals only, and cost more
        others.sort(key=lambda item: (request_seq(item), *name_key(item.name), item.path.name))
    return _ordered_folders(folders) + others


def _ordered_folders(folders: list[Item]) -> list[Item]:
    """Those without a number by name; each of the others goes to the place that its number says, equal numbers together."""
    by_name = sorted(folders, key=lambda item: (*name_key(item.name), item.path.name))
    numbered = sorted((item for item in by_name if is_folder_seq(item.seq)), key=lambda item: item.seq or 0)
    places: list[list[Item]] = [[item] for item in by_name if not is_folder_seq(item.seq)]
    for item in numbered:
        at = int(item.seq or 1) - 1
        if at < len(places) and places[at][0].seq == item.seq:
            places[at].append(item)
        else:
            places.insert(at, [item])
    return [item for place in places for item in place]


def numbers_for(wanted: Sequence[Item], moved: Collection[int], anew: bool = False) -> dict[int, float]:
    """Return the numbers to set, by item id, so that `ordered` gives `wanted`; few items, if possible only the moved ones.

    `wanted` holds siblings of one sort: only folders, or none. Broken items keep their place by what they have.
    anew: number the moved ones even if they stand right by chance (by their names).
    """
    if not anew and [item.id for item in ordered(wanted)] == [item.id for item in wanted]:
        return {}
    if wanted[0].kind is ItemKind.FOLDER:
        return _folder_numbers(wanted, moved)
    return _request_numbers(wanted, frozenset(moved))


def _gives(wanted: Sequence[Item], numbers: dict[int, float]) -> bool:
    from dataclasses import replace

    changed = [replace(item, seq=numbers.get(item.id, item.seq)) for item in wanted]
    return [item.id for item in ordered(changed)] == [item.id for item in wanted]


def _request_numbers(wanted: Sequence[Item], moved: frozenset[int]) -> dict[int, float]:
    free = frozenset(item.id for item in wanted if item.kind is not ItemKind.BROKEN)
    numbers = _fill(wanted, moved & free)
    if numbers is not None and _gives(wanted, numbers):
        return numbers
    before, after = _tied(wanted, moved)
    options = [_fill(wanted, (moved | also) & free) for also in (before, after)]
    fitting = [option for option in options if option is not None and _gives(wanted, option)]
    if fitting:
        return min(fitting, key=len)
    whole = {item.id: float(place) for place, item in enumerate(wanted, 1) if item.id in free}
    return {item.id: whole[item.id] for item in wanted if item.id in whole and item.seq != whole[item.id]}


def _fill(wanted: Sequence[Item], free: Collection[int]) -> dict[int, float] | None:
    """Give each run of free items numbers between its fixed neighbours; None where there is no room."""
    numbers: dict[int, float] = {}
    run: list[int] = []
    low: float | None = None
    for item in (*wanted, None):
        if item is not None and item.id in free:
            run.append(item.id)
            continue
        high = None if item is None else request_seq(item)
        if run:
            given = between(low, high, len(run))
            if given is None:
                return None
            numbers.update(zip(run, given, strict=True))
            run = []
        low = high
    return numbers


def _tied(wanted: Sequence[Item], moved: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the items with the same number as the fixed neighbours of the moved ones: those before, those after."""
    before: set[int] = set()
    after: set[int] = set()
    fixed = [item for item in wanted if item.id not in moved]
    places = {item.id: place for place, item in enumerate(wanted)}
    for one, two in pairwise(fixed):
        if request_seq(one) == request_seq(two) and places[two.id] - places[one.id] > 1:
            same = [item for item in fixed if request_seq(item) == request_seq(one)]
            before.update(item.id for item in same if places[item.id] <= places[one.id])
            after.update(item.id for item in same if places[item.id] >= places[two.id])
    return frozenset(before), frozenset(after)


def between(low: float | None, high: float | None, count: int) -> list[float] | None:
    """Return `count` rising numbers strictly between two (None: no bound), as short as possible, none of them 0; None if no room."""
    if high is None:
        start = math.floor(low) if low is not None else 0
        return [float(start + step) for step in range(1, count + 1) if start + step != 0] if start >= 0 else between(low, 1.0, count)
    if low is None:
        low = 0.0 if high > 0 else high - count - 1
    for digits in range(16):
        step = (high - low) / (count + 1)
        found = [round(low + step * place, digits) for place in range(1, count + 1)]
        if all(one < two for one, two in pairwise([low, *found, high])) and 0 not in found:
            return found
    return None


def _folder_numbers(wanted: Sequence[Item], moved: Collection[int]) -> dict[int, float]:
    fixed = [item for item in wanted if item.id not in moved]
    if all(is_folder_seq(item.seq) for item in fixed):
        options = [_shifted(wanted, moved, upwards) for upwards in (True, False)]
        fitting = [option for option in options if option is not None and _gives(wanted, option)]
        if fitting:
            return min(fitting, key=len)
    else:
        places = {item.id: float(place) for place, item in enumerate(wanted, 1) if item.id in moved}
        if _gives(wanted, places):
            return {item.id: places[item.id] for item in wanted if item.id in places and item.seq != places[item.id]}
    return {item.id: float(place * GAP) for place, item in enumerate(wanted, 1)}


def _shifted(wanted: Sequence[Item], moved: Collection[int], upwards: bool) -> dict[int, float] | None:
    """Put the moved folders beside their neighbour by number, and push others on only where they are in the way."""
    numbers: dict[int, float] = {}
    last = 0 if upwards else _highest(wanted, moved) + 1
    for place, item in enumerate(wanted) if upwards else reversed(list(enumerate(wanted))):
        seq = int(item.seq or 0)
        if item.id not in moved and (seq > last if upwards else seq < last):
            last = seq
            continue
        last = _room(wanted, moved, place, last) if upwards and item.id in moved else last + (1 if upwards else -1)
        if last < 1:
            return None
        if item.seq != last:
            numbers[item.id] = float(last)
    return numbers


def _room(wanted: Sequence[Item], moved: Collection[int], place: int, last: int) -> int:
    """Return a number above `last` for the folder at `place`, in the middle of the gap before the next fixed folder."""
    following = next((item for item in wanted[place + 1 :] if item.id not in moved), None)
    if following is None:
        return last + 1
    waiting = sum(1 for item in wanted[place : list(wanted).index(following)] if item.id in moved)
    gap = int(following.seq or 0) - last
    return last + max(1, gap // (waiting + 1))


def _highest(wanted: Sequence[Item], moved: Collection[int]) -> int:
    seqs = [int(item.seq or 0) for item in wanted if item.id not in moved]
    return max([*seqs, 0]) + len(moved)
