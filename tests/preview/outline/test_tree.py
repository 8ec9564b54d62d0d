"""Rows of a tree that is opened bit by bit, against a naive model that lists them all."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.preview.outline.json import JsonShape
from curlew.preview.outline.opening import Bounds, opened_below, place_of, repeated_keys
from curlew.preview.outline.tree import Node, Outline, Trie
from curlew.preview.places import Place

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=5),
    max_leaves=30,
)


class Naive:
    """What is open is a set of index paths; the rows are listed anew each time."""

    def __init__(self, value: Any) -> None:
        self.value, self.open = value, {()}

    def rows(self) -> list[tuple[int, ...]]:
        found: list[tuple[int, ...]] = []

        def walk(value: Any, path: tuple[int, ...]) -> None:
            children = list(value.values()) if isinstance(value, dict) else value
            for at, child in enumerate(children):
                found.append((*path, at))
                if (*path, at) in self.open:
                    walk(child, (*path, at))

        walk(self.value, ())
        return found

    def at(self, path: tuple[int, ...]) -> Any:
        value = self.value
        for at in path:
            value = list(value.values())[at] if isinstance(value, dict) else value[at]
        return value

    def close(self, path: tuple[int, ...]) -> None:
        self.open = {one for one in self.open if one[: len(path)] != path}


def an_outline(text: bytes) -> tuple[JsonShape, Outline]:
    shape = JsonShape(text)
    root = Node(shape.root(), shape.children(shape.root()))
    for _step in root.children.steps():
        pass
    root.absorb()
    return shape, Outline(root)


def open_child(shape: JsonShape, node: Node, index: int) -> Node:
    value = node.children.value(index)
    child = Node(value, shape.children(value), node, index)
    for _step in child.children.steps():
        pass
    child.absorb()
    node.attach(child)
    return child


def index_path(node: Node | None) -> tuple[int, ...]:
    """Return the indices from the root down to a node."""
    path: list[int] = []
    while node is not None and node.parent is not None:
        path.append(node.at)
        node = node.parent
    return tuple(reversed(path))


def paths(outline: Outline) -> list[tuple[int, ...]]:
    outline.touched()
    return [(*index_path(node), at) for node, at in (outline.spot(row) for row in range(len(outline)))]


@settings(max_examples=150, deadline=None)
@given(value=st.lists(VALUES, min_size=1, max_size=6), choices=st.lists(st.integers(0, 10_000), max_size=25))
def test_any_opening_and_closing_gives_the_rows_of_the_naive_model(value, choices):
    naive = Naive(value)
    shape, outline = an_outline(json.dumps(value).encode())
    for choice in choices:
        rows = naive.rows()
        row = choice % len(rows)
        node, at = outline.spot(row)
        path = rows[row]
        child = node.child(at)
        if child is not None:
            node.detach(child)
            naive.close(path)
        elif isinstance(naive.at(path), list | dict):
            open_child(shape, node, at)
            naive.open.add(path)
        outline.touched()
        assert len(outline) == len(naive.rows())
        last = outline.spot(len(outline) - 1)
        assert (*index_path(last[0]), last[1]) == naive.rows()[-1]
    assert paths(outline) == naive.rows()
    for row, path in enumerate(naive.rows()):
        outline.touched()
        node, at = outline.spot(row)  # found from the top, not from the row before
        assert (*index_path(node), at) == path
        assert outline.row_of(node, at) == row


@settings(max_examples=80, deadline=None)
@given(value=st.lists(VALUES, min_size=1, max_size=6), level=st.integers(0, 4))
def test_opening_to_a_level_opens_that_many(value, level):
    shape, outline = an_outline(json.dumps(value).encode())
    naive = Naive(value)
    for depth in range(level):
        for path in naive.rows():
            if len(path) == depth + 1 and isinstance(naive.at(path), list | dict):
                naive.open.add(path)
    whole, complete = opened_below(shape, outline.root, Bounds(level=level), lambda: False)
    assert complete
    assert paths(Outline(whole)) == naive.rows()


def test_expanding_everything_ends_at_its_bounds_and_when_asked():
    shape, outline = an_outline(b"[" + b",".join([b"[[1],[2]]"] * 500) + b"]")
    whole, complete = opened_below(shape, outline.root, Bounds(opened=100), lambda: False)
    assert not complete
    assert 0 < len(whole.nodes) <= 101
    assert whole.rows == 500 + 2 * len(whole.nodes)
    assert all(child.rows == 2 for child in whole.nodes)
    _whole, complete = opened_below(shape, outline.root, Bounds(), lambda: True)
    assert not complete


def test_only_what_leads_to_matches_is_shown():
    shape, outline = an_outline(b'{"a":[{"x":1},{"x":2},{"y":[1,2]}],"b":{"x":3},"c":4}')
    places: list[Place] = [("a", 1, "x"), ("a", 2, "y"), ("c",)]
    outline.root.trie = Trie.of(places)
    whole, complete = opened_below(shape, outline.root, Bounds(only=True), lambda: False)
    assert complete
    only = Outline(whole)
    shown = [place_of(shape, *only.spot(row)) for row in range(len(only))]
    assert shown == [("a",), ("a", 1), ("a", 1, "x"), ("a", 2), ("a", 2, "y"), ("a", 2, "y", 0), ("a", 2, "y", 1), ("c",)]
    assert [only.row_of(*only.spot(row)) for row in range(len(only))] == list(range(len(only)))


def test_G06_keys_that_stand_twice_are_known():
    shape, outline = an_outline(rb'{"a":1,"b":2,"\u0061":3}')
    assert repeated_keys(shape, outline.root.children) == {"a"}
    assert [outline.root.children.value(at).kind for at in range(3)] == ["number"] * 3


def test_a_broken_text_tells_why_in_its_last_row():
    _shape, outline = an_outline(b'[1,[2,{"a":3')
    assert len(outline) == 3
    node, at = outline.spot(2)
    assert at == -1
    assert node.problem == "the list is never closed"
    assert outline.row_of(node, -1) == 2


def test_places_are_keys_and_indices():
    shape, outline = an_outline(b'{"a b":[{"c":1}]}')
    below = open_child(shape, open_child(shape, outline.root, 0), 0)
    assert place_of(shape, below, 0) == ("a b", 0, "c")
    assert place_of(shape, below, -1) == ("a b", 0)


def test_G04_a_chain_of_20000_is_opened_and_found():
    deep = 20_000
    shape, outline = an_outline(b"[" * deep + b"]" * deep)
    node = outline.root
    for _level in range(50):
        node = open_child(shape, node, 0)
    outline.touched()
    assert len(outline) == 51
    assert outline.spot(50)[0] is node
    assert outline.row_of(node, 0) == 50
