"""JSON compared by what it says: exactly the differences that there are, each with its place."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.errors import UsageError
from curlew.preview.compare.comparing import Body, Outcome, compare_bodies, read_json
from curlew.preview.compare.json_tape import NotJsonError
from curlew.preview.compare.result import BY_CONTENT, BY_PLACE, Rules
from curlew.preview.places import Place

SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=4), inner, max_size=5), max_leaves=25
)


def compared(a: object, b: object, **rules: Any) -> Outcome:
    texts = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in (a, b)]
    return compare_bodies("structure", Body(texts[0], "json"), Body(texts[1], "json"), Rules(**rules))


def found(a: object, b: object, **rules: Any) -> list[tuple[str, Place | None, Place | None]]:
    return [(d.kind, d.place_a, d.place_b) for d in compared(a, b, **rules).comparison.differences]


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_a_value_does_not_differ_from_itself(value):
    outcome = compared(value, json.dumps(value, indent=7).encode())
    assert outcome.comparison.differences == []
    assert outcome.comparison.counts == {}


@given(VALUES)
@settings(max_examples=80, deadline=None)
def test_the_order_of_keys_does_not_count(value):
    turned = json.loads(json.dumps(value), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert compared(value, turned).comparison.differences == []


@given(VALUES, VALUES, st.sampled_from(["", BY_PLACE, BY_CONTENT]))
@settings(max_examples=150, deadline=None)
def test_turned_around_added_is_removed(a, b, key):
    there, back = compared(a, b, key=key).comparison.counts, compared(b, a, key=key).comparison.counts
    if key == BY_PLACE:  # by content, items that are equally alike may find another partner
        assert (there.get("add", 0), there.get("chg", 0)) == (back.get("del", 0), back.get("chg", 0))
    assert bool(there) == bool(back)


@given(VALUES, VALUES, st.sampled_from(["", BY_PLACE, BY_CONTENT]))
@settings(max_examples=150, deadline=None)
def test_every_line_of_both_sides_is_shown(a, b, key):
    outcome = compared(a, b, key=key)
    shown_a, shown_b = set(), set()
    for piece in outcome.comparison.pieces:
        shown_a |= set(range(piece.a, piece.a + piece.lines_a))
        shown_b |= set(range(piece.b, piece.b + piece.lines_b))
    assert shown_a == set(range(len(outcome.a)))
    assert shown_b == set(range(len(outcome.b)))


@given(VALUES, VALUES)
@settings(max_examples=150, deadline=None)
def test_without_a_difference_the_values_are_equal(a, b):
    if not compared(a, b, key=BY_PLACE).comparison.differences:
        assert a == b


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_random_edits_of_objects_are_told_exactly(data):
    """Edit members at random places; by place, the report names exactly them."""
    value = data.draw(st.dictionaries(st.text("abc", min_size=1, max_size=2), VALUES, min_size=1, max_size=6))
    other, expected = copy.deepcopy(value), []
    for key in data.draw(st.sets(st.sampled_from(sorted(value)))):
        if data.draw(st.booleans()):
            del other[key]
            expected.append(("del", (key,), None))
        else:
            other[key] = f"was {json.dumps(value[key])[:5]}"
            expected.append(("chg", (key,), (key,)))
    for key in data.draw(st.sets(st.sampled_from(["x1", "x2"]))):
        other[key] = 1
        expected.append(("add", None, (key,)))
    assert sorted(found(value, other), key=str) == sorted(expected, key=str)


# --- numbers and strings ---


def test_numbers_are_compared_to_the_last_digit():
    assert found(b'{"n": 9007199254740993}', b'{"n": 9007199254740992}') == [("chg", ("n",), ("n",))]


@pytest.mark.parametrize(
    ("a", "b"), [("1.10", "1.1"), ("1e2", "100"), ("-0", "0"), ("1E400", "10E399"), ('"\\u0041"', '"A"'), ("10.0", "1e1")]
)
def test_one_value_in_two_spellings_is_no_difference_but_told(a, b):
    comparison = compared(f"[{a}]".encode(), f"[{b}]".encode()).comparison
    assert comparison.differences == []
    assert comparison.counts == {"spell": 1}


def test_a_million_digits_are_compared():
    digits = b"7" * 1_000_000
    assert found(digits, digits + b"0") == [("chg", (), ())]
    assert found(digits, digits) == []


def test_a_tolerance_lets_near_numbers_pass():
    assert found({"n": 1.0, "m": 1.0}, {"n": 1.05, "m": 1.2}, tolerance="0.1") == [("chg", ("m",), ("m",))]


def test_duplicate_keys_are_compared_one_by_one():
    assert found(b'{"a": 1, "a": 2}', b'{"a": 1, "a": 3}') == [("chg", ("a",), ("a",))]
    assert found(b'{"a": 1, "a": 2}', b'{"a": 1}') == [("del", ("a",), None)]


def test_lone_surrogates_and_escaped_keys_are_compared():
    assert found(b'{"\\ud800": 1}', b'{"\\ud800": 1}') == []
    assert found(b'{"\\u0061": 1}', b'{"a": 2}') == [("chg", ("a",), ("a",))]


# --- arrays ---


PETS = [{"id": 10, "name": "Rex"}, {"id": 12, "name": "Otto"}, {"id": 11, "name": "Mia"}]


def test_items_are_matched_by_a_guessed_key():
    other = [PETS[0], {"id": 11, "name": "Pia"}, PETS[1], {"id": 19, "name": "Ida"}]
    assert found(PETS, other) == [("mov", (1,), (2,)), ("chg", (2, "name"), (2, "name")), ("add", None, (3,))]
    assert compared(PETS, other).comparison.key == "id"


def test_items_matched_by_place_change_in_place():
    assert found(PETS, PETS[1:], key=BY_PLACE)[0] == ("chg", (0, "id"), (0, "id"))


def test_a_chosen_key_counts():
    other = [{"id": 1, "name": "Otto"}, {"id": 2, "name": "Rex"}, {"id": 3, "name": "Mia"}]
    kinds = [kind for kind, _a, _b in found(PETS, other, key="name")]
    assert kinds.count("mov") == 1
    assert "add" not in kinds
    assert "del" not in kinds


def test_items_without_a_key_are_matched_by_their_content():
    assert found([1, 2, 3], [1, 3]) == [("del", (1,), None)]
    assert found(["a", "b", "c", "d"], ["d", "a", "b", "c"]) == [("mov", (3,), (0,))]
    assert found([1, 2, 3], [1, 5, 3]) == [("chg", (1,), (1,))]


def test_an_item_that_moved_and_changed_is_told_as_both():
    a = [{"id": n, "v": n} for n in range(4)]
    b = [a[1], a[2], a[3], {"id": 0, "v": 9}]
    assert found(a, b) == [("mov", (0,), (3,)), ("chg", (0, "v"), (0, "v"))]


def test_values_one_after_another_are_items():
    assert found(b'{"id": 1}\n{"id": 2}\n', b'{"id": 2}\n') == [("del", (0,), None)]


# --- paths that are left out ---


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("$.at", {("items", 0, "at"), ("b", "at")}),
        ("at", {("items", 0, "at"), ("b", "at")}),
        ("$.items[*].at", {("at",), ("b", "at")}),
        ("$.items[0].at", {("at",), ("b", "at")}),
        ("$..at", set()),
        ("$.*.at", {("at",), ("items", 0, "at")}),
        ("$['at']", {("items", 0, "at"), ("b", "at")}),
        ("$.items", {("at",), ("b", "at")}),
    ],
)
def test_ignored_paths(path, left):
    a = {"at": 1, "items": [{"id": 1, "at": 1}], "b": {"at": 1}}
    b = {"at": 2, "items": [{"id": 1, "at": 2}], "b": {"at": 2}}
    assert {place for kind, place, _b in found(a, b, ignored=(path,)) if kind == "chg"} == left


@pytest.mark.parametrize("path", ["", "$", "$.a[", "$.a..", "$.["])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(UsageError):
        compared({}, {"a": 1}, ignored=(path,))


def test_times_and_random_ids_are_suggested():
    a = {"items": [{"id": 1, "stamp": "2026-11-10T09:24:00Z"}], "rid": "b7c1e6f2-0a1b-4c3d-9e8f-001122334455", "n": 1}
    b = {"items": [{"id": 1, "stamp": "2026-11-10T11:00:00Z"}], "rid": "04fee6f2-0a1b-4c3d-9e8f-001122334455", "n": 2}
    assert set(compared(a, b).comparison.suggested) == {"$.items[*].stamp", "$.rid"}


# --- what is no JSON, and what is deep ---


def test_broken_json_is_compared_as_text_and_says_so():
    outcome = compared(b'{"a": 1', b'{"a": 2}')
    assert outcome.mode == "text"
    assert "no valid JSON" in outcome.comparison.notes[0]
    assert outcome.comparison.differences


@pytest.mark.parametrize(
    "text", [b'{"a":1,}', b"[1,]", b"[1 2]", b"{a:1}", b"[", b"]", b'{"a" 1}', b"nul", b"[1}", b'{"a":}', b"[1]]", b"[,1]"]
)
def test_the_tape_takes_valid_json_only(text):
    with pytest.raises(NotJsonError):
        read_json(text)


def test_100_000_levels_are_compared():
    deep = b"[" * 100_000 + b"%d" + b"]" * 100_000
    outcome = compared(deep % 1, deep % 2)
    assert len(outcome.comparison.differences) == 1
    assert "deeper" in outcome.comparison.notes[0]
    assert compared(deep % 1, deep % 1).comparison.differences == []
