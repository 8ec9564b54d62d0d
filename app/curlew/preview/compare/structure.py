"""Two JSON texts compared by what they say: members by their keys, items of arrays by their match, values by their text."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, InvalidOperation

from curlew.preview.compare.arrays import Arrays, Pair
from curlew.preview.compare.ignoring import State, below, general, ignoring, is_ignored
from curlew.preview.compare.json_tape import OBJECT, Tape, Tick
from curlew.preview.compare.json_values import Signatures, brief, key_text, likeness, text_of, told
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
_TOGETHER = 256
"""Items that are compared at once, in the hope that they are equal."""
_SLICE = 1024 * 1024


class Structure:
    """One comparison of two tapes. What is equal to the byte is not looked into."""

    def __init__(self, one: Tape, other: Tape, rules: Rules, tick: Tick = lambda _share: None) -> None:
        """Get ready. Raises UsageError for a path that is none."""
        self._one, self._other = one, other
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
        if _same_text(self._one, a, self._other, b):
            self._same(a, b)
        else:
            self._unequal(a, b, place, state)

    def _unequal(self, a: int, b: int, place: Place, state: State) -> None:
        """Look into two values that are not equal to the byte."""
        self._since += 1
        if self._since % _TOLD_EVERY == 0:
            self._tick(self._one.share(a))
        one, other = self._one, self._other
        if is_ignored(state):
            self._differs(IGNORED, a, b, place, place)
            return
        is_container = one.is_container(a)
        if is_container != other.is_container(b) or (is_container and one.kind(a) != other.kind(b)):
            self._differs(CHANGED, a, b, place, place)
        elif is_container:
            self._containers(a, b, place, state)
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
        children_a, children_b = self._one.children(a), self._other.children(b)
        alike = self._alike(children_a, children_b)
        if alike is None:
            self._turned_members(a, b, place, state)
            return
        for child, counterpart, key in alike:
            if key is None:
                self._same(child, counterpart)
            else:
                name = text_of(key)
                self._unequal(child, counterpart, (*place, name), below(state, name) if state else state)

    def _alike(self, children_a: list[int], children_b: list[int]) -> list[tuple[int, int, bytes | None]] | None:
        """Return the members of two objects that have the same keys in the same order, with the key where they differ; else None."""
        if len(children_a) != len(children_b):
            return None
        one, other, found = self._one, self._other, list[tuple[int, int, bytes | None]]()
        for a, b in zip(children_a, children_b, strict=True):
            if _same_text(one, a, other, b):
                found.append((a, b, None))
                continue
            key = one.key(a)
            if key != other.key(b):
                return None
            found.append((a, b, key))
        return found

    def _turned_members(self, a: int, b: int, place: Place, state: State) -> None:
        """Compare the members of two objects whose keys differ, or stand in another order."""
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
        run: list[Pair] = []
        for pair in match.pairs:
            if not pair.moved and pair.a >= 0 <= pair.b:
                run.append(pair)
                continue
            self._run(run, items_a, items_b, place, state)
            run = []
            if pair.moved:
                self._moved(items_a[pair.a], items_b[pair.b], pair, place, state)
            elif pair.b < 0:
                self._only_a(items_a[pair.a], (*place, pair.a), state)
            else:
                self._only_b(items_b[pair.b], (*place, pair.b), state)
        self._run(run, items_a, items_b, place, state)

    def _run(self, run: list[Pair], items_a: list[int], items_b: list[int], place: Place, state: State) -> None:
        """Compare items that follow one another on both sides: as many as are equal at once."""
        waiting = [(at, min(at + _TOGETHER, len(run))) for at in range(0, len(run), _TOGETHER)][::-1]
        while waiting:
            start, end = waiting.pop()
            first, last = run[start], run[end - 1]
            a, b = items_a[first.a], items_b[first.b]
            if _same_text(self._one, a, self._other, b, (items_a[last.a], items_b[last.b])):
                self._writing.same(a - 1, b - 1, self._one.last_line(items_a[last.a]) - a + 1)
            elif end - start == 1:
                self._unequal(a, b, (*place, first.a), below(state, first.a) if state else state)
            else:
                middle = (start + end) // 2
                waiting += [(middle, end), (start, middle)]

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
        return (self._other if side else self._one).lines_of(node)

    def _same(self, a: int, b: int) -> None:
        first, lines = self._one.lines_of(a)
        self._writing.same(first, self._other.lines_of(b)[0], lines)

    def _brief(self, tape: Tape, node: int) -> str:
        """Return a value on one line, where it takes several."""
        return brief(tape, node) if tape.is_container(node) and tape.children(node) else ""


def _same_text(one: Tape, a: int, other: Tape, b: int, last: tuple[int, int] | None = None) -> bool:
    """Tell whether two values, or all up to the last two, are the same text with their keys."""
    start_a, start_b = one.begin(a), other.begin(b)
    last_a, last_b = last or (a, b)
    size = one.end(last_a) - start_a
    if other.end(last_b) - start_b != size:
        return False
    if size <= _SLICE:
        return one.data[start_a : start_a + size] == other.data[start_b : start_b + size]
    slices = ((at, min(at + _SLICE, size)) for at in range(0, size, _SLICE))
    return all(one.data[start_a + at : start_a + end] == other.data[start_b + at : start_b + end] for at, end in slices)


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
