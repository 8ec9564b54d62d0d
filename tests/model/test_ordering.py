from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.model.ordering import between, name_key, numbers_for, ordered
from curlew.model.tree import Item, ItemKind


def requests(*rows):
    """Items from (name, number) pairs, with ids from 1."""
    return [Item(n, ItemKind.REQUEST, name, Path(f"{n:03d}.yml"), seq=seq) for n, (name, seq) in enumerate(rows, 1)]


def folders(*rows):
    return [Item(n, ItemKind.FOLDER, name, Path(f"{n:03d}"), seq=seq) for n, (name, seq) in enumerate(rows, 1)]


def names(items):
    return [item.name for item in items]


def settled(wanted, numbers):
    return names(ordered(replace(item, seq=numbers.get(item.id, item.seq)) for item in wanted))


def test_requests_stand_by_number_then_name_and_without_a_number_as_1():
    assert names(ordered(requests(("b", 2), ("a", 2), ("none", None), ("zero", 0), ("half", 0.5), ("one", 1)))) == [
        "half", "none", "one", "zero", "a", "b",
    ]  # fmt: skip


def test_folders_come_first_by_name_and_numbered_ones_at_their_place_as_in_bruno():
    found = ordered(
        [*folders(("c", None), ("a", None), ("b", None), ("second", 2), ("last", 99), ("frac", 1.5), ("zero", 0)), *requests(("r", 1))]
    )
    assert names(found) == ["a", "second", "b", "c", "frac", "zero", "last", "r"]


def test_folders_of_the_same_number_stand_together_by_name():
    assert names(ordered(folders(("z", 1), ("a", 1), ("m", 2), ("x", None)))) == ["a", "z", "m", "x"]


def test_names_sort_as_people_expect():
    found = sorted(["b", "B", "a", "É", "e", "f", "10", "_x", "Z", "好", "é"], key=name_key)
    assert found == ["_x", "10", "a", "b", "B", "e", "é", "É", "f", "Z", "好"]


@pytest.mark.parametrize(
    ("low", "high", "count", "wanted"),
    [
        (None, None, 2, [1, 2]),
        (3, None, 1, [4]),
        (2.5, None, 1, [3]),
        (1, 2, 1, [1.5]),
        (1, 3, 1, [2]),
        (None, 1, 1, [0.5]),
        (1, 1, 1, None),
    ],
)
def test_numbers_between_are_short(low, high, count, wanted):
    assert between(low, high, count) == wanted


@given(st.one_of(st.none(), st.floats(-1e6, 1e6)), st.one_of(st.none(), st.floats(-1e6, 1e6)), st.integers(1, 5))
def test_numbers_between_rise_and_are_never_0(low, high, count):
    found = between(low, high, count)
    if found is not None and not (low is not None and high is not None and low >= high):
        whole = [*([] if low is None else [low]), *found, *([] if high is None else [high])]
        assert all(one < two for one, two in pairwise(whole))
        assert 0 not in found
        assert len(found) == count


def test_A16_moving_one_request_numbers_one():
    items = requests(*((chr(97 + n), n + 1) for n in range(20)))
    wanted = [items[15], *items[:15], *items[16:]]
    assert set(numbers_for(wanted, {16})) == {16}


def test_A16_a_thousand_moves_to_one_place_stay_in_order():
    items = requests(*((f"r{n:02d}", n + 1) for n in range(10)))
    touched = 0
    for move in range(1000):
        mover = items[-1]
        items = [items[0], mover, *items[1:-1]]
        numbers = numbers_for(items, {mover.id})
        touched += len(numbers)
        items = [replace(item, seq=numbers.get(item.id, item.seq)) for item in items]
        assert ordered(items) == items, move
    assert touched < 1300


def test_moving_among_equal_numbers_touches_the_smaller_side():
    items = requests(*((chr(97 + n), None) for n in range(10)))
    wanted = [items[0], items[9], *items[1:9]]
    numbers = numbers_for(wanted, {10})
    assert settled(wanted, numbers) == names(wanted)
    assert set(numbers) == {1, 10}


def test_a_new_folder_in_a_gap_numbers_one_and_without_a_gap_as_few_as_possible():
    items = folders(("a", 1), ("b", 2), ("c", 3), ("d", 10), ("new", None))
    wanted = [items[0], items[1], items[2], items[4], items[3]]
    assert numbers_for(wanted, {5}) == {}
    assert numbers_for(wanted, {5}, anew=True) == {5: 6}
    wanted = [items[0], items[4], items[1], items[2], items[3]]
    assert numbers_for(wanted, {5}) == {5: 2, 2: 3, 3: 4}


KINDS = st.sampled_from([requests, folders])
SEQS = st.one_of(st.none(), st.integers(0, 6), st.sampled_from([0.5, 1.5, -1, 2.25]))
ROWS = st.lists(st.tuples(st.sampled_from(["a", "b", "B", "c", "é", "10"]), SEQS), min_size=1, max_size=9)


@given(KINDS, ROWS, st.data())
def test_A16_any_wanted_order_can_be_had(make, rows, data):
    items = ordered(make(*rows))
    movers = data.draw(st.sets(st.sampled_from([item.id for item in items]), min_size=1, max_size=3))
    rest = [item for item in items if item.id not in movers]
    at = data.draw(st.integers(0, len(rest)))
    wanted = [*rest[:at], *(item for item in items if item.id in movers), *rest[at:]]
    numbers = numbers_for(wanted, movers)
    assert [item.id for item in ordered(replace(item, seq=numbers.get(item.id, item.seq)) for item in wanted)] == [
        item.id for item in wanted
    ]
    if make is folders:
        assert all(number >= 1 and number == int(number) for number in numbers.values())
