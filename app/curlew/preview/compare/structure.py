"""Two JSON texts compared by what they say: members by their keys, items of arrays by their match, values by their text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from curlew.preview.compare.arrays import Arrays, Pair
from curlew.preview.compare.ignoring import State, below, general, ignoring, is_ignored
from curlew.preview.compare.json_tape import OBJECT, Tape, Tick
from curlew.preview.compare.json_values import Signatures, brief, key_text, likeness, told
from curlew.preview.compare.result import (
    ADDED,
    BY_CONTENT,
    BY_PLACE,
    CHANGED,
    IGNORED,
    MOVED,
    NEAR,
    REMOVED,
    SAME,
    SPELLED,
    Comparison,
    Piece,
    Rules,
    Told,
    Writing,
)
from curlew.preview.compare.suggesting import looks_volatile
from curlew.preview.places import Place
from curlew.text import _

DEEPEST = 150
"""Levels that are looked into; what lies deeper is compared as a whole."""
_MOST_SUGGESTED = 8
_TOLD_EVERY = 2000

Breaks = Sequence[int]
"""Where the line breaks of a text stand."""


class Structure:
    """One comparison of two tapes over laid-out text. breaks: where the line breaks stand."""

    def __init__(self, one: Tape, other: Tape, breaks: tuple[Breaks, Breaks], rules: Rules, tick: Tick = lambda _share: None) -> None:
        """Get ready. Raises UsageError for a path that is none."""
        self._one, self._other, self._breaks = one, other, breaks
        self._signatures = Signatures(DEEPEST)
        self._arrays = Arrays(one, other, rules.key, self._signatures)
        self._paths = ignoring(rules.ignored)
        self._tolerance = _tolerance(rules.tolerance)
        self._writing = Writing()
        self._keys: Counter[str] = Counter()
        self._guess = rules.key not in (BY_PLACE, BY_CONTENT)
        self._suggested: Counter[str] = Counter()
        self._moves: dict[tuple[int, int], int] = {}
        self._deep = False
        self._tick, self._since = tick, 0

    def compare(self) -> Comparison:
        roots_a, roots_b = self._one.children(0), self._other.children(0)
        if len(roots_a) == len(roots_b) == 1:
            self._pair(roots_a[0], roots_b[0], (), self._paths)
        else:
            self._items(0, 0, (), self._paths)
        result = self._writing.result
        result.key = next(iter(self._keys)) if len(self._keys) == 1 else ""
        result.suggested = tuple(path for path, _count in self._suggested.most_common(_MOST_SUGGESTED))
        if self._deep:
            result.notes = (_("What lies deeper than {n} levels was compared as a whole.").format(n=DEEPEST),)
        return result

    # --- walking ---

    def _pair(self, a: int, b: int, place: Place, state: State) -> None:
        """Compare two values that belong together."""
        self._since += 1
        if self._since % _TOLD_EVERY == 0:
            self._tick(self._one.starts[a] / max(1, len(self._one.data)))
        one, other = self._one, self._other
        if one.raw(a) == other.raw(b) and self._same_key(a, b) and self._lines(0, a)[1] == self._lines(1, b)[1]:
            self._same(a, b)
        elif is_ignored(state):
            self._differs(IGNORED, a, b, place, place)
        elif one.is_container(a) and other.is_container(b) and one.kind(a) == other.kind(b):
            self._containers(a, b, place, state)
        elif one.is_container(a) or other.is_container(b):
            self._differs(CHANGED, a, b, place, place)
        else:
            self._scalars(a, b, place)

    def _scalars(self, a: int, b: int, place: Place) -> None:
        raw_a, raw_b = self._one.raw(a), self._other.raw(b)
        like = likeness(raw_a, raw_b, self._tolerance)
        if like in ("same", "spell", "near"):
            mark = NEAR if like == "near" else SPELLED
            counts = self._writing.result.counts
            counts[mark] = counts.get(mark, 0) + 1
            (la, na), (lb, nb) = self._lines(0, a), self._lines(1, b)
            self._writing.add(Piece(mark, la, lb, na, nb))
            return
        key = next((part for part in reversed(place) if isinstance(part, str)), "")
        if place and looks_volatile(key, raw_a[:200], raw_b[:200]):
            self._suggested[general(place)] += 1
        self._differs(CHANGED, a, b, place, place)

    def _containers(self, a: int, b: int, place: Place, state: State) -> None:
        if len(place) >= DEEPEST:
            self._deep = True
            self._differs(CHANGED, a, b, place, place)
            return
        (la, na), (lb, nb) = self._lines(0, a), self._lines(1, b)
        self._edge(la, lb)
        if self._one.kind(a) == OBJECT:
            self._members(a, b, place, state)
        else:
            self._items(a, b, place, state)
        self._edge(la + na - 1 if na > 1 else -1, lb + nb - 1 if nb > 1 else -1)

    def _edge(self, a: int, b: int) -> None:
        """Show the line of a bracket."""
        if a >= 0 <= b:
            self._writing.same(a, b, 1)
        elif a >= 0 or b >= 0:
            self._writing.add(Piece(SAME, a, b, int(a >= 0), int(b >= 0)))

    def _members(self, a: int, b: int, place: Place, state: State) -> None:
        named_a, named_b = _named(self._one, a), _named(self._other, b)
        after: dict[int, list[int]] = {}
        last = -1
        for name, child in named_b.items():
            if name in named_a:
                last = named_a[name]
            else:
                after.setdefault(last, []).append(child)
        for child in after.get(-1, ()):
            self._only_b(child, (*place, key_text(self._other, child)), state)
        for name, child in named_a.items():
            inner = (*place, name[0])
            if name in named_b:
                self._pair(child, named_b[name], inner, below(state, name[0]) if state else state)
            else:
                self._only_a(child, inner, state)
            for added in after.get(child, ()):
                self._only_b(added, (*place, key_text(self._other, added)), state)

    def _items(self, a: int, b: int, place: Place, state: State) -> None:
        items_a, items_b = self._one.children(a), self._other.children(b)
        match = self._arrays.match(items_a, items_b)
        if match.by and self._guess:
            self._keys[match.by] += 1
        for pair in match.pairs:
            if pair.moved:
                self._moved(items_a[pair.a], items_b[pair.b], pair, place, state)
            elif pair.b < 0:
                self._only_a(items_a[pair.a], (*place, pair.a), state)
            elif pair.a < 0:
                self._only_b(items_b[pair.b], (*place, pair.b), state)
            else:
                self._pair(items_a[pair.a], items_b[pair.b], (*place, pair.a), below(state, pair.a) if state else state)

    # --- what differs ---

    def _only_a(self, node: int, place: Place, state: State) -> None:
        gone = is_ignored(below(state, place[-1]))
        self._differs(IGNORED if gone else REMOVED, node, None, place, None)

    def _only_b(self, node: int, place: Place, state: State) -> None:
        gone = is_ignored(below(state, place[-1]))
        self._differs(IGNORED if gone else ADDED, None, node, None, place)

    def _moved(self, a: int, b: int, pair: Pair, place: Place, state: State) -> None:
        """Show an item that moved: at its old place, and at its new one, there with what changed in it."""
        place_a, place_b = (*place, pair.a), (*place, pair.b)
        inner = below(state, pair.a)
        if is_ignored(inner):
            self._differs(IGNORED, None if pair.here else a, b if pair.here else None, place_a, place_b)
            return
        if (a, b) not in self._moves:
            self._moves[a, b] = self._writing.differs(MOVED, (place_a, place_b), (told(self._one, a), told(self._other, b)))
        number = self._moves[a, b]
        if not pair.here:
            first, lines = self._lines(0, a)
            self._writing.add(Piece(MOVED, first, -1, lines, 0, number, self._brief(self._one, a)))
            return
        first, lines = self._lines(1, b)
        self._writing.add(Piece(MOVED, -1, first, 0, lines, number, "", self._brief(self._other, b)))
        if self._signatures.of(self._one, a, len(place)) != self._signatures.of(self._other, b, len(place)):
            self._pair(a, b, place_a, inner)

    def _differs(self, kind: str, a: int | None, b: int | None, place_a: Place | None, place_b: Place | None) -> None:
        """Show two values, or one that has no counterpart, as a difference."""
        one = told(self._one, a) if a is not None else Told()
        other = told(self._other, b) if b is not None else Told()
        number = self._writing.differs(kind, (place_a, place_b), (one, other))
        la, na = self._lines(0, a) if a is not None else (-1, 0)
        lb, nb = self._lines(1, b) if b is not None else (-1, 0)
        brief_a = self._brief(self._one, a) if a is not None and max(na, nb) > 1 else ""
        brief_b = self._brief(self._other, b) if b is not None and max(na, nb) > 1 else ""
        self._writing.add(Piece(kind, la, lb, na, nb, number, brief_a, brief_b))

    # --- lines ---

    def _lines(self, side: int, node: int) -> tuple[int, int]:
        """Return a value's first line and how many it takes."""
        tape, breaks = (self._other if side else self._one), self._breaks[side]
        first = bisect_right(breaks, tape.begins(node))
        return first, bisect_right(breaks, tape.ends[node] - 1) - first + 1

    def _same(self, a: int, b: int) -> None:
        (la, na), (lb, _nb) = self._lines(0, a), self._lines(1, b)
        self._writing.same(la, lb, na)

    def _same_key(self, a: int, b: int) -> bool:
        one, other = self._one, self._other
        if not one.keys[a] and not other.keys[b]:
            return True
        return bool(one.keys[a] and other.keys[b]) and one.key(a) == other.key(b)

    def _brief(self, tape: Tape, node: int) -> str:
        """Return a value on one line, where it takes several."""
        return brief(tape, node) if tape.is_container(node) and tape.children(node) else ""


def _named(tape: Tape, node: int) -> dict[tuple[str, int], int]:
    """Return the members of an object by key, and by how often the key came before."""
    found: dict[tuple[str, int], int] = {}
    counts: dict[str, int] = {}
    for child in tape.children(node):
        key = key_text(tape, child)
        counts[key] = counts.get(key, 0) + 1
        found[key, counts[key]] = child
    return found


def _tolerance(text: str) -> Decimal:
    try:
        found = Decimal(text.strip() or "0")
    except InvalidOperation:
        return Decimal(0)
    return abs(found) if found.is_finite() else Decimal(0)
